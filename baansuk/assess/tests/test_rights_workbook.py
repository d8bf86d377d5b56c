"""A province's own list of benefits: what comes back unchanged is the same, every fault names its cell, and a second keeper approves."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baansuk.access.tests.cast import sign_in_as, user_as, vouch_for
from baansuk.assess import rights_actions as actions
from baansuk.assess.actions import assess
from baansuk.assess.frameworks_taking import Fault
from baansuk.assess.models import BenefitsVersion, Right
from baansuk.assess.rights import as_contents, benefits
from baansuk.assess.rights_checking import check_benefits
from baansuk.assess.rights_judged import judged_by
from baansuk.assess.rights_letters import WIDTH
from baansuk.assess.rights_preview import try_benefits
from baansuk.assess.rights_run import about_of
from baansuk.assess.rights_sheets import ABOUT, BANDS, BENEFITS, CLAUSES, SHEETS
from baansuk.assess.rights_template import write_benefits
from baansuk.assess.rights_trial import differences
from baansuk.assess.rights_versions import in_force
from baansuk.assess.rights_workbook import LoadedBenefits, read_benefits_book
from baansuk.assess.tests.conftest import MakeEdition
from baansuk.audit.models import Event
from baansuk.people import editions
from baansuk.people.models import Edition
from baansuk.thai.words import Refusal

SECOND = "amphoe_officer"
DAY = dt.date(2026, 11, 22)
Change = tuple[str, dict[str, str], dict[str, Any]]
NEW = {
    "code": "province_aid", "th": "เงินช่วยเหลือของจังหวัด (สมมุติ)", "kind": "สิทธิ", "unit": "บุคคล", "valid_from": "๑/๑๐/๒๕๖๙",
    "certain": "ยืนยันแล้ว", "as_of": "1/9/2569", "source": "ประกาศจังหวัดสมมุติ", "office": "สำนักงาน พมจ.", "per": "เดือน",
    "amount": "250", "receives": "on_elderly", "papers_th": "บัตรประชาชน; ทะเบียนบ้าน",
}  # fmt: skip
CLAUSE = {"benefit": "province_aid", "rule": "age >= 75", "th": "อายุ 75 ปีขึ้นไป"}


def filled(path: Path, *changes: Change) -> Path:
    """Change the workbook of the list as a keeper would: in the row that ``where`` finds, or in a new one where it is empty."""
    write_benefits(path, benefits())
    book = openpyxl.load_workbook(path)
    for name, where, values in changes:
        sheet, place = book[name], {column.key: n for n, column in enumerate(SHEETS[name], start=2)}
        lines = range(3, sheet.max_row + 1)
        found = [n for n in lines if all(sheet.cell(n, place[key]).value == text for key, text in where.items())]
        line = found[0] if where else sheet.max_row + 1
        for key, value in values.items():
            sheet.cell(line, place[key]).value = value
    book.save(path)
    return path


def load(tmp_path: Path, *changes: Change) -> LoadedBenefits:
    return read_benefits_book(filled(tmp_path / "b.xlsx", *changes), "b.xlsx")


def only_fault(tmp_path: Path, *changes: Change) -> Fault:
    loaded = load(tmp_path, *changes)
    assert loaded.listed is None
    assert len(loaded.faults) == 1, loaded.faults
    assert loaded.faults[0].words.th != loaded.faults[0].words.en
    return loaded.faults[0]


def test_what_comes_back_unchanged_is_the_same_list(tmp_path: Path) -> None:
    listed = load(tmp_path).listed
    assert listed is not None
    assert as_contents(listed) | {"set": None} == as_contents(benefits()) | {"set": None}
    assert differences(benefits(), listed) == []


def test_a_row_that_is_added_is_a_benefit_of_the_province(tmp_path: Path) -> None:
    listed = load(tmp_path, (BENEFITS, {}, NEW), (CLAUSES, {}, CLAUSE)).listed
    assert listed is not None
    (found,) = differences(benefits(), listed)
    assert (found.kind, found.benefit.code, found.benefit.office) == ("new", "province_aid", "social")
    assert found.benefit.amounts == (Decimal(250), Decimal(250))
    assert found.benefit.valid_from == dt.date(2026, 10, 1)


ELDERLY = {"code": "elderly_allowance"}
FAULTS: list[tuple[str, tuple[Change, ...], str, str, str]] = [
    ("a rule without its first day", ((BENEFITS, ELDERLY, {"valid_from": None}),), BENEFITS, "ใช้ตั้งแต่", "หลักเกณฑ์สวัสดิการต้องบอกวันที่"),
    ("a day that is none", ((BENEFITS, ELDERLY, {"as_of": "31/2/2569"}),), BENEFITS, "วันที่ของแหล่งอ้างอิง", "อ่านเป็นวันที่ไม่ได้"),
    ("a rate that is none", ((BANDS, {"benefit": "elderly_allowance"}, {"amount": "หกร้อย"}),), BANDS, "จำนวนบาท", "อ่านเป็นจำนวนบาทไม่ได้"),
    ("an amount below nothing", ((BENEFITS, {"code": "child_grant"}, {"amount": "-600"}),), BENEFITS, "จำนวนบาท", "อ่านเป็นจำนวนบาทไม่ได้"),
    ("an amount beside rates by age", ((BENEFITS, ELDERLY, {"amount": "600"}),), BENEFITS, "จำนวนบาท", "อย่างใดอย่างหนึ่ง"),
    ("ages that overlap", ((BANDS, {"benefit": "elderly_allowance", "from": "70"}, {"from": "65"}),), BENEFITS, "รหัสสวัสดิการ", "ซ้อนกัน"),
    ("a column that nobody knows", ((CLAUSES, {"benefit": "elderly_allowance"}, {"rule": "agee >= 60"}),), CLAUSES, "กติกา", "agee"),
    ("an office that is none", ((BENEFITS, ELDERLY, {"office": "เทศบาลในฝัน"}),), BENEFITS, "ยื่นที่", "เทศบาลในฝัน"),
    ("a list that pays and is none", ((BENEFITS, ELDERLY, {"paid_from": "pensions"}),), BENEFITS, "บัญชีที่จ่าย", "pensions"),
    ("no condition", ((BENEFITS, {}, NEW),), BENEFITS, "รหัสสวัสดิการ", "0 เงื่อนไข"),
    ("a condition of nothing", ((CLAUSES, {}, CLAUSE),), CLAUSES, "รหัสสวัสดิการ", "ไม่มีรหัสนี้"),
    ("an end before the beginning", ((BENEFITS, ELDERLY, {"valid_to": "1/1/2550"}),), BENEFITS, "ใช้ถึง", "ก่อนวันเริ่ม"),
    ("a kind that is none", ((BENEFITS, ELDERLY, {"kind": "ของแถม"}),), BENEFITS, "ประเภท", "เขียนเป็นหนึ่งใน"),
]  # fmt: skip


@pytest.mark.parametrize(("_what", "changes", "sheet", "column", "said"), FAULTS, ids=[one[0] for one in FAULTS])
def test_a_fault_names_sheet_row_and_column(
    tmp_path: Path, _what: str, changes: tuple[Change, ...], sheet: str, column: str, said: str
) -> None:
    fault = only_fault(tmp_path, *changes)
    assert (fault.sheet, fault.column) == (sheet, column)
    assert fault.row >= 3
    assert said in fault.words.th


def test_two_rows_of_a_code_may_not_share_a_day(tmp_path: Path) -> None:
    again = NEW | {"valid_from": "1/1/2570"}
    both: list[Change] = [(CLAUSES, {}, CLAUSE | {"valid_from": day}) for day in ("1/10/2569", "1/1/2570")]
    fault = only_fault(tmp_path, (BENEFITS, {}, NEW), (BENEFITS, {}, again), *both)
    assert (fault.sheet, fault.column) == (BENEFITS, "ใช้ตั้งแต่")
    assert f"แถวที่ {fault.row - 1}" in fault.words.th
    ended = load(tmp_path, (BENEFITS, {}, NEW | {"valid_to": "31/12/2569"}), (BENEFITS, {}, again), *both).listed
    assert ended is not None
    assert len([one for one in ended.benefit if one.code == "province_aid"]) == 2


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    dateless: Change = (BENEFITS, ELDERLY, {"valid_from": None})
    misspelt: Change = (CLAUSES, {"benefit": "child_grant"}, {"rule": "agee < 6"})
    assert [one.sheet for one in load(tmp_path, dateless, misspelt).faults] == [BENEFITS, CLAUSES]


def test_another_workbook_is_told_what_it_lacks(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(path := tmp_path / "other.xlsx")
    with pytest.raises(Refusal) as refused:
        read_benefits_book(path, "other.xlsx")
    assert ABOUT in refused.value.words.th and "แบบหลักเกณฑ์สวัสดิการ" in refused.value.words.th


@pytest.fixture
def contents(tmp_path: Path) -> dict[str, Any]:
    listed = load(tmp_path, (BENEFITS, {}, NEW), (CLAUSES, {}, CLAUSE)).listed
    assert listed is not None
    return as_contents(listed)


@pytest.fixture
def keepers(db: None) -> None:
    """Two accounts whose persons are known, so that one of them can be the second."""
    for name in ("register_keeper", SECOND):
        user_as(name)
    vouch_for("register_keeper", SECOND)


def drafted(contents: dict[str, Any], by: str = "register_keeper") -> BenefitsVersion:
    return actions.draft_benefits(contents=contents, valid_from=DAY, because="ประกาศใหม่", by=by)


@pytest.mark.usefixtures("keepers")
def test_a_second_keeper_approves_and_a_withdrawal_brings_the_one_before_back(contents: dict[str, Any]) -> None:
    made = drafted(contents)
    assert drafted(contents).pk == made.pk, "a second draft changes the one that waits"
    assert in_force(DAY).row is None
    with pytest.raises(Refusal):
        actions.approve_benefits(made=made, by="register_keeper")
    actions.approve_benefits(made=made, by=SECOND)
    assert in_force(DAY).row == made and made.version == benefits().about.version + 1
    assert in_force(DAY - dt.timedelta(days=1)).row is None, "not before its first day"
    assert in_force(DAY, before=made.drafted_at).row is None, "nor for a run that was asked for before the approval"
    with pytest.raises(Refusal, match="reason"):
        actions.withdraw_benefits(made=made, because=" ", by=SECOND)
    actions.withdraw_benefits(made=made, because="ยกเลิกประกาศ", by=SECOND)
    assert in_force(DAY).row is None
    acts = Event.objects.filter(act__contains="_benefits").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["assess.draft_benefits"] * 2 + ["assess.approve_benefits", "assess.withdraw_benefits"]


@pytest.mark.usefixtures("keepers")
def test_an_edition_keeps_the_list_it_was_asked_by(contents: dict[str, Any]) -> None:
    at = dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)
    for number in (3, 4):
        Edition.objects.create(number=number, state="linked", made_at=at)
    shipped = actions.begin_asking(edition=3, by="worker")
    made = drafted(contents)
    actions.approve_benefits(made=made, by=SECOND)
    assert actions.begin_asking(edition=3, by="worker").listed.stamp == shipped.listed.stamp, "taken up again"
    own = actions.begin_asking(edition=4, by="worker")
    assert "province_aid" in {one.benefit.code for one in own.benefits}
    Edition.objects.filter(number=4).update(about={"assessed": {"rights": about_of(own, DAY)}})
    actions.withdraw_benefits(made=made, because="ยกเลิกประกาศ", by=SECOND)
    judged = judged_by(Edition.objects.get(number=4))
    assert judged is not None and judged.of_code("province_aid") is not None, "what was asked can still be explained"


@pytest.mark.django_db
def test_the_story_in_the_browser(tmp_path: Path) -> None:
    keeper = sign_in_as("register_keeper")
    path = filled(tmp_path / "b.xlsx", (BENEFITS, {}, NEW), (CLAUSES, {}, CLAUSE | {"rule": "agee >= 75"}))
    answer = sent(keeper, path)
    assert "agee" in answer and "บันทึกเป็นร่าง</button>" not in answer
    path = filled(tmp_path / "b.xlsx", (BENEFITS, {}, NEW), (CLAUSES, {}, CLAUSE))
    assert "เงินช่วยเหลือของจังหวัด" in sent(keeper, path)
    saved = keeper.post("/rights/benefits/load/", {"save": "1", "valid_from": "22 พ.ย. 2569", "because": "ประกาศใหม่"})
    made = BenefitsVersion.objects.get()
    assert saved.status_code == 302 and saved["Location"].endswith(f"/versions/{made.version}/")
    page = keeper.get(saved["Location"]).content.decode()
    assert "data-refused" in page, "whoever drafted it does not approve it"
    keeper.post(f"/rights/benefits/versions/{made.version}/approve/")
    assert BenefitsVersion.objects.get().state == "draft"
    user_as(SECOND)
    vouch_for("register_keeper", SECOND)
    BenefitsVersion.objects.update(drafted_by=SECOND)
    keeper.post(f"/rights/benefits/versions/{made.version}/approve/")
    assert BenefitsVersion.objects.get().state == "approved"
    assert "เงินช่วยเหลือของจังหวัด" in keeper.get("/rights/benefits/").content.decode()


def sent(keeper: Client, path: Path) -> str:
    file = SimpleUploadedFile("b.xlsx", path.read_bytes())
    return str(keeper.post("/rights/benefits/load/", {"file": file}).content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["amphoe_officer", "stranger", "data_protection_officer"])
def test_only_a_keeper_changes_the_list(role: str, contents: dict[str, Any]) -> None:
    made = drafted(contents)
    client = sign_in_as(role)
    for address in ("/rights/benefits/load/", "/rights/benefits/template/"):
        assert client.get(address).status_code == 404
    for verb in ("approve", "withdraw"):
        assert client.post(f"/rights/benefits/versions/{made.version}/{verb}/", {"because": "x"}).status_code == 404
    assert BenefitsVersion.objects.get().state == "draft"


def test_a_trial_counts_whose_answers_a_run_would_change(make_edition: MakeEdition, tmp_path: Path) -> None:
    """The wider rule moves those between 55 and 60; what a list drops is answered no more, what it adds is answered anew."""
    rows = make_edition(count=60)
    assess(by="register_keeper")
    rule = {"rule": "age >= 55"}
    changed = load(
        tmp_path, (CLAUSES, {"benefit": "elderly_allowance"}, rule), (BENEFITS, {}, NEW), (CLAUSES, {}, CLAUSE)
    )
    assert changed.listed is not None
    edition = Edition.objects.get(number=1)
    judged = judged_by(edition)
    assert judged is not None
    new = check_benefits(changed.listed, judged.day)
    tried = try_benefits(editions.folder(1), new, judged.checked, day=judged.day, areas=["9"])
    inside = [row["household_code"] for row in rows if row["list_key"].startswith("9")]
    kept = Right.objects.filter(edition=1, household_code__in=inside)
    place = WIDTH * [one.benefit.code for one in judged.person].index("elderly_allowance")
    before = Counter(one.letters[place] for one in kept.exclude(person_code="") if one.letters[place] != "-")
    allowance = tried["elderly_allowance"]
    assert {was for was, _now in allowance.moves} <= {"N", "U"}, "a wider rule takes nothing from anybody"
    after = Counter(before)
    for (was, now), count in allowance.moves.items():
        after[was] -= count
        after[now] += count
    assert {letter: n for letter, n in allowance.after.items() if letter != "-"} == {
        k: n for k, n in after.items() if n
    }
    assert {was for was, _now in tried["province_aid"].moves} == {"-"}
    assert tried["child_grant"].households == 0
