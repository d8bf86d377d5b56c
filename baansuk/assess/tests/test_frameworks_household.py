"""What the frameworks say of one household stands on its page, cut to what the reader may see of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baansuk.access.tests.cast import sign_in_as
from baansuk.assess.frameworks_actions import begin_judging
from baansuk.assess.frameworks_household import standings_of
from baansuk.assess.frameworks_letters import parts_of
from baansuk.assess.frameworks_questions import frameworks_of
from baansuk.assess.models import Standing
from baansuk.assess.tests.page_fixtures import EDITION, make_edition
from baansuk.people.models import Edition, Household
from baansuk.people.questions import household_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def code() -> str:
    """A household of the hand-made edition that stands on the lowest level of financial capital and lacks income."""
    codes: list[str] = make_edition()
    begin_judging(edition=EDITION, by="worker")
    edition = Edition.objects.get(number=EDITION)
    texts = []
    for framework in frameworks_of(edition).values():
        known = {"financial": "1", "overall": "2", "bmn": "F", "income": "F", "level": "3", "with_dependants": "F"}
        texts.append(framework.code + ":" + "".join(known.get(part, "U") for part in parts_of(framework)))
    row = Household.objects.get(edition=EDITION, code=codes[0])
    Standing.objects.create(edition=EDITION, household_code=row.code, list_key=row.list_key, letters=" ".join(texts))
    return str(row.code)


def page_of(role: str, code: str, **parts: Any) -> str:
    return sign_in_as(role, **parts).get(f"/households/{code}/").content.decode()


def test_the_page_of_a_household_says_on_which_level_it_stands(code):
    said = page_of("register_keeper", code)
    assert "ทุนการเงิน: อยู่ลำบาก" in said
    assert "รายได้น้อยและมีผู้พึ่งพิง" in said


def test_what_rests_on_a_class_outside_the_grant_is_not_even_fetched(code, register_keeper):
    """A volunteer sees no economic facts: neither the capital nor the income lines."""
    said = page_of("volunteer", code, houses=[code])
    assert "ทุนการเงิน" not in said
    assert "เส้นรายได้เทียบกัน" not in said


def test_what_is_fetched_is_cut_in_the_database(code, register_keeper):
    found = household_for(register_keeper, code)
    judged = list(frameworks_of(Edition.objects.get(number=EDITION)))
    with CaptureQueriesContext(connection) as caught:
        assert [one.code for one in standings_of(found)] == judged
    assert len(caught) == 3
    assert 'SELECT "assess_standing"."letters"' not in caught[-1]["sql"]
    without = replace(found, seen=replace(found.seen, classes=frozenset({"household"})))
    told = {one.code: one for one in standings_of(without)}
    assert "income-lines" not in told
    assert [str(name.en) for name, _level in told["capitals"].levels] == []


def test_of_a_household_that_was_never_judged_nothing_is_said(code):
    Standing.objects.all().delete()
    assert 'id="frameworks"' not in page_of("register_keeper", code)
