"""What a keeper chose about a file's sheets: each guess with the answers of the form in its place, and the declaration of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from baansuk.collect import guess_codes as codes
from baansuk.collect.declaration import SourceDeclaration
from baansuk.collect.guess import Guess, GuessedColumn, as_table
from baansuk.collect.headers import header_key
from baansuk.people.fields import UNITS, load_fields

LEAVE_OUT, AS_RECEIVED = "-", ""
ERAS = ("BE", "CE", "excel", "per_value")
# Columns of another sheet that must be known before the sheet is offered ticked.
LEAST_KNOWN = 2
# A source has at most nine tables: their numbers stand in record ids.
MOST_SHEETS = 9


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the file as guessed and answered; ``mark`` begins the names of its controls, "" for the first."""

    guess: Guess
    mark: str
    taken: bool
    same_as_first: bool = False


def sheets_of(first: Guess, others: list[tuple[int, Guess]], posted: Mapping[str, str]) -> list[Sheet]:
    """Return the sheets with what was posted in the place of what was guessed; the first is always taken."""
    sheets = [Sheet(answered(first, "", posted), "", taken=True)]
    for number, guessed in others[: MOST_SHEETS - 1]:
        mark = f"s{number}-"
        # Two sheets of one shape are one table; receiving asks which of them is meant.
        same = _headers(guessed) == _headers(first)
        known = sum(one.sure >= 0.8 for one in guessed.columns)
        taken = not same and (f"{mark}take" in posted if posted else known >= LEAST_KNOWN)
        sheets.append(Sheet(answered(guessed, mark, posted), mark, taken, same))
    return sheets


def answered(guessed: Guess, mark: str, posted: Mapping[str, str]) -> Guess:
    """Return a guess with what the keeper chose in its place; what nobody knows is kept as received."""
    unit = posted.get(f"{mark}unit", guessed.unit)
    columns = tuple(_column(number, one, mark, posted) for number, one in enumerate(guessed.columns))
    # A unit that nobody knows is the form's to refuse.
    return replace(guessed, unit=unit if mark == "" or unit in UNITS else guessed.unit, columns=columns)


def _column(number: int, one: GuessedColumn, mark: str, posted: Mapping[str, str]) -> GuessedColumn:
    field = posted.get(f"{mark}column-{number}", one.field)
    field = field if field in {*load_fields(), LEAVE_OUT, AS_RECEIVED} else AS_RECEIVED
    era = posted.get(f"{mark}era-{number}", one.era)
    one = replace(one, field=field, era=era if era in ERAS else "")
    # An empty tick is not sent: only the mark of the form tells "not ticked" from "never asked".
    if f"{mark}asked" in posted:
        one = replace(one, needed=f"{mark}needed-{number}" in posted, names_rows=f"{mark}names-{number}" in posted)
    return replace(one, meanings=_meanings(number, one, mark, posted)) if codes.has_codes(field) else one


def _meanings(number: int, one: GuessedColumn, mark: str, posted: Mapping[str, str]) -> dict[str, str]:
    allowed = {*load_fields()[one.field].values, "", codes.NOT_MEANT}
    meant = {}
    for place, value in enumerate(one.values):
        given = posted.get(f"{mark}meaning-{number}-{place}")
        # Meanings chosen for one field say nothing of another that is chosen afterwards.
        fits = given in allowed and posted.get(f"{mark}meant-{number}") == one.field
        meant[value] = str(given) if fits else codes.guess_meaning(one.field, value)
    return meant


def declaration_of(sheets: list[Sheet], given: Mapping[str, Any]) -> SourceDeclaration:
    """Return the declaration of the sheets that are taken. Raises ValueError where the columns do not fit together."""
    taken = [one for one in sheets if one.taken]
    names = [str(given["code"]), *(f"sheet_{number}" for number in range(2, len(taken) + 1))]
    tables = [as_table(one.guess, name) for one, name in zip(taken, names, strict=True)]
    about = {key: given[key] for key in ("code", "name_th", "name_en", "partner", "agreement", "delivery")}
    return SourceDeclaration.model_validate({**about, "table": tables})


def _headers(guessed: Guess) -> frozenset[str]:
    return frozenset(header_key(one.header) for one in guessed.columns if one.header)
