"""Households in a real browser: from the list to the door, by search, on a phone, on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.small_register import lacking_household  # noqa: F401  # a fixture

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["th", "en"])
def test_list_and_household_are_usable(language, page_as, looked_at_both, lacking_household):  # noqa: F811
    page = page_as("tambon_team", width=PHONE, language=language)
    for address, name in (("/households/", "households"), (f"/households/{lacking_household}/", "household")):
        page.goto(address)
        looked_at_both(page, f"{name}-{language}")


def test_from_the_measure_to_the_reason(page_as, lacking_household):  # noqa: F811
    page = page_as("register_keeper")
    page.goto("/households/")
    page.select_option("#measure", "label.target_poor")
    page.get_by_role("button", name="กรอง").click()
    page.locator(f'a[href="/households/{lacking_household}/"]').click()
    expect(page.locator("#lacks .answer").first).to_be_visible()
    page.locator("#lacks .answer summary").first.click()
    expect(page.locator("#lacks .answer .meaning-text").first).to_be_visible()
    page.locator("a.why").first.click()
    expect(page.locator("#records details[open]")).to_be_visible()
    title = page.title()
    assert lacking_household in title
    assert not re.search("นาย|นาง", title)


def test_search_leaves_nothing_in_the_address(page_as, axe_faults, photograph, lacking_household):  # noqa: F811
    page = page_as("register_keeper")
    page.goto("/households/")
    page.fill("#id_text", lacking_household)
    page.keyboard.press("Enter")
    page.wait_for_url("**/households/find/")
    expect(page.locator(f'a[href="/households/{lacking_household}/"]')).to_be_visible()
    assert lacking_household not in page.url
    photograph(page, "households-found-th")
    assert axe_faults(page) == []
    page.fill("#id_text", "ไม่มีใครชื่ออย่างนี้")
    page.keyboard.press("Enter")
    expect(page.locator(".empty")).to_be_visible()
    assert axe_faults(page) == []


def test_the_workbook_comes_as_a_file(page_as, lacking_household):  # noqa: F811
    del lacking_household
    page = page_as("tambon_team")
    page.goto("/households/")
    with page.expect_download() as coming:
        page.get_by_role("button", name="ดาวน์โหลด Excel").click()
    assert re.fullmatch(r"baansuk-households-\d+-990101\.xlsx", coming.value.suggested_filename)
    assert coming.value.path().read_bytes()[:2] == b"PK"


def test_a_volunteer_on_a_phone_sees_the_house(page_as, sideways, photograph, lacking_household):  # noqa: F811
    page = page_as("volunteer", width=PHONE)
    page.goto("/households/")
    expect(page.get_by_role("button", name="ดาวน์โหลด Excel")).to_have_count(0)
    page.locator("tbody a").first.click()
    page.wait_for_url(f"**/households/{lacking_household}/")
    expect(page.locator("#place")).to_contain_text("ตำแหน่งของบ้าน")
    assert sideways(page) == 0
    photograph(page, "household-volunteer-th")


@pytest.mark.parametrize("language", ["th", "en"])
def test_on_a_phone_a_household_is_a_short_card_that_leads_to_it_wherever_it_is_touched(
    language,
    page_as,
    axe_faults,
    sideways,
    lacking_household,  # noqa: F811
):
    page = page_as("register_keeper", width=PHONE, language=language)
    page.goto("/households/")
    cards = page.locator(".homes tbody tr")
    boxes = [card.bounding_box() for card in cards.all()]
    assert boxes and max(box["height"] for box in boxes) <= 140, "fifty of them were sixteen thousand pixels"
    assert sideways(page) == 0 and axe_faults(page) == []
    card = cards.filter(has=page.locator(f'a[href="/households/{lacking_household}/"]'))
    box = card.bounding_box()
    card.click(position={"x": box["width"] - 6, "y": box["height"] - 6})
    page.wait_for_url(f"**/households/{lacking_household}/")


def test_paper_has_the_facts_and_no_buttons(page_as, lacking_household):  # noqa: F811
    page = page_as("tambon_team")
    page.goto(f"/households/{lacking_household}/")
    page.emulate_media(media="print")
    expect(page.locator("#lacks")).to_be_visible()
    expect(page.locator("#members")).to_be_visible()
    expect(page.locator("[data-print]")).to_be_hidden()
    expect(page.locator(".nav")).to_be_hidden()
