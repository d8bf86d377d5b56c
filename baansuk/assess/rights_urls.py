"""The addresses of benefits: what an area misses, whom to call on, and the list itself."""

from django.urls import path

from baansuk.assess import rights_export, rights_pages

urlpatterns = [
    path("", rights_pages.rights, name="rights"),
    path("benefits/", rights_pages.benefits_listed, name="benefits"),
    path("worklist/", rights_pages.worklist, name="rights-worklist"),
    path("worklist/export/", rights_export.worklist_export, name="rights-worklist-export"),
]
