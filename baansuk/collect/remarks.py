"""Says what a keeper should know of how a file was read: where its header stood, what was hidden, which columns nobody declared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from baansuk.thai.words import Words

# More headers than these say no more.
MOST_NAMED = 12


def remarks(tables: Sequence[Mapping[str, Any]]) -> list[Words]:
    """Return the sentences on the tables of a delivery, as ``TableRead.about`` told them; none where all is as declared."""
    return [words for table in tables for words in _of(table, named=len(tables) > 1)]


def is_read_elsewhere(tables: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether a header was found in another row than the source declares: a person looks before the rows count (case 16)."""
    return any(_moved(table) for table in tables)


def _moved(table: Mapping[str, Any]) -> bool:
    # A file that was read before the declared row was noted was accepted, or waits for a person, as it was then.
    return bool(table["header_row"] != table.get("header_declared", table["header_row"]))


def _of(table: Mapping[str, Any], *, named: bool) -> Iterable[Words]:
    th, en = (f"แผ่นงาน {table['sheet']}: ", f"Sheet {table['sheet']}: ") if named else ("", "")
    if _moved(table):
        found, declared = table["header_row"], table["header_declared"]
        yield Words(
            f"{th}หัวตารางอยู่แถวที่ {found} ไม่ใช่แถวที่ {declared} ตามที่ประกาศไว้ โปรดดูแถวแรกของไฟล์ก่อนรับเข้า",
            f"{en}the header stands in row {found}, not {declared} as declared: look at the first rows before you accept it.",
        )
    if table["hidden_rows"]:
        hidden = f"{table['hidden_rows']:,}"
        yield Words(
            f"{th}มีแถวที่ซ่อนไว้ {hidden} แถว อ่านรวมแล้ว", f"{en}{hidden} row(s) were hidden; they are read like the others."
        )
    if table["unexpected"]:
        listed = _named(table["unexpected"])
        yield Words(
            f"{th}คอลัมน์ที่แหล่งข้อมูลไม่ได้ประกาศไว้ เก็บตามที่ได้รับแต่ไม่นำไปใช้: {listed}",
            f"{en}columns that the source does not declare, kept as received and not used: {listed}.",
        )
    if table["missing"]:
        listed = _named(table["missing"])
        yield Words(
            f"{th}คอลัมน์ที่ประกาศไว้แต่ไฟล์นี้ไม่มี: {listed}", f"{en}columns that are declared and not in this file: {listed}."
        )


def _named(headers: list[str]) -> str:
    more = len(headers) - MOST_NAMED
    return ", ".join(headers[:MOST_NAMED]) + (f" … (+{more:,})" if more > 0 else "")
