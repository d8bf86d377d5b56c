"""Every template of every room: nothing inline that the policy would block, and every sentence in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOMS = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(ROOMS.glob("*/templates/**/*.html"))
THAI = re.compile(r"[\u0e00-\u0e7f]")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
# What the strict policy blocks, or what needs eval: it would silently do nothing in the browser.
BLOCKED = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "htmx that needs eval": re.compile(r"hx-on|hx-[a-z-]+\s*=\s*[\"']\s*js:|hx-trigger=\"[^\"]*\["),
    "form of another site": re.compile(r"<form[^>]*action=\"https?:", re.IGNORECASE),
    "something from elsewhere": re.compile(r"(?:src|href)=\"(?:https?:)?//", re.IGNORECASE),
}


def without_tags(text: str) -> str:
    # The class of the body is the one block that holds no words.
    return TAG.sub("", re.sub(r"\{% block body_class %\}.*?\{% endblock %\}", "", text))


def pairs_missing_a_language(text: str) -> list[str]:
    """Return the quoted Thai literals of template tags that are not followed by their English, or not the same holes."""
    faults = []
    for tag in re.findall(r"\{%(.*?)%\}", text, re.DOTALL):
        literals = list(LITERAL.finditer(tag))
        for place, literal in enumerate(literals):
            thai = literal.group(1)
            if not THAI.search(thai):
                continue
            following = literals[place + 1] if place + 1 < len(literals) else None
            # A part of a page is given its heading as th="…" en="…".
            adjacent = following is not None and tag[literal.end() : following.start()].strip() in ("", "en=")
            english = following.group(1) if following and adjacent else ""
            holes = re.findall(r"\{\w+\}", thai), re.findall(r"\{\w+\}", english)
            if not english or THAI.search(english) or set(holes[0]) != set(holes[1]):
                faults.append(f"{thai!r} / {english!r}")
    return faults


def words_in_one_language(text: str) -> list[str]:
    """Return the words that stand in the page itself, outside any tag that knows both languages."""
    bare = re.sub(r"<(code|script|svg)\b.*?</\1>", "", without_tags(text), flags=re.DOTALL)
    bare = re.sub(r'<[^>]*\blang="(?:th|en)"[^>]*>[^<]*', "", bare)
    attributes = re.findall(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"', bare)
    shown = [*re.findall(r">([^<]+)<", f">{bare}<"), *attributes]
    return [words.strip() for words in shown if THAI.search(words) or re.search(r"[a-z]{3,}", words)]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOMS))


def test_there_are_templates_to_read():
    assert len(TEMPLATES) > 20


def inline(text: str) -> list[str]:
    return [name for name, pattern in BLOCKED.items() if pattern.search(without_tags(text))]


def without_their_token(text: str) -> list[str]:
    """Return the beginnings of the forms that change something and do not carry their token."""
    forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, re.DOTALL | re.IGNORECASE)
    return [form[:60] for form in forms if "{% csrf_token %}" not in form]


@pytest.mark.parametrize("look", [inline, pairs_missing_a_language, words_in_one_language, without_their_token])
def test_no_template_has_any(look):
    found = {name_of(path): look(path.read_text(encoding="utf-8")) for path in TEMPLATES}
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    "bad",
    ['<p style="color:red">x</p>', "<script>1</script>", '<a onclick="x()">', '<div hx-on:click="x()">', "<style>"],
)
def test_the_scan_itself_finds_what_is_inline(bad):
    assert inline(bad)


@pytest.mark.parametrize(
    "bad",
    [
        '{% say "สวัสดี" %}',
        '{% say "สวัสดี" "สวัสดี" %}',
        '{% say "มี {n}" "there are" n=1 %}',
        '{% badge "good" "ผ่าน" tone %}',
    ],
)
def test_the_scan_itself_finds_a_missing_language(bad):
    assert pairs_missing_a_language(bad)


def test_the_scan_itself_finds_a_form_without_its_token():
    assert without_their_token('<form method="post"><button></button></form>')
    assert not without_their_token('<form method="post">{% csrf_token %}</form>')


def test_the_scan_itself_finds_bare_words_and_lets_pairs_pass():
    assert words_in_one_language("<p>สวัสดี</p>") == ["สวัสดี"]
    assert words_in_one_language('<p title="hello">1</p>') == ["hello"]
    assert words_in_one_language('<p>{% say "สวัสดี" "Hello" %} <code>abc</code></p>') == []
    assert pairs_missing_a_language('{% stat n "คน" "Persons" "นับครั้งเดียว" "Once each" %}') == []
