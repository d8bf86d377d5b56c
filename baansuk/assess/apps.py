"""Registers the room with Django."""

from django.apps import AppConfig


class AssessConfig(AppConfig):
    name = "baansuk.assess"
    label = "assess"
    default_auto_field = "django.db.models.BigAutoField"
