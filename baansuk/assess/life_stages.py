"""The stages of life as dated data: which stage an age is in, and which indicators are about it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from baansuk.assess.set_parts import Ages
from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage, both ages counted; ``last`` is None for the one without an end."""

    code: str
    name: Words
    first: int
    last: int | None

    @property
    def words(self) -> Words:
        """Return the name with its ages."""
        if self.last is None:
            return Words(f"{self.name.th} ({self.first} ปีขึ้นไป)", f"{self.name.en} ({self.first} and over)")
        return Words(f"{self.name.th} ({self.first}-{self.last} ปี)", f"{self.name.en} ({self.first}-{self.last})")

    def holds(self, age: int) -> bool:
        """Say whether somebody of this age, in completed years, is in the stage."""
        return self.first <= age and (self.last is None or age <= self.last)

    def meets(self, ages: Ages | None) -> bool:
        """Say whether what is about these ages is about somebody of the stage; without ages it is about nobody's own."""
        if ages is None:
            return False
        return (self.last is None or ages.from_ <= self.last) and (ages.to is None or ages.to >= self.first)


@cache
def stages() -> tuple[Stage, ...]:
    """Return the stages, the youngest first."""
    kept = tomllib.loads(Path(__file__).with_name("life_stages.toml").read_text("utf-8"))["stage"]
    ends = [after["from"] - 1 for _one, after in pairwise(kept)] + [None]
    return tuple(
        Stage(one["code"], Words(one["th"], one["en"]), one["from"], end) for one, end in zip(kept, ends, strict=True)
    )


def stage_of(age: int) -> Stage:
    """Return the stage of an age in completed years, which is never below 0."""
    return next(one for one in stages() if one.holds(age))
