"""Says the stamp of a set of rules (``bmn-2560/1+tpmap/1+labels/1``) as an officer would, and which stamps compare."""

from __future__ import annotations

from collections.abc import Mapping

from baansuk.thai.words import Words

NAMES: Mapping[str, Words] = {
    "bmn-2560": Words("เกณฑ์ จปฐ. 2560-2564", "basic minimum needs 2560-2564 BE"),
    "tpmap": Words("มิติของ TPMAP", "the TPMAP dimensions"),
    "labels": Words("ป้ายของครัวเรือน", "the labels of households"),
}


def words_of_stamp(stamp: str, names: Mapping[str, Words] = NAMES) -> Words:
    """Return the sets of rules and their editions; a set that has no name here is shown by its code."""
    named = [(names.get(code, Words(code, code)), version) for code, (version, _rules) in _parts(stamp).items()]
    return Words(
        ", ".join(f"{name.th} ฉบับ {version}" if version else name.th for name, version in named),
        ", ".join(f"{name.en}, version {version}" if version else name.en for name, version in named),
    )


def stamp_of(code: str, version: int, rules: str = "") -> str:
    """Return the stamp of one set: ``capitals/2~5f1c9a0b``; ``rules`` is the digest of what decides its answers."""
    return f"{code}/{version}~{rules}" if rules else f"{code}/{version}"


def changed_sets(stamp0: str, stamp1: str) -> tuple[str, ...]:
    """Return the codes of the sets whose answers are not the same question in the two stamps, in order.

    A set counts as changed where it stands in one stamp only, or its version differs. Two versions with the same digest
    of rules differ in wording only, and are not a change.
    """
    before, after = _parts(stamp0), _parts(stamp1)
    return tuple(code for code in dict.fromkeys((*before, *after)) if not _same(before.get(code), after.get(code)))


def comparable(stamp0: str, stamp1: str) -> bool:
    """Say whether figures judged under the two stamps are one series; where they are not, a break must stand between."""
    return bool(stamp0) and bool(stamp1) and not changed_sets(stamp0, stamp1)


def words_of_break(stamp0: str, stamp1: str, names: Mapping[str, Words] = NAMES) -> Words | None:
    """Return what a break mark says between figures of the two stamps; None where they are one series."""
    if comparable(stamp0, stamp1):
        return None
    changed = [names.get(code, Words(code, code)) for code in changed_sets(stamp0, stamp1)]
    th, en = ", ".join(one.th for one in changed), ", ".join(one.en for one in changed)
    if not changed:
        return Words(
            "ไม่ทราบว่าใช้เกณฑ์ฉบับใด จึงเทียบเป็นแนวโน้มไม่ได้",
            "By which rules these were judged is not known, so they are no trend.",
        )
    return Words(
        f"เกณฑ์เปลี่ยนฉบับ ({th}) ตัวเลขสองข้างของรอยตัดตอบคนละคำถาม ห้ามอ่านเป็นแนวโน้ม",
        f"The rules changed ({en}): the figures on the two sides answer different questions and are no trend.",
    )


def _parts(stamp: str) -> dict[str, tuple[str, str]]:
    """Code -> version and digest ('' where the stamp has none)."""
    found = {}
    for one in filter(None, stamp.split("+")):
        code, _, rest = one.partition("/")
        version, _, rules = rest.partition("~")
        found[code] = (version, rules)
    return found


def _same(one: tuple[str, str] | None, other: tuple[str, str] | None) -> bool:
    if one is None or other is None:
        return False
    return one == other or bool(one[1] and one[1] == other[1])
