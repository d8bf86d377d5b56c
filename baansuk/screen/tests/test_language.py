"""Sentences follow the language of the page, also those made before it was known."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from baansuk.screen.language import asked_language, language, say, say_words
from baansuk.thai.words import Refusal, Words


def drawn(text: str, **values):
    return Template(text).render(Context(values))


def test_sentence_made_once_is_said_in_each_readers_language():
    sentence = say("สวัสดี", "Hello")
    with translation.override("th"):
        assert str(sentence) == "สวัสดี"
    with translation.override("en"):
        assert str(sentence) == "Hello"
        assert say_words(Words("ก", "a")) == "a"


@pytest.mark.parametrize(("active", "spoken"), [("th", "th"), ("en", "en"), ("en-gb", "en"), ("fr", "th")])
def test_any_language_but_english_is_thai(active, spoken):
    with translation.override(active):
        assert language() == spoken


@pytest.mark.parametrize(("cookie", "asked"), [("", "th"), ("th", "th"), ("en", "en"), ("xx", "th"), ("../en", "th")])
def test_cookie_chooses_the_language_and_nonsense_does_not(cookie, asked):
    request = RequestFactory().get("/")
    request.COOKIES["language"] = cookie
    assert asked_language(request) == asked


def test_say_fills_values_and_escapes_them():
    with translation.override("en"):
        assert drawn('{% say "มี {n} หลัง" "{n} houses" n=n %}', n="<b>3</b>") == "&lt;b&gt;3&lt;/b&gt; houses"


def test_say_escapes_words_that_come_from_a_variable():
    evil = "<script>x</script> {n}"
    with translation.override("th"):
        assert "<script>" not in drawn("{% say name name %}", name=evil)
        assert "<script>" not in drawn("{% say name name n=1 %}", name=evil)


def test_say_keeps_what_the_template_itself_spells_out():
    assert drawn('{% say "ก <strong>ข</strong>" "a" %}') == "ก <strong>ข</strong>"


def test_say_can_be_kept_for_later():
    assert drawn('{% say "ก" "a" as word %}[{{ word }}]') == "[ก]"


def test_either_falls_back_to_thai_where_there_is_no_english():
    class Area:
        name_th, name_en = "เมือง", ""

    with translation.override("en"):
        assert drawn('{{ area|either:"name" }}', area=Area()) == "เมือง"


def test_refusal_is_drawn_with_its_sentence_and_the_way_out():
    refusal = Refusal("x", "ทำไม่ได้ <b>", "cannot <b>")
    with translation.override("en"):
        page = drawn("{% refused refusal %}<p>ask</p>{% endrefused %}", refusal=refusal)
    assert "cannot &lt;b&gt;" in page
    assert "<p>ask</p>" in page
    assert 'role="alert"' in page


@pytest.mark.parametrize(
    ("language", "held", "shown"),
    [
        ("th", "เส้นเขตสมมุติ ‖ fictional outlines", "เส้นเขตสมมุติ"),
        ("en", "เส้นเขตสมมุติ ‖ fictional outlines", "fictional outlines"),
        ("en", "OCHA | COD-AB", "OCHA | COD-AB"),
    ],
)
def test_a_credit_in_both_languages_is_shown_in_the_readers(language, held, shown):
    with translation.override(language):
        assert drawn("{{ held|half }}", held=held) == shown
