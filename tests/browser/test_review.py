"""Review in a real browser: three pairs decided by keyboard, one taken back; a person split; pages usable on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from baansuk.link.tests.review_world import PERSONS
from tests.browser.conftest import PHONE, House, start_house

pytestmark = pytest.mark.browser

FILL = """
import django; django.setup()
from django.db import transaction
from baansuk.link.models import PersonEvent, ReviewPair
from baansuk.link.tests import review_world as world
from baansuk.people.models import Edition
with transaction.atomic():
    world.make_world()
    Edition.objects.update(about={"deliveries": world.DELIVERIES, "linkage": {"hot_keys": [
        {"rule": "family_sound+birth", "key_text_masked": "ท***บ / 2523", "records": 1840}]}})
    sample = [(world.record(1, 6), world.record(2, 6), "sample", 40.0), (world.record(2, 6), world.record(3, 6), "sample", 40.0)]
    events = [(1, "merge", world.PERSONS[4], "P-OLDX-CODE-2", world.record(2, 6)),
              (2, "join", world.PERSONS[4], "", world.record(3, 6))]
    world.make_queue(*world.THREE, world.FAR, *sample, events=events)
    ReviewPair.objects.update(second_wanted=False)
print("ready")
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of its own, with a queue of six pairs."""
    for found in start_house(tmp_path_factory):
        assert found.run(FILL).strip().endswith("ready")
        yield found


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_page_is_usable(language, page_as, looked_at_both):
    page = page_as("register_keeper", width=PHONE, language=language)
    for address, name in (
        ("/review/", "review"),
        ("/review/next/", "review-pair"),
        (f"/review/persons/{PERSONS[4]}/", "review-person"),
        ("/review/decisions/", "review-decisions"),
        ("/review/quality/", "review-quality"),
        ("/review/file/", "review-file"),
        ("/review/events/1/undo/", "review-undo"),
    ):
        page.goto(address)
        looked_at_both(page, f"{name}-{language}")
    page.goto(f"/review/persons/{PERSONS[4]}/")
    page.check(".records input >> nth=2")
    page.click("main .action-bar button")
    page.wait_for_url("**/split/")
    looked_at_both(page, f"review-split-{language}")


def test_three_pairs_by_keyboard_and_one_taken_back(page_as, looked_at):
    page = page_as("register_keeper")
    page.goto("/review/")
    page.get_by_role("link", name="ตรวจคู่ถัดไป").click()
    page.wait_for_url("**/review/pairs/**")
    first = page.url
    for decision, reason in (("1", "2"), ("2", "3")):
        here = page.url
        expect(page.locator(".reasons:visible")).to_have_count(0)
        # By place on the keyboard: a Thai layout types other letters there.
        page.keyboard.press(f"Digit{decision}")
        expect(page.locator(".reasons:visible")).to_have_count(1)
        page.keyboard.press(f"Digit{reason}")
        looked_at(page, "review-chosen-th")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, here=here: url != here)
    third = page.url
    # The third would be the same as one of two that are different: refused, and what was chosen stays.
    page.keyboard.press("Digit1")
    page.keyboard.press("Digit1")
    page.keyboard.press("Enter")
    expect(page.locator(".notice", has_text="ขัดกับคำตัดสินก่อนหน้า")).to_be_visible()
    looked_at(page, "review-contradiction-th")
    assert page.is_checked("[value=same_details]")
    page.keyboard.press("Escape")
    assert not page.is_checked("[value=same_details]")
    page.keyboard.press("Digit3")
    page.keyboard.press("Digit1")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != third)
    expect(page.locator(".lead")).to_contain_text("ตัดสินแล้ว 3 จาก")
    page.keyboard.press("KeyU")
    page.wait_for_url(third)
    expect(page.locator("#messages")).to_contain_text("ยกเลิกคำตัดสินแล้ว")
    expect(page.locator(".lead")).to_contain_text("ตัดสินแล้ว 2 จาก")
    page.keyboard.press("KeyN")
    page.wait_for_url(lambda url: url != third)
    page.goto(first)
    expect(page.locator(".decisions")).to_contain_text("คนเดียวกัน")
    looked_at(page, "review-decided-th")
    page.goto("/review/decisions/")
    looked_at(page, "review-mine-th")
    assert not re.search("ณัฐ|ทดสอบ", page.title() + page.url)


def test_the_keys_can_be_turned_off(page_as):
    page = page_as("register_keeper")
    page.goto("/review/next/")
    first = page.url
    page.uncheck("[data-keys-on]")
    page.keyboard.press("Digit1")
    assert page.locator("[name=decision]:checked").count() == 0
    page.check("[name=decision][value=unsure]")
    page.locator("input[name=reason]:not([disabled])").first.check()
    page.locator("[data-judge] button").first.click()
    page.wait_for_url(lambda url: url != first)
    assert not page.is_checked("[data-keys-on]"), "with the decision the choice is kept for the next pair"
    page.keyboard.press("Digit1")
    assert page.locator("[name=decision]:checked").count() == 0


def test_a_person_is_split_and_that_is_taken_back(page_as, looked_at):
    page = page_as("register_keeper", width=PHONE)
    page.goto(f"/review/persons/{PERSONS[4]}/")
    page.check(".records input >> nth=2")
    page.click("main .action-bar button")
    page.wait_for_url("**/split/")
    page.click("main .action-bar button")
    page.wait_for_selector("#messages .notice")
    expect(page.locator(".decision")).to_contain_text("2 คู่")
    looked_at(page, "review-splitted-th")
    page.click(".take-back button")
    page.wait_for_selector("#messages .notice")
    expect(page.locator(".decision")).to_have_count(0)


def test_an_event_is_undone(page_as, looked_at):
    page = page_as("register_keeper")
    page.goto(f"/review/persons/{PERSONS[4]}/")
    page.locator(".events a").last.click()
    page.wait_for_url("**/undo/")
    expect(page.locator("main")).to_contain_text("ต้องยกเลิกไปด้วยกัน 1 รายการ")
    page.click("main .action-bar button")
    page.wait_for_url(f"**/{PERSONS[4]}/")
    expect(page.locator(".events .undone")).to_have_count(2)
    looked_at(page, "review-undone-th")
