"""The pages of frameworks: read by all who signed in, changed by keepers, tried while typing, loaded from a workbook."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from baansuk.access.questions import today
from baansuk.access.tests.cast import sign_in_as, user_as, vouch_for
from baansuk.assess import frameworks_actions as actions
from baansuk.assess import frameworks_questions as questions
from baansuk.assess.actions import assess
from baansuk.assess.frameworks import as_contents, shipped_frameworks
from baansuk.assess.frameworks_main import MAIN_CODES
from baansuk.assess.models import FrameworkVersion
from baansuk.assess.tests.conftest import leave_edition
from baansuk.assess.tests.test_frameworks_workbook import filled, manual
from baansuk.audit.models import Event, Subject
from baansuk.places.models import Area
from baansuk.runs.models import Run
from tests.kept import written_once

pytestmark = pytest.mark.django_db
CODES = list(shipped_frameworks())
WHEN = {"because": "ตามมติ", "valid_from": "1 ม.ค. 2569"}
RULE = reverse("framework-rule", args=["income-lines", "indicator", "bmn"])
TRY = reverse("framework-try", args=["income-lines", "indicator", "bmn"])


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def make_register() -> None:
    """Make a register of random households in province 99, judged by the shipped frameworks."""
    for code, name in (("99", "สมมุติ"), ("9901", "เมืองสมมุติ"), ("9902", "นิทานดอย")):
        Area.objects.create(
            code=code,
            level=len(code),
            parent_id=code[:-2] or None,
            name_th=name,
            name_en=name,
            match_key=name,
            sort_key=code,
        )
    leave_edition(count=80)
    assess(by="register_keeper")


register = written_once(make_register)


@pytest.mark.parametrize("role", ["register_keeper", "governor_view", "volunteer", "auditor", "stranger"])
def test_everybody_who_signed_in_reads_what_the_frameworks_ask(role):
    browser = sign_in_as(role)
    assert "ทุนดำรงชีพ" in text_of(browser.get("/frameworks/"))
    for code in CODES:
        assert browser.get(reverse("framework", args=[code])).status_code == 200
    assert browser.get(reverse("framework-version", args=["capitals", 1])).status_code == 200


def test_what_does_not_exist_is_absent():
    browser = sign_in_as("register_keeper")
    for address in (
        "/frameworks/none/",
        "/frameworks/capitals/versions/9/",
        "/frameworks/capitals/rules/scale/none/",
        "/frameworks/capitals/rules/none/human/",
    ):
        assert browser.get(address).status_code == 404, address


@pytest.mark.parametrize("role", ["governor_view", "tambon_team", "stranger"])
def test_only_a_keeper_changes_or_loads(role):
    browser = sign_in_as(role)
    assert browser.get(RULE).status_code == 404
    assert browser.post(TRY, {"passes": "true", "applies": "true"}).status_code == 404
    assert browser.get(reverse("framework-load", args=["bmn-2565"])).status_code == 404
    assert browser.get(reverse("framework-template", args=["bmn-2565"])).status_code == 404


def test_an_unknown_fact_is_named_on_the_page():
    said = text_of(sign_in_as("register_keeper").get(reverse("framework", args=["vulnerable"])))
    assert "ขึ้นทะเบียนเกษตรกร" in said
    assert "รอข้อมูล" in said


def test_a_keeper_reads_figures_and_the_governor_none(register):
    shown = text_of(sign_in_as("register_keeper").get(reverse("framework", args=["income-lines"])))
    assert "ครัวเรือนไม่ผ่าน" in shown
    closed = text_of(sign_in_as("governor_view").get(reverse("framework", args=["income-lines"])))
    assert "ครัวเรือนไม่ผ่าน" not in closed
    assert "เฉพาะผู้ที่เห็นครัวเรือน" in closed


def test_figures_of_another_area_are_absent(register):
    browser = sign_in_as("amphoe_officer", area_code="9901")
    assert browser.get(reverse("framework", args=["income-lines"]) + "?area=9901").status_code == 200
    assert browser.get(reverse("framework", args=["income-lines"]) + "?area=9902").status_code == 404
    assert browser.get(reverse("framework", args=["income-lines"]) + "?area=97").status_code == 404


def test_a_rule_is_tried_while_it_is_typed(register):
    browser = sign_in_as("register_keeper")
    said = text_of(browser.post(TRY, {"applies": "true", "passes": "income_person_year >= 80000"}))
    assert "ผ่าน → ไม่ผ่าน" in said
    assert "อนุกรมจะขาด" in said
    event = Event.objects.get(act="people.look_list")
    assert event.about["measure"] == "income-lines.bmn"
    assert Subject.objects.filter(kind="household").count() == said.count('href="/households/') > 0
    assert not FrameworkVersion.objects.filter(state="draft").exists(), "trying keeps nothing"


def test_the_rule_in_force_changes_nothing(register):
    now = shipped_frameworks()["income-lines"].indicator[0].passes
    said = text_of(sign_in_as("register_keeper").post(TRY, {"applies": "true", "passes": now}))
    assert "ไม่มีครัวเรือนใด" in said
    assert "อนุกรม" not in said
    assert not Event.objects.filter(act="people.look_list").exists()


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("no_such >= 1", "ตัวอักษรที่ 1"),
        ("income_person_year >= 'x'", "บรรทัดที่ 1"),
        ("bmn_08 = 'pass'; drop table x", "ตัวอักษรที่ 16"),
        ("", "บรรทัดที่ 1"),
    ],
)
def test_a_rule_at_fault_is_refused_naming_the_place(register, rule, said):
    answer = sign_in_as("register_keeper").post(TRY, {"applies": "true", "passes": rule})
    assert answer.status_code == 200
    assert said in text_of(answer)
    assert "กติกายังใช้ไม่ได้" in text_of(answer)


def test_without_a_register_there_is_nothing_to_try():
    said = text_of(sign_in_as("register_keeper").post(TRY, {"applies": "true", "passes": "true"}))
    assert "ยังไม่มีทะเบียน" in said


def test_a_rule_is_saved_as_a_draft_that_another_approves(register):
    browser = sign_in_as("register_keeper")
    answer = browser.post(RULE, {"applies": "true", "passes": "income_person_year >= 80000", **WHEN})
    assert answer["Location"] == reverse("framework-version", args=["income-lines", 2])
    page = text_of(browser.get(answer["Location"]))
    assert "income_person_year &gt;= 80000" in page
    assert "จึงต้องให้ผู้อื่นอนุมัติ" in page or "ยังไม่ได้ยืนยัน" in page
    assert "ผ่าน → ไม่ผ่าน" in page
    browser.post(reverse("framework-approve", args=["income-lines", 2]))
    assert FrameworkVersion.objects.get(code="income-lines", version=2).state == "draft", (
        "not by the one who drafted it"
    )
    user_as("amphoe_chair")
    vouch_for("register_keeper", "amphoe_chair")
    actions.approve_version(made=FrameworkVersion.objects.get(version=2), by="amphoe_chair")
    assert questions.in_force(today())["income-lines"].framework.framework.version == 2
    said = text_of(browser.get(reverse("framework", args=["income-lines"])))
    assert "ประเมินด้วยรุ่นที่ 1" in said, "figures of the older version do not stand beside the new rules"


def test_what_was_typed_stays_when_it_is_refused(register):
    browser = sign_in_as("register_keeper")
    answer = browser.post(RULE, {"applies": "true", "passes": "nothing_known = 1", **WHEN})
    assert answer.status_code == 422
    assert "nothing_known = 1" in text_of(answer)
    assert browser.post(RULE, {"applies": "true", "passes": "true", "because": "", "valid_from": ""}).status_code == 422
    assert not FrameworkVersion.objects.filter(state="draft").exists()


@pytest.mark.parametrize(
    ("code", "kind", "part", "given"),
    [
        ("income-lines", "line", "line_bmn", {"value": "40,000"}),
        ("mpi-bmn", "outcome", "poor_33", {"cutoff": "๑/๔"}),
        ("vulnerable", "count", "dependants", {"rule": "age < 15 or age >= 60"}),
        ("capitals", "scale", "natural", {f"level_{n}": f"capital_natural = {n}" for n in (4, 3, 2, 1)}),
        ("self-managing", "outcome", "one_lacking", {"rule": "failed > 1"}),
    ],
)
def test_every_kind_of_part_can_be_changed_and_tried(register, code, kind, part, given):
    browser = sign_in_as("register_keeper")
    address = reverse("framework-rule", args=[code, kind, part])
    assert browser.get(address).status_code == 200
    assert "notice tone-bad" not in text_of(browser.post(f"{address}try/", given))
    assert browser.post(address, {**given, **WHEN}).status_code == 302
    made = FrameworkVersion.objects.get(code=code, state="draft")
    assert made.origin == "edited"


@pytest.mark.parametrize("given", [{"value": "มาก"}, {"value": "-5"}])
def test_an_amount_that_is_none_is_refused(register, given):
    browser = sign_in_as("register_keeper")
    answer = browser.post(reverse("framework-rule", args=["income-lines", "line", "line_bmn"]), {**given, **WHEN})
    assert answer.status_code == 422


def test_while_a_run_is_under_way_the_page_says_which_version_it_ends_with():
    Run.objects.create(job="register", state="running", asked_by="x", asked_at=timezone.now())
    said = text_of(sign_in_as("register_keeper").get(RULE))
    assert "จะจบด้วยรุ่นของกรอบที่มีผลเมื่อสั่งงาน" in said


def test_a_rule_edited_while_a_run_uses_it_is_kept_and_waits_for_the_next(register):
    run = Run.objects.create(job="register", state="running", asked_by="x", asked_at=timezone.now())
    browser = sign_in_as("register_keeper")
    answer = browser.post(RULE, {"applies": "true", "passes": "income_person_year >= 80000", **WHEN})
    kept = FrameworkVersion.objects.get(code="income-lines", version=2)
    assert answer["Location"] == reverse("framework-version", args=["income-lines", 2])
    assert kept.state == "draft", "nothing is lost"
    user_as("amphoe_chair")
    vouch_for("register_keeper", "amphoe_chair")
    actions.approve_version(made=kept, by="amphoe_chair")
    ends_with = questions.in_force(today(), before=run.asked_at)["income-lines"].framework
    assert ends_with.framework.version == 1, "what the run judges by does not change under it"
    said = text_of(browser.get(reverse("framework", args=["income-lines"])))
    assert f"งานที่ {run.pk} จะจบด้วยรุ่นของกรอบที่มีผลเมื่อสั่งงาน" in said
    assert "ใช้กับงานครั้งต่อไป ไม่มีอะไรหาย" in said


def test_an_unknown_column_is_named_with_its_place_on_saving_too(register):
    browser = sign_in_as("register_keeper")
    for address in (TRY, RULE):
        said = text_of(
            browser.post(address, {"applies": "true", "passes": "income_person_year >= nothing_known", **WHEN})
        )
        assert "nothing_known" in said
        assert "ตัวอักษรที่ 23" in said
    assert not FrameworkVersion.objects.filter(state="draft").exists()


def sent(browser: Any, path: Any, code: str = "bmn-2565") -> Any:
    file = io.BytesIO(path.read_bytes())
    file.name = "manual.xlsx"
    return browser.post(reverse("framework-load", args=[code]), {"file": file})


def test_a_manual_is_loaded_checked_and_saved_as_a_version_that_waits(tmp_path):
    browser = sign_in_as("register_keeper")
    template: Any = browser.get(reverse("framework-template", args=["bmn-2565"]))
    assert b"".join(template.streaming_content).startswith(b"PK")
    answer = sent(browser, filled(tmp_path / "manual.xlsx", manual()))
    assert "38 ตัวชี้วัด" in text_of(answer)
    assert not FrameworkVersion.objects.exists(), "a preview keeps nothing"
    saved = browser.post(reverse("framework-load", args=["bmn-2565"]), {"save": "1", **WHEN})
    assert saved["Location"] == reverse("framework-version", args=["bmn-2565", 2])
    made = FrameworkVersion.objects.get(code="bmn-2565")
    assert (made.origin, made.state, len(made.contents["indicator"])) == ("loaded", "draft", 38)


def test_a_manual_with_faults_is_not_offered_for_saving(tmp_path):
    browser = sign_in_as("register_keeper")
    rows = manual()
    next(iter(rows.values()))[3]["unit"] = "คน"
    said = text_of(sent(browser, filled(tmp_path / "manual.xlsx", rows)))
    assert "แผ่นงาน ตัวชี้วัด" in said
    assert 'name="save"' not in said
    assert browser.post(reverse("framework-load", args=["bmn-2565"]), {"save": "1", **WHEN}).status_code == 302
    assert not FrameworkVersion.objects.exists()


def test_a_file_that_is_no_workbook_says_so(tmp_path):
    path = tmp_path / "manual.xlsx"
    path.write_bytes(b"%PDF-1.7\n")
    answer = sent(sign_in_as("register_keeper"), path)
    assert answer.status_code == 422


def test_a_new_framework_is_loaded_by_its_own_code(tmp_path):
    browser = sign_in_as("register_keeper")
    path = filled(tmp_path / "manual.xlsx", manual(), {"รหัสกรอบ": "province-mpi", "ชื่อกรอบ": "ดัชนีของจังหวัด"})
    assert "เป็นกรอบใหม่" in text_of(sent(browser, path))
    saved = browser.post(reverse("framework-load", args=["bmn-2565"]), {"save": "1", **WHEN})
    assert saved["Location"] == reverse("framework-version", args=["province-mpi", 1])
    assert "ดัชนีของจังหวัด" in text_of(browser.get("/frameworks/"))
    assert browser.get(reverse("framework", args=["province-mpi"])).status_code == 200


def test_text_from_a_workbook_is_inert_on_the_page():
    contents = as_contents(shipped_frameworks()["income-lines"])
    contents["indicator"][0]["th"] = "<script>alert(1)</script>"
    actions.draft_version(
        contents=contents, origin="edited", valid_from=today(), because="<b>x</b>", by="register_keeper"
    )
    said = text_of(sign_in_as("register_keeper").get(reverse("framework-version", args=["income-lines", 2])))
    assert "<script>alert" not in said
    assert "<b>x</b>" not in said


@pytest.mark.parametrize("address", ["/frameworks/", "/frameworks/capitals/", "/frameworks/capitals/versions/1/"])
def test_the_menu_of_the_seat_stays_on_every_page(address):
    assert 'class="nav"' in text_of(sign_in_as("register_keeper").get(address))


@pytest.mark.parametrize("code", ["mpi-bmn", *MAIN_CODES])
def test_a_version_offers_the_file_of_the_command_only_where_there_is_one(code):
    keeper = sign_in_as("register_keeper")
    file = reverse("framework-file", args=[code, 1])
    offered = file in text_of(keeper.get(reverse("framework-version", args=[code, 1])))
    assert offered == (code == "mpi-bmn")
    assert keeper.get(file).status_code == (200 if offered else 404)
