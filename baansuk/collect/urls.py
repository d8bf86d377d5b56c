"""The addresses of registers and deliveries."""

from django.urls import path

from baansuk.collect import assigning_pages, pages, source_pages, wizard_pages

urlpatterns = [
    path("registers/", pages.registers, name="registers"),
    path("registers/upload/", pages.upload, name="upload"),
    path("registers/deliveries/", pages.deliveries, name="deliveries"),
    path("registers/deliveries/<slug:receipt>/", pages.delivery, name="delivery"),
    path("registers/deliveries/<slug:receipt>/issues/", pages.issues, name="issues"),
    path("registers/deliveries/<slug:receipt>/issues.xlsx", pages.issues_workbook, name="issues-workbook"),
    path("registers/deliveries/<slug:receipt>/again/", pages.again, name="read-again"),
    path("registers/deliveries/<slug:receipt>/decide/", pages.decide, name="decide"),
    path("registers/deliveries/<slug:receipt>/assign/", assigning_pages.assign, name="assign-agreement"),
    path("registers/sources/new/", wizard_pages.begin, name="source-new"),
    path("registers/sources/new/<slug:digest>/", wizard_pages.columns, name="source-columns"),
    path("registers/sources/<slug:code>/", source_pages.source, name="source"),
]
