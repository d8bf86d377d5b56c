"""What the frameworks say of one household, as far as its reader's grant reaches: a part outside it is not fetched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, CharField, F, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, StrIndex, Substr

from baansuk.assess.frameworks import Framework
from baansuk.assess.frameworks_checking import check_framework
from baansuk.assess.frameworks_classes import classes_of_parts
from baansuk.assess.frameworks_letters import parts_of
from baansuk.assess.frameworks_questions import frameworks_of
from baansuk.assess.models import Standing
from baansuk.people.models import Edition
from baansuk.people.seen import SeenHousehold
from baansuk.thai.words import Words

# The letters of a framework stand behind its code; the blank before it keeps ``lines:`` out of ``income-lines:``.
_SPACED = Concat(Value(" "), F("letters"), output_field=CharField())


@dataclass(frozen=True, slots=True)
class FrameworkStanding:
    """What one framework says: the levels the household stands on, what it is called, and the dimensions it lacks."""

    code: str
    words: Words
    version: int
    levels: Sequence[tuple[Words, Words]]
    called: Sequence[Words]
    lacks: Sequence[Words]
    unknown: int

    @property
    def nothing(self) -> bool:
        """Say whether there is nothing to tell: everything known passes, or nothing is known."""
        return not (self.levels or self.called or self.lacks)


def standings_of(household: SeenHousehold) -> list[FrameworkStanding]:
    """Return what each framework of the edition says of a household that was fetched within a scope."""
    edition = Edition.objects.get(number=household.edition)
    frameworks = list(frameworks_of(edition).values())
    opened = {one.code: _open(one, household) for one in frameworks}
    letters = _fetch(household, [one for one in frameworks if opened[one.code]], opened)
    return [
        _standing(one, dict(zip(opened[one.code], letters[one.code], strict=True)))
        for one in frameworks
        if letters.get(one.code)
    ]


# The rules of a version never change, and to read them all anew took half of a household's page.
_classes_by_stamp: dict[str, Mapping[str, frozenset[str]]] = {}


def _classes(framework: Framework) -> Mapping[str, frozenset[str]]:
    stamp = framework.stamp
    if stamp not in _classes_by_stamp:
        _classes_by_stamp[stamp] = classes_of_parts(check_framework(framework))
    return _classes_by_stamp[stamp]


def _open(framework: Framework, household: SeenHousehold) -> list[str]:
    classes = _classes(framework)
    return [part for part in parts_of(framework) if classes[part] <= household.classes]


def _fetch(household: SeenHousehold, frameworks: Sequence[Framework], opened: dict[str, list[str]]) -> dict[str, str]:
    """The letters of the open parts by framework, one query; each run of parts side by side is cut out by itself.

    Joining the cuts in the database would nest them deeper than SQLite reads.
    """
    cuts: dict[str, Combinable] = {}
    of_framework: dict[str, list[str]] = {}
    for place, one in enumerate(frameworks):
        runs = _runs(parts_of(one), opened[one.code])
        of_framework[one.code] = [f"said_{place}_{number}" for number in range(len(runs))]
        cuts |= {name: cut_of(one.code, *run) for name, run in zip(of_framework[one.code], runs, strict=True)}
    rows = Standing.objects.filter(edition=household.edition, household_code=household.code)
    found = rows.annotate(**cuts).values(*cuts).first() if cuts else None
    if found is None:
        return {}
    whole = {code: "".join(found[name] or "" for name in names) for code, names in of_framework.items()}
    # A framework that a run left out has no letters: what is cut then is not as long as asked for.
    return {code: text for code, text in whole.items() if len(text) == len(opened[code])}


def _runs(parts: Sequence[str], opened: Sequence[str]) -> list[tuple[int, int]]:
    """Where open parts stand side by side: first place and how many."""
    runs: list[tuple[int, int]] = []
    for place, part in enumerate(parts):
        if part not in opened:
            continue
        if runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((place, 1))
    return runs


def cut_of(code: str, first: int, length: int) -> Combinable:
    """Return what cuts letters of one framework out of a standing in the database: ``length`` of them from place ``first`` (0) on."""
    mark = f" {code}:"
    found = StrIndex(_SPACED, Value(mark))
    # Without the mark nothing is cut: what stands at the text's beginning is another framework's.
    return Case(
        When(letters__contains=f"{code}:", then=Substr(_SPACED, found + Value(len(mark) + first), length)),
        default=Value(""),
    )


def _standing(framework: Framework, letters: dict[str, str]) -> FrameworkStanding:
    levels = []
    for scale in framework.scale:
        named = {str(one.level): one.words for one in scale.level}
        if letters.get(scale.code) in named:
            levels.append((scale.words, named[letters[scale.code]]))
    return FrameworkStanding(
        framework.code,
        framework.framework.words,
        framework.framework.version,
        levels,
        [one.words for one in framework.outcome if letters.get(one.code) == "F"],
        [one.words for one in framework.dimension if letters.get(one.code) == "F"],
        sum(letter == "U" for letter in letters.values()),
    )
