"""Reads how households were judged: an answer that rests on a class outside the grant is not in what is fetched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, StrIndex, Substr

from baansuk.assess import resting
from baansuk.assess.models import Profile
from baansuk.assess.sets import load_rules
from baansuk.people.plain import rows_of
from baansuk.people.seen import SeenHousehold

# Stands for an answer that was not fetched.
HIDDEN = "-"


@dataclass(frozen=True, slots=True)
class Kept:
    """One household's stored answers, as far as the grant reaches; ``whole`` says that nothing was left out.

    ``failed`` and ``unknown`` count what was fetched: where not all was, they are at least so many.
    """

    household_code: str
    indicator_set: str
    answers: str
    dimensions: str
    labels: str
    failed: int
    unknown: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """Which answers, dimensions and labels a set of classes opens, each in the order in which it is stored."""

    answers: tuple[bool, ...]
    dimensions: tuple[bool, ...]
    labels: tuple[str, ...]
    whole: bool


@lru_cache(maxsize=256)
def opened_by(classes: frozenset[str]) -> Opened:
    """Return what may be told of a household of which these classes may be seen."""
    rules = load_rules()
    answers = tuple(resting.of_indicator(rules, one.number) <= classes for one in rules.indicators.indicator)
    dimensions = tuple(resting.of_dimension(rules, one.code) <= classes for one in rules.dimensions.dimension)
    shown = [one.code for one in rules.labels.label if one.measure.startswith("label.")]
    labels = tuple(code for code in shown if resting.of_label(rules, code) <= classes)
    return Opened(answers, dimensions, labels, all(answers) and all(dimensions) and len(labels) == len(shown))


def kept_for(households: Iterable[SeenHousehold]) -> dict[str, Kept]:
    """Return the judgements of households that were fetched within a scope, by code: one query."""
    groups: dict[Opened, list[str]] = {}
    edition = 0
    for one in households:
        groups.setdefault(opened_by(one.classes), []).append(one.code)
        edition = one.edition
    if not groups:
        return {}
    codes = [code for listed in groups.values() for code in listed]
    opened = {code: one for one, listed in groups.items() for code in listed}
    return {row[0]: _kept(row, opened[row[0]]) for row in _rows(edition, codes, groups)}


_WHOLE = ("household_code", "indicator_set", "answers", "dimensions", "labels", "failed", "unknown")


def _rows(edition: int, codes: Sequence[str], groups: Mapping[Opened, Sequence[str]]) -> Iterable[Sequence[Any]]:
    """The columns as they stand, or for each household only the letters that are open."""
    if all(one.whole for one in groups):
        return rows_of(Profile, _WHOLE, edition=edition, key="household_code", codes=codes)
    return Profile.objects.filter(edition=edition, household_code__in=codes).values_list(*_asked(groups))


def _asked(groups: Mapping[Opened, Sequence[str]]) -> list[str | Combinable]:
    return [
        "household_code",
        "indicator_set",
        _chosen(groups, lambda one: letters_open("answers", one.answers)),
        _chosen(groups, lambda one: letters_open("dimensions", one.dimensions)),
        _chosen(groups, lambda one: _labels(one.labels)),
    ]


def _kept(row: Sequence[Any], opened: Opened) -> Kept:
    code, stamp, answers, dimensions, labels, *counts = row
    failed, unknown = counts or (answers.count("F"), answers.count("U"))
    return Kept(code, stamp, answers, dimensions, labels, failed, unknown, opened.whole)


def _chosen(groups: Mapping[Opened, Sequence[str]], part: Any) -> Combinable:
    if len(groups) == 1:
        only: Combinable = part(next(iter(groups)))
        return only
    cases = [When(Q(household_code__in=codes), then=part(one)) for one, codes in groups.items()]
    return Case(*cases, output_field=CharField())


def letters_open(column: str, opened: Collection[bool]) -> Combinable:
    """Return the column to fetch: the stored letters with a dash for each that is not open."""
    parts: list[Combinable] = []
    place = 1
    for is_open, run in groupby(opened):
        length = len(list(run))
        parts.append(Substr(column, place, length) if is_open else Value(HIDDEN * length))
        place += length
    return _joined(parts)


def _labels(opened: Collection[str]) -> Combinable:
    """The stored labels that are open, ``code:letter`` with a space between."""
    among = Concat(Value(" "), F("labels"), output_field=CharField())
    parts: list[Combinable] = []
    for code in opened:
        found = StrIndex(among, Value(f" {code}:"))
        # One letter after the colon; a label that an older edition did not have is simply not there.
        taken = Substr(among, found, len(code) + 3)
        parts.append(Case(When(labels__contains=f"{code}:", then=taken), default=Value("")))
    return _joined(parts)


def _joined(parts: Sequence[Combinable]) -> Combinable:
    if not parts:
        return Value("", output_field=CharField())
    return parts[0] if len(parts) == 1 else Concat(*parts, output_field=CharField())
