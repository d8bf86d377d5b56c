"""The reference of the machines' door: made from its own description, on a page and in the manual."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from baansuk.web.api_reference import as_markdown, description, endpoints, shapes

MANUAL = Path(__file__).resolve().parents[3] / "docs" / "reference" / "api.md"


def test_manual_is_that_of_this_version():
    assert MANUAL.read_text(encoding="utf-8") == as_markdown(), "run tools/api_reference.py"


def test_every_endpoint_says_what_it_is_and_what_it_answers():
    for one in endpoints():
        statuses = [status for status, _shape in one.answers]
        assert one.about, one.path
        assert one.about.endswith("."), one.path
        assert {"401", "429"} <= set(statuses), one.path
        assert all(shape == "Problem" for status, shape in one.answers if status >= "400"), one.path


def test_every_endpoint_asks_for_a_token():
    for path, methods in description()["paths"].items():
        for method, asked in methods.items():
            assert asked["security"] == [{"Bearer": []}], f"{method} {path}"


def test_every_shape_is_explained():
    assert {one.name for one in shapes() if not one.about} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["th", "en"])
def test_page_opens_without_an_account_in_both_languages(language):
    client = Client()
    client.cookies["language"] = language
    page = client.get("/api/v1/docs/")
    assert page.status_code == 200
    text = page.content.decode()
    assert f'<html lang="{language}">' in text
    assert all(one.path in text for one in endpoints())
    assert "script" not in page.headers["Content-Security-Policy"].replace("script-src 'self'", "")
