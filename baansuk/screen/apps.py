"""Registers the room with Django."""

from django.apps import AppConfig


class ScreenConfig(AppConfig):
    name = "baansuk.screen"
    label = "screen"
    default_auto_field = "django.db.models.BigAutoField"
