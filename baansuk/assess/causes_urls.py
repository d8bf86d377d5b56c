"""The addresses of causes: those of an area, and what is said of one household."""

from django.urls import path

from baansuk.assess import causes_pages

urlpatterns = [
    path("causes/", causes_pages.causes_of_area, name="causes"),
    path("households/<str:code>/causes/", causes_pages.household_causes, {"voice": "family"}, name="household-causes"),
    path(
        "households/<str:code>/causes/confirm/",
        causes_pages.household_causes,
        {"voice": "mentor"},
        name="household-causes-confirm",
    ),
    path("households/<str:code>/causes/take-back/", causes_pages.take_back, name="household-causes-take-back"),
]
