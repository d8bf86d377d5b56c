"""Says what a version of the benefits changes: cell by cell, and for how many persons or households of the reader's areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from baansuk.access.scope import Scope
from baansuk.assess.frameworks_preview import Changes
from baansuk.assess.frameworks_told import FrameworkTelling, exactly, rough
from baansuk.assess.rights import Benefit, Benefits
from baansuk.assess.rights_checking import CheckedBenefits, check_benefits
from baansuk.assess.rights_letters import ANSWER_WORDS, NOT_ASKED, UNCLAIMED
from baansuk.assess.rights_preview import try_benefits
from baansuk.assess.rights_sheets import BENEFITS, SHEETS
from baansuk.assess.rights_template import benefit_cells, said_of_bands, said_of_clauses
from baansuk.people import editions
from baansuk.people.models import Edition
from baansuk.thai.words import Words

NO_ANSWER = Words("ไม่มีในรายการ", "not on the list")
CLAUSES, RATES = Words("เงื่อนไข", "Conditions"), Words("อัตราตามอายุ", "Rates by age")


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of the list that is new, gone or changed; ``cells`` are what changed: heading, before, now."""

    benefit: Benefit
    kind: str
    cells: Sequence[tuple[Words, str, str]] = ()


@dataclass(frozen=True, slots=True)
class BenefitTrial:
    """How the answers about one benefit change, in words."""

    words: Words
    unit: str
    before: Words
    after: Words
    changed: Words
    moves: Sequence[tuple[Words, Words, Words]]


@dataclass(frozen=True, slots=True)
class ListTrial:
    """What a page says of a changed list before it is approved."""

    benefits: Sequence[BenefitTrial]
    exact: bool
    edition: int


def differences(old: Benefits, new: Benefits) -> list[Difference]:
    """Return what differs between two lists, in the order of the new one and then what is gone."""
    before = {one.key: one for one in old.benefit}
    found = []
    for one in new.benefit:
        was = before.pop(one.key, None)
        if was is None:
            found.append(Difference(one, "new"))
        elif cells := _changed(was, one):
            found.append(Difference(one, "changed", cells))
    return found + [Difference(one, "gone") for one in before.values()]


def _changed(was: Benefit, now: Benefit) -> list[tuple[Words, str, str]]:
    before, after = benefit_cells(was), benefit_cells(now)
    headings = {column.key: Words(column.header, column.header) for column in SHEETS[BENEFITS]}
    cells = [(headings[key], before[key], after[key]) for key in headings if before[key] != after[key]]
    for words, said in ((CLAUSES, said_of_clauses), (RATES, said_of_bands)):
        if said(was) != said(now):
            cells.append((words, said(was), said(now)))
    return cells


def try_for(scope: Scope, edition: Edition, new: Benefits, old: Benefits) -> ListTrial:
    """Try a list on the persons and households of the reader's areas in an edition.

    Counts are exact only where the reader sees everybody by all classes that both lists rest on; others hear rough ones,
    since rules typed one after the other could single somebody out.
    """
    day = timezone.localdate(edition.made_at)
    checked, before = check_benefits(new, day), check_benefits(old, day)
    telling = FrameworkTelling(scope, edition)
    classes = frozenset(name for each in (checked, before) for one in each.benefits for name in each.classes_of(one))
    exact = bool(scope.areas) and all(telling.sees(classes, area) for area in scope.areas)
    tried = try_benefits(editions.folder(edition.number), checked, before, day=day, areas=scope.areas)
    return ListTrial(_told(tried, checked, before, exact=exact), exact, edition.number)


def _told(tried: dict[str, Changes], new: CheckedBenefits, old: CheckedBenefits, *, exact: bool) -> list[BenefitTrial]:
    say = exactly if exact else rough
    benefits = {one.benefit.code: one.benefit for each in (old, new) for one in each.benefits}
    found = []
    for code, benefit in benefits.items():
        changes = tried.get(code)
        if changes is None or not changes.households:
            continue
        missing = changes.after.get(UNCLAIMED, 0)
        before = missing - changes.come_to(UNCLAIMED) + changes.leave(UNCLAIMED)
        largest = sorted(changes.moves.items(), key=lambda one: (-one[1], one[0]))
        moves = [(_letter(was), _letter(now), say(count)) for (was, now), count in largest]
        found.append(
            BenefitTrial(benefit.words, benefit.unit, say(before), say(missing), say(changes.households), moves)
        )
    return found


def _letter(letter: str) -> Words:
    return NO_ANSWER if letter == NOT_ASKED else ANSWER_WORDS[letter]
