"""The root of all addresses: the roof's own, then those of every room that has a ``urls`` file."""

from importlib import import_module

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import module_has_submodule

from baansuk.web.api import build, doors


def _rooms_with_doors() -> list[str]:
    """Return ``<room>.urls`` of each installed room of ours that has one, in the order of the settings."""
    rooms = [config.module for config in apps.get_app_configs() if config.name.startswith("baansuk.") and config.module]
    return [
        f"{room.__name__}.urls"
        for room in rooms
        if room.__name__ != "baansuk.web" and module_has_submodule(room, "urls")
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("baansuk.web.pages_urls")),
    path("api/v1/", include((doors(build()), "ninja"), namespace="api-1")),
    *(path("", include(import_module(room))) for room in _rooms_with_doors()),
]

handler400 = "baansuk.web.errors.bad_request"
handler403 = "baansuk.web.errors.forbidden"
handler404 = "baansuk.web.errors.not_found"
handler500 = "baansuk.web.errors.broken"
