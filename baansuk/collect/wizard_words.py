"""How the wizard's page shows a sheet: columns with masked first cells, what their codes may mean, and what is not clear yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from baansuk.collect.guess import GuessedColumn
from baansuk.collect.guess_codes import NOT_MEANT, has_codes
from baansuk.collect.showing import masked
from baansuk.collect.wizard import AS_RECEIVED, LEAVE_OUT, Sheet
from baansuk.people.fields import UNITS, load_fields
from baansuk.screen.language import say, say_words
from baansuk.thai.words import Words

UNIT_WORDS = {
    "person": Words("บุคคล", "Person"),
    "household": Words("ครัวเรือน", "Household"),
    "area": Words("หมู่บ้าน/พื้นที่", "Village or area"),
}


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """One sheet of the form: its controls' mark, its name, and its columns."""

    mark: str
    name: str
    unit: str
    units: list[tuple[str, str]]
    taken: bool
    same_as_first: bool
    columns: list[dict[str, Any]]


def shown_sheets(sheets: list[Sheet]) -> list[ShownSheet]:
    """Return what the page shows of each sheet."""
    units = [(unit, say_words(words)) for unit, words in UNIT_WORDS.items()]
    return [
        ShownSheet(
            one.mark,
            one.guess.sheet,
            one.guess.unit,
            units,
            one.taken,
            one.same_as_first,
            [_shown(number, column) for number, column in enumerate(one.guess.columns) if column.header],
        )
        for one in sheets
    ]


def _shown(number: int, column: GuessedColumn) -> dict[str, Any]:
    fields = load_fields()
    meant = [(place, value, column.meanings.get(value, "")) for place, value in enumerate(column.values)]
    coded = has_codes(column.field)
    return {
        "number": number,
        "header": column.header,
        "field": column.field,
        "sure": column.sure,
        "samples": [masked(cell) for cell in column.samples],
        "era": column.era or "per_value",
        "is_date": column.field in fields and fields[column.field].type == "date",
        "needed": column.needed,
        "names_rows": column.names_rows,
        "meant": [(place, masked(value), code) for place, value, code in meant] if coded else [],
        "answers": _answers(column.field) if coded else [],
        "unclear": coded and any(code == NOT_MEANT for _, _, code in meant),
    }


def _answers(field_code: str) -> list[tuple[str, str]]:
    answers = [(code, say_words(words)) for code, words in load_fields()[field_code].values.items()]
    rest = [("", say("ไม่มีคำตอบ", "No answer")), (NOT_MEANT, say("ยังไม่รู้ความหมาย", "Meaning not known yet"))]
    return [*answers, *rest]


def choices_of_fields() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the meanings a column can have, in groups as a page shows them."""
    groups: dict[str, list[tuple[str, str]]] = {unit: [] for unit in UNITS}
    for code, one in load_fields().items():
        groups[one.unit].append((code, say_words(one.words)))
    keep = [(AS_RECEIVED, say("เก็บไว้ตามที่ได้รับ", "Keep as received")), (LEAVE_OUT, say("ไม่ใช้คอลัมน์นี้", "Leave out"))]
    return [(say("ไม่ตีความ", "Without meaning"), keep), *((say_words(UNIT_WORDS[unit]), groups[unit]) for unit in UNITS)]
