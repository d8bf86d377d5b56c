"""What a stranger tripped over on the screen: clipped chart names, labels on labels, broken passwords."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE
from tests.browser.small_register import lacking_household  # noqa: F401  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("lacking_household")]
CLIPPED = """() => [...document.querySelectorAll("[data-chart] svg")].flatMap((svg) => {
  const box = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text")].filter((text) => {
    const one = text.getBoundingClientRect();
    return one.width && (one.left < box.left - 1 || one.right > box.right + 1);
  }).map((text) => text.textContent);
})"""
# Drawn as wide as its box is now, and for twenty frames nothing written in it has moved.
REDRAWN = """() => {
  const boxes = [...document.querySelectorAll("[data-chart]")];
  const places = boxes.flatMap((box) => [...box.querySelectorAll("text")].map((text) => {
    const one = text.getBoundingClientRect();
    return `${one.left} ${one.right} ${text.textContent}`;
  })).join();
  const fits = boxes.every((box) => Math.abs(box.querySelector("svg").getBoundingClientRect().width - box.clientWidth) < 2);
  window.stillFor = fits && places === window.placesBefore ? window.stillFor + 1 : 0;
  window.placesBefore = places;
  return window.stillFor >= 20;
}"""
MEETING = """() => {
  const boxes = [...document.querySelectorAll(".map-label:not(.map-label-hidden)")].map((one) => one.getBoundingClientRect());
  return boxes.flatMap((one, place) => boxes.slice(place + 1).filter((two) =>
    one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom)).length;
}"""


def charted(page: Page) -> list[str]:
    page.goto("/figures/9901/")
    page.wait_for_selector("[data-chart] svg")
    return page.evaluate(CLIPPED)


def test_names_of_a_chart_are_not_clipped_when_the_window_changes(page_as, photograph):
    page = page_as("governor_view", width=DESK)
    assert charted(page) == []
    names = page.evaluate("() => JSON.parse(document.getElementById('chart-indicator').textContent).names")
    assert all(name.startswith("ไม่ผ่าน: ") for name in names)
    for width in (820, 640, PHONE, 1000):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(REDRAWN)
        assert page.evaluate(CLIPPED) == [], width
    photograph(page, "figures-resized")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_no_name_on_a_map_lies_on_another(width, page_as, photograph):
    page = page_as("register_keeper", width=width)
    page.goto("/map/?area=99&level=8")
    page.wait_for_selector("#map[data-drawn]", timeout=60_000)
    assert page.evaluate(MEETING) == 0
    assert "ตำบล" in page.locator(".figures-side tbody th").first.inner_text(), "a village is told with its tambon"
    photograph(page, "map-province-villages")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_password_of_the_demonstration_stands_on_one_line(width, page_as, sideways, photograph):
    page = page_as(None, width=width)
    page.goto("/sign-in/")
    heights = page.evaluate(
        "() => [...document.querySelectorAll('.cast code')].map((one) => one.getClientRects().length)"
    )
    assert heights and set(heights) == {1}
    assert sideways(page) == 0
    photograph(page, "sign-in")


@pytest.mark.parametrize("role", ["register_keeper", "dpo"])
def test_no_name_in_the_menu_of_a_phone_is_cut(role, page_as, looked_at):
    page = page_as(role, width=PHONE, language="en")
    page.goto("/about-me/")
    cut = page.evaluate(
        """() => [...document.querySelectorAll(".nav span")].filter((one) => one.offsetParent)
            .filter((one) => one.scrollWidth > one.clientWidth || one.parentElement.scrollHeight > one.parentElement.clientHeight)
            .map((one) => one.textContent)"""
    )
    assert cut == []
    looked_at(page, f"menu-{role}-en")


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_sentence_in_a_badge_makes_no_page_wider_than_its_window(language, page_as, looked_at):
    for width in (PHONE, DESK):
        page = page_as("auditor", width=width, language=language)
        page.goto("/agreements/partners/CHAMBER/")
        looked_at(page, f"partner-chamber-{language}", with_axe=False)


def test_signing_out_elsewhere_is_one_line_to_press_on_a_phone(page_as, photograph):
    page = page_as("auditor", width=PHONE)
    page.goto("/my-sign-in/")
    heights = page.evaluate(
        "() => [...document.querySelectorAll('.links li.row button')].map((one) => one.getBoundingClientRect().height)"
    )
    assert heights and max(heights) < 60
    photograph(page, "my-sign-in")


def test_words_among_the_figures_of_a_map_leave_room_for_the_names_on_a_phone(page_as, sideways):
    page = page_as("register_keeper", width=PHONE)
    page.goto("/map/?area=99&level=4")
    widths = page.evaluate(
        """() => {
          const row = document.querySelector(".figures-side tbody tr");
          row.querySelector("td.num").textContent = "ยังไม่มีข้อมูล";
          return [...row.children].slice(0, 2).map((cell) => cell.getBoundingClientRect().width);
        }"""
    )
    assert widths[0] > widths[1], widths
    assert sideways(page) == 0
