"""Prints a template and its values as a PDF in the face of the pages, with Thai that can be searched."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from django.conf import settings

PACKAGE = Path(__file__).resolve().parents[1]
# The compiler keeps its fonts, and refuses a second caller while it works.
_ONE_AT_A_TIME = Lock()


class NoFaceToPrintWith(Exception):
    """The fonts that prints are set in were never placed; ``make assets`` places them."""


def printed(template: Path, values: Mapping[str, Any], *, made_at: dt.datetime) -> bytes:
    """Return the PDF of a Typst template inside the package; it reads ``values`` (JSON alone) with ``paper.values``.

    Values are text to the template and never its language, so nothing that somebody wrote can change what is printed.
    ``made_at`` becomes the file's own date: the same values at the same moment give the same bytes. Raises
    NoFaceToPrintWith where the fonts are missing.
    """
    given = {"values": json.dumps(values, ensure_ascii=False)}
    with _ONE_AT_A_TIME:
        made = _compiler().compile(input=template, format="pdf", sys_inputs=given, timestamp=int(made_at.timestamp()))
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


@cache
def _compiler() -> typst.Compiler:
    faces = settings.VAR / "assets"
    if not any(faces.glob("sarabun-*.ttf")):
        raise NoFaceToPrintWith("run `make assets`")
    # Of this machine's own fonts none is used: a print looks the same wherever it was made.
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(faces)])
    return typst.Compiler(root=PACKAGE, font_paths=fonts)
