"""The groups of a split in words, for the page of levels: a table of H, A and M0, and one of what the poor of each lack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from baansuk.assess.map_words import HIDDEN
from baansuk.assess.measured import Poverty
from baansuk.assess.measured_asked import Asked
from baansuk.assess.measured_group_telling import Group, groups_of, splits_offered
from baansuk.assess.measured_groups import SPLITS, UNKNOWN, Split
from baansuk.assess.measured_words import NOBODY, count_of, index_of, percent_of, width_of
from baansuk.thai.words import Words

BY_AREA = Words("พื้นที่", "Area")
NONE = Words("–", "–")


@dataclass(frozen=True, slots=True)
class GroupShown:
    """One group in words; ``part`` is its part of the M0 of everybody."""

    name: Words
    h: Words
    a: Words
    m0: Words
    poor: Words
    used: Words
    left_out: Words
    part: Words
    meter: float | None


@dataclass(frozen=True, slots=True)
class SplitShown:
    """A split as the page shows it; ``lacks`` is, by lack, the share of each group that is poor and has it."""

    split: Split
    rows: Sequence[GroupShown]
    exact: bool
    lacks: Sequence[tuple[Words, Sequence[Words]]]
    heads: Sequence[Words]


def choices(asked: Asked) -> list[tuple[Words, str, bool]]:
    """Return what the table may be split by: areas, and the splits that the reader is offered here."""
    offered = splits_offered(asked.beside, asked.poverty, asked.area.code)
    here = asked.split if asked.split in {one.code for one in offered} else ""
    found = [(BY_AREA, asked.address("measures", split=""), not here)]
    return found + [(one.words, asked.address("measures", split=one.code), one.code == here) for one in offered]


def split_shown(asked: Asked) -> SplitShown | None:
    """Return the split that is asked for; None where areas are, or where the reader is not offered it."""
    if not asked.split:
        return None
    split = SPLITS[asked.split]
    groups = groups_of(asked.beside, asked.poverty, split, asked.area.code)
    if not groups:
        return None
    top = max((one.poor.h for one in groups if one.poor.h is not None), default=None)
    exact = all(one.poor.exact for one in groups)
    return SplitShown(
        split,
        [_shown(one, split, width_of(one.poor.h, top)) for one in groups],
        exact,
        _lacks(asked.poverty, groups) if exact else [],
        [one.words for one in groups if one.code != UNKNOWN],
    )


def _shown(group: Group, split: Split, meter: float | None) -> GroupShown:
    one = group.poor
    nobody = one.poor == 0
    return GroupShown(
        group.words,
        h=percent_of(one.h, exact=one.exact, few=one.few) if one.used != 0 else NONE,
        a=NOBODY if nobody else percent_of(one.a, exact=one.exact),
        m0=index_of(one.m0, exact=one.exact) if one.used != 0 else NONE,
        poor=count_of(one.poor, exact=one.exact, few=one.few),
        used=count_of(one.used, exact=one.exact),
        left_out=count_of(one.left_out, exact=True) if one.left_out is not None else HIDDEN,
        part=percent_of(group.share_of_m0) if group.share_of_m0 is not None else NONE,
        meter=meter,
    )


def _lacks(poverty: Poverty, groups: Sequence[Group]) -> list[tuple[Words, Sequence[Words]]]:
    named = [one.poor for one in groups if one.code != UNKNOWN]
    return [
        (lack.words, [percent_of(one.censored(lack.code)) if one.used else NONE for one in named])
        for lack in poverty.framework.lacks
    ]
