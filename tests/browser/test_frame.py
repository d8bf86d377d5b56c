"""The frame of the house in a real browser: every page of the roof and the door, both widths, both languages, axe silent."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

PAGES = [
    (None, "/sign-in/", "sign-in"),
    ("register_keeper", "/", "home"),
    ("volunteer", "/", "home-volunteer"),
    ("governor_view", "/", "home-governor"),
    ("auditor", "/", "home-auditor"),
    ("register_keeper", "/help/", "help"),
    ("register_keeper", "/components/", "components"),
    ("amphoe_officer", "/about-me/", "about-me"),
    ("stranger", "/no-such-page/", "not-found"),
]


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("role", sorted({role for role, *_ in PAGES}, key=str))
def test_pages_are_usable_at_both_widths(role, language, page_as, looked_at_both):
    page = page_as(role, width=PHONE, language=language)
    for _, address, name in (one for one in PAGES if one[0] == role):
        page.goto(address)
        assert urlsplit(page.url).path == address, "sent elsewhere"
        assert page.get_attribute("html", "lang") == language
        looked_at_both(page, f"{name}-{language}")
