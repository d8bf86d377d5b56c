"""Which measures a framework has: the place of each among its letters, and the letter that finds a household."""

from __future__ import annotations

from dataclasses import dataclass

from baansuk.assess.frameworks import Coded, Framework, FrameworkDimension

FOUND = "F"


@dataclass(frozen=True, slots=True)
class Lettered:
    """One measure as it is counted: its place among the letters of its framework, and the letter that finds a household."""

    measure: str
    place: int
    found: str


@dataclass(frozen=True, slots=True)
class Told:
    """One measure in one area, exactly: households found, known to pass, not concerned, not known; and persons found."""

    fail: int
    passed: int
    not_applicable: int
    unknown: int
    persons: int

    @property
    def known(self) -> int:
        """Households whose answer is known and whom the measure concerns: what a share is a share of."""
        return self.fail + self.passed


def parts_of(framework: Framework) -> list[str]:
    """Return the codes of a framework's parts in the order in which their letters stand."""
    listed: list[Coded] = [*framework.indicator, *_asked(framework), *framework.scale, *framework.outcome]
    return [one.code for one in listed]


def _asked(framework: Framework) -> list[FrameworkDimension]:
    """The dimensions that have an indicator; one of an empty frame says nothing of anybody."""
    inside = {one.dimension for one in framework.indicator}
    return [one for one in framework.dimension if one.code in inside]


def lettered(framework: Framework) -> list[Lettered]:
    """Return every measure of a framework: an indicator, dimension or outcome each one, a scale one for each level."""
    scales = {one.code: one for one in framework.scale}
    found = []
    for place, code in enumerate(parts_of(framework), start=1):
        if code in scales:
            levels = (str(one.level) for one in scales[code].level)
            found += [Lettered(measure_of(framework.code, code, level), place, level) for level in levels]
        else:
            found.append(Lettered(measure_of(framework.code, code), place, FOUND))
    return found


def measure_of(framework: str, part: str, level: str = "") -> str:
    """Return the name of a measure: ``capitals.financial.1`` or ``income-lines.bmn``."""
    return ".".join(filter(None, (framework, part, level)))


def key_of(part: str, level: int | None = None) -> str:
    """Return the key of a part's figure: ``financial.1`` or ``bmn``."""
    return measure_of("", part, "" if level is None else str(level))
