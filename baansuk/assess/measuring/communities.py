"""Proposes which communities to look at first, and says why in sentences; people decide.

The order is by the share of poor households drawn together by ``smoothing``, so that no hamlet of four houses leads the list
by chance; then by how many are poor. Only what is told to the reader comes in, so nothing else can come out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from baansuk.assess.measuring.smoothing import smoothed
from baansuk.thai.words import Words

# Of a dimension it is said that more lack it when half as many again do; of unknown answers, when a quarter is unknown.
MUCH_MORE = Fraction(3, 2)
MANY_UNKNOWN = Fraction(1, 4)


@dataclass(frozen=True, slots=True)
class Community:
    """What is told of one area: poor of how many answered, of all households; dimension code -> (found, answered).

    ``hot`` says that it lies among areas with many poor. ``unhelped`` is how many of the poor no list of help names, None
    where it is not told.
    """

    code: str
    name: Words
    poor: int
    answered: int
    households: int
    lacks: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    hot: bool = False
    unhelped: int | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A community in its place, the first being 1: its share as it is and drawn together, and the reasons."""

    place: int
    community: Community
    share: Fraction
    smoothed: float
    reasons: tuple[Words, ...]


def propose(communities: Sequence[Community], dimensions: Mapping[str, Words], most: int = 20) -> list[Proposed]:
    """Return the communities whose share lies above that of all of them, the highest first, at most ``most``."""
    held = [one for one in communities if one.answered > 0]
    if not held:
        return []
    shares = smoothed({one.code: (one.poor, one.answered) for one in held})
    whole = Fraction(sum(one.poor for one in held), sum(one.answered for one in held))
    lacking = _lacking(held)
    above = [one for one in held if one.poor and Fraction(one.poor, one.answered) > whole]
    above.sort(key=lambda one: (-shares[one.code], -one.poor, one.code))
    return [
        Proposed(
            place,
            one,
            Fraction(one.poor, one.answered),
            shares[one.code],
            tuple(_reasons(one, whole, lacking, dimensions)),
        )
        for place, one in enumerate(above[:most], start=1)
    ]


def _lacking(communities: Sequence[Community]) -> dict[str, Fraction]:
    """The share of all the communities together that lacks each dimension, over those of which it is told."""
    found: dict[str, tuple[int, int]] = {}
    for one in communities:
        for code, (lack, answered) in one.lacks.items():
            before = found.get(code, (0, 0))
            found[code] = (before[0] + lack, before[1] + answered)
    return {code: Fraction(lack, answered) for code, (lack, answered) in found.items() if answered}


def _reasons(
    one: Community, whole: Fraction, lacking: Mapping[str, Fraction], dimensions: Mapping[str, Words]
) -> list[Words]:
    share = Fraction(one.poor, one.answered)
    said = [
        Words(
            f"จน {one.poor:,} จาก {one.answered:,} ครัวเรือนที่ทราบคำตอบ คือ {_percent(share)} ทุกพื้นที่รวมกัน {_percent(whole)}",
            f"{one.poor:,} of {one.answered:,} households with an answer are poor: {_percent(share)}, all areas together {_percent(whole)}",
        )
    ]
    worst = _worst(one, lacking)
    if worst is not None:
        code, own = worst
        name = dimensions[code]
        said.append(
            Words(
                f"ขาด{name.th} {_percent(own)} มากกว่าทุกพื้นที่รวมกันที่ {_percent(lacking[code])}",
                f"{name.en}: {_percent(own)} lack it, against {_percent(lacking[code])} of all areas together",
            )
        )
    if one.hot:
        said.append(
            Words(
                "อยู่ในกลุ่มพื้นที่ติดกันที่มีครัวเรือนจนมากกว่าที่จะเป็นโดยบังเอิญ",
                "Lies in a cluster: it and its neighbours have more poor households than chance would explain",
            )
        )
    if one.unhelped:
        said.append(
            Words(
                f"ในจำนวนนี้ {one.unhelped:,} ครัวเรือนไม่อยู่ในบัญชีช่วยเหลือใดเลย",
                f"{one.unhelped:,} of them are on no list of help",
            )
        )
    unknown = Fraction(one.households - one.answered, one.households)
    if unknown >= MANY_UNKNOWN:
        said.append(
            Words(
                f"ยังไม่ทราบคำตอบของ {_percent(unknown)} ของครัวเรือน ควรสำรวจก่อนเชื่อตัวเลขนี้",
                f"{_percent(unknown)} of the households have no answer yet: survey them before relying on this figure",
            )
        )
    return said


def _worst(one: Community, lacking: Mapping[str, Fraction]) -> tuple[str, Fraction] | None:
    """The dimension in which the most households lack beyond what the others do, where it is much more."""
    beyond = [
        (own - lacking[code], code, own)
        for code, (lack, answered) in one.lacks.items()
        if answered and lacking.get(code) and (own := Fraction(lack, answered)) >= lacking[code] * MUCH_MORE
    ]
    if not beyond:
        return None
    _beyond, code, own = max(beyond)
    return code, own


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.1f}%"
