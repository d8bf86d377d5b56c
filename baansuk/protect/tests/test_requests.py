"""A request from receipt to answer: who may move it, by when, what is refused with a sentence, and what is never in clear."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client

from baansuk.access.models import User
from baansuk.access.questions import today
from baansuk.access.tests.cast import sign_in, sign_in_as, sit_down
from baansuk.assess.tests.page_fixtures import PERSON_CODES
from baansuk.audit.models import Event, Subject
from baansuk.people.codes import issue
from baansuk.people.consent_questions import held_back
from baansuk.protect import moves, request_actions
from baansuk.protect.due import DueRule, due_on, lateness, load_due, read_due, rule_for
from baansuk.protect.models import SubjectRequest
from baansuk.protect.open_cases import check_none_open, open_cases
from baansuk.protect.request_questions import opened, requests_for
from baansuk.protect.tests.conftest import take_in
from baansuk.thai.words import Refusal, Words

pytestmark = pytest.mark.django_db
PERSON = PERSON_CODES[0]


def test_every_state_has_an_owner_and_a_way_on():
    assert set(moves.OWNERS) == set(moves.MOVES) == set(moves.STATE_WORDS) == set(moves.TONES)
    assert {new for news in moves.MOVES.values() for new in news} | {"received"} == set(moves.MOVES)
    assert all(moves.OWNERS[state] != "nobody" for state in moves.OPEN)
    assert "reopened --> in_work" in moves.diagram()


@pytest.mark.parametrize("kind", ["see", "copy", "correct", "erase", "restrict", "object"])
def test_a_request_is_due_thirty_days_after_it_came_in_by_a_rule_with_a_source(kind):
    received = dt.date(2026, 1, 31)
    assert due_on(kind, received, load_due()) == dt.date(2026, 3, 2)
    assert (
        "30" in rule_for(kind, received, load_due()).source.en
        or "thirty" in rule_for(kind, received, load_due()).source.en
    )


def test_a_newer_rule_holds_from_its_own_day_on():
    old = DueRule(("*",), dt.date(2022, 6, 1), 30, Words("ก", "a"))
    new = DueRule(("*",), dt.date(2027, 1, 1), 15, Words("ข", "b"))
    assert due_on("see", dt.date(2026, 12, 31), [new, old]) == dt.date(2027, 1, 30)
    assert due_on("see", dt.date(2027, 1, 1), [new, old]) == dt.date(2027, 1, 16)
    with pytest.raises(ValueError, match=r"'\*'"):
        read_due('[[rule]]\nkinds=["see"]\nfrom=2022-06-01\ndays=30\nsource_th="ก"\nsource_en="a"\n')
    assert [lateness(today() + dt.timedelta(days=n), today()) for n in (-1, 0, 7, 8)] == ["late", "soon", "soon", ""]


def test_a_request_goes_from_receipt_to_answer(edition, keeper, dpo):
    made = take_in(dpo, reach="99 ม.1", words="อยากรู้ว่าใครดูข้อมูล")
    assert made.due_on == today() + dt.timedelta(days=30)
    request_actions.check_identity(request=made, how="card", scope=dpo, by=dpo.username)
    request_actions.tie(request=made, code=PERSON.lower(), scope=keeper, by=keeper.username)
    request_actions.begin(request=made, scope=dpo, by=dpo.username)
    request_actions.answer(request=made, words="ส่งสำเนาแล้ว", scope=dpo, by=dpo.username)
    made.refresh_from_db()
    assert (made.state, made.answered_on, made.person_code) == ("answered", today(), PERSON)
    seen = opened(made)
    assert (seen.name, seen.reach, seen.words) == ("นางตัวอย่าง สมมติ", "99 ม.1", "อยากรู้ว่าใครดูข้อมูล")
    assert [step.state.en for step in seen.steps] == ["Received", "Identity checked", "In work", "Answered"]
    acts = list(Event.objects.filter(act__startswith="protect.").values_list("act", flat=True))
    assert acts.count("protect.move_request") == 3 and "protect.tie_request" in acts
    assert Subject.objects.filter(kind="person", code=PERSON).exists()


def test_the_persons_words_and_name_are_sealed_in_the_database(dpo):
    made = take_in(dpo, reach="ที่อยู่ลับ", words="ถ้อยคำลับ")
    request_actions.refuse(request=made, reason="law", words="คำตอบลับ", scope=dpo, by=dpo.username)
    with connection.cursor() as cursor:
        cursor.execute("select * from protect_subjectrequest")
        stored = json.dumps(cursor.fetchall(), default=str, ensure_ascii=False)
        cursor.execute("select * from protect_requeststep")
        stored += json.dumps(cursor.fetchall(), default=str, ensure_ascii=False)
    assert not any(word in stored for word in ("ตัวอย่าง", "ที่อยู่ลับ", "ถ้อยคำลับ", "คำตอบลับ"))
    events = json.dumps(list(Event.objects.values_list("about", flat=True)), ensure_ascii=False)
    assert "ตัวอย่าง" not in events and "ลับ" not in events


def test_steps_are_taken_in_their_order_only(dpo):
    made = take_in(dpo)
    for act, more in (("begin", {}), ("answer", {"words": "ก"}), ("reopen", {"note": "ก"})):
        with pytest.raises(Refusal) as refused:
            getattr(request_actions, act)(request=made, scope=dpo, by="x", **more)
        assert refused.value.code == "wrong_state"
    assert made.steps.count() == 1


def test_whoever_asks_for_another_shows_another_paper(dpo):
    own, other = take_in(dpo), take_in(dpo, asker="guardian")
    for made, how in ((own, "guardian"), (other, "card")):
        with pytest.raises(Refusal, match="power of attorney"):
            request_actions.check_identity(request=made, how=how, scope=dpo, by="x")
    assert request_actions.check_identity(request=other, how="guardian", scope=dpo, by="x").state == "checked"


@pytest.mark.parametrize("case", ["absent", "out of sight", "no code", "a household", "seen by nobody"])
def test_whoever_is_not_in_the_register_and_whoever_is_out_of_sight_get_the_same_sentence(case, edition, keeper, dpo):
    made = take_in(dpo)
    narrow = replace(keeper, granted=frozenset())
    code = {
        "absent": issue("person", 1)[0],
        "no code": "P-0000-0000-0",
        "a household": edition[0],
    }.get(case, PERSON)
    scope = {"out of sight": narrow, "seen by nobody": dpo}.get(case, keeper)
    with pytest.raises(Refusal) as refused:
        request_actions.tie(request=made, code=code, scope=scope, by="x")
    assert refused.value.code == "no_such_person" and code not in refused.value.words.th + refused.value.words.en
    assert SubjectRequest.objects.get().person_code == ""


def test_somebody_who_is_not_in_the_register_is_answered_too(edition, keeper, dpo):
    made = take_in(dpo)
    request_actions.check_identity(request=made, how="thaid", scope=dpo, by="x")
    request_actions.begin(request=made, scope=dpo, by="x")
    with pytest.raises(Refusal) as refused:
        request_actions.answer(request=made, words="ไม่มีข้อมูล", scope=dpo, by="x")
    assert refused.value.code == "not_tied"
    request_actions.tie(request=made, code="", scope=keeper, by="x")
    assert request_actions.answer(request=made, words="ไม่มีข้อมูล", scope=dpo, by="x").nobody


def test_a_restriction_holds_back_from_the_answer_on(edition, keeper):
    made = take_in(keeper, "restrict", uses=("plan", "research"))
    request_actions.check_identity(request=made, how="card", scope=keeper, by="x")
    request_actions.tie(request=made, code=PERSON, scope=keeper, by="x")
    request_actions.begin(request=made, scope=keeper, by="x")
    assert held_back("plan") == frozenset()
    request_actions.answer(request=made, words="ระงับแล้ว", scope=keeper, by="x")
    assert held_back("plan") == held_back("research") == {PERSON}
    assert held_back("help") == frozenset()


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"kind": "sell"}, "not_on_the_list"),
        ({"channel": "dream"}, "not_on_the_list"),
        ({"name": "  "}, "name_needed"),
        ({"received_on": dt.date(2999, 1, 1)}, "day_to_come"),
        ({"kind": "object"}, "purpose_needed"),
    ],
)
def test_what_is_no_request_is_refused_with_a_sentence(parts, code, dpo):
    given = {"kind": "see", "channel": "counter", "received_on": today(), "name": "ก", **parts}
    with pytest.raises(Refusal) as refused:
        request_actions.receive(asked=request_actions.Asked(**given), scope=dpo, by="x")
    assert refused.value.code == code and not SubjectRequest.objects.exists()


def test_a_closed_request_is_opened_again_with_a_new_due_day(dpo):
    made = take_in(dpo, received=today() - dt.timedelta(days=40))
    assert requests_for(dpo, "late").count() == 1
    request_actions.withdraw(request=made, scope=dpo, by="x")
    assert requests_for(dpo, "late").count() == 0 and requests_for(dpo, "closed").count() == 1
    with pytest.raises(Refusal):
        request_actions.reopen(request=made, note=" ", scope=dpo, by="x")
    again = request_actions.reopen(request=made, note="มีเอกสารใหม่", scope=dpo, by="x")
    assert again.due_on == today() + dt.timedelta(days=30)


def test_open_requests_are_cases_of_a_person_and_rooms_may_name_more(edition, keeper, settings):
    made = take_in(keeper, "erase")
    request_actions.tie(request=made, code=PERSON, scope=keeper, by="x")
    assert len(open_cases(PERSON)) == 1 and not open_cases(PERSON_CODES[1])
    check_none_open(PERSON, but=[made.number])
    with pytest.raises(Refusal) as refused:
        check_none_open(PERSON)
    assert refused.value.code == "open_case" and made.number in refused.value.words.th
    settings.BAANSUK_OPEN_CASES = ["baansuk.protect.tests.test_requests.case_of_everybody"]
    with pytest.raises(Refusal, match="housing case 7"):
        check_none_open(PERSON, but=[made.number])


def case_of_everybody(person: str) -> list[tuple[str, Words]]:
    return [("H-7", Words("งานบ้านที่ 7", "housing case 7"))]


FORM = {"kind": "see", "name": "นายทดสอบ สมมติ", "asker": "self", "channel": "counter", "received_on": "21 พ.ย. 2569"}


def test_the_officer_takes_a_request_in_by_the_page_once_however_often_it_is_pressed():
    client = sign_in_as("data_protection_officer")
    once = client.get("/protection/requests/new/").context["once"]
    for _ in range(2):
        answer = client.post("/protection/requests/new/", {**FORM, "received_on": today().isoformat(), "once": once})
        assert answer.status_code == 302, answer.context["form"].errors
    made = SubjectRequest.objects.get()
    page = client.get(f"/protection/requests/{made.number}/").content.decode()
    assert "นายทดสอบ สมมติ" in page
    assert "นายทดสอบ" not in client.get("/protection/requests/").content.decode()


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong():
    client = sign_in_as("data_protection_officer")
    answer = client.post(
        "/protection/requests/new/", {**FORM, "kind": "object", "words": "ไม่อยากให้ใช้", "received_on": "เมื่อวาน"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "ไม่อยากให้ใช้" in page and "อ่านเป็นวันที่ไม่ได้" in page
    assert not SubjectRequest.objects.exists()


def test_the_letter_is_an_official_one_with_thai_digits(dpo):
    made = take_in(dpo)
    request_actions.refuse(request=made, reason="identity", words="โปรดนำบัตรมาแสดง", scope=dpo, by="x")
    client = sign_in_as("auditor")
    assert client.get(f"/protection/requests/{made.number}/letter/").status_code == 404
    client, user = Client(), User.objects.get(username="data_protection_officer")
    sign_in(client, user)
    sit_down(client, user.posts.get().pk, "")
    page = client.get(f"/protection/requests/{made.number}/letter/").content.decode()
    for said in ("เรื่อง", "เรียน", "อ้างถึง", "ขอแสดงความนับถือ", "โปรดนำบัตรมาแสดง", "มีสิทธิร้องเรียน", "๒๕"):
        assert said in page


@pytest.mark.parametrize("role", ["stranger", "auditor", "tambon_team", "nonstate_partner", "member", "governor_view"])
def test_others_find_no_such_room(role, dpo):
    made = take_in(dpo)
    client = sign_in_as(role)
    for address in (
        "",
        "requests/",
        "requests/new/",
        f"requests/{made.number}/",
        f"requests/{made.number}/step/begin/",
    ):
        assert client.get(f"/protection/{address}").status_code == 404
    menu = client.get("/").content.decode()
    assert "/protection/" not in menu
