"""The addresses of verification; a household is named by the number of its case only, never by name or house number."""

from django.urls import URLPattern

from baansuk.verify.committee_urls import committee_addresses
from baansuk.verify.urgent_urls import urgent_addresses
from baansuk.verify.village_urls import village_addresses

# The urgent lane and the committees name their addresses by a word, rounds by their code: they are asked first.
urlpatterns: list[URLPattern] = [*urgent_addresses, *committee_addresses, *village_addresses]
