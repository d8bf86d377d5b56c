"""The story of a file in a real browser: sent, looked at row by row, accepted, found again; and each page, both widths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.browser.conftest import DESK, PHONE, House, start_house

pytestmark = pytest.mark.browser

SET_UP = """
import django; django.setup()
from baansuk.collect.actions import load_shipped_sources
load_shipped_sources(by="command")
"""
TITLE = "ทะเบียนคนพิการ"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of its own: its areas are those of a sample province, and the map's stories click on others."""
    yield from start_house(tmp_path_factory)


@pytest.fixture(scope="module")
def registers(house, tmp_path_factory) -> Path:
    """The files of a small fictional province, with its areas imported and its sources declared."""
    folder = tmp_path_factory.mktemp("province")
    only = [word for name in ("places", "disability", "codi", "welfare_card") for word in ("--only", name)]
    house.command("sample", str(folder), "--persons", "2000", *only)
    places = folder / "places"
    given = [str(places / "areas.csv"), "--villages", str(places / "villages.csv")]
    outlines = [str(places / f"{level}.geojson") for level in ("province", "amphoe", "tambon")]
    house.command("places", "import", *given, "--boundaries", *outlines)
    house.run(SET_UP)
    return folder / "registers"


def send(page, path, to="/registers/upload/"):
    """Send a file as a person does."""
    page.goto(to)
    page.set_input_files("#id_file", path)
    page.click("form[enctype] button")
    page.wait_for_load_state()


@pytest.fixture
def delivered(registers, page_as):
    """The address of a delivery that has issues."""

    def delivered_(width=DESK, language="th"):
        page = page_as("register_keeper", width=width, language=language)
        send(page, next(registers.glob("welfare_card/*.csv")))
        return page, page.url

    return delivered_


def test_a_file_is_sent_looked_at_accepted_and_found_again(registers, page_as, photograph, axe_faults):
    page = page_as("register_keeper")
    page.goto("/registers/")
    page.click("text=รับไฟล์ >> visible=true")
    send(page, next(registers.glob("disability/*.xlsx")))
    assert TITLE in page.inner_text("h1")
    photograph(page, "story-delivery")
    assert axe_faults(page) == []
    receipt = page.url.rstrip("/").rpartition("/")[2]
    assert page.locator("table.preview tbody tr").count() == 10
    assert page.locator("table.preview .got").count() > 0, "some dates are written in Thai digits"

    page.click(".links a >> nth=0")
    assert "/issues/" in page.url
    assert page.locator("tbody tr").count() >= 1
    with page.expect_download() as download:
        page.click(".page-head a.button")
    assert Path(download.value.path()).read_bytes().startswith(b"PK")

    page.go_back()
    page.click("button[value=reject]")
    assert "ต้องเขียนเหตุผล" in page.inner_text("[role=alert]:visible")
    page.goto(f"/registers/deliveries/{receipt}/")
    page.click("button[value=accept]")
    page.wait_for_selector("#messages .notice")
    assert "รับเข้าทะเบียนแล้ว" in page.inner_text("#messages")
    photograph(page, "story-accepted")

    page.goto("/registers/deliveries/?state=counting")
    assert receipt in page.inner_text("#deliveries")
    page.goto("/registers/")
    assert page.locator("tbody tr", has_text=TITLE).inner_text().split()[-1] == "0", "nothing of it waits any more"


def test_the_same_file_pressed_twice_is_one_delivery(registers, page_as):
    page = page_as("register_keeper")
    page.goto("/registers/upload/")
    page.set_input_files("#id_file", next(registers.glob("codi/*.xlsx")))
    page.dblclick("form[enctype] button")
    page.wait_for_url("**/deliveries/R-*/")
    first = page.url
    send(page, next(registers.glob("codi/*.xlsx")))
    assert page.url == first
    page.goto("/registers/deliveries/")
    assert page.locator("tbody tr", has_text="codi").count() == 1


def test_a_new_source_is_declared_on_a_phone(registers, page_as, photograph, axe_faults, sideways, tmp_path):
    shape = "ลำดับ,เลขบัตรประชาชน,ชื่อ-สกุล,วันเกิด\n1,1000000000009,นางสมมุติ ตัวอย่าง,02/05/2510\n"
    path = tmp_path / "club.csv"
    path.write_text(shape, encoding="utf-8")
    page = page_as("register_keeper", width=PHONE)
    send(page, path, to="/registers/sources/new/")
    names = {"code": "club", "name_th": "ชมรมตัวอย่าง", "name_en": "Club", "partner": "CLUB", "agreement": "SAMPLE-2569"}
    for name, value in names.items():
        page.fill(f"#id_{name}", value)
    page.click("button[name=preview]")
    page.wait_for_selector("#preview")
    photograph(page, "wizard-preview")
    assert axe_faults(page) == []
    assert sideways(page) == 0
    assert page.input_value("#id_name_th") == "ชมรมตัวอย่าง"
    page.click("button[value=receive]")
    page.wait_for_url("**/deliveries/R-*/")
    assert "ชมรมตัวอย่าง" in page.inner_text("h1")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_codes_and_further_sheets_are_asked_where_they_are_not_clear(
    width, registers, page_as, photograph, axe_faults, sideways, tmp_path
):
    path = tmp_path / "survey.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "ครัวเรือน"
    for line in (("เลขที่แบบสอบถาม", "บ้านเลขที่", "หมู่ที่"), ("k1", "12/3", "4"), ("k2", "5", "4"), ("k3", "6", "4")):
        book.active.append(line)
    members = book.create_sheet("สมาชิก")
    for line in (("เลขที่แบบสอบถาม", "ชื่อ-สกุล", "เพศ"), ("k1", "นางสมมุติ ตัวอย่าง", "9"), ("k2", "นายสอง ตัวอย่าง", "1")):
        members.append(line)
    book.save(path)
    page = page_as("register_keeper", width=width)
    send(page, path, to="/registers/sources/new/")
    assert page.locator("#s1-meaning-2-0").is_visible(), "what is not clear stands open"
    assert not page.locator("#needed-0").is_visible(), "what was guessed stays folded"
    photograph(page, "wizard-sheets")
    assert axe_faults(page) == []
    assert sideways(page) == 0


@pytest.mark.parametrize("language", ["th", "en"])
def test_each_page_is_usable(language, delivered, looked_at_both):
    page, address = delivered(PHONE, language)
    pages = {
        "registers": "/registers/",
        "deliveries": "/registers/deliveries/",
        "delivery": address,
        "issues": f"{address}issues/",
        "upload": "/registers/upload/",
        "source": "/registers/sources/disability/",
        "source-new": "/registers/sources/new/",
    }
    for name, there in pages.items():
        page.goto(there)
        looked_at_both(page, f"{name}-{language}")


def test_a_file_that_cannot_be_read_says_why(page_as, registers, photograph, axe_faults, tmp_path):
    path = tmp_path / "จดหมายนำส่ง.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    page = page_as("register_keeper", width=PHONE)
    send(page, path)
    assert "PDF" in page.inner_text(".notice:visible")
    photograph(page, "refused")
    assert axe_faults(page) == []
    path.write_bytes(b"no,header,that\n1,2,3\n")
    send(page, path)
    photograph(page, "unknown")
    assert axe_faults(page) == []
    page.select_option("#id_source", "disability")
    page.click("main form button")
    page.wait_for_load_state()
    assert TITLE in page.inner_text("h1")
