"""What one village's page shows, on paper and in a workbook alike: doors and names in order, and nothing of why."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from baansuk.thai.words import Words


def key_of_file(sha256: str) -> str:
    """Return what the keys of all begin with that a handed-in workbook leaves behind."""
    return f"file:{sha256[:40]}:"


@dataclass(frozen=True, slots=True)
class Line:
    """One household on a page: its case, its door, and who speaks for it ("" where the reader may not be told)."""

    case: str
    house_no: str
    name: str
    # Somebody added it as missed: its outcomes are other ones.
    added: bool = False

    @property
    def seal(self) -> str:
        """Four signs by which a door or name that was typed over is noticed; it proves nothing to anybody who means harm."""
        said = "\n".join((self.case, self.house_no, self.name))
        return hashlib.sha256(said.encode()).hexdigest()[:4].upper()


@dataclass(frozen=True, slots=True)
class Page:
    """One village's page. No reason, illness, debt, status or id number has a place in it."""

    page_code: str
    version: int
    round: str
    village: str
    step: str
    expires_on: dt.date
    lines: Sequence[Line]
    outcomes: Sequence[tuple[str, str]]
    reasons: Sequence[tuple[str, str]]


def by_door(said: Words, case: str, door: str) -> Words:
    """Return a sentence that names a case by its number as who reads the page knows it: by the house."""
    th = said.th.replace(f"เรื่อง {case}", f"บ้านเลขที่ {door}")
    en = re.sub(f"([Cc])ase {re.escape(case)}", lambda found: f"{'H' if found[1] == 'C' else 'h'}ouse {door}", said.en)
    return Words(th, en)
