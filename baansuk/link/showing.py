"""Puts records side by side as a page draws them: words of values, marks where letters differ, what is not told or not shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from baansuk.agree.registers import register_names
from baansuk.link.differences import Piece, clusters, differences, words
from baansuk.link.evidence import Evidence, evidence
from baansuk.link.record_questions import SHOWN, SeenRecord
from baansuk.people.fields import load_fields
from baansuk.people.seen import SeenPerson
from baansuk.people.sight import Sight
from baansuk.screen.language import say_words
from baansuk.thai.dates import show_date
from baansuk.thai.words import Words

NO_DATE = Words("ไม่ระบุวันที่", "no date given")
# Which value of a record an agreement level speaks of.
SPOKEN_OF = {
    "given": ("given_name",),
    "family": ("family_name",),
    "birth": ("birth_date",),
    "sex": ("sex",),
    "phone": ("phone",),
}
RULES: Mapping[str, Words] = {
    "id": Words("เลขประจำตัวตรงกันและถูกต้อง", "The same valid id number"),
    "id_name": Words("เลขประจำตัวและชื่อตรงกัน", "The same id number and name"),
    "name_birth_tambon": Words("ชื่อ วันเกิด และตำบลตรงกัน", "The same name, date of birth and tambon"),
    "told": Words("เจ้าตัวแจ้งเอง โดยรหัสในทะเบียน", "The person's own word, by the code in the register"),
    "alone": Words("ยังไม่พบระเบียนอื่นที่ตรงกัน", "No other record matches it yet"),
    "likely": Words(
        "ชื่อ วันเกิด ที่อยู่ใกล้เคียงกันมากพอ ตามที่ระบบเรียนรู้จากระเบียนที่มีเลขประจำตัว",
        "Name, birth and place are alike enough, by what was learned from records with id numbers",
    ),
    "judged": Words("มีคนตัดสินว่าเป็นคนเดียวกัน", "Somebody decided that they are one person"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of both records; ``state``: same, differs, one (only one tells), none, or closed (not granted)."""

    name: Words
    left: Sequence[Piece]
    right: Sequence[Piece]
    state: str


@dataclass(frozen=True, slots=True)
class Side:
    """One record of a pair: whose list it stands on, and when it was observed."""

    record: SeenRecord
    person: SeenPerson
    source: Words
    day: Words


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """One record of a person: whose list, when, why it counts as this person, and what it says."""

    record: SeenRecord
    source: Words
    day: Words
    why: Evidence | None
    rule: Words
    values: Sequence[tuple[Words, Words]]


def side(record: SeenRecord, person: SeenPerson, names: Mapping[str, Words]) -> Side:
    """Return one side of a pair."""
    return Side(
        record, person, names.get(record.source, Words(record.source, record.source)), day_words(record.observed)
    )


def compared(left: Side, right: Side, sight: Sight) -> list[Compared]:
    """Return the fields of both records that either tells, in the order of reading, and those that are not granted."""
    found = []
    for code in SHOWN:
        field = load_fields()[code]
        first, second = (say_words(value_words(code, one.record.values.get(code, ""))) for one in (left, right))
        open_ = all(sight.readable(field.field_class, one.person.area_code) for one in (left, right))
        if not first and not second and open_:
            continue
        pieces = differences(first, second, words if field.type == "date" else clusters)
        state = (
            "closed" if not open_ else "one" if not first or not second else "same" if first == second else "differs"
        )
        if state in ("one", "closed"):
            pieces = [Piece(first, False)], [Piece(second, False)]
        found.append(Compared(field.words, *pieces, state))
    return found


def evidence_of(pattern: str, left: SeenRecord, right: SeenRecord) -> Evidence:
    """Return the sentences of a pattern with the values of both records, in the words of the page's language."""
    return evidence(pattern, _spoken(left), _spoken(right))


def apart_words(digits: int | None) -> Words | None:
    """Say how far apart two id numbers are, never what they are."""
    if digits is None:
        return None
    if digits == 0:
        return Words("เลขเดียวกัน", "the same number")
    return Words(f"ต่างกัน {digits} หลัก", f"{digits} digit{'s' if digits > 1 else ''} differ")


def shown_records(records: Sequence[SeenRecord], patterns: Mapping[int, str]) -> list[ShownRecord]:
    """Return the records of a person; ``patterns``: how a record agrees with its nearest, by record, where that is known."""
    names = register_names()
    return [
        ShownRecord(
            one,
            names.get(one.source, Words(one.source, one.source)),
            day_words(one.observed),
            evidence(patterns[one.record_id]) if one.record_id in patterns else None,
            RULES.get(one.rule, Words(one.rule, one.rule)),
            [(load_fields()[code].words, value_words(code, value)) for code, value in _in_order(one)],
        )
        for one in records
    ]


def value_words(code: str, value: str) -> Words:
    """Return a value as people read it."""
    if code == "birth_date":
        return day_words(value) if value else Words("", "")
    return load_fields()[code].say(value)


def day_words(text: str) -> Words:
    """Return a day that may be cut to its month or year, or be ''."""
    if not text:
        return NO_DATE
    precision = {4: "year", 7: "month"}.get(len(text), "day")
    day = dt.date.fromisoformat(text + "0000-01-01"[len(text) :])
    return Words(show_date(day, precision, "th"), show_date(day, precision, "en"))


def _in_order(record: SeenRecord) -> list[tuple[str, str]]:
    return [(code, record.values[code]) for code in SHOWN if record.values.get(code)]


def _spoken(record: SeenRecord) -> dict[str, str]:
    return {
        level: " · ".join(
            say_words(value_words(code, record.values[code])) for code in codes if record.values.get(code)
        )
        for level, codes in SPOKEN_OF.items()
    }
