"""One line of free text about a place, taken apart by the words that Thais put before names of areas."""

from __future__ import annotations

import re
from dataclasses import dataclass

from baansuk.places.names import AMPHOE, PROVINCE, TAMBON
from baansuk.places.resolver import Resolved, Resolver
from baansuk.thai.digits import to_arabic
from baansuk.thai.text import clean

# A dotted letter may be glued to the word before it (หนองบัวอ.เมือง), but not follow another dot: จ.ป.ร. is a tambon of
# Ranong. เขต, แขวง, หมู่ and บ้าน also end or begin names (สนามชัยเขต, ม่วงหมู่, บ้านใหม่) and need a space before;
# ตำบล is part of one name, สามตำบล.
_MARKER = re.compile(
    r"(?P<province>จังหวัด|(?<!\.)จ\.(?!ป\.ร))"
    r"|(?P<amphoe>กิ่ง\s?อำเภอ|อำเภอ|กิ่ง\s?อ\.|(?<!\.)อ\.|(?<!\S)เขต)"
    r"|(?P<tambon>(?<!สาม)ตำบล|(?<!\.)ต\.|(?<!\S)แขวง)"
    r"|(?P<number>หมู่บ้านที่|หมู่ที่|(?<!\S)หมู่(?=\s?\d)|(?<!\.)ม\.(?=\s?\d)|(?<!\S)ม(?=\s?\d))"
    r"|(?P<village>(?<!\S)หมู่บ้าน|(?<!\S)บ้าน(?!เลขที่))"
)
_POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")
_LEVEL_OF = {"province": PROVINCE, "amphoe": AMPHOE, "tambon": TAMBON}


@dataclass(frozen=True, slots=True)
class PlaceText:
    """What stands after each marker, and the words before or after that carry none."""

    province: str = ""
    amphoe: str = ""
    tambon: str = ""
    number: str = ""
    village: str = ""
    bare: tuple[str, ...] = ()


def read_place(text: str) -> PlaceText:
    """Take a line apart: ``ม.3 ต.แม่ยาว อ.เมือง เชียงราย`` has number 3, a tambon, an amphoe and one bare word."""
    line = _POSTCODE.sub(" ", clean(to_arabic(text))).replace(",", " ")
    marks = _markers(line)
    bare = line[: marks[0].start()].split() if marks else line.split()
    parts: dict[str, str] = {}
    ends = [*(mark.start() for mark in marks[1:]), len(line)]
    for mark, end in zip(marks, ends, strict=False):
        words = line[mark.end() : end].split()
        kind = str(mark.lastgroup)
        if words and kind not in parts:
            parts[kind] = words[0]
            bare += words[1:]
    return PlaceText(**parts, bare=tuple(word for word in bare if re.search("[ก-๙A-Za-z]", word)))


def _markers(line: str) -> list[re.Match[str]]:
    """Return the markers of a line; the บ้าน of ``ต. บ้านใหม่`` begins the name and marks nothing."""
    marks: list[re.Match[str]] = []
    for mark in _MARKER.finditer(line):
        glued = marks and not line[marks[-1].end() : mark.start()].strip()
        if not (mark.lastgroup == "village" and glued and marks[-1].lastgroup in _LEVEL_OF):
            marks.append(mark)
    return marks


def resolve_text(resolver: Resolver, text: str, *, default_province: str = "") -> Resolved:
    """Return the area that a line of free text means, with the problem and candidates of ``Resolver.resolve``.

    Words without a marker name the levels that the marked words leave open, the last word the largest; a single bare
    word is looked for at every level, and an area inside another of that name does not make it ambiguous.
    """
    place = read_place(text)
    marked = {"province": place.province, "amphoe": place.amphoe, "tambon": place.tambon}
    village = place.number or place.village
    if place.bare and not any(marked.values()):
        whole = _by_one_word(resolver, " ".join(place.bare), village, default_province)
        if len(place.bare) == 1 or whole.problem != "unknown":
            return whole
    if place.village and not place.number and not place.bare and not any(marked.values()):
        return _by_one_word(resolver, f"บ้าน{place.village}", "", default_province)
    for word in reversed(place.bare):
        for kind, level in _LEVEL_OF.items():
            if not marked[kind] and resolver.carried(word, level):
                marked[kind] = word
                break
    if place.bare and not any(marked.values()):
        return Resolved("", "unknown")
    return resolver.resolve(**marked, village_no=village, default_province=default_province)


def _by_one_word(resolver: Resolver, word: str, village: str, default_province: str) -> Resolved:
    tries = [
        resolver.resolve(**{kind: word}, village_no=village, default_province=default_province) for kind in _LEVEL_OF
    ]
    codes = [
        code
        for found in tries
        if found.problem != "unknown"
        for code in ([found.code] if found.code else found.candidates)
    ]
    outermost = [code for code in codes if not any(code != other and code.startswith(other) for other in codes)]
    if not outermost:
        return tries[-1]
    if len(outermost) > 1:
        return Resolved("", "ambiguous", tuple(outermost))
    return next(found for found in tries if found.code.startswith(outermost[0]))
