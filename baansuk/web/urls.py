"""The root of all addresses; each room keeps its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("baansuk.web.pages_urls")),
    path("", include("baansuk.access.urls")),
    path("", include("baansuk.collect.urls")),
    path("", include("baansuk.runs.urls")),
    path("", include("baansuk.assess.urls")),
]
