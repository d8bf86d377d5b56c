"""Registers the room with Django."""

from django.apps import AppConfig


class RunsConfig(AppConfig):
    name = "baansuk.runs"
    label = "runs"
    default_auto_field = "django.db.models.BigAutoField"
