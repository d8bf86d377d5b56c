"""How people write the name, number or code of an area, read down to a key that compares equal."""

from __future__ import annotations

import re
from dataclasses import dataclass

from baansuk.thai.digits import to_arabic
from baansuk.thai.text import clean, fold
from baansuk.thai.words import Words

PROVINCE, AMPHOE, TAMBON, VILLAGE = 2, 4, 6, 8
LEVELS = (PROVINCE, AMPHOE, TAMBON, VILLAGE)
# Bangkok has khet and khwaeng where other provinces have amphoe and tambon.
BANGKOK = "10"
MUEANG = "เมือง"

# The words put before a name at each level. A one-letter form needs its dot or a space, or it would eat the name.
_PREFIXES = {
    PROVINCE: re.compile(r"^(?:จังหวัด|จ\s?\.|จ\s|changwat\s|province of\s)\s*", re.IGNORECASE),
    AMPHOE: re.compile(r"^(?:กิ่ง\s?อำเภอ|กิ่ง\s?อ\s?\.|อำเภอ|อ\s?\.|อ\s|เขต|amphoe\s|khet\s)\s*", re.IGNORECASE),
    TAMBON: re.compile(r"^(?:ตำบล|ต\s?\.|ต\s|แขวง|tambon\s|khwaeng\s)\s*", re.IGNORECASE),
    VILLAGE: re.compile(r"^(?:หมู่บ้าน|บ้าน|บ\s?\.|ban\s)\s*", re.IGNORECASE),
}
_ENGLISH_SUFFIX = re.compile(r"(?<=[a-z])\s+(?:province|district|subdistrict|sub-district)$", re.IGNORECASE)
# Marks that writers drop or add at will: สุไหงโก-ลก, กรุงเทพฯ, จ.ป.ร., Mu'ang.
_LOOSE_MARKS = re.compile(r"[\s.\-ฯ'’,()]+")

# What provinces are called in speech and on old forms -> the key of the official name.
_SPOKEN = {
    "โคราช": "นครราชสีมา",
    "กทม": "กรุงเทพมหานคร",
    "กรุงเทพ": "กรุงเทพมหานคร",
    "กรุงเทพมหานครอมรรัตนโกสินทร์": "กรุงเทพมหานคร",
    "อยุธยา": "พระนครศรีอยุธยา",
    "แปดริ้ว": "ฉะเชิงเทรา",
    "อุดร": "อุดรธานี",
    "อุบล": "อุบลราชธานี",
    "สุราษฎร์": "สุราษฎร์ธานี",
    "กาญจน์": "กาญจนบุรี",
    "สุพรรณ": "สุพรรณบุรี",
    "ประจวบ": "ประจวบคีรีขันธ์",
    "แม่ฮ่อง": "แม่ฮ่องสอน",
}

_NUMBERED = re.compile(r"(?:หมู่บ้านที่|หมู่ที่|หมู่|ม\s?\.|ม(?=\s?\d)|moo\s|mu\s)\s*(?:ที่\s*)?(\d{1,2})(?![\d/])", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"^(\d{1,2})(?:\.0+)?$")
_AREA_CODE = re.compile(r"^(?:TH)?\s?(\d{2}|\d{4}|\d{6}|\d{8})(?:\.0+)?$", re.IGNORECASE)


def loose_key(text: str) -> str:
    """Return the folded key of a name without the marks that writers add or drop."""
    return _LOOSE_MARKS.sub("", fold(text))


_SPOKEN_KEYS = {loose_key(spoken): loose_key(official) for spoken, official in _SPOKEN.items()}
_MUEANG_KEYS = {loose_key(word): loose_key(MUEANG) for word in (MUEANG, "Mueang", "Muang", "Meuang")}
MUEANG_KEY = loose_key(MUEANG)


def without_prefix(text: str, level: int) -> str:
    """Return a cleaned name without ``ตำบล``, ``อ.`` and the like; a name that is only a prefix stays as it is."""
    name = clean(text)
    while (shorter := _PREFIXES[level].sub("", name)) != name and shorter:
        name = shorter
    return _ENGLISH_SUFFIX.sub("", name)


def area_key(text: str | None, level: int) -> str:
    """Return the key by which a written name of a province, amphoe, tambon or village is compared; "" if none is written.

    Spoken names become the official one, so โคราช and นครราชสีมา have the same key, and so have เมืองโคราช and
    เมืองนครราชสีมา. The first part of a village's name, บ้าน, is dropped; a tambon's is part of its name and stays.
    """
    key = loose_key(without_prefix(text or "", level))
    if level == PROVINCE:
        return _SPOKEN_KEYS.get(key, key)
    if level == AMPHOE:
        return _amphoe_key(key)
    return key


def _amphoe_key(key: str) -> str:
    if key in _MUEANG_KEYS:
        return MUEANG_KEY
    rest = key.removeprefix(MUEANG_KEY)
    return MUEANG_KEY + _SPOKEN_KEYS[rest] if rest != key and rest in _SPOKEN_KEYS else key


def village_key(text: str | None) -> str:
    """Return what a village cell says: two digits for a number (``ม.3``, ``หมู่ที่ ๓ บ้าน…``), else the name's key, "" if none.

    Number 0 means that no village is known, as in the codes of the Department of Provincial Administration.
    """
    written = clean(to_arabic(text or ""))
    found = _BARE_NUMBER.match(written) or _NUMBERED.search(written)
    key = found.group(1) if found else area_key(written, VILLAGE)
    if not re.fullmatch("[0-9]{1,2}", key):
        return key
    return f"{int(key):02d}" if int(key) else ""


def is_number(key: str) -> bool:
    """Tell a village number's key from a name's."""
    return bool(re.fullmatch("[0-9]{2}", key))


def written_code(text: str | None) -> str:
    """Return the digits of an area code as people write it, or "" when the text is not one.

    Takes Thai digits, ``TH`` before the digits (OCHA p-codes), a spreadsheet's ``.0`` and codes filled up with zeros
    to eight digits (``58010000`` is amphoe 5801).
    """
    found = _AREA_CODE.match(clean(to_arabic(text or "")))
    if not found:
        return ""
    code = found.group(1)
    while len(code) > PROVINCE and code.endswith("00"):
        code = code[:-2]
    return code


def parents_of(code: str) -> tuple[str, ...]:
    """Return the codes of the areas above, the province first."""
    return tuple(code[:length] for length in LEVELS if length < len(code))


@dataclass(frozen=True, slots=True)
class AreaName:
    """One area as the resolver needs it; the level is the number of digits of its code."""

    code: str
    name_th: str
    name_en: str = ""

    @property
    def level(self) -> int:
        return len(self.code)

    def words(self) -> Words:
        """Return the name with its prefix, ตำบลแม่ยาว or Mae Yao Subdistrict, in both languages."""
        english = self.name_en or self.name_th
        if self.level == PROVINCE:
            return (
                Words(self.name_th, english)
                if self.code == BANGKOK
                else Words(f"จังหวัด{self.name_th}", f"{english} Province")
            )
        if self.level == VILLAGE:
            return self._village_words(english)
        in_bangkok = self.code.startswith(BANGKOK)
        if self.level == AMPHOE:
            return Words(f"{'เขต' if in_bangkok else 'อำเภอ'}{self.name_th}", f"{english} District")
        return Words(f"{'แขวง' if in_bangkok else 'ตำบล'}{self.name_th}", f"{english} Subdistrict")

    def _village_words(self, english: str) -> Words:
        number = int(self.code[-2:])
        thai = self.name_th if self.name_th.startswith("บ้าน") else f"บ้าน{self.name_th}"
        return Words(f"หมู่ที่ {number} {thai}", f"Village {number} {english}")
