"""The candidate list: made twice it is the same list, a later register adds and says anew, and decides nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from baansuk.access.tests.cast import scope_as
from baansuk.assess.models import Profile
from baansuk.assess.tests.page_fixtures import CODES, EDITION
from baansuk.audit.models import Event
from baansuk.people import loading
from baansuk.people.models import Household, IssuedCode
from baansuk.thai.words import Refusal
from baansuk.verify.models import Case, Decision, Round
from baansuk.verify.orders import Order, budget_year, end_of_budget_year
from baansuk.verify.progress import CONFIRMED, WAITING, lines_of
from baansuk.verify.round_actions import close_round, make_list, open_round
from baansuk.verify.tests.rounds import OWN, SECOND, VILLAGE, case_of, make_round
from baansuk.verify.tests.test_sessions import note
from tests.kept import written_once

pytestmark = pytest.mark.django_db
round_ = written_once(make_round)


def test_a_list_is_made_of_the_rules_and_each_case_is_one_household(round_):
    assert set(Case.objects.values_list("household_code", "why")) == {
        (CODES[0], "mpi_poor,target_poor"),
        (CODES[1], "missed_by_lists"),
        (CODES[3], "mpi_poor"),
        (CODES[4], "mpi_poor,target_poor"),
    }
    case = case_of(OWN)
    assert (case.step, case.state, case.origin, case.house_no) == ("village", "waiting", "data", "12/3")
    assert case.due_on and case.number.startswith("C-")


def test_made_twice_it_is_the_same_list(round_):
    before = list(Case.objects.order_by("pk").values())
    listed = make_list(round=round_, by="test")
    assert (len(listed.new), len(listed.changed)) == (0, 0) and list(Case.objects.order_by("pk").values()) == before


def test_a_later_register_adds_says_anew_and_decides_nothing(round_):
    Case.objects.filter(household_code=OWN).update(state="recorded", outcome="confirmed", version=3)
    Case.objects.filter(household_code=SECOND).delete()
    Profile.objects.filter(edition=EDITION, household_code=OWN).update(labels="mpi_poor:P target_poor:P no_list:P")
    listed = make_list(round=Round.objects.get(), by="test")
    assert (len(listed.new), len(listed.changed)) == (1, 1)
    kept, late = case_of(OWN), case_of(SECOND)
    assert (kept.says, kept.why) == ("", "mpi_poor,target_poor")
    assert (kept.state, kept.outcome, kept.version) == ("recorded", "confirmed", 3)
    assert (late.origin, late.state) == ("later", "waiting")


def test_a_list_that_was_broken_off_goes_on(round_, monkeypatch):
    Case.objects.all().delete()
    monkeypatch.setattr(loading, "ROWS_AT_ONCE", 1)
    pieces: list[int] = []

    def check() -> None:
        pieces.append(1)
        if len(pieces) == 3:
            raise RuntimeError("the worker was killed")

    with pytest.raises(RuntimeError):
        make_list(round=round_, by="test", check=check)
    assert Case.objects.count() == 2
    make_list(round=round_, by="test")
    assert Case.objects.count() == 4


def test_a_case_leads_to_the_household_that_took_the_place_of_its_own(round_):
    note_of = case_of(OWN).pk
    Decision.objects.all().delete()
    new = CODES[50]
    IssuedCode.objects.create(code=OWN, kind="household", issued_in=1, retired_in=EDITION, successor=new)
    Household.objects.filter(edition=EDITION, code=OWN).update(code=new)
    Profile.objects.filter(edition=EDITION, household_code=OWN).update(household_code=new)
    listed = make_list(round=round_, by="test")
    assert (len(listed.new), len(listed.moved)) == (0, 1)
    assert Case.objects.get(pk=note_of).household_code == new and Case.objects.count() == 4


def test_the_same_order_is_the_same_round_and_another_is_refused(round_):
    order = Order(
        code=round_.code, title_th="อื่น", order_no=round_.order_no, order_date=round_.order_date,
        opened_on=round_.opened_on, closes_on=round_.closes_on,
    )  # fmt: skip
    assert open_round(order=order, area_code="99", by="test") == round_
    other = Order(**{name: getattr(order, name) for name in order.__slots__} | {"order_no": "ทส 9/2570"})
    with pytest.raises(Refusal) as refused:
        open_round(order=other, area_code="99", by="test")
    assert refused.value.code == "round_exists"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"code": "รอบ 1"}, "round_code"),
        ({"closes_on": dt.date(2020, 1, 1)}, "round_days"),
        ({"flow": "none/1"}, "round_rules"),
    ],
)
def test_an_order_that_makes_no_round_is_refused(change, code):
    day = dt.date(2026, 11, 1)
    right = {
        "code": "1", "title_th": "ก", "order_no": "1", "order_date": day, "opened_on": day,
        "closes_on": day + dt.timedelta(days=9),
    }  # fmt: skip
    with pytest.raises(Refusal) as refused:
        open_round(order=Order(**right | change), area_code="99", by="test")
    assert refused.value.code == code


def test_without_a_register_there_is_no_list():
    day = dt.date(2026, 11, 1)
    order = Order("1", "ก", "1", day, day, day + dt.timedelta(days=9))
    with pytest.raises(Refusal) as refused:
        make_list(round=open_round(order=order, area_code="99", by="test"), by="test")
    assert refused.value.code == "no_edition"


def test_a_closed_round_takes_nothing_and_is_closed_once(round_):
    close_round(round=round_, by="test")
    close_round(round=round_, by="test")
    assert Event.objects.filter(act="verify.close_round").count() == 1
    with pytest.raises(Refusal) as refused:
        note(OWN, session=None)
    assert refused.value.code == "round_closed"


def test_progress_is_exact_where_households_are_seen_and_hidden_where_not(round_):
    [line] = [one for one in lines_of(scope_as("tambon_team"), round_, "990101") if one.area_code == VILLAGE]
    assert line.counts[WAITING] == 2
    told = lines_of(scope_as("governor_view"), round_, "99")
    assert [one.area_code for one in told] == ["9901", "9902"]
    assert all(one.counts[CONFIRMED] is None and one.counts[WAITING] is None for one in told), "six households are few"


def test_the_budget_year_begins_in_october():
    assert [budget_year(dt.date(2026, month, 1)) for month in (9, 10)] == [2569, 2570]
    assert [end_of_budget_year(dt.date(2026, *day)) for day in ((3, 1), (9, 1), (11, 1))] == [
        dt.date(2026, 9, 30), dt.date(2027, 9, 30), dt.date(2027, 9, 30),
    ]  # fmt: skip
