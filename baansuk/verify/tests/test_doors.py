"""Who comes in to which page of rounds and villages: another place, and what is not there, are answered alike."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from baansuk.access.tests.cast import sign_in_as
from baansuk.audit.models import Event
from baansuk.verify.models import Case, Round, Session
from baansuk.verify.quality_questions import draw_of
from baansuk.verify.revisit_actions import draw
from baansuk.verify.session_actions import attend, call
from baansuk.verify.tests.rounds import OTHER, OTHER_VILLAGE, OWN, SECOND, VILLAGE, case_of, make_round
from baansuk.verify.tests.test_sessions import HEAD, HELD, note, people
from tests.kept import written_once

pytestmark = pytest.mark.django_db
ABSENT = "/no/such/page/"
WORKERS = ("village_head", "tambon_team", "local_officer", "amphoe_officer", "amphoe_chair", "register_keeper")
OTHERS = ("volunteer", "council_coordinator", "governor_view", "province_planner", "social_worker", "finance")


def make_work() -> Round:
    found = make_round()
    held = call(round=found, kind="closed_check", area_code=VILLAGE, held=HELD, by="village_head", scope=HEAD)
    attend(session=held, people=people(), by="village_head", scope=HEAD)
    note(OWN)
    draw(round=found, percent=10, seed="482910", by="test", scope=None)
    return found


work = written_once(make_work)


def places(village: str, case: str, session: str) -> dict[str, tuple[str, str]]:
    """Every address about one village, case or session: method and address by name."""
    area = {"code": "2569-1", "area": village}
    return {
        "verify-village": ("get", reverse("verify-village", kwargs=area)),
        "verify-key": ("get", reverse("verify-key", kwargs=area)),
        "verify-workbook": ("post", reverse("verify-workbook", kwargs=area)),
        "verify-print": ("post", reverse("verify-print", kwargs=area)),
        "verify-call": ("get", reverse("verify-call", kwargs=area)),
        "verify-case": ("get", reverse("verify-case", args=[case])),
        "verify-record": ("get", reverse("verify-record", args=[case])),
        "verify-object": ("get", reverse("verify-object", args=[case])),
        "verify-take-up": ("post", reverse("verify-take-up", args=[case])),
        "verify-session": ("get", reverse("verify-session", args=[session])),
        "verify-attend": ("post", reverse("verify-attend", args=[session])),
        "verify-close-session": ("post", reverse("verify-close-session", args=[session])),
        "verify-rank": ("post", reverse("verify-rank", args=[session])),
        "verify-sign-session": ("post", reverse("verify-sign-session", args=[session])),
        "verify-photo": ("get", reverse("verify-photo", args=[session])),
    }


def ask(client: Client, method: str, address: str, **data: Any):
    return getattr(client, method)(address, data)


def own_places() -> dict[str, tuple[str, str]]:
    return places(VILLAGE, case_of(OWN).number, Session.objects.get().number)


@pytest.mark.parametrize("role", ["stranger", *OTHERS, "auditor", "member"])
def test_whoever_does_not_work_on_cases_finds_no_page_of_a_village(work, role):
    client = sign_in_as(role)
    absent = client.get(ABSENT).content
    for name, (method, address) in own_places().items():
        answer = ask(client, method, address)
        assert (answer.status_code, name) == (404, name)
        if method == "get":
            assert answer.content == absent, name


@pytest.mark.parametrize("role", ["village_head", "tambon_team", "amphoe_officer"])
def test_another_place_is_answered_as_one_that_is_not_there(work, role):
    client = sign_in_as(role)
    absent = client.get(ABSENT).content
    for name, (method, address) in places(OTHER_VILLAGE, case_of(OTHER).number, "M-2222-2222-2").items():
        answer = ask(client, method, address)
        assert (answer.status_code, name) == (404, name)
        if method == "get":
            assert answer.content == absent, name


@pytest.mark.parametrize("role", WORKERS)
def test_whoever_works_there_comes_in_and_the_trail_says_so(work, role):
    client = sign_in_as(role)
    for name in ("verify-village", "verify-case", "verify-session"):
        _method, address = own_places()[name]
        assert client.get(address).status_code == 200, name
    acts = set(Event.objects.filter(actor=role).values_list("act", flat=True))
    assert acts >= {"verify.look_list", "verify.look", "verify.look_session"}


def test_a_village_head_sees_the_village_while_it_checks_and_never_why(work):
    client = sign_in_as("village_head")
    listed = client.get(reverse("verify"))
    assert listed.status_code == 302 and listed["Location"].endswith(f"/villages/{VILLAGE}/")
    address = reverse("verify-case", args=[case_of(OWN).number])
    page = client.get(address).content.decode()
    assert "คนจน" not in page and "เปราะบาง" not in page and "บ้านเลขที่ 12/3" in page
    quality = reverse("verify-quality", args=["2569-1"])
    assert client.get(quality).status_code == 404
    assert quality not in client.get(reverse("verify-round", args=["2569-1"])).content.decode()
    Case.objects.filter(household_code=OWN).update(step="tambon", state="waiting")
    assert client.get(address).status_code == 404
    assert "12/3" not in client.get(listed["Location"]).content.decode()
    Round.objects.update(state="closed")
    assert "12/3" not in client.get(reverse("verify-village", args=["2569-1", VILLAGE])).content.decode()


def test_the_tambon_is_told_why(work):
    page = sign_in_as("tambon_team").get(reverse("verify-case", args=[case_of(OWN).number])).content.decode()
    assert "คนจนเป้าหมาย" in page


@pytest.mark.parametrize("role", ["governor_view", "province_planner", "council_coordinator"])
def test_whoever_sees_figures_only_is_told_counts_with_small_ones_hidden(work, role):
    client = sign_in_as(role)
    assert client.get(reverse("verify")).status_code == 200
    page = client.get(reverse("verify-round", args=["2569-1"]))
    assert page.status_code == 200 and VILLAGE not in page.content.decode()
    assert case_of(OWN).number not in page.content.decode()
    for name in ("verify-quality", "verify-hand-in", "verify-missed", "verify-mine"):
        assert client.get(reverse(name, args=["2569-1"])).status_code == 404, name


def test_a_stranger_finds_no_round(work):
    client = sign_in_as("stranger")
    absent = client.get(ABSENT).content
    for name in ("verify-round", "verify-quality", "verify-hand-in", "verify-missed", "verify-mine"):
        assert client.get(reverse(name, args=["2569-1"])).content == absent, name
    assert "2569-1" not in client.get(reverse("verify")).content.decode()


@pytest.mark.parametrize("role", [*WORKERS[:-1], "volunteer", "stranger", "governor_view"])
def test_only_the_keeper_opens_closes_and_draws(work, role):
    client = sign_in_as(role)
    assert client.get(reverse("verify-open")).status_code == 404
    for name in ("verify-list", "verify-close-round"):
        assert client.post(reverse(name, args=["2569-1"])).status_code == 404
    assert client.get(reverse("verify-draw", args=["2569-1"])).status_code == 404
    assert Round.objects.get().state == "open"


def test_a_volunteer_adds_a_missed_household_and_sees_that_one_only(work):
    client = sign_in_as("volunteer", houses=[OWN])
    address = reverse("verify-missed", args=["2569-1"])
    sent = {"area_code": VILLAGE, "name": "ยายสมมุติ", "words": "บ้านท้ายไร่", "once": "a-word"}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302
    added = Case.objects.get(origin="missed")
    assert "ยายสมมุติ" in client.get(reverse("verify-mine", args=["2569-1"])).content.decode()
    assert client.get(reverse("verify-case", args=[added.number])).status_code == 200
    assert client.get(reverse("verify-case", args=[case_of(OWN).number])).status_code == 404
    assert client.post(address, {"area_code": OTHER_VILLAGE, "name": "x"}).status_code == 422


def test_the_questions_of_a_list_do_not_grow_with_its_rows(work, django_assert_max_num_queries):
    client = sign_in_as("tambon_team")
    address = reverse("verify-village", args=["2569-1", VILLAGE])
    client.get(address)
    with django_assert_max_num_queries(30) as few:
        client.get(address)
    for number in range(20):
        Case.objects.create(
            number=f"C-2222-22{number:02d}-2", round=work, area_code=VILLAGE, list_key=f"{VILLAGE}~{number}",
            step="village", added_at=work.opened_at, origin="missed",
        )  # fmt: skip
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert client.get(address).content.decode().count("/verify/cases/") >= 22


def test_a_village_keyed_twice_over_a_bad_line_is_one_receipt(work):
    client = sign_in_as("tambon_team")
    address = reverse("verify-key", args=["2569-1", VILLAGE])
    number = case_of(OWN).number
    sent = {"once": "typed-once", f"outcome_{number}": "away", f"version_{number}": str(case_of(OWN).version)}
    first = client.post(address, sent).content.decode()
    again = client.post(address, sent).content.decode()
    receipt = next(word for word in first.split("<") if "R-" in word)
    assert receipt in again and case_of(OWN).decisions.filter(outcome="away").count() == 1
    late = client.post(address, sent | {"once": "another", f"outcome_{number}": "died"})
    assert late.status_code == 422 and "เสียชีวิต" in late.content.decode()
    assert case_of(OWN).outcome == "away"


def test_the_key_page_names_the_row_and_the_house_and_leads_on_where_the_session_is_closed(work):
    client = sign_in_as("tambon_team")
    address = reverse("verify-key", args=["2569-1", VILLAGE])
    case = case_of(OWN)
    bad = {"once": "one", f"outcome_{case.number}": "died", f"version_{case.number}": str(case.version)}
    page = client.post(address, bad).content.decode()
    place = page[: page.index(f'id="c-{case.number}"')].count('class="keying-door"') + 1
    assert f"ลำดับที่ {place} บ้านเลขที่ 12/3:" in page and f"เรื่อง {case.number}" not in page
    late = {"once": "two", f"outcome_{case.number}": "away", f"version_{case.number}": "77"}
    assert "มีผู้บันทึกบ้านเลขที่ 12/3 ไปก่อน" in client.post(address, late).content.decode()
    Session.objects.update(state="closed")
    page = client.get(address).content.decode()
    assert "ประชุมปิดแล้ว" in page and reverse("verify-call", args=["2569-1", VILLAGE]) in page
    sent = {"once": "three", f"outcome_{case.number}": "away", f"version_{case.number}": str(case.version)}
    assert "ลำดับที่" not in client.post(address, sent).context["refusal"].words.th


def test_what_was_recorded_before_stands_when_the_rest_is_keyed_in(work):
    own, other = case_of(OWN), case_of(SECOND)
    Case.objects.filter(pk=own.pk).update(outcome="not_poor")
    sent = {"once": "rest", f"outcome_{own.number}": "not_poor", f"outcome_{other.number}": "away"}
    sent |= {f"version_{one.number}": str(one.version) for one in (own, other)}
    page = sign_in_as("tambon_team").post(reverse("verify-key", args=["2569-1", VILLAGE]), sent)
    assert page.status_code == 200 and "บันทึก 1 หลัง ยังไม่กรอก 0 หลัง" in page.content.decode()
    assert own.decisions.filter(kind="record").count() == 1 and case_of(SECOND).outcome == "away"


def test_a_session_is_closed_by_its_page_only_when_what_it_leaves_is_ticked(work):
    client = sign_in_as("village_head")
    number = Session.objects.get().number
    page = client.get(reverse("verify-session", args=[number])).content.decode()
    assert 'name="leaving" value="1"' in page
    address = reverse("verify-close-session", args=[number])
    asked = client.post(address)
    assert asked.status_code == 422 and "ยังมี 1 หลัง" in asked.content.decode()
    assert client.post(address, {"leaving": "1"}).status_code == 302 and Session.objects.get().state == "closed"


def test_the_pages_of_the_keeper_and_the_drawn_household(work):
    client = sign_in_as("register_keeper")
    for name in ("verify", "verify-open"):
        assert client.get(reverse(name)).status_code == 200
    for name in ("verify-round", "verify-quality", "verify-hand-in", "verify-missed"):
        assert client.get(reverse(name, args=["2569-1"])).status_code == 200, name
    made = draw_of(work)
    assert made is not None and made.about["cases"] == [case_of(OWN).number]
    assert client.get(reverse("verify-revisit", args=[case_of(OWN).number])).status_code == 200
    assert client.post(reverse("verify-list", args=["2569-1"])).status_code == 302


def test_a_visit_from_outside_sees_no_word_of_the_village_and_is_compared_with_it(work):
    case = case_of(OWN)
    address, quality = reverse("verify-revisit", args=[case.number]), reverse("verify-quality", args=["2569-1"])
    client = sign_in_as("tambon_team")
    refused = client.get(address, follow=True)
    assert refused.redirect_chain and "ไม่ใช่ผู้ที่บันทึกผลบ้านนี้มาก่อน" in refused.content.decode(), (
        "it recorded the house itself"
    )
    client = sign_in_as("amphoe_officer")
    page = client.get(address).content.decode()
    assert "บ้านเลขที่ 12/3" in page and 'value="confirmed" selected' not in page, (
        "blind: what the village found is not filled in"
    )
    assert Event.objects.filter(actor="amphoe_officer", act="verify.look").exists()
    assert "ยังไม่เยี่ยม" in client.get(quality).content.decode()
    before = (case.state, case.outcome, case.version)
    found = {"outcome": "not_poor", "reason": "seen", "version": case.version, "once": "visit"}
    for _press in range(2):
        assert client.post(address, found).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.outcome, case.version) == before, "it changes nothing by itself"
    assert case.decisions.filter(kind="visit").count() == 1
    told = client.get(quality)
    assert "เยี่ยมแล้ว 1 จาก 1 หลัง" in told.content.decode()
    assert (told.context["quality"].revisits.same, told.context["quality"].revisits.of) == (0, 1)


def test_the_workbook_and_the_paper_leave_with_a_row_in_the_trail(work):
    client = sign_in_as("village_head")
    book = client.post(reverse("verify-workbook", args=["2569-1", VILLAGE]))
    assert book.status_code == 200 and book.content.startswith(b"PK")
    assert Event.objects.filter(act="verify.take_page", actor="village_head").count() == 1
