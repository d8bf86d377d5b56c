"""Addresses of the door."""

from django.urls import path

from baansuk.access import pages, token_pages

urlpatterns = [
    path("sign-in/", pages.sign_in, name="sign-in"),
    path("sign-out/", pages.sign_out, name="sign-out"),
    path("seat/choose/", pages.choose_seat, name="choose-seat"),
    path("seat/", pages.take_seat, name="take-seat"),
    path("language/", pages.choose_language, name="choose-language"),
    path("tokens/", token_pages.tokens, name="tokens"),
    path("tokens/<slug:prefix>/revoke/", token_pages.revoke, name="token-revoke"),
    path("about-me/", pages.about_me, name="about-me"),
]
