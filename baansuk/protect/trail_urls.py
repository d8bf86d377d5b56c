"""The addresses of the trail; what is searched for stands in them as codes and event numbers only."""

from django.urls import path

from baansuk.protect import trail_pages, trail_search_pages

trail_addresses = [
    path("households/<str:code>/trail/", trail_pages.household, name="household-trail"),
    path("households/<str:code>/trail/paper/", trail_pages.household_paper, name="household-trail-paper"),
    path("trail/", trail_search_pages.trail, name="trail"),
    path("trail/export/", trail_search_pages.export, name="trail-export"),
    path("trail/state/", trail_search_pages.state, name="trail-state"),
    path("trail/events/<int:number>/", trail_search_pages.event, name="trail-event"),
    path("my-trail/", trail_pages.mine, name="my-trail"),
]
