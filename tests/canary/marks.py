"""The marks that the canary's persons bear, and every way in which one could be written down."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

PERSONS = 1_000
# Letters that stand together in no Thai word.
_LETTERS = "กขคงจชซดตท"


@dataclass(frozen=True)
class Mark:
    """One kind of mark: ``core`` stands in every one of them, ``around`` is what the whole of one looks like."""

    kind: str
    core: str
    around: str

    def forms(self) -> Iterator[tuple[str, bytes, str]]:
        """Yield name, bytes of the core and character set (\"\" where the core alone convicts) of each way to write it."""
        for charset in ("utf-8", "utf-16-le", "utf-16-be", "cp874"):
            yield charset, self.core.encode(charset), charset
        if self.core != _thai_digits(self.core):
            yield "Thai digits", _thai_digits(self.core).encode(), ""
        if not self.core.isascii():
            yield "escaped as JSON", self.core.encode("ascii", "backslashreplace"), ""
            yield "HTML, decimal", "".join(f"&#{ord(letter)};" for letter in self.core).encode(), ""
            yield "HTML, hex", "".join(f"&#x{ord(letter):x};" for letter in self.core).encode(), ""
            yield "escaped bytes", repr(self.core.encode())[2:-1].encode(), ""
        for charset in ("utf-8", "utf-16-le", "cp874"):
            raw = self.core.encode(charset)
            yield f"hex of {charset}", raw.hex().encode(), ""
            yield f"HEX of {charset}", raw.hex().upper().encode(), ""
            if quote(raw) != self.core:
                yield f"percent of {charset}", quote(raw, safe="").encode(), ""
                yield f"percent of {charset}, small", quote(raw, safe="").lower().encode(), ""
            for shift in range(3):
                # What stands before the mark moves its letters; only those made of the mark alone are looked for.
                coded = base64.b64encode(bytes(shift) + raw)
                sure = coded[-(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6]
                yield f"base64 of {charset}", sure, ""
                yield f"base64url of {charset}", sure.translate(bytes.maketrans(b"+/", b"-_")), ""

    def seen_in(self, content: bytes) -> list[str]:
        """Return in which ways this mark stands in ``content``."""
        found = []
        for name, core, charset in self.forms():
            if core not in content:
                continue
            if charset and self.around and not self._whole(content, core, charset):
                continue
            found.append(name)
        return sorted(set(found))

    def _whole(self, content: bytes, core: bytes, charset: str) -> bool:
        """Say whether around some core the rest of a mark stands: a run of digits alone may be chance."""
        for hit in re.finditer(re.escape(core), content):
            near = content[max(0, hit.start() - 32) : hit.end() + 32]
            # Cut in the middle of a letter of two bytes, the rest reads as nonsense.
            for text in [near, near[1:]] if charset.startswith("utf-16") else [near]:
                if re.search(self.around, text.decode(charset, "ignore")):
                    return True
        return False


def _thai_digits(text: str) -> str:
    return text.translate({ord("0") + number: ord("๐") + number for number in range(10)})


# Office 0000 and phones 0900-00… belong to nobody; house 9876543 is in no village.
NUMBER = Mark("id number", "00007358", r"\d00007358\d{4}")
DASHED = Mark("id number with dashes", "-0000-7358", r"\d-0000-7358\d-\d{2}-\d")
PHONE = Mark("phone", "0900007", r"0900007\d{3}")
DASHED_PHONE = Mark("phone with dashes", "090-000-7", r"090-000-7\d{3}")
HOUSE = Mark("house number", "9876543/", r"9876543/\d")
GIVEN = Mark("given name", "ฆฌานกฎ", "")
FAMILY = Mark("family name", "ฌฆายทฎน", "")
DISABILITY = Mark("disability", "พิการฆฌฎ", "")
ETHNICITY = Mark("ethnicity", "ชาติพันธุ์ฎฌฆ", "")
NATIONALITY = Mark("nationality", "สัญชาติฌฎฆ", "")
ILLNESS = Mark("answer about illness that fits no code", "ป่วยฎฆฌ", "")
NOTE = Mark("free text", "เล่าว่าฆฎฌ", "")
MARKS = (
    *(NUMBER, DASHED, PHONE, DASHED_PHONE, HOUSE, GIVEN, FAMILY),
    *(DISABILITY, ETHNICITY, NATIONALITY, ILLNESS, NOTE),
)
SEALED = (NUMBER, DASHED, DISABILITY, ETHNICITY, NATIONALITY, ILLNESS, NOTE)


def _letters(number: int) -> str:
    return "".join(_LETTERS[int(digit)] for digit in f"{number:03}")


def number_of(person: int) -> str:
    """Return a person's id number: right in form, of an office that does not exist."""
    twelve = f"{'1358'[person % 4]}00007358{person:03}"
    check = (11 - sum(int(digit) * weight for digit, weight in zip(twelve, range(13, 1, -1), strict=True)) % 11) % 10
    return f"{twelve}{check}"


def given_of(person: int) -> str:
    """Return a person's given name."""
    return GIVEN.core + _letters(person)


def family_of(person: int) -> str:
    """Return a person's family name; four live in a house."""
    return FAMILY.core + _letters(person // 4)


def phone_of(person: int) -> str:
    """Return a person's phone."""
    return f"{PHONE.core}{person:03}"


def house_of(person: int) -> str:
    """Return the number of a person's house."""
    return f"{HOUSE.core}{person // 4 + 1}"


def plain_hashes() -> set[str]:
    """Return hashes of the id numbers without a key: whoever has one has the number, by trying them all."""
    return {
        hashlib.new(kind, number_of(person).encode()).hexdigest()
        for person in range(PERSONS)
        for kind in ("md5", "sha1", "sha256")
    }


def marks_in(content: bytes) -> dict[str, list[str]]:
    """Return the kinds of mark that stand in ``content``, each with the ways in which they are written."""
    found = {mark.kind: mark.seen_in(content) for mark in MARKS}
    return {kind: ways for kind, ways in found.items() if ways}
