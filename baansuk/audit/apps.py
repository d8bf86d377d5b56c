"""Registers the room with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "baansuk.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
