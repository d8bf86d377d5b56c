"""A breach as its pages, its papers and its command tell it: counts with words, and no person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baansuk.access.classes import CLASSES, SENSITIVE
from baansuk.protect.breach import OTHER, RISKS, WAYS, deadline, in_order
from baansuk.protect.breach_models import Breach
from baansuk.protect.trail_names import words_of_act, words_of_outcome
from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class ShownWay:
    """One way in which persons were reached, and how many; one person may be reached in several."""

    words: Words
    households: int
    persons: int


@dataclass(frozen=True, slots=True)
class ShownClass:
    """A class of facts that the account could open."""

    words: Words
    sensitive: bool


@dataclass(frozen=True, slots=True)
class ShownAct:
    """An act of the account: how often and between which moments."""

    act: Words
    outcome: Words
    times: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """One breach in words. ``hours_left`` of the 72 is negative once they are over."""

    breach: Breach
    deadline: datetime
    hours_left: int
    ways: Sequence[ShownWay]
    classes: Sequence[ShownClass]
    acts: Sequence[ShownAct]
    risk: Words | None
    high: bool


def shown(breach: Breach, now: datetime) -> Shown:
    """Return a breach in words."""
    counts: dict[str, Any] = breach.counts
    last = deadline(breach.known_at)
    ways = [(name, counts.get("ways", {}).get(name)) for name in (*WAYS, "other")]
    return Shown(
        breach,
        last,
        int((last - now).total_seconds() // 3600),
        [ShownWay(WAYS[name].words if name in WAYS else OTHER, *two) for name, two in ways if two],
        [ShownClass(CLASSES[one], one in SENSITIVE) for one in in_order(counts.get("classes", []))],
        [
            ShownAct(
                words_of_act(act),
                words_of_outcome(outcome),
                times,
                datetime.fromisoformat(first),
                datetime.fromisoformat(end),
            )
            for act, outcome, times, first, end in counts.get("acts", [])
        ],
        RISKS[counts["risk"]] if counts else None,
        counts.get("risk") == "high",
    )
