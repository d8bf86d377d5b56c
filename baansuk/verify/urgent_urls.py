"""The addresses of the urgent lane; a case is named by its number only."""

from django.urls import URLPattern, path

from baansuk.verify import urgent_pages as pages

urgent_addresses: list[URLPattern] = [
    path("verify/urgent/", pages.urgent_cases, name="urgent-cases"),
    path("verify/urgent/new/", pages.urgent_new, name="urgent-new"),
    path("verify/urgent/told/", pages.urgent_told, name="urgent-told"),
    path("verify/urgent/duty/", pages.duty, name="urgent-duty"),
    path("verify/urgent/duty/new/", pages.duty_new, name="urgent-duty-new"),
    path("verify/urgent/duty/<int:turn>/end/", pages.duty_end, name="urgent-duty-end"),
    path("verify/urgent/<slug:number>/", pages.urgent_case, name="urgent-case"),
    path("verify/urgent/<slug:number>/name/", pages.urgent_name, name="urgent-name"),
    path("verify/urgent/<slug:number>/unname/", pages.urgent_unname, name="urgent-unname"),
    path("verify/urgent/<slug:number>/<slug:to>/", pages.urgent_step, name="urgent-step"),
]
