"""Who looked, in a real browser: the keeper sees her own look, prints the sheet; the auditor searches and exports."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.small_register import lacking_household  # noqa: F401  # a fixture

pytestmark = pytest.mark.browser


def test_a_keeper_opens_a_household_and_then_sees_her_own_look(page_as, photograph, lacking_household):  # noqa: F811
    page = page_as("register_keeper")
    page.goto(f"/households/{lacking_household}/")
    page.get_by_role("link", name="ใครเปิดดูครัวเรือนนี้").click()
    page.wait_for_url("**/trail/")
    line = page.locator(".trail-lines li", has_text="เปิดดูหน้าครัวเรือนนี้").first
    expect(line).to_contain_text("register_keeper")
    expect(page.locator(".trail-day h2").first).to_contain_text(re.compile(r"25\d\d"))
    page.get_by_role("link", name="ใบแจ้งสำหรับครัวเรือน").click()
    sheet = page.locator("article.paper")
    expect(sheet).to_contain_text("ใบนี้ใช้ได้ถึงวันที่")
    expect(sheet).not_to_contain_text("register_keeper")
    page.emulate_media(media="print")
    expect(page.locator(".trail-sheet")).to_be_visible()
    expect(page.locator("[data-print]")).to_be_hidden()
    page.set_viewport_size({"width": 700, "height": 990})
    photograph(page, "trail-paper-printed")


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_keepers_pages_are_usable(language, page_as, looked_at_both, lacking_household):  # noqa: F811
    page = page_as("register_keeper", width=PHONE, language=language)
    page.goto(f"/households/{lacking_household}/")
    for address, name in (
        (f"/households/{lacking_household}/trail/", "trail-household"),
        (f"/households/{lacking_household}/trail/paper/", "trail-paper"),
        ("/my-trail/", "trail-mine"),
    ):
        page.goto(address)
        looked_at_both(page, f"{name}-{language}")


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_auditors_pages_are_usable(language, page_as, looked_at_both, lacking_household):  # noqa: F811
    page = page_as("auditor", width=PHONE, language=language)
    for address, name in (
        ("/trail/", "trail-search"),
        ("/trail/?act=look&outcome=done", "trail-found"),
        ("/trail/?act=agree.withdraw&outcome=failed", "trail-nothing"),
        ("/trail/state/", "trail-state"),
    ):
        page.goto(address)
        looked_at_both(page, f"{name}-{language}")
    page.goto("/trail/")
    page.locator(".trail-hour a").first.click()
    looked_at_both(page, f"trail-event-{language}")


def test_an_auditor_searches_by_keyboard_and_nothing_personal_stands_in_the_address(page_as, lacking_household):  # noqa: F811
    page = page_as("auditor")
    page.goto("/trail/")
    page.locator("#id_account").focus()
    page.keyboard.type("auditor")
    page.keyboard.press("Enter")
    page.wait_for_url("**/trail/?account=*")
    assert "auditor" not in page.url
    expect(page.locator(".trail-lines li").first).to_contain_text("auditor")
    expect(page.locator("#id_account")).to_have_value("auditor")
    expect(page.locator("#id_address")).to_be_hidden()
    page.locator(".trail-ask summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_address")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    assert "auditor" in waiting.value.path().read_text(encoding="utf-8-sig")
    page.fill("#id_account", "ไม่มีบัญชีนี้")
    page.locator(".trail-ask button").click()
    expect(page.locator(".error")).to_contain_text("ไม่พบบัญชีนี้")
    expect(page.locator("#id_account")).to_have_value("ไม่มีบัญชีนี้")
