"""The addresses of benefits: what an area misses, whom to call on, and the list itself."""

from django.urls import path

from baansuk.assess import rights_export, rights_load_pages, rights_pages

VERSION = "benefits/versions/<int:number>/"

urlpatterns = [
    path("", rights_pages.rights, name="rights"),
    path("benefits/", rights_pages.benefits_listed, name="benefits"),
    path("benefits/template/", rights_load_pages.template, name="benefits-template"),
    path("benefits/load/", rights_load_pages.load, name="benefits-load"),
    path(VERSION, rights_load_pages.version, name="benefits-version"),
    path(f"{VERSION}approve/", rights_load_pages.approve, name="benefits-approve"),
    path(f"{VERSION}withdraw/", rights_load_pages.withdraw, name="benefits-withdraw"),
    path("worklist/", rights_pages.worklist, name="rights-worklist"),
    path("worklist/export/", rights_export.worklist_export, name="rights-worklist-export"),
]
