"""By which groups of people the exact counts are split, and what each group is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from baansuk.access.classes import IDENTITY
from baansuk.assess.life_stages import stages
from baansuk.thai.words import Words

DISABILITY, ETHNICITY_STATUS = "disability", "ethnicity_status"
# What the groups by age were called before they were the stages of life: an edition keeps those it was counted by.
AGES_BEFORE = (0, 6, 15, 25, 60)
# A name that fewer persons of the whole edition have, or that is not among so many, is no group of its own: a text may be
# a slip of the pen, and a page is read.
MOST_NAMES, LEAST_NAMED = 12, 10
OTHERS, UNKNOWN, YES, NO = "~", "", "yes", "no"
ON, OFF = "on:", "off:"


@dataclass(frozen=True, slots=True)
class Split:
    """One way to tell people apart; ``classes`` is what it takes to be told it exactly.

    ``granted_only``: it is not offered at all to whoever does not see those facts of every household of the area (PDPA
    s.26). ``of_persons``: a unit is a person with the score of the person's household; else a household.
    """

    code: str
    words: Words
    classes: frozenset[str]
    granted_only: bool = False
    of_persons: bool = True


SPLITS: Mapping[str, Split] = {
    one.code: one
    for one in (
        Split("sex", Words("เพศ", "Sex"), frozenset({IDENTITY})),
        Split("age", Words("ช่วงวัย", "Stage of life"), frozenset({IDENTITY})),
        Split("disability", Words("ความพิการ", "Disability"), frozenset({DISABILITY}), granted_only=True),
        Split("ethnicity", Words("ชาติพันธุ์", "Ethnicity"), frozenset({ETHNICITY_STATUS}), granted_only=True),
        Split("list", Words("การอยู่ในบัญชี", "List membership"), frozenset(), of_persons=False),
    )
}
_NOT_KNOWN = Words("ไม่ทราบ", "Not known")
_NAMED: Mapping[str, Mapping[str, Words]] = {
    "sex": {"female": Words("หญิง", "Women and girls"), "male": Words("ชาย", "Men and boys")},
    "age": {
        **{one.code: one.words for one in stages()},
        **{
            str(low): Words(f"อายุ {low}-{high - 1} ปี", f"Aged {low} to {high - 1}")
            for low, high in pairwise(AGES_BEFORE)
        },
        str(AGES_BEFORE[-1]): Words(f"อายุ {AGES_BEFORE[-1]} ปีขึ้นไป", f"Aged {AGES_BEFORE[-1]} and over"),
    },
    "disability": {
        YES: Words("มีความพิการ", "With a disability"),
        NO: Words("ไม่มีความพิการ", "Without a disability"),
    },
    "ethnicity": {OTHERS: Words("กลุ่มอื่นรวมกัน", "Other groups together")},
}


def groups_in_order(split: Split, held: Mapping[str, int]) -> list[str]:
    """Return the groups that are there in the order in which they are read; ``held`` is how many units each has.

    Named texts come by size; who is not known comes last, because it is no group. A list that names nobody is left out: a
    register of villages came as a list too.
    """
    if not split.of_persons:
        named = sorted(one.removeprefix(ON) for one in held if one.startswith(ON))
        return [one for source in named for one in (ON + source, OFF + source) if one in held]
    fixed = [one for one in _NAMED.get(split.code, {}) if one != OTHERS]
    rest = sorted((one for one in held if one not in (*fixed, OTHERS, UNKNOWN)), key=lambda one: (-held[one], one))
    return [one for one in (*fixed, *rest, OTHERS, UNKNOWN) if one in held]


def words_of_group(split: Split, group: str, lists: Mapping[str, Words]) -> Words:
    """Return what a group is called; ``lists`` are the names of sources."""
    if group == UNKNOWN:
        return _NOT_KNOWN
    if group in _NAMED.get(split.code, {}):
        return _NAMED[split.code][group]
    if split.of_persons:
        return Words(group, group)
    source = group.partition(":")[2]
    name = lists.get(source, Words(source, source))
    if group.startswith(ON):
        return Words(f"อยู่ใน{name.th}", f"On: {name.en}")
    return Words(f"ไม่อยู่ใน{name.th}", f"Not on: {name.en}")


def families_of(split: Split, groups: list[str]) -> list[list[str]]:
    """Return the groups that add up to everybody together: those of each list are a whole of their own."""
    if split.of_persons:
        return [groups]
    sources = dict.fromkeys(one.partition(":")[2] for one in groups)
    return [[one for one in groups if one.partition(":")[2] == source] for source in sources]
