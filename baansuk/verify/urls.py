"""The addresses of verification; a household is named by the number of its case only, never by name or house number."""

from django.urls import URLPattern

from baansuk.verify.village_urls import village_addresses

urlpatterns: list[URLPattern] = [*village_addresses]
