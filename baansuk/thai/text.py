"""Thai text made readable and comparable: marks joined, ordered and single, invisible letters gone, mojibake seen."""

from __future__ import annotations

import re
from typing import Final

from baansuk.thai.digits import FULL_WIDTH_DIGITS, THAI_DIGITS, to_arabic
from baansuk.thai.rules import Rule, row_form

SARA_AM: Final = "\u0e33"
TONES: Final = "\u0e48-\u0e4b"  # mai ek, mai tho, mai tri, mai chattawa
# What sits on or under a consonant and is typed before the tone: ั ิ ี ึ ื ุ ู ฺ ็ ํ
INNER_MARKS: Final = "\u0e31\u0e34-\u0e3a\u0e47\u0e4d"
# What comes after the tone on the same consonant: ์ ๎
OUTER_MARKS: Final = "\u0e4c\u0e4e"
# No Thai word begins with one of these: ะ ั า ำ ิ-ฺ ๅ ็-๎
DEPENDENT: Final = "\u0e30-\u0e3a\u0e45\u0e47-\u0e4e"
SINGLE_MARKS: Final = (
    "\u0e31\u0e33\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e"
)

# Soft hyphen, zero-width letters, direction marks and overrides, word joiner, BOM.
INVISIBLE: Final = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
ODD_SPACES: Final = "\t\n\x0b\x0c\r\x1c-\x1f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
CONTROLS: Final = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
OVERRIDES: Final = "\u202a-\u202e\u2066-\u2069"

# Text copied out of a PDF breaks after sara am. Only words that are never two names are joined again, because
# "คำ แสน" is a given name and a surname.
BROKEN_AFTER_SARA_AM: Final = (
    "อำเภอ", "ตำบล", "จำนวน", "ลำดับ", "ลำบาก", "สำนัก", "สำรวจ", "สำเร็จ", "สำหรับ", "ชำรุด",
    "ประจำตัว", "ประจำปี", "ตำแหน่ง", "คำนำหน้า", "ดำเนิน", "จำหน่าย", "อำนวย", "ทำงาน", "กำหนด",
)  # fmt: skip


def _broken_words() -> list[Rule]:
    return [(word.replace(SARA_AM, SARA_AM + " "), word) for word in BROKEN_AFTER_SARA_AM if SARA_AM in word]


# Applied again and again until nothing changes; each brings the text nearer to the one right order, so it ends.
MARK_RULES: Final[tuple[Rule, ...]] = (
    (f" +([{DEPENDENT}])", "${1}"),  # 'ก ำ', 'น ้ำ': a mark cannot stand after a space
    ("เเ", "แ"),
    ("|".join(f"({mark}){mark}+" for mark in SINGLE_MARKS), "".join(f"${{{n + 1}}}" for n in range(len(SINGLE_MARKS)))),
    (f"([{TONES}{OUTER_MARKS}]+)([{INNER_MARKS}]+)", "${2}${1}"),
    (f"([{OUTER_MARKS}]+)([{TONES}]+)", "${2}${1}"),
    (f"([ะา\u0e33]+)([{TONES}]+)", "${2}${1}"),
    (f"\u0e4d([{TONES}]*)า", "${1}\u0e33"),  # nikhahit + sara aa is sara am typed in two strokes
    (f"า([{TONES}]*)\u0e4d", "${1}\u0e33"),
)
BROKEN_RULES: Final[tuple[Rule, ...]] = tuple(_broken_words())
SPACE_RULES: Final[tuple[Rule, ...]] = (
    (f"[{INVISIBLE}{CONTROLS}]+", ""),
    (f"[ {ODD_SPACES}]+", " "),
    ("^ | $", ""),
)

# One look that tells whether a text needs any of the rules above; nearly all texts do not.
MARK_FAULT: Final = "|".join(
    [
        f" [{DEPENDENT}]",
        "เเ",
        *(f"{mark}{mark}" for mark in SINGLE_MARKS),
        f"[{TONES}{OUTER_MARKS}][{INNER_MARKS}]",
        f"[{OUTER_MARKS}][{TONES}]",
        f"[ะา\u0e33][{TONES}]",
        f"\u0e4d[{TONES}]*า",
        f"า[{TONES}]*\u0e4d",
    ]
)
FAULT: Final = "|".join(
    [
        f"[{INVISIBLE}{CONTROLS}{ODD_SPACES}]",
        "^ ",
        "  ",
        " $",
        "\u0e33 ",  # perhaps a word broken after sara am
        f"[{THAI_DIGITS}{FULL_WIDTH_DIGITS}]",
        MARK_FAULT,
    ]
)

# For matching: marks that the same person's name carries in one register and not in the next, and all punctuation.
FOLD_RULES: Final[tuple[Rule, ...]] = (
    ("[\u0e3a\u0e47\u0e4c\u0e4d\u0e4e]+", ""),
    (
        r"[\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf]+|[‐-‧‰-⁞ฯ๏๚๛]+",
        "",
    ),
    ("\u0e45", "า"),
    ("ฃ", "ข"),
    ("ฅ", "ค"),
)  # fmt: skip

_fault = re.compile(FAULT)
_mark_fault = re.compile(MARK_FAULT)
_spaces = row_form(SPACE_RULES)
_marks = row_form(MARK_RULES)
_broken = row_form(BROKEN_RULES)
_fold = row_form(FOLD_RULES)


def clean(text: str) -> str:
    """Return ``text`` as it should be shown: same letters, in the right order, once each, single spaces.

    Sara am typed as two letters is joined, เเ becomes แ, doubled and misplaced marks are put right, invisible and
    control letters go, every kind of space becomes one, Thai and full-width digits become 0-9. No letter is dropped.
    ``clean(clean(x)) == clean(x)``.
    """
    if not _fault.search(text):
        return text
    text = _spaces(to_arabic(text))
    while _mark_fault.search(text):
        text = _marks(text)
    return _broken(text)


def fold(text: str) -> str:
    """Return the key by which two spellings of one name are the same: lower-case, no spaces or punctuation, no
    ์ ็ ํ ฺ. Tone marks stay: they tell names apart. An empty key means there is no name."""
    return _fold(clean(text).lower())


# --- what a cell of text must be refused or held for (cases 6, 8, 61 of the list of bad inputs)
# UTF-8 Thai is E0 B8 xx or E0 B9 xx. Read as cp874 that is เธ? and เน?, read as cp1252 à¸? and à¹?.
_LOW_874 = "\u0080-\u00a0ก-ฟ€…‘’“”•–—\ufffd"
_LOW_1252 = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\ufffd"
MOJIBAKE: Final = f"(?:เ[ธน][{_LOW_874}]){{2}}|(?:à[¸¹][{_LOW_1252}]){{2}}|[\u00a1-\u00da\u00df-\u00fb]{{4}}"


def looks_mojibake(text: str) -> bool:
    """Tell whether ``text`` is Thai whose bytes were read in the wrong code (UTF-8 as cp874 or cp1252, or cp874 as
    latin-1). Real Thai words do not trip it: after เธ or เน they do not go on as bytes of UTF-8 do."""
    return _mojibake.search(text) is not None


_mojibake = re.compile(MOJIBAKE)
_THAI = re.compile("[\u0e01-\u0e3a\u0e3f-\u0e5b]")
_CP1252 = {bytes([code]).decode("cp1252", "replace"): code for code in range(0x80, 0xA0)}
_CP874 = {bytes([code]).decode("cp874", "replace"): code for code in range(0x80, 0x100)}


def _bytes_in(text: str, special: dict[str, int]) -> bytes | None:
    codes = [special.get(letter, ord(letter)) for letter in text]
    return bytes(codes) if all(code < 0x100 for code in codes) else None


def repair_mojibake(text: str) -> str | None:
    """Return the Thai text that ``text`` was before it was read in the wrong code, or None when none is found.

    It is an offer to a person, never applied by itself.
    """
    for special, true_code in ((_CP874, "utf-8"), (_CP1252, "utf-8"), (_CP1252, "cp874")):
        raw = _bytes_in(text, special)
        try:
            repaired = raw.decode(true_code) if raw is not None else ""
        except UnicodeDecodeError:
            continue
        if len(_THAI.findall(repaired)) >= 2:
            return repaired
    return None


FAULTS: Final[tuple[tuple[str, str], ...]] = (
    ("control", f"[{CONTROLS}]"),
    ("direction", f"[{OVERRIDES}]"),
    ("mojibake", MOJIBAKE),
    ("lost_letters", "\ufffd"),
)
LONGEST: Final = 500  # letters; the longest real one-line address seen has under 200
_fault_patterns = tuple((code, re.compile(pattern)) for code, pattern in FAULTS)


def text_fault(text: str) -> str | None:
    """Return why a received text cannot be taken as it is, or None: control | direction | mojibake | lost_letters |
    too_long (more than ``LONGEST`` letters)."""
    for code, pattern in _fault_patterns:
        if pattern.search(text):
            return code
    return "too_long" if len(text) > LONGEST else None
