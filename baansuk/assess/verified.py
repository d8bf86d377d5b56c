"""What verification found of households, as pages and lists of the register tell it beside what the data say.

This room knows nothing of verification, which stands above it: ``BAANSUK_VERIFIED`` names who tells.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from baansuk.access.classes import HOUSEHOLD
from baansuk.access.scope import Scope
from baansuk.assess.measures import Measure, by_code
from baansuk.thai.words import Words

KIND = "verified"
GROUP = Words("ผลตรวจสอบโดยเวทีและการกลั่นกรอง", "Found by the forum and the screening")
PREFIX = f"{KIND}."


@dataclass(frozen=True, slots=True)
class VerifiedLabel:
    """What was found of one household: a label of its own, which no run changes.

    ``result`` is confirmed, not_confirmed, removed, or "" where it was disputed before anything was decided; ``standing``
    is "" while the result stands. ``address`` leads to the case, "" for a reader who does not work on cases.
    """

    result: str
    outcome: str
    words: Words
    tone: str
    decided_on: dt.date
    round_code: str
    round_name: Words
    step: str
    step_name: Words
    standing: str = ""
    standing_words: Words | None = None
    address: str = ""

    @property
    def told(self) -> Words:
        """The label as one text: what was found, and whether that is in question now."""
        if self.standing_words is None:
            return self.words
        return Words(f"{self.words.th} ({self.standing_words.th})", f"{self.words.en} ({self.standing_words.en})")


@dataclass(frozen=True, slots=True)
class Choice:
    """One result by which a list is chosen."""

    code: str
    words: Words
    definition: Words


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells: ``labels`` by household code, ``rows`` (``list_key``, ``household_code``) of a choice, the ``choices``."""

    labels: Callable[[Iterable[str], Scope], Mapping[str, VerifiedLabel]]
    rows: Callable[[str], QuerySet[Any]]
    choices: Sequence[Choice]


def labels_of(codes: Iterable[str], scope: Scope) -> Mapping[str, VerifiedLabel]:
    """Return what was found of households that were fetched within a scope, by code: one query, whatever their number."""
    return _teller().labels(codes, scope)


def rows_of(measure: str) -> QuerySet[Any]:
    """Return the rows of a measure of this kind, with the columns ``list_key`` and ``household_code``."""
    return _teller().rows(measure.removeprefix(PREFIX))


def is_verified(measure: str) -> bool:
    """Say whether a list is asked for by what was found of its households, and not by what the data say."""
    return measure.startswith(PREFIX)


@lru_cache(maxsize=1)
def choices() -> Sequence[Measure]:
    """Return the results by which a list may be chosen, as measures: they rest on nothing but where a household lives."""
    return tuple(
        Measure(f"{PREFIX}{one.code}", KIND, GROUP, one.words, one.definition, frozenset({HOUSEHOLD}))
        for one in _teller().choices
    )


@lru_cache(maxsize=1)
def for_lists() -> Mapping[str, Measure]:
    """Return by code all that a list of households can be chosen by: what the data say, and what was found."""
    return {**by_code(), **{one.code: one for one in choices()}}


def _teller() -> Teller:
    return cast(Teller, import_string(settings.BAANSUK_VERIFIED))
