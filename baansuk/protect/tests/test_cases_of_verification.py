"""Cases of verification and of the urgent lane hold whoever they are about from being erased, and give no secret away."""

from __future__ import annotations

import pytest

from baansuk.assess.tests.page_fixtures import PERSON_CODES
from baansuk.people.models import Person
from baansuk.protect.open_cases import check_none_open, open_cases
from baansuk.thai.words import Refusal
from baansuk.verify import urgent_actions
from baansuk.verify.case_actions import record
from baansuk.verify.models import Round, UrgentCase
from baansuk.verify.tests.committee import hand, scope_in
from baansuk.verify.tests.rounds import OWN, case_of, make_round
from tests.kept import written_once

pytestmark = pytest.mark.django_db
round_made = written_once(make_round)


def test_a_case_that_somebody_decides_and_an_open_urgent_one_hold_whoever_lives_there(round_made):
    person = Person.objects.get(household_code=OWN, code=PERSON_CODES[0]).code
    assert open_cases(person) == [], "on a list alone nobody is held"
    by = hand("village_head")
    record(case=case_of(OWN), outcome="confirmed", by=by.by, scope=by.scope, key="held")
    scope = scope_in("tambon_team")
    told = urgent_actions.Told("fire", "99010101", place="บ้านสมมุติ", what="เหตุสมมุติ", reporter="", household=OWN)
    urgent = urgent_actions.report(told=told, scope=scope, by=scope.username)
    with pytest.raises(Refusal) as refused:
        check_none_open(person)
    assert case_of(OWN).number in refused.value.words.th and urgent.number in refused.value.words.en
    UrgentCase.objects.update(state="closed")
    Round.objects.update(state="closed")
    assert open_cases(person) == []


def test_a_protected_urgent_case_is_not_given_away_by_a_refusal(round_made):
    scope_in("register_keeper")
    scope = scope_in("tambon_team")
    told = urgent_actions.Told("violence", "99010101", place="x", what="y", reporter="", household=OWN)
    assert urgent_actions.report(told=told, scope=scope, by=scope.username).protected
    assert open_cases(PERSON_CODES[0]) == []
