"""Keeps what a family says of itself, and lets it take that back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.assess.family_models import FamilyWord
from baansuk.assess.family_words import LONGEST, Told, check_told
from baansuk.audit import gate
from baansuk.people.seen import SeenHousehold
from baansuk.thai.words import Refusal
from baansuk.vault import values

GOAL, HAPPINESS = "assess_familyword.goal", "assess_familyword.happiness"
# Whoever may read what families say may write down what this one says.
READ_BY = "free_text"


def can_ask(scope: Scope, household: SeenHousehold) -> bool:
    """Say whether this reader may write down what the family says."""
    return scope.purpose == "help" and READ_BY in household.classes


def check_can_ask(scope: Scope, household: SeenHousehold) -> None:
    """Raise Refusal ``may_not_ask`` for whoever is not there to help, or may not read families' own words."""
    if not can_ask(scope, household):
        raise Refusal(
            "may_not_ask",
            "ผู้บันทึกคำของครอบครัวต้องทำงานด้านช่วยเหลือ และมีสิทธิอ่านข้อความบรรยายของครัวเรือนนี้",
            "Only somebody who works to help and may read this household's own words can write them down.",
        )


@transaction.atomic
def tell(*, household: SeenHousehold, told: Told, key: str, scope: Scope, by: str) -> FamilyWord:
    """Keep what a family said; the same ``key`` again gives back what was kept the first time."""
    check_can_ask(scope, household)
    check_told(told, today())
    goal, happiness = told.goal.strip()[:LONGEST], told.happiness.strip()[:LONGEST]
    made, new = FamilyWord.objects.get_or_create(
        key=key,
        defaults={
            "household_code": household.code,
            "goal": values.seal(goal, GOAL, household.code),
            "happiness": values.seal(happiness, HAPPINESS, household.code),
            "rating": told.rating,
            "language": told.language,
            "interpreted": told.interpreted,
            "told_on": told.told_on,
            "told_at": timezone.now(),
            "by": by,
            "partner": scope.partner,
        },
    )
    if made.household_code != household.code:
        raise Refusal(
            "key_taken", "ส่งแบบนี้แล้วของครัวเรือนอื่น เปิดแบบใหม่", "This form was sent for another household; open it anew."
        )
    if new:
        subjects = [("household", household.code)]
        about = {"language": told.language, "interpreted": told.interpreted}
        gate.write("assess.tell_family_word", by=by, partner=scope.partner, subjects=subjects, about=about)
    return made


@transaction.atomic
def take_back(*, household: SeenHousehold, scope: Scope, by: str) -> int:
    """Empty everything that the family said, at its own wish, and return how many times it had spoken; again it is 0."""
    check_can_ask(scope, household)
    held = FamilyWord.objects.filter(household_code=household.code, taken_back_at=None)
    gone = held.update(goal="", happiness="", rating=None, taken_back_at=timezone.now())
    if gone:
        subjects = [("household", household.code)]
        gate.write(
            "assess.take_back_family_words", by=by, partner=scope.partner, subjects=subjects, about={"words": gone}
        )
    return gone
