"""Named table steps kept in ``.sql`` files, written once in DuckDB's dialect."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files

_NAME_LINE = re.compile(r"^-- (?P<kind>step|view): (?P<name>[a-z][a-z0-9_]*)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Step:
    """One table made by one SELECT: ``name`` is the table it leaves behind, ``sql`` the SELECT in DuckDB's dialect.

    A step that is not ``kept`` is only a view: its SELECT runs again wherever it is read, and costs no memory.
    """

    name: str
    sql: str
    kept: bool = True


def load_steps(package: str, filename: str) -> list[Step]:
    """Read the steps of ``filename`` beside the modules of ``package``, in the order in which they run.

    Each step begins with a line ``-- step: table_name`` (or ``-- view: name`` for one that is not kept); what stands
    before the first such line is commentary.
    Raises ValueError when the file names no step or names one twice.
    """
    text = files(package).joinpath(filename).read_text(encoding="utf-8")
    return parse_steps(text, filename)


def parse_steps(text: str, filename: str = "steps") -> list[Step]:
    """Cut ``text`` into steps at its ``-- step: name`` lines."""
    marks = list(_NAME_LINE.finditer(text))
    if not marks:
        raise ValueError(f"{filename} names no step")
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    steps = [
        Step(mark["name"], text[mark.end() : end].strip().rstrip(";"), mark["kind"] == "step")
        for mark, end in zip(marks, ends, strict=True)
    ]
    names = [step.name for step in steps]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{filename} names a step twice: {', '.join(twice)}")
    return steps
