"""The addresses of data protection; a person is named by code only, never by name or number."""

from django.urls import path

from baansuk.protect import request_pages

urlpatterns = [
    path("protection/", request_pages.room, name="protection"),
    path("protection/requests/", request_pages.requests, name="subject-requests"),
    path("protection/requests/new/", request_pages.new, name="subject-request-new"),
    path("protection/requests/<slug:number>/", request_pages.one, name="subject-request"),
    path("protection/requests/<slug:number>/identity/", request_pages.identity, name="subject-request-identity"),
    path("protection/requests/<slug:number>/person/", request_pages.tie, name="subject-request-tie"),
    path("protection/requests/<slug:number>/letter/", request_pages.letter, name="subject-request-letter"),
    path("protection/requests/<slug:number>/step/<slug:act>/", request_pages.step, name="subject-request-step"),
]
