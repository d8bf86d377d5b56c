"""Suggests what the codes of a column mean, which columns a file cannot do without, and which one names its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from baansuk.collect.cell_readers import default_meanings, tables_key
from baansuk.collect.headers import header_key
from baansuk.people.fields import load_fields

# A column with more different values than this is no list of codes.
MOST_VALUES = 12
# What agencies write beside the vocabulary's own words.
ALSO: Mapping[str, Mapping[str, str]] = {
    "sex": {
        "ช": "male",
        "ญ": "female",
        "m": "male",
        "f": "female",
        "1": "male",
        "2": "female",
        "ช.": "male",
        "ญ.": "female",
    },
    "life_status": {"มีชีวิตอยู่": "alive", "ตาย": "dead", "ถึงแก่กรรม": "dead", "ย้าย": "moved"},
    "relation": {
        "หัวหน้า": "head",
        "เจ้าบ้าน": "head",
        "ภรรยา": "spouse",
        "สามี": "spouse",
        "ลูก": "child",
        "พ่อ": "parent",
        "แม่": "parent",
    },
}
NOT_MEANT = "?"
# Headers under which agencies and survey tools write what names a row and stays with it from file to file.
ROW_NAMES = (
    "id",
    "_id",
    "_uuid",
    "uuid",
    "instanceid",
    "_index",
    "rowid",
    "เลขที่แบบ",
    "รหัสแบบ",
    "รหัสรายการ",
    "เลขที่คำขอ",
)
# Without one of these a row of the unit names nobody.
TELLING: Mapping[str, Sequence[str]] = {
    "person": ("national_id", "full_name", "given_name"),
    "household": ("household_key", "house_no", "house_code"),
    "area": ("area_code",),
}


def values_of(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the different values of a column as written, the first first; nothing when there are too many."""
    found = tuple(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))
    return found if len(found) <= MOST_VALUES else ()


def has_codes(field_code: str) -> bool:
    """Say whether a field has a closed list of answers, so that what is written has to mean one of them."""
    field = load_fields().get(field_code)
    return field is not None and bool(field.values)


def guess_meaning(field_code: str, value: str) -> str:
    """Return the answer that a written value means, ``""`` for no answer, ``?`` when nobody can tell."""
    field = load_fields()[field_code]
    key = tables_key(value)
    return ALSO.get(field_code, {}).get(key, default_meanings(field).get(key, NOT_MEANT))


def meanings_to_declare(field_code: str, meant: Mapping[str, str]) -> dict[str, str]:
    """Return what the declaration must say: nothing where every value is read so anyway, else all that is known.

    All, because once a source says what some digits mean, no other reading of digits is left over.
    """
    usual = default_meanings(load_fields()[field_code])
    known = {value: code for value, code in meant.items() if code != NOT_MEANT}
    return known if any(usual.get(tables_key(value), NOT_MEANT) != code for value, code in known.items()) else {}


def is_needed(unit: str, field_code: str, sure: float) -> bool:
    """Say whether a file without this column is most likely another file."""
    return sure >= 0.8 and field_code in TELLING.get(unit, ())


def names_rows(header: str, cells: Sequence[str]) -> bool:
    """Say whether a column looks like what names each row: called so, filled, and never twice the same."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return (
        header_key(header) in {header_key(name) for name in ROW_NAMES}
        and len(filled) == len(cells) > 1
        and len(set(filled)) == len(filled)
    )
