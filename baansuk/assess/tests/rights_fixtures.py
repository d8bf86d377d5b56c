"""A hand-made edition that was asked about benefits: who misses what in six households, and the figures of it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from baansuk.assess.models import Right, RightFigure, RightMark
from baansuk.assess.rights_checking import checked_on
from baansuk.assess.rights_judged import judged_by
from baansuk.assess.rights_letters import Answer, spelt
from baansuk.assess.rights_run import about_of
from baansuk.assess.tests.page_fixtures import EDITION, HOUSES, PERSON_CODES, make_edition
from baansuk.people.models import Edition, Household

ANSWERS = {
    0: {"elderly_allowance": Answer("E"), "child_grant": Answer("N", (0,)), "disability_allowance": Answer("U", (), True)},
    1: {"elderly_allowance": Answer("R")},
    3: {"elderly_allowance": Answer("E"), "eef_grant": Answer("N", (0, 1))},
    4: {"disability_card": Answer("E"), "elderly_allowance": Answer("U", (0,), True)},
}  # fmt: skip
SATANG = {"elderly_allowance": 60_000, "disability_card": 0}


def make_rights() -> list[str]:
    """Make the edition of ``page_fixtures`` with answers; returns the codes of the households."""
    codes = make_edition()
    edition = Edition.objects.get(number=EDITION)
    day = timezone.localdate(edition.made_at)
    edition.about = {**edition.about, "assessed": {"rights": about_of(checked_on(day), day)}}
    edition.save()
    for place, code in enumerate(codes):
        _answer(edition, place, code)
    _count(edition)
    return codes


def _answer(edition: Edition, place: int, code: str) -> None:
    judged = judged_by(edition)
    assert judged is not None
    said = ANSWERS.get(place, {})
    letters = "".join(spelt(said.get(one.benefit.code, Answer("N", (0,)))) for one in judged.person)
    Right.objects.create(edition=EDITION, household_code=code, person_code=PERSON_CODES[place], letters=letters)
    house = "".join(spelt(Answer("U", (0,))) for _one in judged.household)
    Right.objects.create(edition=EDITION, household_code=code, letters=house)
    key = Household.objects.get(edition=EDITION, code=code).list_key
    for benefit, answer in said.items():
        if answer.letter == "E":
            mark(code, place, key, benefit)


def mark(code: str, place: int, key: str, benefit: str, **values: Any) -> RightMark:
    """Make one line of a worklist."""
    office = {"elderly_allowance": "local", "disability_card": "social"}[benefit]
    usual = {"kind": "unclaimed", "satang": SATANG[benefit]} | values
    return RightMark.objects.create(
        edition=EDITION, benefit=benefit, office=office, list_key=key, household_code=code,
        person_code=PERSON_CODES[place], **usual,
    )  # fmt: skip


def _count(edition: Edition) -> None:
    judged = judged_by(edition)
    assert judged is not None
    for area in {house.area[:level] for house in HOUSES for level in (2, 4, 6, 8)}:
        inside = [place for place, house in enumerate(HOUSES) if house.area.startswith(area)]
        for one in judged.person:
            code = one.benefit.code
            letters = [ANSWERS.get(place, {}).get(code, Answer("N")).letter for place in inside]
            RightFigure.objects.create(
                edition=EDITION, area_code=area, level=len(area), benefit=code, receives=letters.count("R"),
                unclaimed=letters.count("E"), not_eligible=letters.count("N"), unknown=letters.count("U"),
                satang=letters.count("E") * SATANG.get(code, 0),
            )  # fmt: skip
