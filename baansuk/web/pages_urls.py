"""Addresses of the roof."""

from django.conf import settings
from django.urls import path

from baansuk.web import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("running/", pages.running, name="running"),
    path("help/", pages.help_page, name="help"),
    path("api/v1/docs/", pages.api_page, name="api-docs"),
    path("health/", pages.health, name="health"),
    path("robots.txt", pages.robots, name="robots"),
    path(".well-known/security.txt", pages.security_txt, name="security-txt"),
    path("favicon.ico", pages.favicon, name="favicon"),
]

if settings.DEMO or settings.DEBUG:
    urlpatterns.append(path("components/", pages.components, name="components"))
