"""How long an urgent case may wait, in hours by its kind: rules as data; no database, no clock."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.resources import files

from baansuk.thai.words import Words

# What a state waits for, and whether its hours run from the report or from the last step.
WAITS_FOR: Mapping[str, tuple[str, bool]] = {
    "reported": ("take", True),
    "taken": ("visit", True),
    "visited": ("help", True),
    "helped": ("close", False),
    "referred": ("close", False),
    "reopened": ("take", False),
}
SOON = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of urgent case and its hours."""

    code: str
    name: Words
    protected: bool
    rank: int
    hours: Mapping[str, int]
    source: str


@lru_cache(maxsize=1)
def load_kinds() -> dict[str, Kind]:
    """Read ``urgent.toml``."""
    return read_kinds(files("baansuk.verify").joinpath("urgent.toml").read_text(encoding="utf-8"))


def read_kinds(text: str) -> dict[str, Kind]:
    """Read kinds from TOML text. Raises ValueError where hours are missing or run backwards."""
    found = {}
    for one in tomllib.loads(text)["kind"]:
        hours = {name: int(one[name]) for name in ("take", "visit", "help", "close") if name in one}
        if len(hours) < 4 or min(hours.values()) <= 0 or not hours["take"] <= hours["visit"] <= hours["help"]:
            raise ValueError(
                f"urgent kind {one.get('code')!r}: take, visit, help and close are hours above zero, in order"
            )
        if not one.get("source"):
            raise ValueError(f"urgent kind {one['code']!r} has no source")
        found[one["code"]] = Kind(
            one["code"], Words(one["th"], one["en"]), one["protected"], one["rank"], hours, one["source"]
        )
    return found


def due_at(kind: Kind, state: str, reported_at: datetime, moved_at: datetime) -> datetime | None:
    """Return by when a case has to leave its state; None where nothing is waited for."""
    if state not in WAITS_FOR:
        return None
    wanted, from_report = WAITS_FOR[state]
    return (reported_at if from_report else moved_at) + timedelta(hours=kind.hours[wanted])


def hours_left(due: datetime | None, now: datetime) -> int | None:
    """Return whole hours until a moment, negative once it is over; None where there is none."""
    return None if due is None else int((due - now).total_seconds() // 3600)


def lateness(due: datetime | None, now: datetime) -> str:
    """Return ``late``, ``soon`` or ``""``."""
    if due is None:
        return ""
    return "late" if due < now else "soon" if due - now <= SOON else ""
