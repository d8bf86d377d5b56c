"""Sealing anew what the database keeps sealed, in short transactions: after a new key of values, or for an older database."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from django.db import models, transaction

from baansuk.audit import gate
from baansuk.people.models import FactSheet, Person
from baansuk.people.sealed import NOTHING, SEALED_CLASSES, open_numbers, open_sheets, seal_numbers, sheet_columns
from baansuk.vault import house
from baansuk.vault.values import VERSION

ROWS_AT_ONCE = 2_000
Told = Callable[[int], None]


def new_values_key(*, by: str) -> str:
    """Make the key that seals values from now on and return its id; one whose values are not all sealed by it stays."""
    current = house.keyring().values_key().id
    if _old_numbers().exists() or _old_sheets().exists():
        return current  # an earlier turn was cut short: it goes on
    made = house.keyring().new_values_key().id
    with transaction.atomic():
        gate.write("people.new_values_key", by=by, about={"key": made, "before": current})
    return made


def seal_anew(*, by: str, told: Told | None = None) -> int:
    """Seal by the current key what another one sealed, and what lies clear though its class is sealed; returns the rows."""
    done = 0
    while sealed := _seal_some():
        done += sealed
        if told:
            told(done)
    with transaction.atomic():
        gate.write("people.seal_anew", by=by, about={"rows": done, "key": house.keyring().values_key().id})
    return done


def _seal_some() -> int:
    numbers = list(_old_numbers()[:ROWS_AT_ONCE])
    sheets = [] if numbers else list(_old_sheets()[:ROWS_AT_ONCE])
    with transaction.atomic():
        _seal_numbers(numbers)
        _seal_sheets(sheets)
    return len(numbers) + len(sheets)


def _old_numbers() -> models.QuerySet[Person]:
    rows = Person.objects.exclude(id_sealed="").exclude(id_sealed__startswith=_start())
    return rows.only("code", "id_sealed").order_by("pk")


def _old_sheets() -> models.QuerySet[FactSheet]:
    rows = FactSheet.objects.filter(field_class__in=SEALED_CLASSES).exclude(sealed__startswith=_start())
    return rows.exclude(sealed="", facts=[]).order_by("pk")


def _seal_numbers(rows: Sequence[Person]) -> None:
    codes = [row.code for row in rows]
    numbers = open_numbers([row.id_sealed for row in rows], codes)
    for row, sealed in zip(rows, seal_numbers(numbers, codes), strict=True):
        row.id_sealed = sealed
    Person.objects.bulk_update(rows, ["id_sealed"], batch_size=500)


def _seal_sheets(rows: Sequence[FactSheet]) -> None:
    texts = open_sheets([(row.household_code, row.field_class, json.dumps(row.facts), row.sealed) for row in rows])
    made = sheet_columns((row.household_code, row.field_class, text) for row, text in zip(rows, texts, strict=True))
    for row, (_code, _name, _facts, sealed) in zip(rows, made, strict=True):
        row.facts, row.sealed = json.loads(NOTHING), sealed
    FactSheet.objects.bulk_update(rows, ["facts", "sealed"], batch_size=500)


def _start() -> str:
    return f"{VERSION}.{house.keyring().values_key().id}."
