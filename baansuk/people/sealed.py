"""What of a register is sealed in the database: full id numbers, and the facts of the sensitive classes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from baansuk.access.classes import SENSITIVE
from baansuk.vault import values

# Free text may say anything, so it is kept like the most sensitive of what it could say.
SEALED_CLASSES: Final = SENSITIVE | {"free_text"}
NUMBER: Final = "people_person.id_sealed"
SHEET: Final = "people_factsheet.sealed"
NOTHING: Final = "[]"


def seal_numbers(numbers: Sequence[str], codes: Sequence[str]) -> list[str]:
    """Seal the id numbers of persons, each bound to the person's code; '' stays ''."""
    return values.seal_all(numbers, NUMBER, codes)


def open_number(sealed: str, code: str) -> str:
    """Return the full id number of a person. Raises Refusal ``value_damaged``, or that of the key."""
    return values.unseal(sealed, NUMBER, code)


def open_numbers(sealed: Sequence[str], codes: Sequence[str]) -> list[str]:
    """Return many full id numbers; it is for sealing them anew."""
    return values.unseal_all(sealed, NUMBER, codes)


def sheet_columns(rows: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str, str]]:
    """Return code, class, facts and sealed of fact sheets given as code, class and JSON text.

    The facts of a sealed class stand in ``sealed`` alone.
    """
    listed = list(rows)
    closed = [place for place, (_code, name, _facts) in enumerate(listed) if name in SEALED_CLASSES]
    texts = values.seal_all(
        [listed[place][2] for place in closed], SHEET, [_row(*listed[place][:2]) for place in closed]
    )
    sealed = dict(zip(closed, texts, strict=True))
    return [
        (code, name, NOTHING if place in sealed else facts, sealed.get(place, ""))
        for place, (code, name, facts) in enumerate(listed)
    ]


def open_sheet(code: str, name: str, facts: list[Any], sealed: str) -> list[Any]:
    """Return the facts of a sheet; call it for a class that is granted only."""
    return json.loads(values.unseal(sealed, SHEET, _row(code, name))) if sealed else facts


def open_sheets(rows: Sequence[tuple[str, str, str, str]]) -> list[str]:
    """Return the JSON text of sheets given as code, class, facts and sealed; it is for sealing them anew."""
    opened = values.unseal_all([row[3] for row in rows], SHEET, [_row(*row[:2]) for row in rows])
    return [text or facts for text, (_code, _name, facts, _sealed) in zip(opened, rows, strict=True)]


def _row(code: str, name: str) -> str:
    return f"{code}/{name}"
