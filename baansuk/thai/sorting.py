"""Thai dictionary order as plain text: keys that any database sorts right by code point.

A key is the letters with leading vowels moved behind their consonant, then, after a space, the places of the tone and
other marks, which decide only between words of the same letters. So the key of a word's beginning (``sort_start``) is
the beginning of its key, and paging and searching by prefix are ranges over one index.
"""

from __future__ import annotations

import re
from typing import Final

from baansuk.thai.rules import Rule, row_form
from baansuk.thai.text import clean

# A space ends the letters of a key, so a space between words is written as the next symbol: given names come first,
# as in a Thai list, not letters run together.
WORD_SPACE: Final = "!"
MARKS: Final = "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e\u0e3a"  # in dictionary order: ็ ่ ้ ๊ ๋ ์ ํ ๎ ฺ
MARK_WEIGHTS: Final = "123456789"
PRIMARY_RULES: Final[tuple[Rule, ...]] = (
    ("[\u0000-\u001f!-/:-@\\[-`{-\u00a0\u2010-\u2027\u2030-\u205eฯ๏๚๛]+", " "),
    ("  +", " "),
    ("^ | $", ""),
    ("([a-z])", "\u0e7f${1}"),  # Thai comes before Latin, as in the Royal Institute's order
    ("([เแโใไ])([ก-ฮ])", "${2}${1}"),
)
_primary = row_form(PRIMARY_RULES)
_marks = re.compile(f"[{MARKS}]")
_weights = str.maketrans(MARKS, MARK_WEIGHTS)


def sort_key(text: str) -> str:
    """Return the text by which ``text`` sorts among Thai words."""
    ordered = _primary(clean(text).lower())
    letters = _letters(ordered)
    if letters == ordered.replace(" ", WORD_SPACE):
        return letters
    places = re.sub(f"[^{MARKS}]", "0", ordered).translate(_weights).rstrip("0")
    return f"{letters} {places}"


def sort_start(text: str) -> str:
    """Return what the sort key of every text that begins with the letters of ``text`` begins with."""
    return _letters(_primary(clean(text).lower()))


def _letters(ordered: str) -> str:
    return _marks.sub("", ordered).replace(" ", WORD_SPACE)
