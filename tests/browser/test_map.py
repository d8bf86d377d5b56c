"""The map in a real browser: it draws, drills down by click and by keyboard, and its table tells the same."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.small_register import lacking_household  # noqa: F401  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("lacking_household")]
DRAWN = "#map[data-drawn]"
# The map zooms by key.
MOVED = """(before) => {
  const now = document.querySelector(".map-label").getBoundingClientRect();
  return now.x !== before.x || now.y !== before.y;
}"""


def _drawn(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(DRAWN, timeout=20_000)


# Drawing a map costs as much as ten pages: each of the two in each language and at each width, not in all four ways.
@pytest.mark.parametrize(
    ("address", "name", "width", "language"),
    [
        ("/map/", "map", PHONE, "th"),
        ("/map/", "map", DESK, "en"),
        ("/map/?area=990101", "map-villages", PHONE, "en"),
        ("/map/?area=990101", "map-villages", DESK, "th"),
    ],
)
def test_the_map_is_usable(address, name, width, language, page_as, photograph, axe_faults, sideways):
    page = page_as("governor_view", width=width, language=language)
    _drawn(page, address)
    photograph(page, f"{name}-{language}")
    assert axe_faults(page) == []
    assert sideways(page) == 0


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_all_figures_of_an_area(width, page_as, photograph, axe_faults, sideways):
    page = page_as("governor_view", width=width)
    page.goto("/figures/9901/")
    page.wait_for_selector("[data-chart] svg")
    photograph(page, "figures-th")
    assert axe_faults(page) == []
    assert sideways(page) == 0


def test_a_click_on_an_area_leads_down_to_it(page_as):
    page = page_as("governor_view")
    _drawn(page, "/map/")
    page.locator("#map").click(position={"x": 300, "y": 300})
    page.wait_for_url(re.compile(r"area=99\d\d&"))
    expect(page.locator(".crumbs")).to_be_visible()


def test_hands_that_use_no_mouse(page_as):
    page = page_as("governor_view")
    _drawn(page, "/map/")
    canvas = page.locator("#map canvas")
    canvas.focus()
    before = page.locator(".map-label").first.bounding_box()
    page.keyboard.press("+")
    page.wait_for_function(MOVED, arg=before)
    link = page.locator(".figures-side tbody a").first
    link.focus()
    expect(page.locator(".figures-side tr.near")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"area=99\d\d&"))


def test_another_measure_as_numbers(page_as):
    page = page_as("governor_view")
    _drawn(page, "/map/")
    page.select_option("#measure", "bmn.22")
    page.locator(".switch label", has_text="จำนวน").click()
    page.get_by_role("button", name="แสดง", exact=True).click()
    page.wait_for_selector(DRAWN)
    expect(page.locator("h1")).to_contain_text("22.")
    assert "%" not in page.locator(".headline-figure").inner_text()


def test_a_device_that_cannot_draw_has_the_table(page_as):
    page = page_as("governor_view")
    page.route("**/areas.geojson*", lambda route: route.abort())
    page.goto("/map/")
    expect(page.locator("#map-failed")).to_be_visible()
    expect(page.locator(".figures-side tbody tr").first).to_be_visible()
