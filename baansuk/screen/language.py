"""Says every sentence in the reader's language: Thai first, English on request."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import lazystr

from baansuk.thai.words import Words

LANGUAGES = ("th", "en")
ONE_YEAR = 365 * 24 * 3600


def language() -> str:
    """Return ``th`` or ``en``, the language of the page being made."""
    return "en" if (translation.get_language() or "th").startswith("en") else "th"


def say_words(words: Words) -> str:
    """Return the sentence of ``words`` in the language of the page."""
    return words.in_language(language())


class _Said:
    """One sentence in both languages that chooses when it is shown, not when the module is loaded."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __str__(self) -> str:
        return say_words(self._words)


def say(th: str, en: str) -> str:
    """Return a lazy string: Thai or English when it is shown. For labels of forms and messages in Python."""
    # Django takes lazy text wherever it takes text; calling it str keeps every room's own types simple.
    return cast(str, lazystr(_Said(Words(th, en))))


def asked_language(request: HttpRequest) -> str:
    """Return the language of the reader's cookie, else Thai.

    The browser's own preference is not asked: office computers are often installed in English for people who read Thai.
    """
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def remember_language(response: HttpResponse, chosen: str) -> None:
    """Put the chosen language in the reader's cookie for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=ONE_YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
