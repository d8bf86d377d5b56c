"""Says the stamp of a set of rules (``bmn-2560/1+tpmap/1+labels/1``) as an officer would name it."""

from __future__ import annotations

from collections.abc import Mapping

from baansuk.thai.words import Words

NAMES: Mapping[str, Words] = {
    "bmn-2560": Words("เกณฑ์ จปฐ. 2560-2564", "basic minimum needs 2560-2564 BE"),
    "tpmap": Words("มิติของ TPMAP", "the TPMAP dimensions"),
    "labels": Words("ป้ายของครัวเรือน", "the labels of households"),
}


def words_of_stamp(stamp: str) -> Words:
    """Return the sets of rules and their editions; a set that has no name here is shown by its code."""
    parts = [one.partition("/") for one in stamp.split("+") if one]
    named = [(NAMES.get(code, Words(code, code)), version) for code, _, version in parts]
    return Words(
        ", ".join(f"{name.th} ฉบับ {version}" if version else name.th for name, version in named),
        ", ".join(f"{name.en}, version {version}" if version else name.en for name, version in named),
    )
