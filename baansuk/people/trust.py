"""Whose word is used when sources disagree: orders of trust as data, and the one comparison that applies them."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from baansuk.thai.words import Words

# A rank is packed into 63 bits so that every engine compares whole numbers: 3 bits of tier, 15 of age in days,
# 15 of the delivery's place, 30 of the row.
MOST_TIERS = 7
MOST_DAYS = MOST_DELIVERIES = 32767
DAY_ZERO = dt.date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class Order:
    """One order of trust: tiers of source codes, most trusted first, and the sentence a page shows for it."""

    name: str
    fields: tuple[str, ...]
    tiers: tuple[tuple[str, ...], ...]
    words: Words

    def tier(self, source: str) -> int:
        """Return the place of ``source``, 0 the most trusted; one that is not named comes after all tiers."""
        return next((place for place, tier in enumerate(self.tiers) if source in tier), len(self.tiers))


@dataclass(frozen=True, slots=True)
class MainRule:
    """One line of the choice of a main household: which sources ("*" any) and which kinds of membership it means."""

    sources: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trust:
    """All orders of one version; exactly one of them is the order of every field that no other names."""

    version: str
    orders: tuple[Order, ...]
    main_household: tuple[MainRule, ...]

    def order_of(self, field: str) -> Order:
        """Return the order that decides ``field``."""
        named = next((order for order in self.orders if field in order.fields), None)
        return named or next(order for order in self.orders if "*" in order.fields)

    def as_dict(self) -> dict[str, Any]:
        """Return what ``read_trust`` reads back: kept with an edition."""
        return {
            "version": self.version,
            "order": [
                {
                    "name": order.name,
                    "fields": list(order.fields),
                    "tiers": [list(tier) for tier in order.tiers],
                    "th": order.words.th,
                    "en": order.words.en,
                }
                for order in self.orders
            ],
            "main_household": [
                {"sources": list(rule.sources), "kinds": list(rule.kinds)} for rule in self.main_household
            ],
        }


@lru_cache(maxsize=1)
def load_trust() -> Trust:
    """Read ``trust.toml``; raises ValueError when it cannot decide."""
    return read_trust(tomllib.loads(files("baansuk.people").joinpath("trust.toml").read_text(encoding="utf-8")))


def read_trust(tables: Mapping[str, Any]) -> Trust:
    """Read orders of trust from parsed TOML or from what an edition kept (``Trust.as_dict``)."""
    orders = tuple(
        Order(
            table["name"],
            tuple(table["fields"]),
            tuple(tuple(tier) for tier in table["tiers"]),
            Words(table["th"], table["en"]),
        )
        for table in tables["order"]
    )
    named = [field for order in orders for field in order.fields]
    twice = sorted({field for field in named if named.count(field) > 1})
    if twice or "*" not in named:
        raise ValueError(f"trust must name each field once and hold one order for '*'; twice: {twice}")
    if any(len(order.tiers) >= MOST_TIERS for order in orders):
        raise ValueError(f"an order of trust holds at most {MOST_TIERS - 1} tiers")
    rules = tuple(MainRule(tuple(rule["sources"]), tuple(rule["kinds"])) for rule in tables["main_household"])
    return Trust(tables["version"], orders, rules)


def rank(order: Order, source: str, observed: dt.date | None, delivery: int, row: int) -> tuple[int, int, int, int]:
    """Return what sorts statements by trust, the one in use first: tier, then latest, later delivery, first row."""
    days = (observed - DAY_ZERO).days if observed else 0
    return (order.tier(source), -min(max(days, 0), MOST_DAYS), -delivery, row)


def rank_sql(order: Order, sources: Sequence[str]) -> str:
    """Return the same rank as one SQL whole number over columns source, observed_on, delivery_order and record_id."""
    tiers = " ".join(f"when '{source}' then {order.tier(source)}" for source in sorted(sources))
    last = len(order.tiers)
    days = f"least(greatest(coalesce(datediff('day', date '{DAY_ZERO}', observed_on), 0), 0), {MOST_DAYS})"
    return (
        f"cast(case source {tiers} else {last} end as bigint) * {1 << 60}"
        f" + ({MOST_DAYS} - {days}) * {1 << 45}"
        f" + ({MOST_DELIVERIES} - delivery_order) * {1 << 30}"
        f" + record_id % 1000000000"
    )
