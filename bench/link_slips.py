"""How people misspell and mistype: Thai and Latin look-alikes in sound, and the slips of a hand on a keyboard."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Final

import numpy as np

from bench.link_words import Strings

# What a clerk writes who hears the name: each rule is a pattern and what may stand in its place.
THAI_CONFUSIONS: Final = (
    ("ณัฐ(?!ฏ)", "ณัฏฐ์"), ("ณัฏฐ์", "ณัฐ"), ("ณ", "น"), ("(?<!^)น", "ณ"),
    ("ศ", "ส"), ("ศ", "ษ"), ("ษ", "ศ"), ("ษ", "ส"), ("ส", "ศ"),
    ("ฎ", "ด"), ("ฏ", "ต"), ("ฐ", "ถ"), ("ญ", "ย"), ("ธ", "ท"), ("ฒ", "ท"), ("ภ", "พ"), ("ฬ", "ล"),
    ("[ก-ฮ]์", ""), ("[ก-ฮ][ิุ]์", ""), ("([ก-ฮ])์", r"\1"), ("([ก-ฮ][ิุ])์", r"\1"), ("(?<=ั)([นยต])$", r"\1์"),
    ("รร(?=[ก-ฮ])", "ั"), ("รร(?![ก-ฮ])", "ัน"), ("ัน$", "รร"), ("พัน", "พรร"),
    ("ใ", "ไ"), ("ไ", "ใ"), ("ไท(?!ย)", "ไทย"), ("ัย", "ัยย์"), ("ไทย", "ไท"), ("ไช(?!ย)", "ไชย"), ("ไชย", "ชัย"),
    ("[่้๊๋]", ""), ("็", ""),
    ("ิ", "ี"), ("ี", "ิ"), ("ุ", "ู"), ("ู", "ุ"), ("ะ", "า"), ("ะ", ""), ("แ", "เ"),
    ("([กตนมลสย])(?=[ิีาั])", r"\1\1"), (r"([ก-ฮ])\1", r"\1"), ("ทร", "ซ"), ("ฤ", "ริ"), ("ฤ", "รึ"),
)  # fmt: skip
LATIN_CONFUSIONS: Final = (
    ("ph", "f"), ("f", "ph"), ("ck", "k"), ("k$", "ck"), ("c(?=[aeou])", "k"), ("s$", "z"), ("ss", "s"), ("i", "y"), ("y", "i"),
    ("ee", "ea"), ("ea", "ee"), ("ie", "ei"), ("ie$", "y"), ("th", "t"), ("w", "v"), ("ou", "u"), ("son$", "sen"), ("e$", ""),
    ("([lnrtm])(?=[aeiouy])", r"\1\1"), (r"(.)\1", r"\1"), ("er", "ar"), ("ar", "er"), ("oa", "o"), ("ey", "y"), ("gh", "g"),
)  # fmt: skip

# Rows of the keys, each written from left to right: the Thai Kedmanee rows without and with shift, and the Latin ones.
KEY_ROWS: Final = (
    "ภถุึคตจขช", "ๆไำพะัีรนยบลฃ", "ฟหกดเ้่าสวงฃ", "ผปแอิืทมใฝ",
    "ฎฑธํ๊ณฯญฐ", "ฤฆฏโฌ็๋ษศซ", "ฉฮฺ์ฒฬฦ",
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890",
)  # fmt: skip

# The kinds of slip: a neighbouring key most often, then a letter left out, doubled, or changed over with the next.
KEY_SLIPS: Final = ("neighbour", "neighbour", "neighbour", "dropped", "dropped", "doubled", "swapped")
# In a date the form has a place for every digit, so none is lost or doubled.
PLACE_SLIPS: Final = ("neighbour", "neighbour", "swapped")


def _neighbours() -> dict[str, str]:
    beside: dict[str, str] = {}
    for row in KEY_ROWS:
        for left, right in pairwise(row):
            beside[left] = beside.get(left, "") + right
            beside[right] = beside.get(right, "") + left
    return beside


_BESIDE: Final = _neighbours()
_CONFUSIONS: Final = {
    script: [(re.compile(pattern, re.IGNORECASE), into) for pattern, into in rules]
    for script, rules in (("thai", THAI_CONFUSIONS), ("latin", LATIN_CONFUSIONS))
}


def misheard(script: str) -> Callable[[str, random.Random], str]:
    """Return what writes a word of ``script`` as it sounds, at one place; a word that no rule fits stays as it is."""
    rules = _CONFUSIONS[script]

    def write(word: str, chance: random.Random) -> str:
        for pattern, into in chance.sample(rules, len(rules)):
            places = list(pattern.finditer(word))
            if places:
                place = chance.choice(places)
                other = word[: place.start()] + place.expand(into) + word[place.end() :]
                if other != word and len(other) > 1:
                    return _cased(other, word)
        return word

    return write


def _cased(other: str, word: str) -> str:
    return other.capitalize() if word[:1].isupper() else other


def mistyped(word: str, chance: random.Random, kinds: tuple[str, ...] = KEY_SLIPS) -> str:
    """Return ``word`` with one slip of the hand; a text of one letter keeps it."""
    at = chance.randrange(len(word)) if word else 0
    kind = chance.choice(kinds)
    if len(word) < 2:
        return word
    if kind == "neighbour":
        beside = _BESIDE.get(word[at].lower())
        return word[:at] + chance.choice(beside) + word[at + 1 :] if beside else mistyped(word, chance, ("swapped",))
    if kind == "dropped":
        return word[:at] + word[at + 1 :]
    if kind == "doubled":
        return word[: at + 1] + word[at:]
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def misplaced(date: str, chance: random.Random) -> str:
    """Return a date with one wrong digit or two changed over; what parts the digits stays."""
    digits = [at for at, letter in enumerate(date) if letter.isdigit()]
    slipped = mistyped("".join(date[at] for at in digits), chance, PLACE_SLIPS)
    letters = list(date)
    for at, digit in zip(digits, slipped, strict=True):
        letters[at] = digit
    return "".join(letters)


def slip(
    values: Strings,
    where: np.ndarray[tuple[int], np.dtype[np.bool_]],
    how: Callable[[str, random.Random], str],
    rng: np.random.Generator,
) -> Strings:
    """Return the texts, those ``where`` says changed by ``how``; the few that change are the only ones looked at."""
    chance = random.Random(int(rng.integers(2**62)))
    changed = values.copy()
    changed[where] = [how(value, chance) for value in values[where]]
    return changed
