"""The addresses of the map, the figures and the households."""

from django.urls import path

from baansuk.assess import figure_pages, map_pages

urlpatterns = [
    path("map/", map_pages.areas, name="map"),
    path("map/areas.geojson", map_pages.figures_geo, name="figures_geo"),
    path("figures/<str:area_code>/", figure_pages.figures, name="figures"),
    path("households/", map_pages.areas, name="households"),
]
