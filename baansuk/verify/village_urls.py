"""The addresses of rounds, village lists, sheets and sessions."""

from django.urls import URLPattern

village_addresses: list[URLPattern] = []
