"""What somebody meant who typed into the search field; pure, no database."""

from __future__ import annotations

import re
from dataclasses import dataclass

from baansuk.people.codes import read_code
from baansuk.thai.addresses import house_key
from baansuk.thai.digits import to_arabic
from baansuk.thai.ids import read_id
from baansuk.thai.names import split_title
from baansuk.thai.sorting import WORD_SPACE, sort_start
from baansuk.thai.sound import sound_key
from baansuk.thai.text import clean, fold

# A text longer than any name or address was not typed to find somebody.
LONGEST = 120
MOST_WORDS = 4
SOUND = "~"
# 12/3 ม.4, 12/3 หมู่ 4, 12/3 หมู่ที่ 4, บ้านเลขที่ 12, 12 moo 4
_HOUSE = re.compile(
    r"(?:บ้านเลขที่|เลขที่)?\s*(?P<number>\d+[ก-ฮa-zA-Z]?(?:\s?[/-]\s?\d+[ก-ฮa-zA-Z]?)*)"
    r"(?:\s*(?:หมู่ที่|หมู่|ม\.|ม|moo|m\.)\s*(?P<village>\d{1,2}))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search read: ``kind`` is nothing | code | id | house_code | house | name; the rest depends on it.

    code: ``text`` is the code. id: ``text`` is the digits, ``id_kind`` their kind. house_code: ``text``. house:
    ``text`` is the normalised house number, ``village_no`` may be "". name: ``starts`` and ``sounds`` of each word.
    """

    kind: str
    text: str = ""
    id_kind: str = ""
    village_no: str = ""
    starts: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()


def read_search(text: str) -> Wanted:
    """Read what was typed: a code, an id number, a house code, a house number with หมู่, else words of a name."""
    typed = to_arabic(clean(text[:LONGEST])).strip()
    if not typed:
        return Wanted("nothing")
    code = read_code(typed)
    if code:
        return Wanted("code", code)
    reading = read_id(typed)
    if reading.kind != "none" and reading.digits and not reading.problem:
        return Wanted("id", reading.digits, id_kind=reading.kind)
    digits = re.sub(r"[\s-]", "", typed)
    if re.fullmatch(r"\d{11}", digits):
        return Wanted("house_code", digits)
    house = _HOUSE.fullmatch(typed)
    if house:
        return Wanted("house", house_key(house["number"]), village_no=(house["village"] or "").lstrip("0"))
    return _read_name(typed)


def _read_name(typed: str) -> Wanted:
    _, rest = split_title(typed)
    words = (rest.strip() or typed).split()[:MOST_WORDS]
    starts = {word: start for word in words if (start := sort_start(fold(word)))}
    if not starts:
        return Wanted("nothing")
    sounds = tuple(sound_key(word) for word in starts)
    return Wanted("name", " ".join(words), starts=tuple(starts.values()), sounds=sounds)


def begins(words: list[str], starts: tuple[str, ...]) -> bool:
    """Whether each of ``starts`` begins some word (both in sort-key form)."""
    return all(any(word.startswith(start) for word in words) for start in starts)


def name_words(given: str, family: str) -> list[str]:
    """Return the words of a name in the form in which they are searched."""
    return [sort_start(fold(word)) for word in f"{given} {family}".split()]


def found_by(given: str, family: str) -> list[str]:
    """Return every text by which a person is found: the whole name, its later words, and the sounds of all words."""
    words = name_words(given, family)
    later = words[1:] if len(given.split()) < 2 else words
    sounds = [SOUND + sound for sound in name_sounds(given, family)]
    return list(dict.fromkeys([WORD_SPACE.join(words), *later, *sounds]))


def name_sounds(given: str, family: str) -> list[str]:
    """Return the sounds of the words of a name."""
    return [sound_key(word) for word in f"{given} {family}".split()]
