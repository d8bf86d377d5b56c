"""One-line addresses and house numbers, taken apart as registers write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from baansuk.thai.rules import Rule, row_form
from baansuk.thai.text import clean


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of one line; a part that is not there is an empty text. ``rest`` is what no rule understood."""

    house_no: str = ""
    village_no: str = ""
    village_name: str = ""
    tambon: str = ""
    amphoe: str = ""
    province: str = ""
    soi: str = ""
    road: str = ""
    postcode: str = ""
    rest: str = ""


# The number comes first and differs from house to house; what follows is shared by a village, so the table form
# reads each different ending once. A letter belongs to the number only when nothing is glued to it: 12ก, not 12หมู่4.
_NUMBER: Final = "[0-9]+(?: ?[/-] ?[0-9]+)*"
_LETTERED: Final = "[0-9]+[ก-ฮA-Za-z]?(?: ?[/-] ?[0-9]+[ก-ฮA-Za-z]?)*"
HOUSE_WORD: Final = r"^(?:บ้านเลขที่|เลขที่บ้าน|เลขที่|บ\.เลขที่)"
HEAD: Final = rf"{HOUSE_WORD}? ?(?:(?:{_LETTERED}|-)(?: |$)|{_NUMBER})"
# Every way to say a level becomes ' ต.', ' อ.', ' จ.', ' ม.', ' ซ.', ' ถ.' and ' บ.'.
LEVEL_RULES: Final[tuple[Rule, ...]] = (
    ("[,;]+", " "),
    ("กรุงเทพมหานคร|กรุงเทพฯ|กรุงเทพ|กทม\\.?", " จ.กรุงเทพมหานคร "),
    (r"กิ่ง ?อำเภอ|กิ่ง ?อ\.|อำเภอ", " อ."),
    ("ตำบล", " ต."),
    ("จังหวัด", " จ."),
    (r"หมู่ ?ที่|หมู่ ?([0-9])|(?:^| )ม ?([0-9])", " ม.${1}${2}"),
    ("(?:^| )แขวง", " ต."),
    ("(?:^| )เขต", " อ."),
    ("ถนน", " ถ."),
    ("ซอย|ตรอก", " ซ."),
    ("(?:^| )(?:หมู่บ้าน|บ้าน)", " บ."),
    (r" ?(ต|อ|จ|ม|ซ|ถ|บ)\. *", " ${1}."),
    (r"จ\. +จ\.", "จ."),
    (" +", " "),
    ("^ | $", ""),
)
PARTS: Final = {
    "village_no": r"(?:^| )ม\.([0-9]{1,2})(?: |$)",
    "village_name": r"(?:^| )บ\.([^ .]+)",
    "tambon": r"(?:^| )ต\.([^ .]+)",
    "amphoe": r"(?:^| )อ\.([^ .]+)",
    "province": r"(?:^| )จ\.([^ .0-9]+)",
    "soi": r"(?:^| )ซ\.([^ ]+)",
    "road": r"(?:^| )ถ\.([^ ]+)",
    "postcode": r"(?:^| |[ก-๎])([1-9][0-9]{4})$",
}
USED: Final = r"(?:^| )(?:ม\.[0-9]{1,2}|[บตอ]\.[^ .]+|จ\.[^ .0-9]+|[ซถ]\.[^ ]+)|[1-9][0-9]{4}$"

HOUSE_RULES: Final[tuple[Rule, ...]] = (
    (HOUSE_WORD, ""),
    (r"\\", "/"),
    (r"[ .'’]+", ""),
    ("[‐‑–—−]", "-"),
    ("^-+$", ""),
    ("(^|/)0+([0-9])", "${1}${2}"),
)
ORDER_PARTS: Final = "^([0-9]*)([^0-9/]*)/?([0-9]*)([^0-9/]*)/?([0-9]*)(.*)$"
ORDER_DIGITS: Final = 6

_head = re.compile(HEAD)
_levels = row_form(LEVEL_RULES)
_parts = {name: re.compile(pattern) for name, pattern in PARTS.items()}
_used = re.compile(USED)
_house = row_form(HOUSE_RULES)
_order = re.compile(ORDER_PARTS)


def read_address(line: str) -> Address:
    """Take one line apart: 'บ้านเลขที่ 12/3 หมู่ที่ 4 บ้านหนองสมมุติ ต.… อ.… จ.…', 'ม.4', '12/3 ม4'.

    Village numbers lose leading zeros. Names stay as written: which place they are is for the places room.
    """
    line = clean(line)
    head = _head.search(line)
    start = head.end() if head else 0
    house, tail = line[:start], _levels(line[start:])
    found = {name: match[1] for name, pattern in _parts.items() if (match := pattern.search(tail))}
    found["village_no"] = found.get("village_no", "").lstrip("0")
    rest = " ".join(_used.sub(" ", tail).split(" ")).strip(" ")
    return Address(house_no=house_key(house), **found, rest=re.sub(" +", " ", rest))


def house_key(number: str) -> str:
    """Return a house number in one spelling: '๑๒ / ๓', ' 12/3 ', 'บ้านเลขที่ 012/3' are all '12/3'; '-' is none."""
    return _house(clean(number).lower())


def house_order(number: str) -> str:
    """Return the text by which house numbers sort as people count: 9, 10, 10/1, 10/2, 10/11, 10ก, 11."""
    found = _order.search(house_key(number))
    if not found or not found[0]:
        return ""
    first, first_letter, second, second_letter, third, rest = found.groups()
    parts = [first.rjust(ORDER_DIGITS, "0") + first_letter]
    parts += [second.rjust(ORDER_DIGITS, "0") + second_letter] if second or second_letter else []
    parts += [third.rjust(ORDER_DIGITS, "0")] if third else []
    return "/".join(parts) + rest
