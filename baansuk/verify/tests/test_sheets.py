"""A village's page out and back: taken whole or not at all, and every fault is told by sheet, row and column."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from openpyxl import load_workbook

from baansuk.access.tests.cast import scope_as
from baansuk.audit.models import Event
from baansuk.thai.words import Refusal
from baansuk.verify import handed_in
from baansuk.verify.case_actions import record
from baansuk.verify.models import Case, Decision, Receipt, Round, Sheet
from baansuk.verify.outcomes import OUTCOMES
from baansuk.verify.page_of_village import Line
from baansuk.verify.page_receipts import said_of
from baansuk.verify.reading_back import NotTaken
from baansuk.verify.sheet_actions import check_one_of_each, issue_sheet, issue_sheets, read_back
from baansuk.verify.sheets import pages_of
from baansuk.verify.tests.rounds import OWN, SECOND, VILLAGE, case_of, filled, make_round
from baansuk.verify.workbook import ADDED, FIRST_ROW, HEADER_ROW, LIST
from tests.kept import written_once

pytestmark = pytest.mark.django_db


def make_page() -> Sheet:
    return issue_sheet(round=make_round(), area_code=VILLAGE, by="test", scope=None)


page = written_once(make_page)
OTHER = "99010102"


def both(sheet: Sheet) -> dict[str, tuple[str, str]]:
    return {case_of(OWN).number: ("confirmed", ""), case_of(SECOND).number: ("moved", "papers")}


def take(content: bytes, **named):
    return read_back(content=content, filename="หมู่ 1.xlsx", by="village_head", scope=None, **named)


def test_a_page_is_in_order_of_doors_and_says_nothing_of_why(page):
    [shown] = pages_of(page.round, [page], None)
    assert [line.case for line in shown.lines] == list(
        Case.objects.filter(area_code=VILLAGE).order_by("list_key").values_list("number", flat=True)
    )
    content = filled(page, {})
    assert b"mpi" not in content and all(line.name for line in shown.lines)


def test_a_filled_page_is_taken_and_again_is_the_same_receipt(page):
    content = filled(page, both(page))
    receipt = take(content)
    assert receipt.about == {"rows": 2, "filled": 2, "open": 0, "added": 0, "reordered": False}
    assert case_of(OWN).outcome == "confirmed" and case_of(SECOND).state == "recorded"
    assert take(content) == receipt
    assert Decision.objects.filter(source="sheet").count() == 2 and Receipt.objects.count() == 1
    kept = handed_in.open_kept(receipt.sha256)
    assert kept is not None and kept.read() == content
    assert not handed_in.path_of(receipt.sha256).read_bytes().startswith(b"PK"), "it lies sealed"


def test_rows_in_another_order_are_taken_by_case_number_and_told_so(page):
    def turn(book):
        rows = book[LIST]
        first, second = FIRST_ROW + 1, FIRST_ROW + 2
        for column in range(2, 9):
            a, b = rows.cell(first, column), rows.cell(second, column)
            a.value, b.value = b.value, a.value

    receipt = take(filled(page, both(page), turn))
    assert receipt.about["reordered"] is True
    assert case_of(SECOND).outcome == "moved"


def _set(row: int, column: int, value):
    return lambda book: setattr(book[LIST].cell(row, column), "value", value)


ROW = FIRST_ROW + 1


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        (lambda book: book[LIST].delete_rows(ROW), "", "หายไป"),
        (_set(ROW, 3, "99/9"), f"แถว {ROW}", "ถูกแก้"),
        (_set(ROW, 4, "นายคนอื่น ไม่มีจริง"), f"แถว {ROW}", "ถูกแก้"),
        (_set(ROW, 2, "C-2222-2222-2"), f"แถว {ROW}", "ไม่ใช่เลขที่เรื่อง"),
        (_set(ROW, 5, "จนมาก"), f"แถว {ROW} ช่อง “ผล”", "ไม่รู้จักผล"),
        (_set(ROW, 5, "เสียชีวิต"), f"แถว {ROW} ช่อง “เหตุผล”", "ต้องเลือกเหตุผล"),
        (_set(ROW, 6, "เพราะรู้"), f"แถว {ROW} ช่อง “เหตุผล”", "ไม่รู้จักเหตุผล"),
        (_set(HEADER_ROW + 1, 5, "ผลลัพธ์"), f"แถว {HEADER_ROW + 1} ช่อง “ผล”", "หัวคอลัมน์"),
        (_set(2, 2, "W-2222-2222-2"), "แถว 2 ช่อง “รหัสหน้า”", "รหัสหน้า"),
    ],
)
def test_what_cannot_be_taken_is_told_by_its_place_and_nothing_is_written(page, change, place, said):
    number = case_of(OWN).number
    with pytest.raises(NotTaken) as refused:
        take(filled(page, {number: ("confirmed", "")}, change))
    told = [fault.words.th for fault in refused.value.faults]
    assert any(place in one and said in one for one in told), told
    assert not Decision.objects.exists() and not Receipt.objects.exists()
    assert Event.objects.filter(act="verify.read_back", outcome="refused").count() == 1


def test_every_fault_of_a_page_is_told_at_once(page):
    def spoil(book):
        _set(ROW, 5, "จนมาก")(book)
        _set(ROW + 1, 5, "รวย")(book)

    with pytest.raises(NotTaken) as refused:
        take(filled(page, {}, spoil))
    assert [fault.row for fault in refused.value.faults] == [ROW, ROW + 1]


def test_a_row_of_another_village_is_no_row_of_this_page(page):
    other = Case.objects.exclude(area_code=VILLAGE).first()
    assert other is not None

    def borrow(book):
        rows = book[LIST]
        line = Line(other.number, "1", "")
        for column, value in ((2, line.case), (3, line.house_no), (8, line.seal)):
            rows.cell(ROW + 2, column).value = value

    with pytest.raises(NotTaken, match="not of this page"):
        take(filled(page, {}, borrow))


def test_an_old_page_code_a_late_page_and_two_fillings_are_refused(page):
    content, other = filled(page, both(page)), filled(page, {case_of(OWN).number: ("away", "")})
    clash = check_one_of_each(files={"a.xlsx": content, "b.xlsx": other, "c.xlsx": b"no workbook"})
    assert set(clash) == {"a.xlsx", "b.xlsx"}
    assert not check_one_of_each(files={"a.xlsx": content, "b.xlsx": content})
    take(content)
    with pytest.raises(Refusal) as refused:
        take(other)
    assert refused.value.code == "two_versions"
    case_of(OWN)
    Case.objects.filter(household_code=OWN).update(step="tambon")
    newer = issue_sheet(round=page.round, area_code=VILLAGE, by="test", scope=None)
    assert newer.version == 2 and newer.cases == [case_of(SECOND).number]
    with pytest.raises(Refusal) as refused:
        take(other)
    assert refused.value.code == "old_page" and newer.page_code in refused.value.words.th
    Sheet.objects.filter(pk=newer.pk).update(expires_on=dt.date(2020, 1, 1))
    with pytest.raises(Refusal) as refused:
        take(filled(newer, {}))
    assert refused.value.code == "page_expired"


def test_the_same_page_is_given_out_while_nothing_changed(page):
    again = issue_sheets(round=page.round, by="test")
    assert page.page_code in {one.page_code for one in again}
    assert {one.page_code for one in issue_sheets(round=page.round, by="test")} == {one.page_code for one in again}


def test_who_was_missed_is_added_from_the_page(page):
    def add(book):
        for column, value in enumerate(("9/9", "ป้าสมมุติ", "บ้านใกล้ศาลา"), start=1):
            book[ADDED].cell(2, column).value = value

    receipt = take(filled(page, {}, add))
    assert receipt.about["added"] == 1
    added = Case.objects.get(origin="missed")
    assert (added.area_code, added.household_code, added.state) == (VILLAGE, "", "waiting")
    assert "ป้าสมมุติ" not in added.sealed_about
    newer = issue_sheet(round=page.round, area_code=VILLAGE, by="test", scope=None)
    [shown] = pages_of(page.round, [newer], None)
    assert "ป้าสมมุติ" in [line.name for line in shown.lines]
    book = load_workbook(BytesIO(filled(newer, {})))
    rules = {str(rule.sqref): rule.formula1 for rule in book[LIST].data_validations.dataValidation}
    [place] = [place for place, line in enumerate(shown.lines) if line.added]
    own, other = (rules[area] for area in (f"E{ROW + place}", f"E{ROW}:E{ROW + 1}"))
    assert "$C$" in own and "$A$" in other, "each row offers the outcomes that fit its house"
    choices = book["ตัวเลือก"]
    of_listed, of_added = ({cell.value for cell in choices[column]} for column in ("A", "C"))
    assert OUTCOMES["missed"].name.th in of_added - of_listed
    assert OUTCOMES["confirmed"].name.th in of_listed - of_added


def test_a_page_of_another_place_is_answered_as_one_never_given_out(page):
    content = filled(page, both(page))
    for scope in (scope_as("stranger"), scope_as("village_head", OTHER), scope_as("council_coordinator")):
        with pytest.raises(Refusal) as refused:
            read_back(content=content, filename="x.xlsx", by=scope.username, scope=scope)
        assert refused.value.code == "page_unknown"
    assert read_back(content=content, filename="x.xlsx", by="x", scope=scope_as("village_head")).about["filled"] == 2


def test_a_file_that_is_no_page_is_refused_and_kept(page):
    with pytest.raises(Refusal):
        take("ไม่ใช่สมุดงาน".encode())
    assert Round.objects.count() == 1 and not Receipt.objects.exists()


def test_an_empty_page_is_not_taken_and_the_filled_one_after_it_is(page):
    with pytest.raises(Refusal) as refused:
        take(filled(page, {}))
    assert refused.value.code == "nothing_filled"
    assert not Receipt.objects.exists()
    assert take(filled(page, both(page))).about["filled"] == 2


def half(sheet: Sheet, change=None) -> bytes:
    """The page with only the first household filled, as a secretary sends it in the middle of the work."""
    return filled(sheet, {case_of(OWN).number: ("not_poor", "enough")}, change)


def test_a_fuller_workbook_goes_on_with_a_half_filled_one(page):
    first = take(half(page))
    assert (first.about["filled"], first.about["open"]) == (1, 1)
    whole = filled(page, {case_of(OWN).number: ("not_poor", "enough"), case_of(SECOND).number: ("moved", "papers")})
    second = take(whole)
    assert second.number != first.number and take(whole) == second
    assert second.about["continues"] == first.number and second.about["new"] == 1
    assert Decision.objects.filter(kind="record").count() == 2, "what was taken before is not decided again"
    told = said_of(second)
    assert first.number in told.th and "รวมกรอกแล้ว 2 หลัง" in told.th and "1 household more" in told.en


def test_a_workbook_that_contradicts_what_was_taken_is_refused_and_names_the_rows(page):
    first = take(half(page))
    other = {case_of(OWN).number: ("away", ""), case_of(SECOND).number: ("moved", "papers")}
    with pytest.raises(NotTaken) as refused:
        take(filled(page, other))
    assert refused.value.code == "two_versions" and first.number in refused.value.words.th
    [fault] = refused.value.faults
    assert "บ้านเลขที่ 12/3" in fault.why.th and "ไม่เข้าข่าย" in fault.why.th and f"แถว {fault.row}" in fault.words.th
    with pytest.raises(NotTaken) as refused:
        take(filled(page, {case_of(SECOND).number: ("moved", "papers")}))
    assert "ไฟล์นี้ว่าง" in refused.value.faults[0].why.th
    with pytest.raises(NotTaken) as refused:
        take(filled(page, {case_of(OWN).number: ("not_poor", "papers")}))
    assert refused.value.faults[0].column == "เหตุผล"
    assert case_of(OWN).outcome == "not_poor" and case_of(SECOND).state == "waiting"


def test_what_was_corrected_on_its_own_page_stays_when_the_workbook_goes_on(page):
    take(half(page))
    record(case=case_of(OWN), outcome="confirmed", by="test", scope=None, key="corrected")
    take(filled(page, {case_of(OWN).number: ("not_poor", "enough"), case_of(SECOND).number: ("away", "")}))
    assert case_of(OWN).outcome == "confirmed" and case_of(SECOND).outcome == "away"


def test_a_note_that_was_added_is_taken_and_a_missed_household_is_added_once(page):
    def more(book):
        book[ADDED].cell(2, 2).value = "ป้าสมมุติ"

    def noted(book):
        more(book)
        book[ADDED].cell(3, 2).value = "ลุงสมมุติ"
        row = next(row for row in book[LIST].iter_rows() if row[1].value == case_of(OWN).number)
        row[6].value = "บ้านปิดอยู่"

    take(half(page, more))
    second = take(half(page, noted))
    assert (second.about["new"], second.about["added"]) == (1, 1)
    assert Case.objects.filter(origin="missed").count() == 2
    with pytest.raises(NotTaken) as refused:
        take(half(page))
    assert sorted(fault.why.th.count("ไม่อยู่ในไฟล์นี้") for fault in refused.value.faults) == [1, 1]


def test_the_same_filling_saved_anew_says_that_nothing_is_new(page):
    first = take(half(page))
    again = take(half(page, lambda book: book[LIST].cell(1, 1).__setattr__("value", "บันทึกใหม่")))
    assert again.about["new"] == 0 and f"ตรงกับที่รับแล้วตามใบรับ {first.number}" in said_of(again).th
