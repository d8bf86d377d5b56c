"""Pages that cannot be shown say what happened and what to do, in the reader's language, even without a database."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.test import Client, RequestFactory

from baansuk.access.tests.cast import sign_in_as
from baansuk.thai.words import Words
from baansuk.web import errors
from baansuk.web.sentences import SENTENCES

HANDLERS = {
    400: lambda request: errors.bad_request(request, None),
    403: lambda request: errors.forbidden(request, PermissionDenied()),
    404: lambda request: errors.not_found(request, None),
    413: lambda request: errors.bad_request(request, RequestDataTooBig()),
    500: errors.broken,
    503: errors.unavailable,
}


def request_in(language: str, **headers):
    request = RequestFactory().get("/x/", headers=headers)
    request.COOKIES["language"] = language
    return request


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("status", sorted(HANDLERS))
def test_each_is_a_designed_page_in_both_languages_and_needs_no_database(status, language):
    answer = HANDLERS[status](request_in(language))
    page = answer.content.decode()
    assert answer.status_code == status
    assert f'<html lang="{language}">' in page
    assert 'href="/"' in page


def test_part_of_a_page_gets_a_notice_and_not_a_page_within_the_page():
    page = errors.not_found(request_in("th", **{"HX-Request-Type": "partial"})).content.decode()
    assert "<html" not in page
    assert 'role="alert"' in page


def test_refusals_own_words_stand_in_place_of_the_general_ones():
    denied: Any = PermissionDenied()
    denied.words = Words("ท่านเป็นผู้เสนอเอง", "You proposed this yourself")
    assert "You proposed this yourself" in errors.forbidden(request_in("en"), denied).content.decode()


def test_database_that_does_not_answer_is_a_rest_and_says_when_to_come_back():
    try:
        raise OperationalError("database is locked")
    except OperationalError:
        answer = errors.broken(request_in("th"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")


def test_fault_inside_a_page_shows_no_trace_of_it(monkeypatch, db):
    def broken(*_):
        raise ValueError("secret-1000000000009")

    monkeypatch.setattr("baansuk.web.pages.overview_for", broken)
    client = sign_in_as("register_keeper")
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()


def test_stranger_and_anonymous_reader_get_the_same_page_for_what_is_absent(db):
    stranger = sign_in_as("stranger").get("/no-such-page/")
    assert stranger.status_code == 404
    assert stranger.content == Client().get("/no-such-page/").content


def test_sentences_are_said_twice_and_end_in_advice():
    for sentence in SENTENCES.values():
        for words in (sentence.said, sentence.next):
            assert words.th
            assert words.en
            assert words.th != words.en


def test_error_page_offers_no_form_that_it_could_not_send():
    assert "<form" not in HANDLERS[404](request_in("th")).content.decode()
