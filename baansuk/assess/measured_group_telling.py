"""Which groups of people a reader is offered, and what is told of them: exactly, or in tens and down to the amphoe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from baansuk.assess.measured import Poverty, poverties
from baansuk.assess.measured_group_rounding import tell_groups
from baansuk.assess.measured_groups import SPLITS, Split, families_of, groups_in_order, words_of_group
from baansuk.assess.measured_release import AMPHOE, Reader, areas_told, lists_of
from baansuk.assess.measured_telling import Beside, Poor
from baansuk.assess.measuring.rounding import Rounded, to_base
from baansuk.assess.models import GroupHeadcount
from baansuk.assess.page_questions import source_words
from baansuk.assess.relations import LIST
from baansuk.assess.telling import classes_of
from baansuk.places.names import PROVINCE, TAMBON
from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class Group:
    """One group of an area: its poor, and which share of M0 of everybody in the split is theirs (None: not told)."""

    code: str
    words: Words
    poor: Poor
    share_of_m0: Fraction | None = None


def splits_offered(beside: Beside, poverty: Poverty, area: str) -> list[Split]:
    """Return the splits in which the reader is told something of an area.

    Whoever sees the households by all that a split rests on is told exactly. Others are told in tens down to the amphoe, and
    never by disability or ethnicity: what PDPA s.26 protects is granted class by class.
    """
    if len(area) > TAMBON:
        return []
    return [
        one
        for one in SPLITS.values()
        if is_exact(beside, poverty, one, area) or (not one.granted_only and len(area) <= AMPHOE)
    ]


def is_exact(beside: Beside, poverty: Poverty, split: Split, area: str) -> bool:
    """Say whether the reader sees every household of an area by all that the counts of a split rest on."""
    return any(area.startswith(prefix) for prefix in _known(beside, poverty, split))


def _known(beside: Beside, poverty: Poverty, split: Split) -> tuple[str, ...]:
    return beside.telling.known(_classes(beside.edition, poverty, split))


def _classes(edition: int, poverty: Poverty, split: Split) -> frozenset[str]:
    found = classes_of(poverty.framework.label) | split.classes
    if split.code == "list":
        found = found.union(*(classes_of(LIST + source) for source in lists_of(edition)))
    return found


def groups_of(beside: Beside, poverty: Poverty, split: Split, area: str) -> list[Group]:
    """Return the groups of an area in the order in which they are read; nothing where the split is not offered."""
    if split not in splits_offered(beside, poverty, area):
        return []
    held = _stored(beside.edition, split.code, area, poverty)
    exact = is_exact(beside, poverty, split, area)
    names = source_words() if not split.of_persons else {}
    groups = {
        code: _exact(poverty, rows) if exact else _rounded(beside, poverty, split, area, code, rows)
        for code, rows in held.items()
    }
    sizes = {code: rows[poverty.code].poor + rows[poverty.code].others for code, rows in held.items()}
    order = groups_in_order(split, sizes)
    whole = sum((one.score or Fraction(0) for one in groups.values()), Fraction(0)) if split.of_persons else None
    return [
        Group(code, words_of_group(split, code, names), groups[code], _share(groups[code], whole)) for code in order
    ]


def _share(one: Poor, whole: Fraction | None) -> Fraction | None:
    return one.score / whole if one.exact and whole and one.score is not None else None


Rows = dict[str, GroupHeadcount]


def _stored(edition: int, split: str, area: str, poverty: Poverty) -> dict[str, Rows]:
    names = [poverty.code, *(poverty.count_of(lack) for lack in poverty.framework.lacks)]
    found: dict[str, Rows] = {}
    for one in GroupHeadcount.objects.filter(edition=edition, split=split, area_code=area, measure__in=names):
        found.setdefault(one.part, {})[one.measure] = one
    return found


def _exact(poverty: Poverty, rows: Rows) -> Poor:
    one = rows[poverty.code]
    lacks = {lack.code: _poor_of(rows, poverty.count_of(lack)) for lack in poverty.framework.lacks}
    return Poor(
        poverty, one.poor, one.poor + one.others, _score(poverty, rows), dict(lacks), exact=True, left_out=one.unknown
    )  # fmt: skip


def _poor_of(rows: Rows, measure: str) -> int:
    return rows[measure].poor if measure in rows else 0


def _score(poverty: Poverty, rows: Rows) -> Fraction:
    whole = sum(lack.weight * _poor_of(rows, poverty.count_of(lack)) for lack in poverty.framework.lacks)
    return Fraction(whole, poverty.framework.whole)


def _rounded(beside: Beside, poverty: Poverty, split: Split, area: str, code: str, rows: Rows) -> Poor:
    """In tens: the poor and the others of a group; the sum of scores in tens of the heaviest lack, and no lack by itself."""
    reader = beside.reader(area)
    told = groups_rounded(reader, split.code, poverty.code, _known(beside, poverty, split))
    poor, others = (found.get((code, area), Rounded(None)) for found in told)
    used = None if others.count is None or (poor.count is None and not poor.few) else others.count + (poor.count or 0)
    score = None
    if poor.count is not None:
        base = reader.limits.least * max(lack.weight for lack in poverty.framework.lacks)
        score = Fraction(to_base(int(_score(poverty, rows) * poverty.framework.whole), base), poverty.framework.whole)
    return Poor(poverty, poor.count, used, score, {}, exact=False, few=poor.few)


Told = Mapping[tuple[str, str], Rounded]


@lru_cache(maxsize=64)
def groups_rounded(reader: Reader, split: str, measure: str, known: tuple[str, ...]) -> tuple[Told, Told]:
    """The poor and the others of every (group, area) of a province and its amphoe, as they are told.

    ``known`` are the areas (prefixes) of which the reader knows every count of the split.
    """
    rows = GroupHeadcount.objects.filter(
        edition=reader.edition,
        split=split,
        measure=measure,
        level__in=(PROVINCE, AMPHOE),
        area_code__startswith=reader.province,
    )
    counts = {(one.part, one.area_code): (one.poor, one.others) for one in rows}
    told: tuple[dict[tuple[str, str], Rounded], dict[tuple[str, str], Rounded]] = ({}, {})
    label = poverties()[measure].framework.label
    tellable, limits = areas_told(reader, label), reader.limits
    seen = {area for _part, area in counts if known and area.startswith(known)}
    for family in families_of(SPLITS[split], sorted({part for part, _area in counts})):
        for place, found in enumerate(told):
            inside = {cell: both[place] for cell, both in counts.items() if cell[0] in family}
            found |= tell_groups(inside, tellable, least=limits.least, spread=limits.spread, known=seen)
    return told
