"""Registers the roof with Django, for its templates and static files."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "baansuk.web"
    label = "web"
