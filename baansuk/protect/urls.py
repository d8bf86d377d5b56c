"""The addresses of data protection; a person is named by code only, never by name or number."""

from django.urls import path

from baansuk.protect import (
    consent_pages,
    correction_pages,
    erasure_pages,
    extract_pages,
    guardian_pages,
    handing_pages,
    own_pages,
    request_pages,
    ropa_pages,
    shared_pages,
)
from baansuk.protect.breach_urls import breach_addresses
from baansuk.protect.trail_urls import trail_addresses

urlpatterns = [
    *trail_addresses,
    *breach_addresses,
    path("my-facts/", own_pages.own, name="my-facts"),
    path("protection/", request_pages.room, name="protection"),
    path("protection/requests/", request_pages.requests, name="subject-requests"),
    path("protection/requests/new/", request_pages.new, name="subject-request-new"),
    path("protection/requests/<slug:number>/", request_pages.one, name="subject-request"),
    path("protection/requests/<slug:number>/identity/", request_pages.identity, name="subject-request-identity"),
    path("protection/requests/<slug:number>/person/", request_pages.tie, name="subject-request-tie"),
    path("protection/requests/<slug:number>/hand/", handing_pages.hand, name="subject-request-hand"),
    path("protection/requests/<slug:number>/letter/", request_pages.letter, name="subject-request-letter"),
    path("protection/requests/<slug:number>/step/<slug:act>/", request_pages.step, name="subject-request-step"),
    path("protection/requests/<slug:number>/extract/", extract_pages.page, name="subject-request-extract"),
    path("protection/requests/<slug:number>/extract/xlsx/", extract_pages.as_workbook, name="subject-request-workbook"),
    path("protection/requests/<slug:number>/extract/json/", extract_pages.as_json, name="subject-request-json"),
    path("protection/requests/<slug:number>/correct/", correction_pages.correct, name="subject-request-correct"),
    path("protection/requests/<slug:number>/correct/send/", correction_pages.send, name="subject-request-send"),
    path("protection/requests/<slug:number>/erase/", erasure_pages.ask_person, name="erasure-person"),
    path("protection/erasures/", erasure_pages.erasures, name="erasures"),
    path("protection/erasures/<int:number>/<slug:act>/", erasure_pages.decide, name="erasure-decide"),
    path("protection/deliveries/<slug:receipt>/erase/", erasure_pages.ask_delivery, name="erasure-delivery"),
    path("protection/processing/", ropa_pages.processing, name="processing"),
    path("protection/processing/xlsx/", ropa_pages.workbook_of, name="processing-workbook"),
    path("protection/persons/<str:code>/", consent_pages.consents, name="consents"),
    path("protection/persons/<str:code>/new/", consent_pages.give, name="consent-give"),
    path("protection/persons/<str:code>/guardians/", guardian_pages.guardians, name="guardians"),
    path("protection/persons/<str:code>/guardians/<int:number>/end/", guardian_pages.end, name="guardian-end"),
    path("protection/persons/<str:code>/number/", consent_pages.number, name="full-number"),
    path("protection/persons/<str:code>/<int:number>/withdraw/", consent_pages.withdraw, name="consent-withdraw"),
    path("protection/persons/<str:code>/use/<slug:purpose>/", consent_pages.let_go, name="consent-let-go"),
    path("agreed/", shared_pages.agreed, name="agreed"),
    path("agreed/export/", shared_pages.export, name="agreed-export"),
    path("agreed/<str:code>/", shared_pages.one, name="agreed-person"),
]
