"""Two officers in the same moment, each on a connection of their own: exactly one decides, the other is told so."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection, connections

from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.access.tests.cast import scope_as
from baansuk.thai.words import Refusal
from baansuk.verify import session_actions
from baansuk.verify.attendance import Attendee
from baansuk.verify.case_actions import record
from baansuk.verify.checklist import load_checklist
from baansuk.verify.deciding import Hand
from baansuk.verify.meetings import sat
from baansuk.verify.models import Case, Decision, Receipt, Session, Verified
from baansuk.verify.screening_actions import propose, send_back, sign
from baansuk.verify.sheet_actions import issue_sheet, read_back
from baansuk.verify.tests.committee import bring_to, hand, met, scope_in
from baansuk.verify.tests.rounds import OWN, SECOND, VILLAGE, case_of, filled, make_round
from baansuk.verify.tests.test_screening_actions import WHY
from tests.three_roles import ON_POSTGRES

# Both databases: SQLite lets one writer in at a time and makes the other wait, PostgreSQL locks the row.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_file(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """On SQLite a file as a house has it: in memory two connections share one cache, and the second fails instead of waiting."""
    if ON_POSTGRES:
        yield
        return
    before = connections["default"]
    before.ensure_connection()
    with closing(sqlite3.connect(tmp_path / "house.sqlite3")) as copy:
        before.connection.backup(copy)
    name, before.settings_dict["NAME"] = before.settings_dict["NAME"], str(tmp_path / "house.sqlite3")
    connections["default"] = connections.create_connection("default")
    yield
    connections["default"].close()
    before.settings_dict["NAME"] = name
    connections["default"] = before


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do acts from threads that start together; return what became of each in no order: "" done, else the code of a refusal."""
    start, became = threading.Barrier(len(acts)), []

    def do(act: Callable[[], object]) -> None:
        try:
            start.wait(30)
            act()
            became.append("")
        except Refusal as refusal:
            assert refusal.words.th and refusal.words.en
            became.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[one]) for one in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    return sorted(became)


def signer_of(case: Case, key: str, session: Session) -> Callable[[], object]:
    by, at = hand("amphoe_chair", key), sat(session)
    return lambda: sign(case=case, hand=by, version=case.version, at=at)


def back_by(case: Case, key: str) -> Callable[[], object]:
    by = hand("amphoe_officer", key)
    return lambda: send_back(case=case, to="tambon", said=WHY, hand=by, version=case.version)


def test_of_two_who_sign_one_case_and_of_one_who_signs_and_one_who_sends_back_one_is_told_that_it_changed():
    round = make_round()
    session = met(round)
    for household in (OWN, SECOND):
        case = bring_to(case_of(household), "amphoe")
        propose(case=case, hand=hand("amphoe_officer"), ticked=[one.code for one in load_checklist().items])
        case.refresh_from_db()
        other = signer_of(case, f"b{household}", session) if household == OWN else back_by(case, f"b{household}")
        assert at_once(signer_of(case, f"a{household}", session), other) == ["", "changed"], household
        assert Decision.objects.filter(case=case, kind__in=("sign", "return")).count() == 1


def test_a_last_step_signed_twice_leaves_one_result_of_the_household():
    make_round()
    case = bring_to(case_of(OWN), "province")
    by = [scope_in("register_keeper"), scope_in("amphoe_chair")]
    assert at_once(*(_disputing(case, scope, place) for place, scope in enumerate(by))) == ["", "changed"]
    assert Verified.objects.filter(household_code=OWN).count() == 1


def _disputing(case: Case, scope: Scope, place: int) -> Callable[[], object]:
    given = Hand(f"officer {place}", scope, f"d{place}")
    return lambda: record(
        case=case,
        outcome="disputed",
        reason="views_differ",
        by=given.by,
        scope=None,
        key=given.key,
        version=case.version,
    )


def test_two_who_close_one_session_get_one_receipt_and_each_case_goes_on_once():
    held = _open_session()
    head = scope_as("village_head")
    record(case=case_of(OWN), outcome="confirmed", by="team", scope=None, key="one", session=held)
    left = Case.objects.filter(area_code=VILLAGE, outcome="").count()
    twice = [lambda: session_actions.close(session=held, by="village_head", scope=head, leaving=left)] * 2
    assert at_once(*twice) == ["", ""], "closed again it is the same receipt"
    assert Receipt.objects.filter(kind="session").count() == 1
    assert Decision.objects.filter(case__household_code=OWN, kind="sign").count() == 1


def _open_session() -> Session:
    found, head = make_round(), scope_as("village_head")
    call = session_actions.Call(today(), "ศาลาสมมุติ", "ทส 2/2569")
    held = session_actions.call(
        round=found, kind="closed_check", area_code=VILLAGE, held=call, by="village_head", scope=head
    )
    came = [Attendee(f"กรรมการสมมุติ {place}", "กรรมการ", chairs=place == 1) for place in range(1, 7)]
    return session_actions.attend(session=held, people=came, by="village_head", scope=head)


def test_of_two_fillings_of_one_village_one_is_taken_whole():
    round, team = make_round(), scope_as("tambon_team")
    page = issue_sheet(round=round, area_code=VILLAGE, by="tambon_team", scope=team)
    number = case_of(OWN).number
    files = [filled(page, {number: (outcome, "papers")}) for outcome in ("confirmed", "moved")]

    def reading(content: bytes) -> Callable[[], object]:
        return lambda: read_back(content=content, filename="x.xlsx", by="tambon_team", scope=team)

    assert at_once(*map(reading, files)) == ["", "two_versions"]
    assert Receipt.objects.filter(kind="sheet").count() == 1
    assert Decision.objects.filter(kind="record").count() == 1
