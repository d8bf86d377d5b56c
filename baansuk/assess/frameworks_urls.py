"""The addresses of the frameworks: read by whoever signed in, changed by keepers."""

from django.urls import path

from baansuk.assess import (
    frameworks_area_pages,
    frameworks_curve_pages,
    frameworks_edit_pages,
    frameworks_file_pages,
    frameworks_load_pages,
    frameworks_own_pages,
    frameworks_pages,
)

RULE = "<str:code>/rules/<str:kind>/<str:part>/"
VERSION = "<str:code>/versions/<int:number>/"

urlpatterns = [
    path("", frameworks_pages.frameworks, name="frameworks"),
    path("<str:code>/", frameworks_pages.framework, name="framework"),
    path("<str:code>/figures/", frameworks_area_pages.figures, name="framework-figures"),
    path("<str:code>/figures/areas.geojson", frameworks_area_pages.figures_geo, name="framework-figures-geo"),
    path("<str:code>/template/", frameworks_load_pages.template, name="framework-template"),
    path("<str:code>/curves/", frameworks_curve_pages.curves, name="framework-curves"),
    path("<str:code>/own/", frameworks_own_pages.own, name="framework-own"),
    path("<str:code>/load/", frameworks_load_pages.load, name="framework-load"),
    path(VERSION, frameworks_pages.version, name="framework-version"),
    path(f"{VERSION}measure.toml", frameworks_file_pages.measure_file, name="framework-file"),
    path(f"{VERSION}approve/", frameworks_pages.approve, name="framework-approve"),
    path(f"{VERSION}withdraw/", frameworks_pages.withdraw, name="framework-withdraw"),
    path(RULE, frameworks_edit_pages.rule, name="framework-rule"),
    path(f"{RULE}try/", frameworks_edit_pages.attempt, name="framework-try"),
]
