"""Frameworks in a real browser: read, a rule tried while it is typed, a manual loaded; each page, both widths and languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import DESK, PHONE, House, start_house

pytestmark = pytest.mark.browser

JUDGE = """
import django; django.setup()
from baansuk.collect.actions import load_shipped_sources
load_shipped_sources(by="command")
"""
FILLED = """
import pathlib
import django; django.setup()
from baansuk.assess.tests.test_frameworks_workbook import filled, manual
folder, rows = pathlib.Path({folder!r}), manual()
filled(folder / "right.xlsx", rows)
rows["ตัวชี้วัด"][3]["unit"] = "คน"
rows["ตัวชี้วัด"][5]["passes"] = "no_such_fact = 1"
filled(folder / "faulty.xlsx", rows)
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of its own: its register is that of a small sample province."""
    yield from start_house(tmp_path_factory)


@pytest.fixture(scope="module")
def register(house: House, tmp_path_factory) -> House:
    """A small fictional province, linked and judged by every framework."""
    folder = tmp_path_factory.mktemp("province")
    house.command("sample", str(folder), "--persons", "1200")
    places = folder / "places"
    given = [str(places / "areas.csv"), "--villages", str(places / "villages.csv")]
    outlines = [str(places / f"{level}.geojson") for level in ("province", "amphoe", "tambon")]
    house.command("places", "import", *given, "--boundaries", *outlines)
    house.run(JUDGE)
    house.command("run", str(folder / "registers"))
    return house


@pytest.fixture(scope="module")
def manuals(house: House, tmp_path_factory) -> Path:
    """A folder with a filled manual without faults, ``right.xlsx``, and one with two, ``faulty.xlsx``."""
    folder = tmp_path_factory.mktemp("manuals")
    house.run(FILLED.format(folder=str(folder)))
    return folder


@pytest.mark.parametrize("language", ["th", "en"])
def test_each_page_is_usable(language, register, page_as, looked_at_both):
    page = page_as("register_keeper", width=PHONE, language=language)
    pages = {
        "frameworks": "/frameworks/",
        "framework-capitals": "/frameworks/capitals/",
        "framework-vulnerable": "/frameworks/vulnerable/",
        "framework-lines": "/frameworks/income-lines/",
        "framework-seven": "/frameworks/self-managing/",
        "framework-figures": "/frameworks/capitals/figures/",
        "framework-main": "/frameworks/tpmap/",
        "framework-own": "/frameworks/tpmap/own/",
        "framework-frame": "/frameworks/bmn-2565/",
        "framework-load": "/frameworks/bmn-2565/load/",
        "framework-rule": "/frameworks/income-lines/rules/indicator/bmn/",
    }
    for name, there in pages.items():
        page.goto(there)
        if name == "framework-rule":
            page.wait_for_selector("#trial :is(.notice, .trial-part, p:not(.muted))")
        looked_at_both(page, f"{name}-{language}")


def test_a_governor_reads_what_is_asked_and_figures_in_tens_on_their_own_page(register, page_as, looked_at_both):
    page = page_as("governor_view", width=PHONE)
    page.goto("/frameworks/capitals/")
    assert page.locator(".line-figure").count() == 0
    assert "อยู่ลำบาก" in page.inner_text("main")
    looked_at_both(page, "framework-governor")
    page.goto("/frameworks/vulnerable/figures/")
    assert page.locator("td.num").count() > 0
    looked_at_both(page, "framework-figures-governor")


def test_a_rule_is_tried_while_it_is_typed_and_saved_for_another_to_approve(register, page_as, looked_at):
    page = page_as("register_keeper", width=DESK)
    page.goto("/frameworks/income-lines/rules/indicator/bmn/")
    page.wait_for_selector("#trial p:not(.muted)")
    page.fill("#id_passes", "income_person_year >= 60000")
    page.wait_for_selector("#trial .moves")
    assert "ผ่าน → ไม่ผ่าน" in page.inner_text("#trial")
    assert "อนุกรมจะขาด" in page.inner_text("#trial")
    assert page.locator("#trial a[href^='/households/']").count() > 0
    looked_at(page, "framework-rule-tried")
    page.fill("#id_passes", "income_person_year >= 'x'")
    page.wait_for_selector("#trial .notice.tone-bad")
    assert "บรรทัดที่ 1" in page.inner_text("#trial")
    page.fill("#id_passes", "income_person_year >= 60000")
    page.fill("#id_because", "ทดลองเส้นใหม่ของจังหวัดสมมุติ")
    page.click("main .action-bar button")
    page.wait_for_url("**/versions/2/")
    assert page.locator("button[disabled]").count() == 1, "not by the one who drafted it"
    looked_at(page, "framework-draft")
    page.set_viewport_size({"width": PHONE, "height": 844})
    looked_at(page, "framework-draft")
    page.goto("/frameworks/")
    assert "มีร่างรออนุมัติ" in page.inner_text("main")
    page.goto("/frameworks/income-lines/versions/2/")
    page.fill("#because", "เลิกทดลอง")
    page.click("button.danger")
    page.wait_for_selector("#messages .notice")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_manual_with_faults_says_where_they_are(width, register, manuals, page_as, looked_at):
    page = page_as("register_keeper", width=width)
    page.goto("/frameworks/bmn-2565/load/")
    page.set_input_files("#id_file", manuals / "faulty.xlsx")
    page.click("form[enctype] button")
    page.wait_for_selector("table tbody tr")
    assert page.locator("table tbody tr").count() >= 1
    assert page.locator("button[name=save]").count() == 0
    looked_at(page, "framework-load-faults")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_manual_is_looked_at_before_it_is_saved(width, register, manuals, page_as, looked_at):
    page = page_as("register_keeper", width=width)
    page.goto("/frameworks/bmn-2565/load/")
    page.set_input_files("#id_file", manuals / "right.xlsx")
    page.click("form[enctype] button")
    page.wait_for_selector("button[name=save]")
    looked_at(page, "framework-load-understood")
    if width == DESK:
        page.fill("#id_because", "คู่มือสมมุติ")
        page.click("button[name=save]")
        page.wait_for_url("**/versions/2/")
        looked_at(page, "framework-loaded")
