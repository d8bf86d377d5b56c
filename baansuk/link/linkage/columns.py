"""The columns of a register that the linker reads, and what each means; all others are named and left alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

RECORD_ID: Final = "record_id"
# In the order in which they stand in the view ``raw``; every one is text there, null where a file lacks it.
COLUMNS: Final[dict[str, str]] = {
    RECORD_ID: "the record's own name, unique over all files; text or whole number",
    "national_id": "thirteen digits; Thai digits, spaces and dashes are read, nothing is ever padded",
    "full_name": "title, given name and family name in one; read where there is no given_name",
    "title": "นาย, นาง, ด.ช. and the like",
    "given_name": "given name; a title glued to it is taken off",
    "family_name": "family name",
    "sex": "ชาย, หญิง, 1, 2, m, f, male, female",
    "birth_date": "dd/mm/yyyy, yyyy-mm-dd or yyyymmdd; 00 for what is unknown; the era told by the year",
    "house_no": "house number as written",
    "village_no": "หมู่ที่",
    "tambon": "name or code of the tambon",
    "amphoe": "name or code of the amphoe",
    "house_code": "the eleven-digit code of the house",
    "phone": "telephone number",
}
# What may stand around a name in a header and cannot be seen there.
_UNSEEN: Final = " \t\r\n\u00a0\u200b\u200c\u200d\u2060\ufeff"


def header_name(written: str) -> str:
    """Return a column's name as it is compared: small letters, nothing unseen around it."""
    return written.strip(_UNSEEN).lower()


def known(names: Iterable[str]) -> dict[str, int]:
    """Return the columns of ours among a file's names, with their places."""
    return {header_name(name): place for place, name in enumerate(names) if header_name(name) in COLUMNS}


def unknown(names: Iterable[str]) -> list[str]:
    """Return the names that are none of our columns, as they are written."""
    return [name.strip(_UNSEEN) for name in names if header_name(name) not in COLUMNS]


def doubled(names: Sequence[str]) -> str:
    """Return the first name that stands twice, '' when all differ; columns without a name are no names."""
    seen = set[str]()
    for name in map(header_name, names):
        if name and name in seen:
            return name
        seen.add(name)
    return ""
