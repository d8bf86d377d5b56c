"""Registers the room with Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "baansuk.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
