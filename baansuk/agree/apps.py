"""Registers the room with Django."""

from django.apps import AppConfig


class AgreeConfig(AppConfig):
    name = "baansuk.agree"
    label = "agree"
    default_auto_field = "django.db.models.BigAutoField"
