"""The addresses of the map, the figures and the households."""

from django.urls import path

from baansuk.assess import export_pages, figure_pages, household_pages, list_pages, map_pages

urlpatterns = [
    path("map/", map_pages.areas, name="map"),
    path("map/areas.geojson", map_pages.figures_geo, name="figures_geo"),
    path("figures/<str:area_code>/", figure_pages.figures, name="figures"),
    path("households/", list_pages.households, name="households"),
    path("households/find/", list_pages.find, name="households_find"),
    path("households/export/", export_pages.households_export, name="households_export"),
    path("households/<str:code>/", household_pages.household, name="household"),
]
