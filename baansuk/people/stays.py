"""From when until when somebody belonged to a household, as far as a source tells the days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

COLUMNS = ("begins_on", "begins_precision", "ends_on", "ends_precision")


@dataclass(frozen=True, slots=True)
class Stay:
    """The days of moving in and of leaving, each with how much of it is known (day, month, year); None is not told."""

    begins_on: dt.date | None = None
    begins_precision: str = ""
    ends_on: dt.date | None = None
    ends_precision: str = ""


NOT_TOLD = Stay()
