"""The titles of ``titles.toml`` as one pattern, longest first, and what each title says about sex."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from baansuk.thai.text import DEPENDENT


@dataclass(frozen=True, slots=True)
class Title:
    """One way of writing a title: ``shown`` is the title as displayed."""

    written: str
    shown: str
    sex: str
    glued: bool


def _read(path: Path) -> Iterator[Title]:
    with path.open("rb") as file:
        declared = tomllib.load(file)["title"]
    for entry in declared:
        shown, sex, glued = entry["as"], entry.get("sex", ""), entry.get("glued", True)
        for written in (shown, *entry.get("written", ())):
            yield Title(written, shown, sex, glued)
            if entry.get("woman"):
                yield Title(written + "หญิง", shown + "หญิง", "female", glued)


def key_of(written: str) -> str:
    """Return the letters by which written forms of one title are the same: no dots, no spaces, lower-case."""
    return written.replace(".", "").replace(" ", "").lower()


# Longest first, so that นางสาวสมหญิง never becomes สาวสมหญิง.
TITLES: Final = tuple(
    sorted(
        _read(Path(__file__).with_name("titles.toml")), key=lambda title: (-len(key_of(title.written)), title.written)
    )
)
SHOWN: Final = {key_of(title.written): title.shown for title in TITLES}
SEX: Final = {title.shown: title.sex for title in TITLES if title.sex}


def _pattern(title: Title) -> str:
    """A dot inside may have spaces around it; the last one may be missing if a space follows."""
    body, dotted = (title.written[:-1], True) if title.written.endswith(".") else (title.written, False)
    parts = " *".join("".join(f" *{re.escape(c)} *" if c == "." else c for c in word) for word in body.split())
    parts = re.sub("หญิง$", " *หญิง", parts)
    if title.glued and not dotted:
        return parts + r"\.? *"
    if dotted:
        return parts + r"(?: *\. *| +)"
    return parts + r"(?:\. *| +)"


# What may follow a title: at least two letters, the first of which can begin a word. So นายิกา and นางสาวิตรี keep
# their letters (the latter as นาง + สาวิตรี), and a cell that holds only a title is not split.
NAME_START: Final = f"[^{DEPENDENT} .,\\-][^ ]"
_ANY: Final = "|".join(dict.fromkeys(_pattern(title) for title in TITLES))
# The title and the first two letters of the name: without groups, because the table form's engine then needs no
# backtracking (six times as fast).
TITLED: Final = f"^(?i:{_ANY}){NAME_START}"
# The same with the title as its only group.
TITLE_OF: Final = f"^((?i:{_ANY})){NAME_START}"
