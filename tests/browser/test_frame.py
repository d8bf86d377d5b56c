"""The frame of the house in a real browser: every page of the roof and the door, both widths, both languages, axe silent."""

from __future__ import annotations

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
@pytest.mark.parametrize(("role", "address", "name"), PAGES, ids=[name for *_, name in PAGES])
def test_page_is_usable_at_both_widths(role, address, name, language, page_as, looked_at_both):
    page = page_as(role, width=PHONE, language=language)
    page.goto(address)
    assert page.get_attribute("html", "lang") == language
    looked_at_both(page, f"{name}-{language}")
