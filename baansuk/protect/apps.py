"""Registers the room with Django."""

from django.apps import AppConfig


class ProtectConfig(AppConfig):
    name = "baansuk.protect"
    label = "protect"
    default_auto_field = "django.db.models.BigAutoField"
