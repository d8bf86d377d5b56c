"""The words of the made-up world: given names, surnames, places and titles, built from syllables (nobody is real)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Strings = NDArray[np.object_]
Whole = NDArray[np.int64]


def _each(words: str) -> list[str]:
    return words.split()


# A province knows some thousands of given names for each sex; the first serves about one in a hundred.
GIVEN_NAMES: Final = 12_000
# A surname is one family's own by law, so there are many; some old ones have spread to thousands of people.
FAMILY_NAMES: Final = 60_000
# Tambons of different amphoes often have one name (a "new village" is everywhere), so there are few.
PLACE_NAMES: Final = 400

THAI_GIVEN: Final = _each(
    "ณัฐ ธน กิตติ พัชร วรรณ ศิริ ชล ปิย อัญ สุ สม บุญ ทอง คำ จันทร์ ดวง พร ภู ภัทร นันท์ ฐิติ รัตน ศร วิ ประ มณี "
    "อุ ไพ ใจ แก้ว สาย เพชร ชัย นภ จิร เจษฎ์ ธีร อนุ อภิ กัญ พิม วร ทิพ บัว แสง สิริ ศุภ เกษ ลำ กฤษ ญาณ ปัญญ์ "
    "พิสิฐ ยุท เรือง ลัก สุข หทัย อรุณ ทรง ใหม่ ไทย ขวัญ เสา พรรณ ธรรม วิสุทธิ์ กนก ปริญ ณรง"
)
THAI_MIDDLE: Final = ["", "", "ริ", "นิ", "ธิ", "ภา", "วะ", "ระ", "กะ", "ญา"]
THAI_MALE: Final = _each(
    "ชัย พล เดช ศักดิ์ ภพ วัฒน์ พงษ์ พงศ์ วุฒิ ฤทธิ์ ภูมิ กร ยุทธ์ เกียรติ ธรรม พันธ์ ชาติ วิทย์ นนท์ ภาส สิทธิ์ เทพ ชาย ณรงค์ ดล"
)
THAI_FEMALE: Final = _each(
    "ภรณ์ วรรณ นภา พร ศรี มาลา ดา ลักษณ์ กาญจน์ ญา ณี นุช รัตน์ ทิพย์ ใจ จันทร์ สุดา อร มาศ พรรณ กมล นารี วดี ษา หทัย"
)
THAI_FAMILY: Final = (
    _each(
        "ทอง แก้ว บุญ ศรี วงศ์ สุวรรณ จันทร์ ใจ คำ พรหม อินทร์ ชัย เพ็ชร สิงห์ ไชย มณี รัตน สุข แสน ปัญญา ธรรม พิทักษ์ "
        "เจริญ ประเสริฐ เรือง วิเศษ อุดม กิจ ไพศาล บัว ม่วง ดวง สาย ปราสาท นาค ขุน หมื่น ยอด พันธุ์ ทรัพย์"
    ),
    [
        "",
        "",
        *_each("ธรรม ประ สิริ วัฒน มา กุล ภิ สิทธิ์ นา พา ลี ไพ อุ ดี ณะ ศิลป์ พูน มี เกษม ตระ ฤทธิ์ สาร ทวี วิ เดช นิ สัน กร"),
    ],
    _each(
        "กุล วงศ์ พงษ์ สุข ดี งาม ทอง แก้ว ศรี รัตน์ ชัย วัฒนา เจริญ พันธ์ ทรัพย์ ใจ มาลา นนท์ สกุล ศักดิ์ ภักดี ไพร คำ "
        "ลือ ชื่น บุรี โชติ มั่นคง รักษ์ อยู่ยืน เสริฐ พิมพ์ ชาติ วรรณ เลิศ ประภา ธานี จิตร บุญ ตา"
    ),
)
THAI_PLACES: Final = (
    _each("บ้าน หนอง โคก ห้วย ดอน วัง นา ท่า คลอง บึง เขา โพน ป่า แม่ สระ ทุ่ง เกาะ ลาด บาง ปาก"),
    _each("แก้ว ใหญ่ น้อย ใหม่ ยาว ทราย มะขาม ไผ่ ตะเคียน ขาม สมมุติ จำลอง แดง ดำ งาม ยาง หว้า บัว ตาล สูง"),
)
THAI_NICKNAMES: Final = _each("เล็ก แดง ต้อย นุ้ย หนุ่ย ปุ๊ก อ้วน ติ๋ม ไก่ หมู กบ นก แมว ต่าย เอ๋ โอ๋ แอ๊ด หน่อย จุ๋ม เปี๊ยก")

LATIN_GIVEN: Final = _each(
    "Phil Kar Mor Ste Jo Ann Chris Bel Dor El Fran Gor Hel Is Jul Kath Lor Mar Nic Ol Pet Ros Sar Thel Vic Wal Zac "
    "Ced Bri Cor Dam Ed Fay Gwen Har Ive Jas Ken Len Mel"
)
LATIN_MIDDLE: Final = ["", "", "i", "a", "er", "an", "ell", "in", "o", "ee"]
LATIN_MALE: Final = _each("son ick ard us ton ry ip ald mund bert ew win vin rick lan ley ford den man ric")
LATIN_FEMALE: Final = _each("a ine ette ia ssa lyn ie ara eth ina elle beth issa anne ita ora een icia la ny")
LATIN_FAMILY: Final = (
    _each(
        "Ash Brad Cart Dun Elm Farth Gold Hart Ing Jarr Kirk Lang Mack North Oak Pem Quill Rad Strat Thorn Under Vas "
        "Whit Yard Zell Black Crow Drum Ever Fitz Green Holl Jenn Lock Mill Nett Pick Red Shep Tuck"
    ),
    [
        "",
        "",
        *_each(
            "er en ing am in ow el ar is on ley ter wick hen der man ber cot fen gar hol ker len mer nor per ril sel"
        ),
    ],
    _each(
        "ton son ford ley wood field man ham by well ston smith worth burn gate ridge brook land more bury cliff dale "
        "ward hurst house stead combe thorpe croft bridge mouth church hill garth lock fold shaw moor holt mere"
    ),
)
LATIN_PLACES: Final = (
    _each("Upper Lower New Old East West North South Great Little Long High Low Saint Mill Oak Ash Elm Kings Queens"),
    _each("ford ton ham field wood bridge brook hill moor dale port gate mere side well church cross lake green end"),
)
LATIN_NICKNAMES: Final = _each("Bo Lulu Tiny Red Ace Dot Pip Kit Buzz Fizz Mo Jax Taz Zig Bix Dev Fip Gus Hob Ozz")

RANKS: Final = {"thai": ("จ.ส.อ.", "ส.อ.", "ร.ต.", "พ.ต.", "พลทหาร"), "latin": ("Sgt", "Cpl", "Lt", "Maj", "Pte")}
# Per kind of person: the ways in which an office writes the title.
TITLES: Final = {
    "thai": {"man": ("นาย",), "wife": ("นาง",), "miss": ("นางสาว", "น.ส."), "boy": ("ด.ช.", "เด็กชาย"), "girl": ("ด.ญ.", "เด็กหญิง")},
    "latin": {"man": ("Mr",), "wife": ("Mrs",), "miss": ("Miss", "Ms"), "boy": ("Master",), "girl": ("Miss",)},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """All words of one script. ``given`` holds the names of men, then as many of women, ``starts`` the number of each
    name's first part (names of one sex stand in the order of it); the frequency of a name is drawn elsewhere."""

    script: str
    given: Strings
    starts: Whole
    family: Strings
    places: Strings
    nicknames: Strings


def words_of(script: str, rng: np.random.Generator) -> Words:
    """Build the words of ``thai`` or ``latin`` names; other seeds choose other names."""
    thai = script == "thai"
    start, middle = (THAI_GIVEN, THAI_MIDDLE) if thai else (LATIN_GIVEN, LATIN_MIDDLE)
    endings = (THAI_MALE, THAI_FEMALE) if thai else (LATIN_MALE, LATIN_FEMALE)
    given = [_given(start, middle, ending, rng) for ending in endings]
    most = min(len(names) for names, _ in given)
    family = _some(["".join(parts) for parts in product(*(THAI_FAMILY if thai else LATIN_FAMILY))], FAMILY_NAMES, rng)
    places = _some(["".join(parts) for parts in product(*(THAI_PLACES if thai else LATIN_PLACES))], PLACE_NAMES, rng)
    return Words(
        script,
        np.concatenate([names[:most] for names, _ in given]),
        np.concatenate([starts[:most] for _, starts in given]),
        family,
        places,
        strings(THAI_NICKNAMES if thai else LATIN_NICKNAMES),
    )


def strings(values: Any) -> Strings:
    """Return the texts as an array of Python strings."""
    return np.array(list(values), dtype=object)


def _given(
    starts: list[str], middles: list[str], endings: list[str], rng: np.random.Generator
) -> tuple[Strings, Whole]:
    """Return at most GIVEN_NAMES distinct names in the order of their first part, and the number of that part."""
    made = {a + b + c: number for number, a in enumerate(starts) for b, c in product(middles, endings)}
    names, first = strings(made), np.array(list(made.values()), dtype=np.int64)
    chosen = rng.permutation(len(names))[:GIVEN_NAMES]
    chosen = chosen[np.argsort(first[chosen], kind="stable")]
    return names[chosen], first[chosen]


def _some(names: list[str], count: int, rng: np.random.Generator) -> Strings:
    distinct = strings(dict.fromkeys(names))
    return distinct[rng.permutation(len(distinct))[:count]]
