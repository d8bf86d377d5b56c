"""Registers the room with Django."""

from django.apps import AppConfig


class LinkConfig(AppConfig):
    name = "baansuk.link"
    label = "link"
    default_auto_field = "django.db.models.BigAutoField"
