"""What a family said of itself, for whoever may read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from baansuk.assess.family_actions import GOAL, HAPPINESS, READ_BY
from baansuk.assess.family_models import FamilyWord
from baansuk.assess.family_words import LANGUAGES
from baansuk.people.seen import SeenHousehold
from baansuk.thai.words import Words
from baansuk.vault import values


@dataclass(frozen=True, slots=True)
class FamilySaid:
    """What a family said on one day, opened to be read."""

    goal: str
    happiness: str
    rating: int | None
    language: Words
    interpreted: bool
    told_on: date


def family_said(household: SeenHousehold) -> Sequence[FamilySaid]:
    """Return what the family said, the newest first; nothing where the reader's grant does not reach families' words."""
    if READ_BY not in household.classes:
        return []
    rows = FamilyWord.objects.filter(household_code=household.code, taken_back_at=None).order_by("-told_at")[:5]
    return [
        FamilySaid(
            values.unseal(one.goal, GOAL, household.code),
            values.unseal(one.happiness, HAPPINESS, household.code),
            one.rating,
            LANGUAGES[one.language],
            one.interpreted,
            one.told_on,
        )
        for one in rows
    ]
