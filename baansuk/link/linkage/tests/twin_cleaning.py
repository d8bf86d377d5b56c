"""Cleaning said once more in plain Python, one record at a time."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from baansuk.link.linkage.spelling import skeleton, sound, spelling, text_key
from baansuk.thai.titles import TITLE_OF, TITLES

Row = Mapping[str, str | None]
# What a record says of its tambon and amphoe.
Words = tuple[str | None, str | None]
ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
MALE, FEMALE = 1, 2
TAMBON_WORDS = "ตำบล|ต\\.|แขวง"
SEXES = dict.fromkeys(("1", "ชาย", "ช", "ช.", "m", "male"), MALE) | dict.fromkeys(
    ("2", "หญิง", "ญ", "ญ.", "f", "female"), FEMALE
)


@dataclass(slots=False)
class Cleaned:
    """A record as the linker knows it: numbers that stand for texts, None for what is unknown."""

    record_id: str
    id: int | None = None
    odd_id: int | None = None
    given_spelling: str = ""
    family_spelling: str = ""
    given: int | None = None
    given_sound: int | None = None
    given_skeleton: int | None = None
    given_records: int = 0
    family: int | None = None
    family_sound: int | None = None
    family_skeleton: int | None = None
    family_records: int = 0
    birth: int | None = None
    sex: int | None = None
    house: int | None = None
    village: int | None = None
    place: int | None = None
    district: int | None = None
    tambon: int | None = None
    house_code: int | None = None
    phone: int | None = None
    home: int | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """What a record says of its area: its tambon and amphoe as they sound, whether the tambon is a code, and the name of
    the tambon by which it is held against others: as it sounds, a Latin one by its letters."""

    tambon: str
    amphoe: str
    coded: bool
    name: str


def clean(registers: Sequence[Sequence[Row]]) -> tuple[list[Cleaned], dict[int, str]]:
    """Return the records of all registers, and what the name of each tambon sounds like."""
    rows = [{name: value or None for name, value in row.items()} for register in registers for row in register]
    records = [_cleaned(row) for row in rows]
    given = Counter(record.given for record in records)
    family = Counter(record.family for record in records)
    for record in records:
        record.given_records, record.family_records = given[record.given], family[record.family]
    names = _place(records, [(row.get("tambon"), row.get("amphoe")) for row in rows])
    _find_homes(records)
    return records, names


def _cleaned(row: Row) -> Cleaned:
    title, given, family = _name(row)
    record = Cleaned(row["record_id"] or "")
    glued = re.match(TITLE_OF, given or "")
    before = glued[1] if glued else ""
    record.given_spelling = spelling((given or "")[len(before) :])
    record.family_spelling = spelling(family or "")
    record.given, record.given_sound, record.given_skeleton = _keys(record.given_spelling)
    record.family, record.family_sound, record.family_skeleton = _keys(record.family_spelling)
    record.sex = SEXES.get((row.get("sex") or "").strip(" ").lower()) or _sex_of(title) or _sex_of(before)
    record.id, record.odd_id = _ids(row.get("national_id") or "")
    record.birth = _birth(row.get("birth_date") or "")
    record.house = _key(re.sub("[ ._-]", "", (row.get("house_no") or "").lower().translate(ARABIC)))
    record.village = _village((row.get("village_no") or "").translate(ARABIC))
    code = _whole(row.get("house_code") or "")
    record.house_code = code if code is not None and code % 11111111111 else None
    phone = row.get("phone") or ""
    record.phone = _whole(_digits(phone)) if len(phone) >= 8 else None
    return record


def _name(row: Row) -> tuple[str | None, str | None, str | None]:
    """Title, given name and family name: from the parts where there is a given name, else from the full name."""
    full = " ".join((row.get("full_name") or "").replace("\t", " ").replace("\u00a0", " ").split(" ")).strip(" ")
    words = [word for word in full.split(" ") if word]
    if row.get("given_name") or not words:
        return row.get("title"), row.get("given_name"), row.get("family_name")
    titles = 0
    if _is_title(words[0]):
        titles = 2 if len(words) > 2 and _is_title(words[1]) else 1
    first, rest = words[titles : titles + 1], words[titles + 1 :]
    title = row.get("title") or (words[0] if titles else None)
    return title, first[0] if first else None, row.get("family_name") or " ".join(rest) or None


def _forms(title: str) -> set[str]:
    """How a title may stand alone: with its dots, without the last, without any."""
    return {form for form in (title, title.rstrip("."), title.replace(".", "")) if form and " " not in form}


def _is_title(word: str) -> bool:
    return any(word in _forms(title.written) for title in TITLES)


def _sex_of(title: str | None) -> int | None:
    word = (title or "").strip(" ")
    for title_of in TITLES:
        if title_of.sex and word in _forms(title_of.written):
            return MALE if title_of.sex == "male" else FEMALE
    return None


def _keys(spelled: str) -> tuple[int | None, int | None, int | None]:
    heard = sound(spelled)
    return _key(spelled), _key(heard), _key(skeleton(heard))


def _key(text: str) -> int | None:
    return text_key(text) if text else None


def _digits(text: str) -> str:
    return re.sub(r"[ \-()+.]", "", text.translate(ARABIC))


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch("[0-9]{1,18}", text) else None


def _ids(text: str) -> tuple[int | None, int | None]:
    """The valid id, or a number of about that length which is none."""
    digits = _digits(text)
    number = _whole(digits)
    if number is None or not 11 <= len(digits) <= 14:
        return None, None
    weighed = sum(weight * int(digit) for weight, digit in zip(range(13, 1, -1), digits, strict=False))
    valid = len(digits) == 13 and (11 - weighed % 11) % 10 == int(digits[12])
    return (number, None) if valid else (None, number)


def _birth(text: str) -> int | None:
    digits = text.strip(" ").translate(ARABIC)
    local = re.fullmatch("([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})", digits)
    iso = re.match("([0-9]{4})[-/]?([0-9]{1,2})?[-/]?([0-9]{1,2})?", digits)
    parts = local.groups()[::-1] if local else iso.groups() if iso else ()
    if not parts:
        return None
    year, month, day = (int(part or 0) for part in parts)
    year -= 543 if year > 2400 else 0
    if not 1850 <= year <= 2150:
        return None
    if not 1 <= month <= 12:
        return year * 10000
    return year * 10000 + month * 100 + (day if 1 <= day <= 31 else 0)


def _village(text: str) -> int | None:
    if re.fullmatch("[0-9]{1,5}", text) and int(text) < 2**15:
        return int(text)
    found = re.search("[0-9]{1,3}", text)
    return int(found[0]) if found else None


def _place(records: Sequence[Cleaned], told: Sequence[Words]) -> dict[int, str]:
    """Say where each record is; a code that most of its people have a name for elsewhere is that name."""
    areas = {words: _area(*words) for words in told if any(words)}
    of_id = _named_by_others(areas, [record.id for record in records], told)
    of_alike = _named_by_others(areas, [_alike(record) for record in records], told)
    beside = {words: of_id[words] if of_id[words].total() >= 3 else of_alike[words] for words in areas}
    names: dict[int, str] = {}
    for record, words in zip(records, told, strict=True):
        if words in areas:
            known = areas[_other_name(beside[words]) or words]
            own = areas[words]
            record.place = _place_key(known) or _place_key(own)
            record.district = _key(known.amphoe) or _key(own.amphoe)
            record.tambon = _key(known.tambon) or _key(own.tambon)
            if known is own and not own.coded and own.tambon:
                names[text_key(own.tambon)] = min(own.name, names.get(text_key(own.tambon), own.name))
    return names


def _find_homes(records: Sequence[Cleaned]) -> None:
    """Say which home each lives in; who tells only a house code is given the address that most tell of it."""
    told: dict[int, Counter[tuple[int, int, int]]] = defaultdict(Counter)
    areas: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one in records:
        if one.house_code is not None and one.house is not None and one.place is not None and one.village is not None:
            told[one.house_code][one.house, one.place, one.village] += 1
        if one.place is not None:
            areas[one.place].append((_last(one.district), _last(one.tambon)))
    for one in records:
        one.home = _address_of(one) or one.house_code
        of_code = told[one.house_code] if one.house_code is not None else Counter()
        for address, count in of_code.most_common(1):
            if 2 * count > of_code.total():
                if one.house is None and one.place is None and one.tambon is None and one.district is None:
                    one.house, one.place, one.village = address
                    one.district, one.tambon = (None if key == _last(None) else key for key in min(areas[one.place]))
                one.home = sum(address)


def _address_of(one: Cleaned) -> int | None:
    return None if one.house is None or one.place is None else one.house + one.place + (one.village or 0)


def _last(key: int | None) -> int:
    return 1 << 64 if key is None else key


def _named_by_others(
    areas: Mapping[Words, Area], people: Sequence[object], told: Sequence[Words]
) -> dict[Words, Counter[Words]]:
    """By which names those who live at each code are listed elsewhere; ``people``: who each record is, None if unknown."""
    of_person: dict[object, list[Words]] = defaultdict(list)
    for person, words in zip(people, told, strict=True):
        if person is not None and words in areas:
            of_person[person].append(words)
    names = {
        words: _place_key(area) for words, area in areas.items() if not area.coded and _place_key(area) is not None
    }
    # Two spellings of one place are one name.
    of_place = {place: words for words, place in names.items()}
    name_of = {words: of_place[place] for words, place in names.items()}
    beside: dict[Words, Counter[Words]] = defaultdict(Counter)
    for group in of_person.values():
        for one in group:
            beside[one].update(name_of[other] for other in group if areas[one].coded and other in name_of)
    return beside


def _alike(one: Cleaned) -> tuple[int, int, int] | None:
    """The names and the birth to the day."""
    if one.given is None or one.family is None or one.birth is None or not one.birth % 100:
        return None
    return one.given, one.family, one.birth


def _other_name(people: Counter[Words]) -> Words | None:
    for words, count in people.most_common(1):
        if count >= 3 and 2 * count > people.total():
            return words
    return None


def _place_key(area: Area) -> int | None:
    return _key(area.tambon if area.coded or not area.tambon else f"{area.amphoe}/{area.tambon}")


def _area(tambon: str | None, amphoe: str | None) -> Area:
    heard_tambon, heard_amphoe = _heard(tambon, TAMBON_WORDS), _heard(amphoe, "อำเภอ|กิ่งอำเภอ|อ\\.|เขต")
    coded = len(heard_tambon) == 6 and _whole(heard_tambon) is not None
    letters = _plain(tambon, TAMBON_WORDS)
    name = letters if letters < "{" else heard_tambon
    return Area(heard_tambon, heard_amphoe or (heard_tambon[:4] if coded else ""), coded, name)


def _plain(name: str | None, words: str) -> str:
    plain = re.sub(f"^({words})", "", (name or "").strip(" "))
    return re.sub("[ .-]", "", plain).lower()


def _heard(name: str | None, words: str) -> str:
    """The name of an area as it sounds, without the word for what it is; a code as it stands."""
    plain = _plain(name, words)
    if not plain or _whole(plain) is not None:
        return plain
    return skeleton(plain) if plain < "{" else sound(plain)
