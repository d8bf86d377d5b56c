"""The addresses of review: pairs by a code that tells nothing of them."""

from django.urls import path

from baansuk.link import pages, person_pages, quality_pages

urlpatterns = [
    path("review/", pages.review, name="review"),
    path("review/next/", pages.go_on, name="review-next"),
    path("review/pairs/<slug:code>/", pages.pair, name="review-pair"),
    path("review/decisions/", pages.decisions, name="review-decisions"),
    path("review/decisions/<int:number>/withdraw/", pages.withdraw, name="review-withdraw"),
    path("review/quality/", quality_pages.quality, name="link-quality"),
    path("review/file/", quality_pages.file, name="judgements-file"),
    path("review/file/judgements.csv", quality_pages.csv, name="judgements-csv"),
    path("review/persons/<slug:code>/", person_pages.records, name="person-records"),
    path("review/persons/<slug:code>/split/", person_pages.split, name="person-split"),
    path("review/events/<int:number>/undo/", person_pages.undo, name="event-undo"),
]
