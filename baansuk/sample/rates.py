"""Reads rates.toml: how poor, how mixed and how faulty the fictional province is."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("rates.toml")


@dataclass(frozen=True)
class Rates:
    """The rates as read, by section; ``faults`` holds the share of rows by source and kind of fault."""

    reference_day: dt.date
    card_day: dt.date
    poverty: dict[str, Any]
    indicator: dict[int, dict[str, Any]]
    people: dict[str, Any]
    held: dict[str, float]
    coverage: dict[str, float]
    faults: dict[str, dict[str, float]]

    def of_all_households(self, number: int) -> float | None:
        """Share of all households that fail the indicator, or None where the rate is of those it applies to."""
        published = self.indicator[number].get("target_poor")
        if published is None:
            return None
        every_mpi_poor = self.poverty["mpi_poor"] / self.poverty["target_poor"]
        return float(published * every_mpi_poor * self.poverty["lift"] / self.poverty["surveyed"])

    def of_applicable(self, number: int) -> float | None:
        """Share of the households to which the indicator applies that fail it, or None (see above)."""
        rate = self.indicator[number].get("rate")
        return None if rate is None else float(rate)


def read_rates() -> Rates:
    """Read the rates that lie beside this file."""
    with FILE.open("rb") as file:
        raw = tomllib.load(file)
    return Rates(
        reference_day=raw["province"]["reference_day"],
        card_day=raw["province"]["card_day"],
        poverty=raw["poverty"],
        indicator={int(number): entry for number, entry in raw["indicator"].items()},
        people=raw["people"],
        held=raw["held"],
        coverage=raw["coverage"],
        faults=raw["fault"],
    )
