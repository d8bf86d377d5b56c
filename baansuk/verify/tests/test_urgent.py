"""The urgent lane: hours by kind, who sees what, two who take one case, and a compartment that nothing else leads to."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from django.http import Http404
from django.utils import timezone

from baansuk.access.questions import presence_of
from baansuk.access.scope import Scope
from baansuk.access.tests.cast import purpose_of, sign_in_as, user_as
from baansuk.assess.tests.page_fixtures import make_edition
from baansuk.audit.models import Event, Subject
from baansuk.thai.words import Refusal
from baansuk.verify import urgent_actions as actions
from baansuk.verify.models import UrgentCase, UrgentStep
from baansuk.verify.urgent import due_at, hours_left, lateness, load_kinds, read_kinds
from baansuk.verify.urgent_moves import MOVES, OWNER_WORDS, OWNERS, STATE_WORDS, TONES, check_move, diagram
from baansuk.verify.urgent_questions import opened, protectors_of, urgent_case_for, urgent_for, viewed, watched
from tests.kept import written_once

pytestmark = pytest.mark.django_db
small_register = written_once(make_edition)
NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


def scope_in(role: str) -> Scope:
    user = user_as(role)
    return presence_of(user, user.posts.get().pk, purpose_of(role)).scope


def told(kind: str, **parts: str) -> actions.Told:
    return actions.Told(
        kind, parts.pop("area_code", "99010101"), place="บ้านสมมุติท้ายซอย", what="เล่าเหตุสมมุติ", reporter="ผู้แจ้งสมมุติ", **parts
    )


def reported(kind: str, by: Scope, **parts: str) -> UrgentCase:
    return actions.report(told=told(kind, **parts), scope=by, by=by.username)


# What is due when
def test_hours_run_from_the_report_and_the_last_ones_from_the_last_step():
    fire = load_kinds()["fire"]
    assert due_at(fire, "reported", NOON, NOON) == NOON + dt.timedelta(hours=1)
    assert due_at(fire, "taken", NOON, NOON + dt.timedelta(hours=5)) == NOON + dt.timedelta(hours=12)
    assert due_at(fire, "helped", NOON, NOON + dt.timedelta(hours=5)) == NOON + dt.timedelta(hours=5 + 336)
    assert due_at(fire, "closed", NOON, NOON) is None
    assert hours_left(NOON, NOON + dt.timedelta(minutes=1)) == -1 and hours_left(None, NOON) is None
    assert [lateness(NOON, NOON + dt.timedelta(minutes=m)) for m in (1, -30, -90)] == ["late", "soon", ""]


@pytest.mark.parametrize(
    "text",
    [
        "take = 2\nvisit = 1\nhelp = 3\nclose = 4\nsource = 'x'",
        "take = 1\nvisit = 2\nhelp = 3\nsource = 'x'",
        "take = 0\nvisit = 2\nhelp = 3\nclose = 4\nsource = 'x'",
        "take = 1\nvisit = 2\nhelp = 3\nclose = 4",
    ],
    ids=["backwards", "missing", "zero", "no source"],
)
def test_hours_that_cannot_be_are_refused_when_they_are_read(text):
    with pytest.raises(ValueError):
        read_kinds(f"[[kind]]\ncode = 'x'\nth = 'ก'\nen = 'x'\nprotected = false\nrank = 1\n{text}\n")


def test_every_state_has_an_owner_words_and_a_way_on():
    assert set(MOVES) == set(OWNERS) == set(STATE_WORDS) == set(TONES)
    assert set(OWNERS.values()) == set(OWNER_WORDS)
    assert all(MOVES.values()) and "reported --> taken" in diagram()
    with pytest.raises(Refusal):
        check_move("reported", "closed")


def test_the_how_to_shows_the_moves_as_they_are():
    told = (Path(__file__).resolve().parents[3] / "docs" / "how-to" / "urgent.md").read_text(encoding="utf-8")
    assert diagram() in told


# Who sees what
def test_a_case_of_the_area_is_seen_by_those_who_help_there_and_by_nobody_else(small_register):
    volunteer, team, stranger = scope_in("volunteer"), scope_in("tambon_team"), scope_in("stranger")
    made = reported("fire", volunteer)
    assert list(urgent_for(team)) == [made] and urgent_case_for(team, made.number) == made
    for blind in (volunteer, stranger, scope_in("governor_view")):
        assert not urgent_for(blind).exists()
        with pytest.raises(Http404):
            urgent_case_for(blind, made.number)
    assert not urgent_for(scope_in("social_worker")).exclude(pk=made.pk).exists()


def test_a_protected_case_is_seen_by_those_named_only_and_counted_for_the_chair(small_register):
    worker, team, chair = scope_in("social_worker"), scope_in("tambon_team"), scope_in("amphoe_chair")
    made = reported("violence", team, household=small_register[0])
    UrgentCase.objects.update(due_at=timezone.now() - dt.timedelta(hours=3))
    made.refresh_from_db()
    assert made.household_code == "" and small_register[0] not in made.told_sealed
    assert [one.account for one in made.named.all()] == ["social_worker"]
    for blind in (team, chair, scope_in("amphoe_officer"), scope_in("register_keeper")):
        assert not urgent_for(blind).exists()
        with pytest.raises(Http404):
            urgent_case_for(blind, made.number)
    seen = watched(chair, timezone.now())
    assert (seen.open, list(seen.late), seen.protected_open, seen.protected_late) == (0, [], 1, 1)
    found = opened(urgent_case_for(worker, made.number), worker, timezone.now())
    assert found.household == small_register[0] and found.what == "เล่าเหตุสมมุติ"
    assert found.reporter == "", "who told is shown to whoever took the case"
    taken = actions.move_on(case=made, to="taken", scope=worker, by=worker.username)
    assert opened(taken, worker, timezone.now()).reporter == "ผู้แจ้งสมมุติ"


def test_nothing_leads_from_the_house_to_a_protected_case(small_register):
    team, worker = scope_in("tambon_team"), scope_in("social_worker")
    before = Subject.objects.filter(kind="household").count()
    made = reported("child", team, household=small_register[0])
    actions.move_on(case=made, to="taken", scope=worker, by=worker.username)
    assert Subject.objects.filter(kind="household").count() == before
    rows = Event.objects.filter(act__in=("verify.report_urgent", "verify.move_urgent"))
    assert rows.count() == 2 and "เล่าเหตุ" not in str(list(rows.values()))


def test_without_anybody_to_protect_a_report_is_refused_with_the_number_to_call(small_register):
    team = scope_in("tambon_team")
    with pytest.raises(Refusal) as refused:
        reported("violence", team)
    assert refused.value.code == "nobody_to_protect" and "1300" in refused.value.words.th
    scope_in("register_keeper")
    assert protectors_of("99010101", timezone.now()) == ["register_keeper"]
    scope_in("social_worker")
    assert protectors_of("99010101", timezone.now()) == ["social_worker"]


def test_somebody_named_names_another_and_the_taker_stays(small_register):
    worker, officer = scope_in("social_worker"), scope_in("amphoe_officer")
    made = reported("violence", worker)
    with pytest.raises(Http404):
        actions.let_know(case=made, account="amphoe_officer", scope=officer, by="amphoe_officer")
    with pytest.raises(Refusal):
        actions.let_know(case=made, account="nobody-such", scope=worker, by=worker.username)
    actions.let_know(case=made, account="amphoe_officer", scope=worker, by=worker.username)
    assert list(urgent_for(officer)) == [made]
    actions.move_on(case=made, to="taken", scope=worker, by=worker.username)
    with pytest.raises(Refusal) as refused:
        actions.no_longer(case=made, account="social_worker", scope=officer, by="amphoe_officer")
    assert refused.value.code == "taker_stays"
    actions.no_longer(case=made, account="amphoe_officer", scope=worker, by=worker.username)
    assert not urgent_for(officer).exists()


# Acts
def test_a_report_sent_twice_is_one_case(small_register):
    team = scope_in("tambon_team")
    first = actions.report(told=told("fire"), scope=team, by=team.username, key="k1")
    assert actions.report(told=told("fire"), scope=team, by=team.username, key="k1") == first
    assert UrgentCase.objects.count() == UrgentStep.objects.count() == 1


@pytest.mark.parametrize("kind", ["fire", "child"])
def test_the_same_words_again_are_the_same_case_until_somebody_takes_it_or_an_hour_is_over(kind, small_register):
    scope_in("social_worker")  # who a protected case is told to
    head = scope_in("village_head")
    first = reported(kind, head)
    assert reported(kind, head) == first, "gone back, and pressed again with another key"
    other = replace(told(kind), what="เรื่องอื่นสมมุติ")
    assert actions.report(told=other, scope=head, by=head.username) != first
    assert actions.report(told=told(kind), scope=head, by="another") != first
    wordless = replace(told(kind), what=" ")
    two = {actions.report(told=wordless, scope=head, by=head.username).pk for _ in range(2)}
    assert len(two) == 2, "without words there may be two"
    UrgentCase.objects.filter(pk=first.pk).update(reported_at=first.reported_at - actions.SAME_WITHIN)
    second = reported(kind, head)
    assert second != first
    UrgentCase.objects.filter(pk=second.pk).update(state="taken")
    assert reported(kind, head) not in (first, second)


@pytest.mark.parametrize("area", ["99020101", "9801", ""])
def test_a_report_from_outside_the_area_is_refused(small_register, area):
    team = scope_in("tambon_team")
    with pytest.raises(Refusal) as refused:
        reported("fire", team, area_code=area)
    assert refused.value.code == "area_outside"


def test_two_who_take_one_case_are_told_who_came_first(small_register):
    team, worker = scope_in("tambon_team"), scope_in("social_worker")
    made = reported("no_food", team)
    taken = actions.move_on(case=made, to="taken", scope=worker, by=worker.username, version=0)
    with pytest.raises(Refusal) as refused:
        actions.move_on(case=made, to="taken", scope=team, by=team.username, version=0)
    assert refused.value.code == "changed_meanwhile"
    taken.refresh_from_db()
    assert (taken.taken_by, taken.version, taken.steps.count()) == ("social_worker", 1, 2)


def test_a_case_goes_to_its_end_with_words_and_says_where_it_was_late(small_register):
    worker = scope_in("social_worker")
    made = reported("fire", worker)
    UrgentCase.objects.update(due_at=timezone.now() - dt.timedelta(hours=2))
    assert list(viewed(worker, "late", timezone.now())) == [made]
    actions.move_on(case=made, to="taken", scope=worker, by=worker.username)
    with pytest.raises(Refusal) as refused:
        actions.move_on(case=made, to="visited", scope=worker, by=worker.username)
    assert refused.value.code == "words_needed"
    for to in ("visited", "helped", "closed", "reopened"):
        actions.move_on(case=made, to=to, scope=worker, by=worker.username, words=f"ทำแล้ว {to}", key=f"k-{to}")
        actions.move_on(case=made, to=to, scope=worker, by=worker.username, words="อีกครั้ง", key=f"k-{to}")
    made.refresh_from_db()
    assert made.state == "reopened" and made.due_at is not None and made.due_at > timezone.now()
    steps = opened(made, worker, timezone.now()).steps
    assert [one.step.late for one in steps] == [False, True, False, False, False, False]
    assert [one.words for one in steps][2:4] == ["ทำแล้ว visited", "ทำแล้ว helped"]


def test_whoever_is_on_duty_is_named_first(small_register):
    worker, keeper = scope_in("social_worker"), scope_in("register_keeper")
    now = timezone.now()
    turn = actions.Turn(
        keeper.post or 0, "9901", now - dt.timedelta(hours=1), now + dt.timedelta(hours=8), "0 0000 0000"
    )
    made = actions.set_turn(turn=turn, scope=worker, by=worker.username)
    assert protectors_of("99010101", now) == ["register_keeper"]
    assert protectors_of("99020101", now) == ["social_worker"]
    actions.end_turn(turn=made, scope=worker, by=worker.username)
    assert protectors_of("99010101", now) == ["social_worker"]
    with pytest.raises(Refusal) as refused:
        actions.set_turn(
            turn=actions.Turn(keeper.post or 0, "9901", now, now - dt.timedelta(hours=1)), scope=worker, by="x"
        )
    assert refused.value.code == "turn_hours"
    with pytest.raises(Refusal) as refused:
        actions.set_turn(turn=turn, scope=scope_in("tambon_team"), by="x")
    assert refused.value.code == "roster_outside"


# Pages
PAGES = ("/verify/urgent/", "/verify/urgent/new/", "/verify/urgent/duty/", "/verify/urgent/U-2569-XXXXXX-X/")


@pytest.mark.parametrize("role", ["stranger", "governor_view", "auditor"])
def test_a_stranger_gets_what_does_not_exist(small_register, role):
    made = reported("fire", scope_in("tambon_team"))
    client = sign_in_as(role)
    absent = client.get("/verify/urgent/nothing-such/")
    for address in (*PAGES, f"/verify/urgent/{made.number}/"):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (404, absent.content), address


def test_the_whole_lane_by_the_pages(small_register):
    client = sign_in_as("social_worker")
    page = client.get("/verify/urgent/new/")
    assert page.status_code == 200
    sent = {"kind": "fire", "area": "990101", "place": "ท้ายซอย", "what": "ไฟไหม้ครัว", "once": "w1"}
    answer = client.post("/verify/urgent/new/", sent)
    assert answer.status_code == 302 and UrgentCase.objects.count() == 1
    number = UrgentCase.objects.get().number
    listed = client.get("/verify/urgent/").content.decode()
    assert number in listed and "ไฟไหม้ครัว" not in listed
    shown = client.get(f"/verify/urgent/{number}/").content.decode()
    assert "ไฟไหม้ครัว" in shown and "ไฟไหม้ครัว" not in shown.split("</title>")[0]
    assert client.post(f"/verify/urgent/{number}/taken/", {"version": 0, "once": "w2"}).status_code == 302
    stale = client.post(f"/verify/urgent/{number}/visited/", {"version": 0, "words": "ไปแล้ว", "once": "w3"})
    assert stale.status_code == 422 and "ทำรายการเรื่องนี้ไปก่อนแล้ว" in stale.content.decode()
    assert (
        client.post(f"/verify/urgent/{number}/visited/", {"version": 1, "words": "ไปแล้ว", "once": "w4"}).status_code
        == 302
    )
    assert client.get(f"/verify/urgent/{number}/reported/").status_code == 404
    assert Event.objects.filter(act="verify.look_urgent").count() == 1


def test_a_report_of_a_volunteer_gives_a_number_and_no_more(small_register):
    scope_in("social_worker")
    client = sign_in_as("volunteer")
    answer = client.post(
        "/verify/urgent/new/", {"kind": "violence", "area": "99010101", "what": "ได้ยินเสียง", "once": "w"}
    )
    page = client.get(answer["Location"]).content.decode()
    number = UrgentCase.objects.get().number
    assert number in page and "ได้ยินเสียง" not in page
    assert client.get(f"/verify/urgent/{number}/").status_code == 404
