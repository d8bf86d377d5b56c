"""From the list to the village's own results: village, tambon, amphoe, province and back, by seven seats in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from baansuk.verify.outcomes import OUTCOMES
from baansuk.verify.workbook import FIRST_ROW, LIST
from tests.browser.conftest import DESK, PHONE, House, start_house
from tests.browser.small_register import FILL

pytestmark = pytest.mark.browser

ROUND = """
import django; django.setup()
import datetime as dt
from baansuk.access.questions import today
from baansuk.verify.models import Case
from baansuk.verify.orders import Order
from baansuk.verify.round_actions import make_list, open_round
day = today()
order = Order(code="2570-1", title_th="รอบตัวอย่าง", title_en="The example round", order_no="1/2570", order_date=day,
              opened_on=day, closes_on=day + dt.timedelta(days=200))
make_list(round=open_round(order=order, area_code="99", by="test"), by="test")
print(Case.objects.filter(area_code="99010101").count())
"""
VILLAGE = "/verify/rounds/2570-1/villages/99010101/"
QUEUES = {step: f"/verify/rounds/2570-1/step/{step}/" for step in ("tambon", "amphoe", "province")}
COMMITTEES = {area: f"/verify/rounds/2570-1/committee/{area}/" for area in ("9901", "99")}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of its own with a small register and a round: other stories count what is there."""
    for found in start_house(tmp_path_factory):
        assert int(found.run(FILL + ROUND).split()[-1]) > 0
        yield found


def press(page: Page, selector: str = "main .action-bar button") -> None:
    """Press a button and wait for the page that says it was done."""
    page.locator(selector).first.click()
    page.wait_for_selector("#messages .notice")


def village_check(page: Page) -> None:
    """Five of the village meet; the workbook goes out and comes back with all houses but the last, which is keyed in."""
    page.goto(f"{VILLAGE}session/")
    page.check("input[name=kind][value=closed_check]")
    page.fill("#id_held_on", page.input_value("#id_order_date"))
    page.fill("#id_place", "ศาลาหมู่บ้าน")
    press(page)
    page.click("ul.links a[href*='/verify/sessions/']")
    for number in range(1, 6):
        page.fill(f"[name=name_{number}]", f"กรรมการสมมุติ {number}")
        page.check(f"[name=present_{number}]")
    press(page, "form[action*='attend'] button")
    session = page.url
    workbook_out_and_back(page)
    page.goto(f"{VILLAGE}key/")
    page.locator("select[name^=outcome_]").last.select_option("confirmed")
    page.locator("form[data-keying] .action-bar button").click()
    page.wait_for_selector("[data-keyed]")
    page.goto(session)
    press(page, "form[action*='close'] button")


def workbook_out_and_back(page: Page) -> None:
    """Download the village's workbook, confirm all its houses but the last, and hand it in."""
    page.goto(VILLAGE)
    with page.expect_download() as given:
        page.click("form[action$='/workbook/'] button")
    path = given.value.path()
    book = load_workbook(path.rename(path.with_suffix(".xlsx")))
    rows = [row for row in book[LIST].iter_rows(min_row=FIRST_ROW + 1) if row[1].value]
    for row in rows[:-1]:
        row[4].value = OUTCOMES["confirmed"].name.th
    book.save(path.with_suffix(".xlsx"))
    page.click("a[href$='/hand-in/']")
    page.set_input_files("#id_file", path.with_suffix(".xlsx"))
    page.click("main form .action-bar button")
    page.wait_for_selector("main .notice.tone-good")


def decide_all(page: Page, address: str, *, tick: bool = False) -> int:
    """Decide each case of a queue by its main button, each answered in place; returns how many."""
    page.goto(address)
    rows = page.locator("[data-row]").count()
    for _ in range(rows):
        row = page.locator("[data-row]", has=page.locator("[data-main]")).first
        number = row.get_attribute("id")
        for box in row.locator("input[name=ticked]").all() if tick else ():
            box.check()
        row.locator("[data-main]").click()
        page.wait_for_selector(f"#{number}.case-done, #{number} .notice")
        assert page.locator(f"#{number} .notice").count() == 0, page.inner_text(f"#{number}")
    return rows


def meet(page: Page, area: str, members: list[tuple[str, str]]) -> str:
    """Appoint a committee, call it and record who is there; returns the address of the meeting."""
    page.goto(f"{COMMITTEES[area]}appoint/")
    page.fill("#id_order_no", "145/2570")
    page.fill("#id_order_date", "9/10/2569")
    for place, (name, account) in enumerate(members, 1):
        page.fill(f"#id_name_{place}", name)
        page.fill(f"#id_post_{place}", "ตำแหน่งสมมุติ")
        page.fill(f"#id_account_{place}", account)
    press(page)
    page.goto(f"{COMMITTEES[area]}call/")
    page.fill("#id_place", "ห้องประชุมสมมุติ")
    press(page)
    page.click("ul.links a[href*='/verify/meetings/']")
    meeting = page.url
    page.goto(f"{meeting}attend/")
    for place in range(1, len(members) + 1):
        page.check(f"#id_present_{place}")
    press(page)
    return meeting


def test_a_list_goes_through_every_hand_and_comes_back_to_its_village(house, page_as, looked_at, looked_at_both):
    village_check(page_as("village_head", width=PHONE))
    team, local = page_as("tambon_team", width=PHONE), page_as("local_officer", language="en")
    team.goto(QUEUES["tambon"])
    looked_at_both(team, "verify-tambon")
    cases = decide_all(team, QUEUES["tambon"])
    assert cases > 0
    local.goto(QUEUES["tambon"])
    looked_at(local, "verify-tambon-sign-en")
    assert decide_all(local, QUEUES["tambon"]) == cases

    officer, chair = page_as("amphoe_officer"), page_as("amphoe_chair", language="en")
    named = [("ประธานสมมุติ", "amphoe_chair"), ("เลขาสมมุติ", "amphoe_officer")]
    named += [(f"กรรมการสมมุติ {one}", "") for one in "กขค"]
    meeting = meet(officer, "9901", named)
    looked_at(officer, "verify-meeting")
    assert decide_all(officer, QUEUES["amphoe"], tick=True) == cases
    chair.goto(QUEUES["amphoe"])
    for box in chair.locator("[data-choose]").all():
        box.check()
    chair.click("button[form=many]")
    looked_at(chair, "verify-many-en")
    chair.click("main .action-bar button")
    chair.wait_for_selector("main table .badge")
    assert chair.locator("main table tbody .tone-good").count() == cases
    officer.goto(f"{meeting}close/")
    officer.fill("#id_began", "9.30")
    officer.fill("#id_ended", "11.00")
    press(officer)
    officer.goto(f"{meeting}papers/minutes/")
    looked_at(officer, "verify-minutes")
    assert officer.locator(".paper-table tbody tr").count() >= cases
    chair.goto(meeting)
    press(chair, "form[action$='/sign/'] button")

    keeper, second = page_as("register_keeper"), page_as("second_keeper")
    meet(keeper, "99", [("ประธานสมมุติ", "second_keeper"), ("เลขาสมมุติ", "register_keeper"), ("กรรมการสมมุติ", "")])
    assert decide_all(keeper, QUEUES["province"], tick=True) == cases
    assert decide_all(second, QUEUES["province"]) == cases

    team.goto("/verify/rounds/2570-1/telling/")
    looked_at_both(team, "verify-telling")
    press(team, "main table form button")
    looked_at_both(team, "verify-told")
    assert team.locator("main table tbody tr").count() == cases
    assert team.locator("main table tbody .tone-good").count() == cases

    # Behind a result stands the household's profile; what it does not receive stands in the worklist of its office.
    number = team.locator("main table tbody td").last.inner_text()
    team.goto(f"/verify/decided/{number}/")
    team.click("main a[href*='/households/']")
    assert "/households/" in team.url and team.locator("main h1").count() == 1
    team.goto("/rights/worklist/")
    assert team.locator("main h1").count() == 1


@pytest.mark.parametrize("language", ["th", "en"])
def test_what_waits_and_who_sits_are_told_well(language, house, page_as, looked_at_both):
    page = page_as("amphoe_officer", width=PHONE, language=language)
    for address, name in (("/verify/rounds/2570-1/load/", "load"), (COMMITTEES["9901"], "committee")):
        page.goto(address)
        looked_at_both(page, f"verify-{name}-{language}")


@pytest.mark.parametrize(("width", "language"), [(PHONE, "th"), (DESK, "en")])
def test_an_urgent_case_is_reported_taken_and_helped(width, language, house, page_as, looked_at):
    page = page_as("social_worker", width=width, language=language)
    page.goto("/verify/urgent/new/")
    looked_at(page, f"urgent-new-{language}")
    page.check("input[name=kind][value=violence]")
    page.select_option("#id_area", "990101")
    page.fill("#id_what", "เรื่องสมมุติ")
    press(page)
    looked_at(page, f"urgent-told-{language}")
    page.click("main a[href*='/verify/urgent/U-']")
    page.click("a[href$='/taken/']")
    press(page)
    page.click("a[href$='/visited/']")
    page.fill("#id_words", "ไปพบแล้ว (สมมุติ)")
    press(page)
    looked_at(page, f"urgent-case-{language}")
    page.goto("/verify/urgent/")
    looked_at(page, f"urgent-list-{language}")
    page.goto("/verify/urgent/duty/new/")
    looked_at(page, f"urgent-duty-{language}")
