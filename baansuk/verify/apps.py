"""Registers the room with Django."""

from django.apps import AppConfig


class VerifyConfig(AppConfig):
    name = "baansuk.verify"
    label = "verify"
    default_auto_field = "django.db.models.BigAutoField"
