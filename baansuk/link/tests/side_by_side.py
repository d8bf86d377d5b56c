"""Cases that have nothing to do with each other, linked in one go: each in tambons, houses, rosters and ids of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

import polars as pl

from baansuk.engine import open_engine
from baansuk.link.linker import link_tables
from baansuk.link.tests import registers
from baansuk.link.workshop import Asked
from baansuk.people.trust import load_trust
from baansuk.thai.ids import check_digit

Row = dict[str, Any]
Found = TypeVar("Found")
IDS = ("national_id", "father_id", "mother_id", "spouse_id")
PLACES = ("tambon_code", "village_code", "area_code", "house_code")
# Rows stand in this amphoe as they are written; each case has another.
AMPHOE = "9901"


def apart(row: Row, case: int) -> Row:
    """Return a row of the case of that number: whatever could meet a row of another case is its own."""
    own = {name: own_id(row[name], case) for name in IDS if row.get(name)}
    for name in PLACES:
        if (row.get(name) or "").startswith(AMPHOE):
            own[name] = f"99{case:02d}{row[name][4:]}"
    if row.get("household_key"):
        own["household_key"] = f"{case} {row['household_key']}"
    return row | own


def own_id(number: str, case: int) -> str:
    """Return the id that stands in a case where ``number`` is written."""
    first = f"{int(number[:12]) + 100 * case:012d}"
    return first + str(check_digit(first))


class Case(Generic[Found]):
    """Rows that are linked beside those of all other cases; they have their record_id once anything is found."""

    def __init__(self, cases: SideBySide[Found], number: int, rows: list[Row]) -> None:
        self.number, self.rows = number, [apart(row, number) for row in rows]
        self.written = {own_id(row[name], number): row[name] for row in rows for name in IDS if row.get(name)}
        self._cases = cases

    @property
    def found(self) -> Found:
        """What was found of this case and all others."""
        return self._cases.found()


class SideBySide(Generic[Found]):
    """Collects cases while their module is read; whoever asks first links them all."""

    def __init__(self, link: Callable[[list[Row]], Found]) -> None:
        self._link, self._cases = link, list[Case[Found]]()
        self._found: Found | None = None

    def add(self, *rows: Row) -> Case[Found]:
        """Take a case as it stands alone, in the amphoe 9901."""
        assert self._found is None, "whatever is added must be there before anything is linked"
        self._cases.append(Case(self, len(self._cases) + 1, list(rows)))
        return self._cases[-1]

    def found(self) -> Found:
        """Return what was found of all cases."""
        if self._found is None:
            assert len(self._cases) < 100, "an amphoe has two digits"
            self._found = self._link([row for case in self._cases for row in case.rows])
        return self._found


def edition(rows: list[Row]) -> dict[str, pl.DataFrame]:
    """Link rows; returns what each table of the edition says, by name."""

    def marks(keys: pl.Series) -> pl.DataFrame:
        return pl.DataFrame({"id_key": keys, "id_index": keys, "id_masked": keys.str.tail(4)})

    with tempfile.TemporaryDirectory() as name:
        folder, work = Path(name), Path(name) / "work"
        work.mkdir()
        tables = registers.write(folder / "clean", rows)
        with open_engine("duckdb") as engine:
            link_tables(engine, Asked(tables, folder, work, None, load_trust(), marks, set()))
        return {path.stem: pl.read_parquet(path) for path in folder.glob("*.parquet")}


def edition_of(case: Case[dict[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    """Return the persons, memberships, households and links of one case, with ids as they were written."""
    all_ = case.found
    links = all_["links"].filter(pl.col("record_id").is_in([row["record_id"] for row in case.rows]))
    memberships = all_["memberships"].join(links.select("person_code").unique(), on="person_code", how="semi")
    homes = pl.concat([table.select("household_code") for table in (links, memberships)]).unique()
    persons = all_["persons"].join(links.select("person_code").unique(), on="person_code", how="semi")
    return {
        "persons": persons.with_columns(pl.col("id_number").replace(case.written)),
        "memberships": memberships,
        "households": all_["households"].join(homes, on="household_code", how="semi"),
        "links": links,
    }
