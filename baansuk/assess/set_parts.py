"""The small parts that every set of rules is written with: names in two languages, ages, and lines with dated values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from baansuk.thai.words import Words

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=30)]
Said = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    """Part of a set's file: a key that nothing knows is a mistake, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Named(Part):
    th: Said
    en: Said

    @property
    def words(self) -> Words:
        return Words(self.th, self.en)


class LineValue(Part):
    value: Decimal
    valid_from: date
    valid_to: date | None = None
    source: Said


class Line(Named):
    """An amount that rules may name, with its values through time; ``unit`` such as baht/person/year."""

    name: Code
    unit: Said
    value: list[LineValue]

    def on(self, day: date) -> LineValue:
        """Return the value in force on ``day``; raises ValueError when none or more than one is."""
        found = [one for one in self.value if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)]
        if len(found) != 1:
            raise ValueError(f"line {self.name} has {len(found)} values on {day.isoformat()}")
        return found[0]


class Ages(Part):
    """Whom an indicator is about, in completed years, both ends counted; ``to`` is None for "and over"."""

    from_: int = Field(alias="from", ge=0)
    to: int | None = None
