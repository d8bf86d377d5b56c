"""What a source says of its files: which columns mean what, in which era, and what is too odd to take unseen."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from baansuk.people.fields import load_fields
from baansuk.thai.words import Refusal, Words

Unit = Literal["person", "household", "area"]
Era = Literal["BE", "CE", "excel", "per_value", "BE_short"]
# Fields that are read from the row's own columns but not written under their own name.
READ_APART = ("full_name", "address_line", "village_name", "tambon", "amphoe", "province", "area_code")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Strict):
    """One column of a file: read into ``field``, kept as received (``raw``), or left out with a reason (``ignore``)."""

    header: str
    aliases: tuple[str, ...] = ()
    field: str = ""
    raw: bool = False
    ignore: str = ""
    required: bool = False
    era: Era | None = None
    meanings: dict[str, str] = Field(default_factory=dict)
    take: int = Field(default=0, ge=0)
    times: int = Field(default=1, ge=1, le=366)
    january_first: Literal["day", "year"] = "day"
    digits: int = Field(default=0, ge=0, le=13)
    order: int = 0

    @model_validator(mode="after")
    def _one_fate(self) -> Column:
        if sum((bool(self.field), self.raw, bool(self.ignore))) != 1:
            raise ValueError(f"column {self.header!r} needs exactly one of field, raw, ignore")
        if self.field:
            known = load_fields().get(self.field)
            if known is None:
                raise ValueError(f"column {self.header!r} names the unknown field {self.field!r}")
            if known.type == "date" and self.era is None:
                raise ValueError(f"date column {self.header!r} needs an era: BE, BE_short, CE, excel or per_value")
            allowed = {"yes_no": {"true", "false", ""}}.get(known.type, {*known.values, ""})
            wrong = set(self.meanings.values()) - allowed if known.values or known.type == "yes_no" else set()
            if wrong:
                raise ValueError(f"column {self.header!r} gives {known.code} the unknown values {sorted(wrong)}")
        return self


class Table(_Strict):
    """One table of a source: a sheet of a workbook, or the whole of a text file."""

    name: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}$")
    unit: Unit
    kind: Literal["text", "workbook"]
    filename: tuple[str, ...] = ()
    sheet: tuple[str, ...] = ()
    header_row: int = Field(default=1, ge=1, le=50)
    quote: str = '"'
    columns: tuple[Column, ...]
    constants: dict[str, str] = Field(default_factory=dict)
    presence: dict[str, bool] = Field(default_factory=dict)
    row_key: tuple[str, ...] = ()
    rows: tuple[int, int] = (1, 50_000_000)
    error_share: float = Field(default=0.2, ge=0, le=1)
    observed_on: date | None = None
    observed_precision: Literal["year", "month", "day"] = "day"

    @field_validator("columns", mode="before")
    @classmethod
    def _write_out(cls, columns: Any) -> Any:
        return [one for column in columns for one in _numbered(column)] if isinstance(columns, list) else columns

    @model_validator(mode="after")
    def _fits(self) -> Table:
        names = [name for column in self.columns for name in (column.header, *column.aliases)]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"table {self.name} names the headers {sorted(twice)} twice")
        unknown = [key for key in self.row_key if key not in names]
        if unknown:
            raise ValueError(f"table {self.name} has a row key of unknown columns {unknown}")
        fields = load_fields()
        for code in (*self.constants, *self.presence):
            if code not in fields:
                raise ValueError(f"table {self.name} sets the unknown field {code!r}")
        if self.rows[0] > self.rows[1]:
            raise ValueError(f"table {self.name} expects fewer rows at most than at least")
        single = [c.field for c in self.columns if c.field and c.field != "area_code"]
        doubled = {code for code in single if single.count(code) > 1}
        if doubled:
            raise ValueError(f"table {self.name} reads two columns into {sorted(doubled)}")
        return self

    def column_of(self, field: str) -> Column | None:
        """Return the column read into ``field``, or None."""
        return next((column for column in self.columns if column.field == field), None)

    def columns_of(self, field: str) -> list[Column]:
        """Return every column read into ``field``, in the order in which they are joined."""
        return sorted((c for c in self.columns if c.field == field), key=lambda c: c.order)


class Part(_Strict):
    """By what the source splits its files: ``pattern`` finds the group ``part`` in the file name, ``column`` in the rows."""

    pattern: str = ""
    column: str = ""

    @field_validator("pattern")
    @classmethod
    def _has_group(cls, pattern: str) -> str:
        if pattern and "part" not in re.compile(pattern).groupindex:
            raise ValueError("the pattern of the part needs a group named part")
        return pattern


class SourceDeclaration(_Strict):
    """One version of how a source's files are read."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")
    name_th: str
    name_en: str
    partner: str
    agreement: str
    delivery: Literal["full", "addition"] = "full"
    part: Part = Part()
    fiscal_year: str = ""
    tables: tuple[Table, ...] = Field(alias="table", min_length=1, max_length=9)

    @model_validator(mode="after")
    def _tables_once(self) -> SourceDeclaration:
        names = [table.name for table in self.tables]
        if len(set(names)) != len(names):
            raise ValueError("two tables bear the same name")
        return self

    @property
    def name(self) -> Words:
        """Return the name in both languages."""
        return Words(self.name_th, self.name_en)

    def number_of(self, table: Table) -> int:
        """Return the number of a table, 1 to 9, as it stands in record ids."""
        return self.tables.index(table) + 1

    def part_of(self, filename: str) -> str:
        """Return the part that a file name says it holds, or ''."""
        found = re.search(self.part.pattern, filename) if self.part.pattern else None
        return found.group("part") if found else ""

    def observed_of(self, filename: str) -> date | None:
        """Return the first day of the Thai fiscal year (BE) that the file name bears, or None."""
        found = re.search(self.fiscal_year, filename) if self.fiscal_year else None
        return date(int(found.group("year")) - 543 - 1, 10, 1) if found else None


def read_declaration(text: str) -> SourceDeclaration:
    """Read a declaration from TOML text.

    Raises Refusal ``bad_declaration`` that says what is wrong and where.
    """
    try:
        return SourceDeclaration.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise _bad(str(error)) from error
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors()[:5])
        raise _bad(said) from error


def write_declaration(declaration: SourceDeclaration) -> str:
    """Write a declaration as TOML text that reads back as the same."""
    given = declaration.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    tables = given.pop("table")
    lines = [f"{key} = {_toml(value)}" for key, value in given.items()]
    for table in tables:
        columns = table.pop("columns")
        lines += ["", "[[table]]"]
        lines += [f"{key} = {_toml(value)}" for key, value in table.items()]
        lines += ["columns = [", *(f"  {_toml(column)}," for column in columns), "]"]
    return "\n".join(lines) + "\n"


def _numbered(column: Any) -> list[Any]:
    if not isinstance(column, dict) or "numbers" not in column:
        return [column]
    first, last = column["numbers"]
    rest = {key: value for key, value in column.items() if key != "numbers"}
    return [
        {**rest, "header": rest["header"].format(n=n), "field": rest["field"].format(n=n)}
        for n in range(first, last + 1)
    ]


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(k, ensure_ascii=False)} = {_toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _bad(said: str) -> Refusal:
    return Refusal(
        "bad_declaration",
        f"คำประกาศแหล่งข้อมูลไม่ถูกต้อง: {said}",
        f"The declaration of the source is not right: {said}",
    )
