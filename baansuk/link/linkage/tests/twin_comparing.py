"""Comparing said once more in plain Python: the levels of a pair, field by field, and its pattern."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from baansuk.link.linkage.levels import LEVELS, packed
from baansuk.link.linkage.spelling import single_bytes
from baansuk.link.linkage.tests.twin_cleaning import Cleaned

GIVEN = FAMILY = LEVELS["given"]
AGREEING = ("same", "sound", "near", "part")


def pattern_of(a: Cleaned, b: Cleaned, records: int, area_names: Mapping[int, str]) -> int:
    """Return the packed pattern of two records among ``records``."""
    given, family = _names(a, b)
    return packed(
        {
            "id": _id(a, b),
            "given": given,
            "family": family,
            "birth": _birth(a.birth, b.birth),
            "place": _place(a, b, area_names),
            "sex": _plain(a.sex, b.sex),
            "phone": _plain(a.phone, b.phone),
            "names": _commonness(a, b, given in AGREEING, family in AGREEING, records),
        }
    )


def _same(one: object, other: object) -> bool:
    return one is not None and one == other


def _plain(one: int | None, other: int | None) -> str:
    if one is None or other is None:
        return "unknown"
    return "same" if one == other else "different"


@cache
def distance(one: str, other: str) -> int:
    """Levenshtein's distance in bytes, as the engines count it."""
    left, right = one.encode(), other.encode()
    before = list(range(len(right) + 1))
    for row, letter in enumerate(left, start=1):
        now = [row]
        for column, beside in enumerate(right, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != beside)))
        before = now
    return before[-1]


def _id(a: Cleaned, b: Cleaned) -> str:
    if a.id is not None and b.id is not None:
        return "same" if a.id == b.id else "different"
    one, other = (x.id if x.id is not None else x.odd_id for x in (a, b))
    if one is None or other is None:
        return "unknown"
    return "near" if distance(str(one), str(other)) <= 2 else "unknown"


def _names(a: Cleaned, b: Cleaned) -> tuple[str, str]:
    """The levels of the given and the family name, which may stand in each other's place."""
    straight = _same(a.given_skeleton, b.given_skeleton) or _same(a.family_skeleton, b.family_skeleton)
    crossed = _same(a.given_skeleton, b.family_skeleton), _same(b.given_skeleton, a.family_skeleton)
    if not straight and any(crossed):
        if _same(a.given, b.family) and _same(b.given, a.family):
            return "part", "same"
        return "part", "sound" if all(crossed) else "near"
    return _name(a, b, "given"), _name(a, b, "family")


def _name(a: Cleaned, b: Cleaned, field: str) -> str:
    one, other = getattr(a, field), getattr(b, field)
    if one is None or other is None:
        return "unknown"
    if one == other:
        return "same"
    if _same(getattr(a, f"{field}_sound"), getattr(b, f"{field}_sound")):
        return "sound"
    if _same(getattr(a, f"{field}_skeleton"), getattr(b, f"{field}_skeleton")):
        return "near"
    spelled = getattr(a, f"{field}_spelling"), getattr(b, f"{field}_spelling")
    if distance(*map(single_bytes, spelled)) <= (2 if min(map(len, spelled)) >= 5 else 1):
        return "near"
    return "part" if spelled[0].startswith(spelled[1]) or spelled[1].startswith(spelled[0]) else "different"


def _birth(one: int | None, other: int | None) -> str:
    if one is None or other is None:
        return "unknown"
    (y1, m1, d1), (y2, m2, d2) = ((date // 10000, date // 100 % 100, date % 100) for date in (one, other))
    first_of_january = (1, 1) in ((m1, d1), (m2, d2))
    if one == other and d1:
        return "same"
    if d1 and d2:
        if y1 == y2:
            alike = m1 == m2 or d1 == d2 or (d1 == m2 and d2 == m1)
            return "near" if alike else "year" if first_of_january else "different"
        if (m1, d1) == (m2, d2):
            return "near"
        return "close" if abs(y1 - y2) == 1 and first_of_january else "different"
    if y1 == y2:
        return "close" if m1 and m2 and m1 != m2 else "year"
    return "close" if abs(y1 - y2) == 1 else "different"


def _place(a: Cleaned, b: Cleaned, area_names: Mapping[int, str]) -> str:
    one_unknown = a.village is None or b.village is None
    number = _same(a.house, b.house) and one_unknown
    in_one = "house" if _same(a.house, b.house) else "village"
    spelled_otherwise = (
        a.tambon is not None
        and b.tambon is not None
        and a.tambon != b.tambon
        and not _same(a.house_code, b.house_code)
        and _near_areas(area_names.get(a.tambon), area_names.get(b.tambon))
    )
    if spelled_otherwise or (not _same(a.house_code, b.house_code) and _same(a.place, b.place)):
        if _same(a.village, b.village):
            return in_one
        return "number" if number else "tambon"
    if _same(a.house_code, b.house_code):
        return "house"
    if _same(a.tambon, b.tambon):
        if number:
            return "number"
        return "tambon" if a.district is None or b.district is None else "amphoe"
    if _same(a.house, b.house) and a.village == b.village:
        return "door"
    if _same(a.district, b.district):
        return "amphoe"
    return "unknown" if a.place is None or b.place is None else "different"


def _near_areas(one: str | None, other: str | None) -> bool:
    if one is None or other is None or min(len(one), len(other)) < 4 or abs(len(one) - len(other)) > 2:
        return False
    return distance(single_bytes(one), single_bytes(other)) <= (2 if min(len(one), len(other)) >= 8 else 1)


def _commonness(a: Cleaned, b: Cleaned, given: bool, family: bool, records: int) -> str:
    """How many records would bear the names that agree, were names drawn at random."""
    bearers = min(a.given_records, b.given_records), min(a.family_records, b.family_records)
    if given and family:
        rare, some, found = 0.1 * records, 1.0 * records, float(bearers[0] * bearers[1])
    elif given or family:
        rare, some, found = 0.0001 * records, 0.001 * records, float(bearers[0] if given else bearers[1])
    else:
        return "none"
    return "rare" if found < rare else "some" if found < some else "common"
