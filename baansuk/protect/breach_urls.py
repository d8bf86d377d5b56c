"""The addresses of breaches; an account and its persons stand in none of them."""

from django.urls import path

from baansuk.protect import breach_pages

breach_addresses = [
    path("protection/breaches/", breach_pages.breaches, name="breaches"),
    path("protection/breaches/new/", breach_pages.new, name="breach-new"),
    path("protection/breaches/<slug:number>/", breach_pages.one, name="breach"),
    path("protection/breaches/<slug:number>/again/", breach_pages.again, name="breach-again"),
    path("protection/breaches/<slug:number>/shut-out/", breach_pages.shut_out, name="breach-shut-out"),
    path("protection/breaches/<slug:number>/notice/", breach_pages.notice, name="breach-notice"),
    path("protection/breaches/<slug:number>/letter/", breach_pages.letter, name="breach-letter"),
    path("protection/breaches/<slug:number>/letters/", breach_pages.letters, name="breach-letters"),
]
