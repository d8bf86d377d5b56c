"""The vocabulary of fields: what a source's column may be read into, whom it describes and which class it belongs to."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from baansuk.thai.words import Words

UNITS = ("person", "household", "area")
TYPES = ("text", "code", "id", "date", "money", "number", "decimal", "yes_no", "answer")

ANSWERS = MappingProxyType(
    {
        "pass": Words("ผ่าน", "Pass"),
        "fail": Words("ไม่ผ่าน", "Fail"),
        "not_applicable": Words("ไม่เกี่ยวข้อง", "Not applicable"),
    }
)
YES_NO = MappingProxyType({"true": Words("ใช่", "Yes"), "false": Words("ไม่ใช่", "No")})


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``fact`` is false for what only tells who and where; ``values`` is empty unless its answers are closed."""

    code: str
    unit: str
    type: str
    field_class: str
    fact: bool
    words: Words
    values: Mapping[str, Words]

    def say(self, value: str) -> Words:
        """Return the words of a coded value, or the value itself where the field is open."""
        return self.values.get(value, Words(value, value))


@lru_cache(maxsize=1)
def load_fields() -> Mapping[str, Field]:
    """Read ``fields.toml`` as code -> Field, in file order, the numbered answers written out.

    Raises ValueError when a code stands twice or names a unit or type that nothing else knows.
    """
    return parse_fields(files("baansuk.people").joinpath("fields.toml").read_text(encoding="utf-8"))


def parse_fields(text: str) -> Mapping[str, Field]:
    """Read a vocabulary from TOML text (see ``load_fields``)."""
    tables = tomllib.loads(text)
    listed = [_field(table) for table in tables.get("field", [])]
    for table in tables.get("answers", []):
        listed += _answers(table)
    fields: dict[str, Field] = {}
    for field in listed:
        if field.code in fields:
            raise ValueError(f"field {field.code} stands twice")
        if field.unit not in UNITS or field.type not in TYPES:
            raise ValueError(f"field {field.code} is of unknown unit {field.unit!r} or type {field.type!r}")
        fields[field.code] = field
    return MappingProxyType(fields)


def facts_of(unit: str) -> list[Field]:
    """Return the fields that are facts about a ``unit``, in file order."""
    return [field for field in load_fields().values() if field.fact and field.unit == unit]


def _field(table: dict[str, Any]) -> Field:
    values = {code: Words(*pair) for code, pair in table.get("values", {}).items()}
    if table["type"] == "yes_no":
        values = dict(YES_NO)
    return Field(
        code=table["code"],
        unit=table["unit"],
        type=table["type"],
        field_class=table["class"],
        fact=table.get("fact", True),
        words=Words(table["th"], table["en"]),
        values=MappingProxyType(values),
    )


def _answers(table: dict[str, Any]) -> list[Field]:
    special = {number: name for name, numbers in table.get("classes", {}).items() for number in numbers}
    return [
        Field(
            code=f"{table['prefix']}{number:02d}",
            unit=table["unit"],
            type="answer",
            field_class=special.get(number, table["class"]),
            fact=True,
            words=Words(table["th"].format(n=number), table["en"].format(n=number)),
            values=ANSWERS,
        )
        for number in range(1, table["count"] + 1)
    ]
