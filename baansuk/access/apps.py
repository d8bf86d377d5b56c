"""Registers the room with Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "baansuk.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let Django's own checks know ours."""
        from baansuk.access import demo_mark  # noqa: F401  it reads the models, which stand only now
