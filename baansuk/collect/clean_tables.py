"""The shape of a clean table: which columns a unit always has, which the source adds, and of what type."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from baansuk.collect.declaration import READ_APART, Table
from baansuk.collect.layout import Layout
from baansuk.people.fields import Field, load_fields

MONEY = pl.Decimal(14, 2)
_OF_TYPE: Mapping[str, pl.DataType] = {
    "text": pl.String(),
    "code": pl.String(),
    "id": pl.String(),
    "answer": pl.String(),
    "date": pl.Date(),
    "money": MONEY,
    "number": pl.Int64(),
    "decimal": pl.Float64(),
    "yes_no": pl.Boolean(),
}
_ROW: Mapping[str, pl.DataType] = {
    "record_id": pl.Int64(),
    "row": pl.Int64(),
    "observed_on": pl.Date(),
    "observed_precision": pl.String(),
}
_WHERE = ("household_key", "house_code", "house_no", "house_key", "village_no", "tambon_code", "village_code")
_PERSON = ("national_id", "id_kind", "title", "given_name", "family_name", "given_key", "family_key", "sex")
_PERSON_MORE = ("phone", "residence", "life_status")


def always(unit: str) -> dict[str, pl.DataType]:
    """Return the columns that every clean table of a unit has, in order."""
    if unit == "area":
        return {"record_id": pl.Int64(), "row": pl.Int64(), "observed_on": pl.Date(), "area_code": pl.String()}
    shape = dict(_ROW)
    if unit == "household":
        return shape | _texts(_WHERE) | {"lat": pl.Float64(), "lon": pl.Float64(), "register_kind": pl.String()}
    shape |= _texts(_PERSON) | {"birth_date": pl.Date(), "birth_precision": pl.String()}
    return shape | _texts(_WHERE) | {"relation": pl.String(), "family_no": pl.Int64()} | _texts(_PERSON_MORE)


def fact_fields(table: Table) -> list[Field]:
    """Return the fields that a source adds to what its unit always has, in the order it declares them."""
    fields, fixed = load_fields(), always(table.unit)
    named = [column.field for column in table.columns if column.field]
    codes = dict.fromkeys([*named, *table.constants, *table.presence])
    return [fields[code] for code in codes if code not in fixed and code not in READ_APART]


def clean_shape(table: Table, layout: Layout) -> dict[str, pl.DataType]:
    """Return every column of the clean table of one file: those of the unit, the facts, and the cells as received."""
    shape = always(table.unit)
    for field in fact_fields(table):
        shape[field.code] = _OF_TYPE[field.type]
        if field.type == "date":
            shape[f"{field.code}_precision"] = pl.String()
    return shape | _texts(f"raw.{header}" for _, header in kept_places(layout))


def kept_places(layout: Layout) -> list[tuple[int, str]]:
    """Return the places whose cells are kept as received, with the header they are kept under."""
    declared = [(place, column.header) for place, column in layout.places if not column.ignore]
    taken = {header for _, header in declared}
    return sorted(declared + [(place, header) for place, header in layout.unexpected if header not in taken])


def _texts(names: object) -> dict[str, pl.DataType]:
    assert not isinstance(names, str)
    return {name: pl.String() for name in names}  # type: ignore[attr-defined]  # any iterable of names
