"""What was told of a household that the register has not: a name and words, as one sealed text."""

from __future__ import annotations

import json
from dataclasses import dataclass

from baansuk.vault import values

ABOUT = "verify_case.sealed_about"


@dataclass(frozen=True, slots=True)
class Told:
    """The name that was given, and what else was said."""

    name: str = ""
    words: str = ""


def pack(name: str, words: str) -> str:
    """Return both as one text, "" where nothing was said."""
    return json.dumps({"name": name, "words": words}, ensure_ascii=False) if name or words else ""


def unpack(sealed: str, number: str) -> Told:
    """Return what was told of the household of a case. Raises Refusal where the text was tampered with."""
    text = values.unseal(sealed, ABOUT, number)
    return Told(**json.loads(text)) if text else Told()
