"""The pages of exact measures in a real browser: usable on a phone and a desk, in both languages, by who sees what."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, House, start_house

pytestmark = pytest.mark.browser
FILL = """
import django; django.setup()
from django.db import transaction
from baansuk.assess.tests.measured_fixtures import make_counted, make_groups, make_spots
with transaction.atomic():
    make_groups(make_counted()[1])
    make_spots(told={"990201": "untold"}, exact={"990101": "hot", "990201": "cold"})
print("ready")
"""
BROKEN = """
import django; django.setup()
from baansuk.people.models import Edition
one = Edition.objects.get(state="current")
one.about["assessed"]["before"] |= {"compared": False, "rules": "bmn-2560/1+tpmap/2+labels/1"}
one.save()
print("ready")
"""
PAGES = {
    "measures": "/measures/?area=99",
    "measures-bmn": "/measures/?area=9901&by=bmn.1of40",
    "groups": "/measures/?area=99&split=age",
    "changes": "/measures/changes/?area=99",
    "curves": "/measures/curves/?area=99",
    "lists": "/measures/lists/?area=99",
}
HOT_SPOTS = "/measures/hot-spots/?area=99"
DRAWN = "#map[data-drawn]"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of its own, with eight hundred households counted exactly."""
    for found in start_house(tmp_path_factory):
        assert found.run(FILL).strip().endswith("ready")
        yield found


@pytest.mark.parametrize("role", ["register_keeper", "governor_view"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_page_is_usable(language, role, page_as, looked_at_both):
    page = page_as(role, width=PHONE, language=language)
    for name, address in PAGES.items():
        page.goto(address)
        looked_at_both(page, f"{name}-{role}-{language}")


# A map for each role, width and language, not for all that they make together: drawing one costs as much as ten pages.
@pytest.mark.parametrize(
    ("role", "width", "language"),
    [
        ("register_keeper", PHONE, "th"),
        ("register_keeper", DESK, "en"),
        ("governor_view", PHONE, "en"),
        ("governor_view", DESK, "th"),
    ],
)
def test_the_map_of_hot_spots_is_usable(width, language, role, page_as, looked_at):
    page = page_as(role, width=width, language=language)
    page.goto(HOT_SPOTS)
    page.wait_for_selector(DRAWN, timeout=20_000)
    looked_at(page, f"hot-spots-{role}-{language}")


def test_from_one_page_to_the_next_the_area_stays(page_as):
    page = page_as("register_keeper")
    page.goto("/measures/?area=99")
    page.get_by_role("link", name="อำเภอเมืองสมมุติ").first.click()
    page.wait_for_url("**area=9901**")
    page.get_by_role("link", name="จนตั้งแต่ 2 ใน 5 มิติ").click()
    page.wait_for_url("**by=tpmap.2of5**")
    page.get_by_role("link", name="เปลี่ยนไปอย่างไร").click()
    page.wait_for_url("**/changes/**")
    assert "area=9901" in page.url
    assert "by=tpmap.2of5" in page.url
    expect(page.locator("h1")).to_contain_text("อำเภอเมืองสมมุติ")


def test_the_definition_is_one_tap_away(page_as):
    page = page_as("governor_view", width=PHONE)
    page.goto("/measures/?area=99")
    meaning = page.locator("details", has_text="นิยามและวิธีนับ").last
    expect(meaning.locator("p").first).to_be_hidden()
    meaning.locator("summary").click()
    expect(meaning.locator("p").first).to_be_visible()


def test_a_device_that_cannot_draw_has_the_table(page_as):
    page = page_as("register_keeper")
    page.route("**/areas.geojson*", lambda route: route.abort())
    page.goto("/measures/hot-spots/?area=99")
    expect(page.locator("#map-failed")).to_be_visible()
    expect(page.locator(".figures-side tbody tr").first).to_contain_text("เข้มข้น")


def test_a_series_that_breaks_says_so(house, page_as, looked_at):
    house.run(BROKEN)
    page = page_as("register_keeper", width=PHONE)
    page.goto("/measures/changes/?area=99")
    expect(page.locator(".broken")).to_be_visible()
    looked_at(page, "changes-broken")
