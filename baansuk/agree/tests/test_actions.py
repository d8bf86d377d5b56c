"""The life of an agreement in the database: each step with its trail, each refusal, and grants that follow at once."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from baansuk.access import questions as access
from baansuk.access.models import DayReached, Grant, User
from baansuk.access.tests.cast import AGREEMENT, user_as
from baansuk.agree import actions, amending_actions, paper
from baansuk.agree.models import Agreement, Party, StateChange
from baansuk.agree.terms import DAY, UNKNOWN, YEAR, Term
from baansuk.agree.tests.house import FIRST, HELP, LAST, TERM, approved, drafted, in_force, partner, signed
from baansuk.audit.models import Event
from baansuk.thai.words import Refusal, Words
from tests.kept import written_once

pytestmark = pytest.mark.django_db
TITLE = Words("ข้อตกลง", "Agreement")


def refusal_of(act, **parts) -> str:
    events, grants = Event.objects.count(), Grant.objects.count()
    states = list(Agreement.objects.order_by("pk").values_list("pk", "state"))
    with pytest.raises(Refusal) as told:
        act(**parts)
    assert told.value.words.th
    assert told.value.words.en
    assert (Event.objects.count(), Grant.objects.count()) == (events, grants), "a refused act left something behind"
    assert list(Agreement.objects.order_by("pk").values_list("pk", "state")) == states
    return told.value.code


def acts(name: str) -> int:
    return Event.objects.filter(act=f"agree.{name}").count()


def _held():
    agreement = in_force()
    approved(agreement)
    return agreement.pk


made = written_once(_held)


@pytest.fixture
def held(made, db) -> Agreement:
    """An agreement in force with an approved annex of CDD."""
    return Agreement.objects.get(pk=made)


@pytest.fixture
def officer(db) -> User:
    """A tambon officer of CDD who is granted nothing but by agreements."""
    user = user_as("tambon_team")
    Grant.objects.filter(agreement=AGREEMENT).delete()
    return user


def sees(user: User) -> bool:
    post = user.posts.get().pk
    return access.presence_of(user, post, "help").scope.sees_persons


def test_a_draft_remembers_who_and_what():
    made = drafted()
    assert made.state == "draft"
    assert [(party.partner_id, party.host) for party in made.parties.all()] == [("MSDHS", True), ("CDD", False)]
    assert acts("draft_agreement") == acts("join_party") == 1
    assert StateChange.objects.get().new == "draft"


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"code": "mou 1"}, "bad_code"),
        ({"code": "../1"}, "bad_code"),
        ({"code": "MOU-1"}, "code_taken"),
        ({"area_code": "97"}, "area_unknown"),
        ({"area_code": ""}, "area_unknown"),
        ({"title": Words(" ", "")}, "name_missing"),
        ({"term": Term(LAST, FIRST, DAY)}, "days_turned"),
        ({"term": Term(FIRST, None, DAY)}, "term_half"),
    ],
)
def test_drafts_that_cannot_be(parts, code):
    drafted()
    given: dict[str, Any] = {
        "code": "MOU-2",
        "title": TITLE,
        "host": partner("MSDHS"),
        "area_code": "99",
        "term": TERM,
        "by": "keeper",
    }
    assert refusal_of(actions.draft_agreement, **{**given, **parts}) == code


def test_a_draft_may_be_corrected_and_a_signed_paper_not():
    made = drafted()
    changed = actions.change_draft(
        agreement=made, title=TITLE, area_code="99", term=Term(None, None, UNKNOWN), objectives=[TITLE], by="keeper"
    )
    assert (changed.term_precision, changed.objectives) == ("unknown", [{"th": "ข้อตกลง", "en": "Agreement"}])
    assert acts("change_draft") == 1
    given: dict[str, Any] = {"title": TITLE, "area_code": "99", "term": TERM, "by": "keeper"}
    assert refusal_of(actions.change_draft, agreement=signed("MOU-2"), **given) == "wrong_state"


def test_signing_takes_offices_and_two_parties():
    made = drafted()
    office = actions.Signed(Words("นายอำเภอ", "District chief"), "CDD")
    done = actions.sign(agreement=made, signed_on=FIRST, signatures=[office], place=TITLE, by="keeper")
    assert (done.state, done.signed_on, done.place_th) == ("signed", FIRST, "ข้อตกลง")
    assert [(one.office_th, one.partner_id, one.kind) for one in done.signatories.all()] == [
        ("นายอำเภอ", "CDD", "signatory")
    ]
    assert acts("sign") == 1
    assert Grant.objects.count() == 0


def test_signings_that_cannot_be():
    made = drafted()
    ahead = access.today() + timedelta(days=1)
    assert refusal_of(actions.sign, agreement=made, signed_on=ahead, by="keeper") == "day_to_come"
    odd = actions.Signed(TITLE, kind="friend")
    assert refusal_of(actions.sign, agreement=made, signed_on=FIRST, signatures=[odd], by="keeper") == "not_on_the_list"
    Party.objects.filter(host=False).delete()
    assert refusal_of(actions.sign, agreement=made, signed_on=FIRST, by="keeper") == "parties_missing"


def test_grants_open_when_it_comes_into_force_and_not_before(officer):
    made = signed()
    approved(made)
    assert Grant.objects.count() == 0
    assert not sees(officer)
    actions.bring_into_force(agreement=made, by="keeper")
    assert {(row.partner, row.field_class) for row in Grant.objects.all()} == {
        ("CDD", name) for name in ("aggregate", *HELP.classes)
    }
    assert sees(officer)
    assert acts("bring_into_force") == 1


@pytest.mark.parametrize(("act", "state"), [("suspend", "suspended"), ("end", "ended"), ("withdraw", "withdrawn")])
def test_access_ends_on_the_next_request(held, officer, act, state):
    assert sees(officer)
    done = getattr(actions, act)(agreement=held, because="ตามมติ", by="keeper")
    assert done.state == state
    assert not sees(officer)
    assert acts(act) == 1
    last = StateChange.objects.order_by("pk").last()
    assert last is not None
    assert (last.new, last.because) == (state, "ตามมติ")


@pytest.mark.parametrize("act", ["suspend", "end", "withdraw"])
def test_no_agreement_is_stopped_without_a_reason(held, act):
    assert refusal_of(getattr(actions, act), agreement=held, because=" ", by="keeper") == "reason_needed"


def test_what_was_suspended_may_be_resumed(held, officer):
    actions.suspend(agreement=held, because="ตรวจสอบ", by="keeper")
    assert not sees(officer)
    assert refusal_of(actions.bring_into_force, agreement=held, by="keeper") == "use_resume"
    actions.resume(agreement=held, by="keeper")
    assert sees(officer)
    assert acts("resume") == 1
    assert refusal_of(actions.resume, agreement=held, by="keeper") == "wrong_state"


@pytest.mark.parametrize("act", ["suspend", "end", "withdraw"])
def test_what_ended_stays_ended(held, act):
    actions.end(agreement=held, because="ครบอายุ", by="keeper")
    assert refusal_of(getattr(actions, act), agreement=held, because="อีกครั้ง", by="keeper") == "wrong_state"
    assert refusal_of(actions.bring_into_force, agreement=held, by="keeper") == "wrong_state"
    assert refusal_of(actions.resume, agreement=held, by="keeper") == "wrong_state"


def test_an_example_never_comes_into_force():
    made = signed(example=True)
    assert refusal_of(actions.bring_into_force, agreement=made, by="keeper") == "example_only"


def test_a_term_that_is_over_never_comes_into_force():
    made = signed(term=Term(date(2020, 1, 1), access.today() - timedelta(days=1), DAY))
    assert refusal_of(actions.bring_into_force, agreement=made, by="keeper") == "term_over"


def test_without_a_known_term_it_may_hold_and_grants_nothing(officer):
    approved(in_force(term=Term(None, None, UNKNOWN)))
    assert Grant.objects.count() == 0
    assert not sees(officer)


def test_terms_of_the_same_parties_may_not_overlap():
    in_force()
    again = signed("MOU-2", term=Term(LAST, LAST + timedelta(days=900), DAY))
    assert refusal_of(actions.bring_into_force, agreement=again, by="keeper") == "terms_overlap"
    in_force("MOU-3", term=Term(LAST + timedelta(days=1), LAST + timedelta(days=900), DAY))
    wider = in_force("MOU-4", "CDD", "CHAMBER")
    left = wider.parties.get(partner="CHAMBER")
    gone = access.today() - timedelta(days=1)
    amending_actions.leave_party(party=left, last_day=gone, because="ถอนตัว", by="keeper")
    once_more = signed("MOU-5", "CDD", term=Term(LAST + timedelta(days=901), LAST + timedelta(days=999), DAY))
    assert actions.bring_into_force(agreement=once_more, by="keeper").state == "in_force"


def test_a_party_that_joins_may_not_make_two_of_the_same():
    in_force("MOU-1", "CDD", "CHAMBER")
    other = in_force("MOU-2", "CDD")
    body = partner("CHAMBER")
    assert refusal_of(amending_actions.join_party, agreement=other, body=body, by="keeper") == "terms_overlap"
    assert other.parties.count() == 2


def test_the_day_the_earlier_one_ended_makes_room(held):
    again = signed("MOU-2")
    actions.end(agreement=held, because="ทำฉบับใหม่", by="keeper")
    assert actions.bring_into_force(agreement=again, by="keeper").state == "in_force"


def test_a_clock_set_back_opens_nothing(officer):
    """The house saw a day after the last one; the machine's clock says it is before it again."""
    approved(in_force(term=Term(FIRST, access.today(), DAY)))
    assert sees(officer)
    DayReached.objects.update(day=access.today() + timedelta(days=1))
    assert not sees(officer)
    held = Agreement.objects.get()
    actions.suspend(agreement=held, because="ทดสอบ", by="keeper")
    assert refusal_of(actions.resume, agreement=held, by="keeper") == "term_over"


def test_an_amendment_moves_the_last_day_and_the_grants(held):
    later = LAST + timedelta(days=365)
    made = amending_actions.amend(
        agreement=held, signed_on=access.today(), words=TITLE, term=Term(FIRST, later, DAY), by="keeper"
    )
    assert (made.number, made.term_to_before, made.term_to) == (1, LAST, later)
    assert set(Grant.objects.values_list("valid_to", flat=True)) == {later}
    assert acts("amend") == 1


def test_an_amendment_names_a_term_that_was_not_printed(officer):
    held = in_force(term=Term(None, None, UNKNOWN))
    approved(held)
    amending_actions.amend(agreement=held, signed_on=access.today(), words=TITLE, term=TERM, by="keeper")
    assert sees(officer)


def test_an_amendment_may_shorten_what_is_granted(held, officer):
    yesterday = access.today() - timedelta(days=1)
    amending_actions.amend(
        agreement=held, signed_on=access.today(), words=TITLE, term=Term(FIRST, yesterday, DAY), by="keeper"
    )
    assert not sees(officer)


def test_amendments_that_cannot_be(held):
    given: dict[str, Any] = {"words": TITLE, "by": "keeper"}
    ahead = access.today() + timedelta(days=1)
    before = FIRST - timedelta(days=1)
    assert refusal_of(amending_actions.amend, agreement=held, signed_on=ahead, **given) == "day_to_come"
    assert refusal_of(amending_actions.amend, agreement=held, signed_on=before, **given) == "days_turned"
    assert refusal_of(amending_actions.amend, agreement=drafted("MOU-2"), signed_on=FIRST, **given) == "wrong_state"
    turned = Term(LAST, FIRST, YEAR)
    assert refusal_of(amending_actions.amend, agreement=held, signed_on=FIRST, term=turned, **given) == "days_turned"


def test_a_renewal_carries_parties_roles_and_drafts_of_annexes(held):
    made = actions.renew(
        agreement=held, code="MOU-2", term=Term(LAST + timedelta(days=1), LAST + timedelta(days=1826), DAY), by="keeper"
    )
    assert (made.state, made.renews_id) == ("draft", "MOU-1")
    assert [party.partner_id for party in made.parties.all()] == ["MSDHS", "CDD"]
    copied = made.annexes.get()
    assert (copied.state, copied.approved_by, copied.classes) == ("draft", "", list(HELP.classes))
    assert held.annexes.get().state == "approved"
    assert acts("renew") == 1
    assert refusal_of(actions.renew, agreement=made, code="MOU-3", term=TERM, by="keeper") == "wrong_state"


def test_a_partner_leaves_on_a_day_and_keeps_until_then(held, officer):
    today = access.today()
    party = held.parties.get(partner="CDD")
    amending_actions.leave_party(party=party, last_day=today, because="ถอนตัว", by="keeper")
    assert sees(officer)
    assert set(Grant.objects.values_list("valid_to", flat=True)) == {today}
    amending_actions.leave_party(party=party, last_day=today - timedelta(days=1), because="ถอนตัว", by="keeper")
    assert not sees(officer)
    assert acts("leave_party") == 2


def test_leavings_that_cannot_be(held):
    party, host = held.parties.get(partner="CDD"), held.parties.get(host=True)
    given: dict[str, Any] = {"by": "keeper", "because": "ถอนตัว"}
    before = FIRST - timedelta(days=1)
    assert refusal_of(amending_actions.leave_party, party=party, last_day=before, **given) == "left_before_joining"
    assert refusal_of(amending_actions.leave_party, party=host, last_day=LAST, **given) == "host_leaves"
    none = {**given, "because": ""}
    assert refusal_of(amending_actions.leave_party, party=party, last_day=LAST, **none) == "reason_needed"
    joined = amending_actions.join_party(agreement=held, body=partner("CHAMBER"), joined=date(2027, 1, 1), by="keeper")
    early = date(2026, 12, 31)
    assert refusal_of(amending_actions.leave_party, party=joined, last_day=early, **given) == "left_before_joining"


def test_a_party_joins_once_and_only_while_it_lives(held):
    given: dict[str, Any] = {"agreement": held, "by": "keeper"}
    assert refusal_of(amending_actions.join_party, body=partner("CDD"), **given) == "party_already"
    actions.end(agreement=held, because="ครบอายุ", by="keeper")
    body = partner("CHAMBER")
    assert refusal_of(amending_actions.join_party, body=body, **given) == "wrong_state"


def test_reports_that_disagree_are_both_kept(held):
    for bodies, people in ((20, 200), (5, 120)):
        amending_actions.add_account(agreement=held, teller=TITLE, bodies=bodies, people=people, by="keeper")
    assert [(one.bodies, one.people) for one in held.accounts.all()] == [(20, 200), (5, 120)]
    assert acts("add_account") == 2


def test_the_paper_is_kept_under_its_hash(held, own_store):
    scan = b"%PDF-1.7 signed"
    done = amending_actions.keep_paper(agreement=held, stream=BytesIO(scan), filename="../../mou\x00.pdf", by="keeper")
    assert done.paper_name == "mou.pdf"
    assert scan not in paper.path_of(done.paper_sha256).read_bytes()
    opened = paper.open_paper(done.paper_sha256)
    assert opened is not None and opened.read() == scan
    assert acts("keep_paper") == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "paper_unreadable"), (b"<html>", "paper_unreadable"), (b"%PDF-" + b"x" * 99, "paper_too_big")],
)
def test_papers_that_are_not_kept(held, own_store: Path, monkeypatch, content, code):
    monkeypatch.setattr(paper, "MOST_BYTES", 50)
    given: dict[str, Any] = {"agreement": held, "filename": "mou.pdf", "by": "keeper"}
    assert refusal_of(amending_actions.keep_paper, stream=BytesIO(content), **given) == code
    assert not list(own_store.rglob("*"))
