"""What a step looks at before it passes a household on: a checklist as data; no database, no clock."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from baansuk.thai.words import Refusal, Words


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at; ``needed`` names the outcomes that are not proposed without it."""

    step: str
    code: str
    name: Words
    needed: frozenset[str]

    def is_needed(self, outcome: str) -> bool:
        """Say whether this outcome needs the item."""
        return "*" in self.needed or outcome in self.needed


@dataclass(frozen=True, slots=True)
class Checklist:
    """A version of the list."""

    version: int
    source: str
    items: tuple[Item, ...]

    def at(self, step: str) -> tuple[Item, ...]:
        """Return the items of a step."""
        return tuple(one for one in self.items if one.step == step)


@lru_cache(maxsize=1)
def load_checklist() -> Checklist:
    """Read ``checklist.toml``."""
    read = tomllib.loads(files("baansuk.verify").joinpath("checklist.toml").read_text(encoding="utf-8"))
    items = tuple(
        Item(one["step"], one["code"], Words(one["th"], one["en"]), frozenset(one["needed"])) for one in read["item"]
    )
    return Checklist(int(read["version"]), read["source"], items)


def check_ticked(step: str, outcome: str, ticked: Collection[str]) -> None:
    """Raise Refusal ``not_checked`` where an item that the outcome needs was not ticked, naming it."""
    open_ones = [one for one in load_checklist().at(step) if one.is_needed(outcome) and one.code not in ticked]
    if open_ones:
        th, en = ("; ".join(getattr(one.name, way) for one in open_ones) for way in ("th", "en"))
        raise Refusal("not_checked", f"ยังไม่ได้ตรวจ: {th}", f"Not checked yet: {en}.")
