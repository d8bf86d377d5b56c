"""Registers the room with Django."""

from django.apps import AppConfig


class CollectConfig(AppConfig):
    name = "baansuk.collect"
    label = "collect"
    default_auto_field = "django.db.models.BigAutoField"
