"""The addresses of the map, the figures and the households."""

from django.urls import include, path

from baansuk.assess import (
    changes_pages,
    curve_pages,
    export_pages,
    family_pages,
    figure_pages,
    household_pages,
    list_pages,
    map_pages,
    measured_pages,
    overlap_pages,
    spot_pages,
)

urlpatterns = [
    path("map/", map_pages.areas, name="map"),
    path("map/areas.geojson", map_pages.figures_geo, name="figures_geo"),
    path("figures/<str:area_code>/", figure_pages.figures, name="figures"),
    path("measures/", measured_pages.measures, name="measures"),
    path("measures/changes/", changes_pages.changes, name="measures-changes"),
    path("measures/curves/", curve_pages.curves, name="measures-curves"),
    path("measures/lists/", overlap_pages.lists, name="measures-lists"),
    path("measures/hot-spots/", spot_pages.hot_spots, name="hot-spots"),
    path("measures/hot-spots/areas.geojson", spot_pages.hot_spots_geo, name="hot-spots-geo"),
    path("households/", list_pages.households, name="households"),
    path("households/find/", list_pages.find, name="households_find"),
    path("households/export/", export_pages.households_export, name="households_export"),
    path("households/<str:code>/", household_pages.household, name="household"),
    path("households/<str:code>/family/", family_pages.family, name="family"),
    path("households/<str:code>/family/words/", family_pages.words, name="family-words"),
    path("households/<str:code>/family/take-back/", family_pages.take_back, name="family-take-back"),
    path("households/<str:code>/family/sheet/", family_pages.sheet, name="family-sheet"),
    path("", include("baansuk.assess.causes_urls")),
    path("rights/", include("baansuk.assess.rights_urls")),
    path("frameworks/", include("baansuk.assess.frameworks_urls")),
]
