"""What a household answered in the edition before, kept only where it was something else; a reader's grant holds for it too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from baansuk.assess.answers import HouseholdProfile, IndicatorAnswer
from baansuk.assess.judged import HIDDEN, letters_open, opened_by
from baansuk.assess.models import AnswersBefore
from baansuk.engine import Step
from baansuk.people.models import Edition
from baansuk.people.seen import SeenHousehold

# Without an edition to compare with, the table is there and empty.
NOTHING = "select household_code, answers, dimensions from profiles where false"
CHANGED = """select p.household_code, coalesce(b.answers, '') as answers, coalesce(b.dimensions, '') as dimensions
    from profiles p left join profiles_before b on b.household_code = p.household_code
    where b.household_code is null or b.answers <> p.answers or b.dimensions <> p.dimensions"""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the edition before says of a household; ``letters`` by indicator number, where the answer may be told."""

    as_of: dt.datetime | None
    letters: Mapping[int, str]
    new_household: bool

    def letter_of(self, answer: IndicatorAnswer) -> str:
        """Return the letter of the indicator in the edition before."""
        return self.letters.get(answer.indicator.number, "")


def answers_before_step(*, compared: bool) -> Step:
    """The step that keeps the earlier answers of households whose answers changed, and an empty row for a new household."""
    return Step("answers_before", CHANGED if compared else NOTHING)


def earlier_of(household: SeenHousehold, profile: HouseholdProfile) -> Earlier | None:
    """Return what was answered in the edition before; None where there is none, or it was judged by other rules."""
    about = Edition.objects.get(number=household.edition).about.get("assessed", {}).get("before", {})
    if not about.get("compared"):
        return None
    as_of = dt.datetime.fromisoformat(about["as_of"]) if about.get("as_of") else None
    now = {one.indicator.number: one.letter for one in profile.answers}
    rows = AnswersBefore.objects.filter(edition=household.edition, household_code=household.code)
    kept = rows.values_list(letters_open("answers", opened_by(household.classes).answers), flat=True).first()
    if kept is None:
        return Earlier(as_of, now, new_household=False)
    if not kept.strip(HIDDEN):
        # A new household has no letters at all; where none is open the two cannot be told apart, and need not be.
        return Earlier(as_of, {}, new_household=True)
    was = {number: letter for number, letter in enumerate(kept, 1) if letter != HIDDEN}
    return Earlier(as_of, was, new_household=False)
