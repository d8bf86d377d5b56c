"""Registers the room with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "baansuk.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the gate have its end sealed after every so many events."""
        from baansuk.audit import days, gate  # the tables are known only now

        gate.after_many = days.seal_quietly
