"""Finds the source that a file of unknown shape comes nearest to, and says which columns differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from baansuk.collect.declaration import SourceDeclaration, Table
from baansuk.collect.layout import header_key
from baansuk.collect.raw_tables import Top
from baansuk.thai.words import Words

# Below these a row is more likely somebody's facts than a header, and must not be quoted.
LEAST_SHARED, LEAST_SHARE = 2, 0.25
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Closest:
    """The declared table that a row of the file looks most like: the headers it lacks, and those it has beside."""

    source: SourceDeclaration
    table: Table
    lacking: tuple[str, ...]
    beside: tuple[str, ...]

    @property
    def words(self) -> Words:
        """Say which columns differ."""
        lacks = Words(f"ไม่พบคอลัมน์ {_listed(self.lacking)}", f"it lacks {_listed(self.lacking)}")
        has = Words(f"มีคอลัมน์ที่ไม่รู้จัก {_listed(self.beside)}", f"it has the unknown {_listed(self.beside)}")
        said = [words for words, names in ((lacks, self.lacking), (has, self.beside)) if names]
        return Words(" และ".join(one.th for one in said), " and ".join(one.en for one in said))

    @property
    def sentence(self) -> Words:
        """Name the source and say which columns differ."""
        differing = self.words
        return Words(
            f"ใกล้เคียงที่สุดคือ {self.source.name_th} ({self.source.code}) แต่{differing.th} ",
            f"It comes nearest to {self.source.name_en} ({self.source.code}), but {differing.en}. ",
        )


def closest_row(declarations: Iterable[SourceDeclaration], tops: Sequence[Top]) -> Closest | None:
    """Return what a row of the file comes nearest to, or None where no row looks like a header that is known."""
    best: tuple[float, Closest] | None = None
    for source in declarations:
        for table in source.tables:
            for top in tops:
                for cells in top.rows[:50]:
                    share, closest = _compare(source, table, cells)
                    if closest is not None and (best is None or share > best[0]):
                        best = share, closest
    return best[1] if best else None


def _compare(source: SourceDeclaration, table: Table, cells: Sequence[str]) -> tuple[float, Closest | None]:
    there = {header_key(cell): cell.strip() for cell in cells if header_key(cell)}
    known = {header_key(name) for column in table.columns for name in (column.header, *column.aliases)}
    lacking = tuple(
        column.header
        for column in table.columns
        if not any(header_key(name) in there for name in (column.header, *column.aliases))
    )
    shared = len(table.columns) - len(lacking)
    share = shared / len(table.columns)
    if shared < LEAST_SHARED or share < LEAST_SHARE:
        return 0.0, None
    beside = tuple(cell for key, cell in there.items() if key not in known)
    return share, Closest(source, table, lacking, beside)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{name[:40]}”" for name in names[:MOST_NAMED])
    return f"{shown} … ({len(names)})" if len(names) > MOST_NAMED else shown
