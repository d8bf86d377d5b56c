"""The addresses of the tambon step, the committees, the province and what is told back."""

from django.urls import URLPattern

committee_addresses: list[URLPattern] = []
