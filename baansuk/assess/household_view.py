"""Puts together what the household page says: who lives there, what is lacking, who says so, and why records belong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from baansuk.assess.answers import HouseholdProfile, IndicatorAnswer
from baansuk.assess.kin_view import stay_words
from baansuk.assess.sets import Rules
from baansuk.people.facts import Fact, Said
from baansuk.people.fields import Field, load_fields
from baansuk.people.household_history import Beside
from baansuk.people.models import RecordLink
from baansuk.people.questions import SeenMembership
from baansuk.people.seen import SeenHousehold, SeenPerson
from baansuk.people.stays import Stay
from baansuk.thai.dates import show_date
from baansuk.thai.words import Words

NOT_KNOWN = Words("ไม่ทราบ", "not known")
NO_NUMBER = Words("ไม่มีบ้านเลขที่", "No house number")
CLOSED = Words("ไม่แสดง", "not shown")
CLOSED_NUMBER = Words("ครัวเรือน (ไม่แสดงบ้านเลขที่)", "Household (house number not shown)")

# Why a record belongs to a person, and why to a household, as sentences.
RULES: Mapping[str, Words] = {
    "id": Words("เลขประจำตัวตรงกันและถูกต้อง", "The same valid id number"),
    "id_name": Words(
        "เลขประจำตัวและชื่อตรงกัน (ไฟล์หนึ่งใช้เลขนี้กับหลายคน จึงดูชื่อด้วย)",
        "The same id number and the same name (one file gives this number to several persons, so the name counts too)",
    ),
    "name_birth_tambon": Words(
        "ชื่อ นามสกุล วันเกิดเต็ม และตำบลตรงกัน โดยไม่มีเลขประจำตัวที่ขัดกัน",
        "The same name, full date of birth and tambon, and no id number against it",
    ),
    "likely": Words(
        "ชื่อ วันเกิด ที่อยู่ใกล้เคียงกันมากพอ ตามที่ระบบเรียนรู้จากระเบียนที่มีเลขประจำตัว",
        "Name, birth and place are alike enough, by what was learned from records with id numbers",
    ),
    "judged": Words("มีคนตัดสินว่าเป็นคนเดียวกัน", "Somebody decided that they are one person"),
    "told": Words("เจ้าตัวแจ้งเอง โดยรหัสในทะเบียน", "The person's own word, by the code in the register"),
    "alone": Words("ยังไม่พบระเบียนอื่นที่ตรงกัน", "No other record matches it yet"),
    "": Words("ระเบียนของบ้าน ไม่ใช่ของบุคคล", "A record of the house, not of a person"),
}
HOUSE_RULES: Mapping[str, Words] = {
    "house_code": Words("รหัสประจำบ้าน 11 หลักตรงกัน", "The same 11-digit house code"),
    "address_members": Words("ที่อยู่เดียวกันและมีสมาชิกร่วมกัน", "The same address and members in common"),
    "members": Words(
        "สมาชิกที่อยู่จริงส่วนใหญ่เป็นคนเดียวกัน แม้ที่อยู่เขียนไม่ตรงกัน",
        "Most who live here are the same persons, though the addresses are not written alike",
    ),
    "roster": Words("อยู่ในครัวเรือนเดียวกันตามบัญชีของแหล่งข้อมูล", "Listed in one household by the source itself"),
    "kin": Words(
        "แหล่งข้อมูลระบุชื่อผู้ปกครองหรือญาติ ซึ่งอยู่บ้านนี้เพียงบ้านเดียวในตำบล",
        "The source names a guardian or kin, who lives in this house alone of all in the tambon",
    ),
    "address": Words("ที่อยู่เดียวกัน", "The same address"),
    "person": Words("ตามบ้านหลักของบุคคล", "Follows the person's main household"),
    "none": Words("ไม่มีข้อมูลบ้าน จึงจัดเป็นครัวเรือนแยกไว้ก่อน", "Nothing tells of a house, so it stands on its own"),
}
KINDS: Mapping[str, Words] = {
    "lives": Words("อยู่จริง ไม่มีชื่อในทะเบียนบ้าน", "Lives here, not registered"),
    "registered": Words("มีชื่อในทะเบียนบ้าน", "Registered here"),
    "both": Words("มีชื่อและอยู่จริง", "Registered and living here"),
    "listed": Words("พบจากที่อยู่ในบัญชี", "Found by the address on a list"),
    "left": Words("เคยอยู่ ย้ายออกแล้ว", "Lived here, has moved out"),
}
LIVED = Words("เคยอยู่", "Lived here")
STATUS: Mapping[str, Words] = {"dead": Words("เสียชีวิต", "Died"), "moved": Words("ย้ายออก", "Moved away")}


@dataclass(frozen=True, slots=True)
class Spoken:
    """One source's word: the value, whose it is, and the day with its precision, in both languages."""

    value: Words
    source: Words
    day: Words
    in_use: bool
    said: Said


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One fact with everything that was said of it, the value in use first."""

    name: Words
    spoken: Sequence[Spoken]
    rule: Words
    disputed: bool
    person: str


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One indicator with its answer and the facts it rests on."""

    answer: IndicatorAnswer
    facts: Sequence[ShownFact]


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the household; ``name`` is the code where the grant does not reach names."""

    person: SeenPerson
    name: str
    number: int
    main: bool
    kind: Words
    relation: Words
    sex: Words
    age: Words
    born: Words
    status: Words | None
    lists: Sequence[Words]
    # How the person belongs to each other household within sight, its code, and the days of moving.
    beside: Sequence[tuple[Words, str, Sequence[Words]]] = ()
    # The days of moving into and out of this house; whose spouse and child; which family, where there are several.
    days: Sequence[Words] = ()
    kin: Sequence[Words] = ()
    family: Words | None = None


@dataclass(frozen=True, slots=True)
class Behind:
    """One record behind the household: where it stands and why it is here."""

    link: RecordLink
    source: Words
    whose: str
    why: Words
    why_house: Words


def address_words(household: SeenHousehold) -> Words:
    """Return the address as it stands on the door, as far as the grant reaches."""
    # The village is known from the area in any case; only its number on the door is a value that somebody gave.
    village = (household.village_no if household.village_no is not None else household.area_code[6:]).lstrip("0")
    number = Words(f"บ้านเลขที่ {household.house_no}", f"House {household.house_no}") if household.house_no else NO_NUMBER
    if household.house_no is None:
        number = CLOSED_NUMBER
    return Words(f"{number.th} หมู่ {village}", f"{number.en}, Moo {village}") if village else number


def age_words(born: dt.date | None, precision: str, today: dt.date) -> Words:
    """Return the age in completed years; where only the year is known it may be one less, and that is said."""
    if born is None:
        return NOT_KNOWN
    if precision in ("day", ""):
        years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        return Words(f"{years} ปี", f"{years}")
    years = today.year - born.year
    return Words(f"ประมาณ {years} ปี", f"about {years}")


def day_words(day: dt.date | None, precision: str = "day") -> Words:
    """Return a day with its Buddhist year in both languages."""
    if day is None:
        return NOT_KNOWN
    return Words(show_date(day, precision or "day", "th"), show_date(day, precision or "day", "en"))


def observed_words(text: str) -> Words:
    """Return the day of a statement, which may be cut to its month or year, or be ''."""
    if not text:
        return Words("ไม่ระบุวันที่", "no date given")
    precision = {4: "year", 7: "month"}.get(len(text), "day")
    return day_words(dt.date.fromisoformat(text + "0000-01-01"[len(text) :]), precision)


def member(
    pair: tuple[SeenMembership, SeenPerson],
    name: str,
    number: int,
    names: Mapping[str, Words],
    today: dt.date,
    beside: Sequence[Beside] = (),
    kin: Sequence[Words] = (),
    family: Words | None = None,
) -> Member:
    """Return one line of the table of members."""
    membership, person = pair
    fields = load_fields()
    closed = CLOSED if person.sex is None else NOT_KNOWN
    relation = person.relation if membership.main else membership.relation
    return Member(
        person=person,
        name=name,
        number=number,
        main=membership.main,
        kind=kind_words(membership.kind, membership.stay),
        relation=fields["relation"].say(relation) if relation else NOT_KNOWN,
        sex=fields["sex"].say(person.sex) if person.sex else closed,
        age=age_words(person.birth_date, person.birth_precision or "", today) if person.sex is not None else CLOSED,
        born=day_words(person.birth_date, person.birth_precision or "") if person.sex is not None else CLOSED,
        status=STATUS.get(person.life_status or ""),
        lists=source_names(person.sources, names),
        beside=[(kind_words(one.kind, one.stay), one.household_code, stay_words(one.stay)) for one in beside],
        days=stay_words(membership.stay, person.life_status or ""),
        kin=kin,
        family=family,
    )


def kind_words(kind: str, stay: Stay) -> Words:
    """Return how somebody belongs to a house; that of a past stay leaves the leaving to its day, where that is told."""
    return LIVED if kind == "left" and stay.ends_on else KINDS.get(kind, NOT_KNOWN)


def source_names(sources: str, names: Mapping[str, Words]) -> list[Words]:
    """Return the names of the sources in a stored text such as ``bmn,eef``."""
    return [names.get(code, Words(code, code)) for code in sources.split(",") if code]


def shown_fact(fact: Fact, names: Mapping[str, Words]) -> ShownFact:
    """Return a fact ready to be read."""
    spoken = [_spoken(fact, said, names, in_use=said is fact.in_use) for said in (fact.in_use, *fact.others)]
    return ShownFact(fact.field.words, spoken, fact.rule, fact.disputed, fact.of)


def _spoken(fact: Fact, said: Said, names: Mapping[str, Words], *, in_use: bool) -> Spoken:
    value = value_words(fact.field, said.value)
    return Spoken(
        value, names.get(said.source, Words(said.source, said.source)), observed_words(said.observed), in_use, said
    )


def value_words(field: Field, text: str) -> Words:
    """Return a value as people read it: a day with its Buddhist year, money in baht, a code by its name."""
    if field.type == "date":
        return observed_words(text)
    return _baht(text) if field.type == "money" else field.say(text)


def _baht(text: str) -> Words:
    try:
        amount = f"{float(text):,.2f}".removesuffix(".00")
    except ValueError:
        amount = text
    return Words(f"{amount} บาท", f"{amount} baht")


def answers_shown(
    profile: HouseholdProfile, facts: Mapping[str, ShownFact], letter: str
) -> list[tuple[Words, list[ShownAnswer]]]:
    """Return the indicators with one answer under the headings of their groups, each with the facts (by field) it rests on."""
    groups: dict[Words, list[ShownAnswer]] = {}
    for answer in profile.answers:
        if answer.letter == letter:
            rests = [facts[code] for code in answer.fields if code in facts]
            groups.setdefault(answer.group, []).append(ShownAnswer(answer, rests))
    return list(groups.items())


def lists_shown(household: SeenHousehold, rules: Rules, received: Iterable[str]) -> list[tuple[Words, bool]]:
    """Return every list of help that has come in with whether the household is on it; surveys are no lists.

    A list that gives away a class outside the grant is not among them.
    """
    on = set(household.sources.split(","))
    kinds = {one.source: one for one in rules.labels.list}
    return [
        (kinds[code].words if code in kinds else Words(code, code), code in on)
        for code in sorted(received, key=lambda code: list(kinds).index(code) if code in kinds else len(kinds))
        if code in household.seen.sources and (code not in kinds or kinds[code].kind == "list")
    ]


def behind(links: Iterable[RecordLink], whose: Mapping[str, str], names: Mapping[str, Words]) -> list[Behind]:
    """Return the records behind a household; ``whose`` gives the name of each person by code."""
    return [
        Behind(
            link=link,
            source=names.get(link.source, Words(link.source, link.source)),
            whose=whose.get(link.person_code, ""),
            why=RULES.get(link.rule, Words(link.rule, link.rule)),
            why_house=HOUSE_RULES.get(link.household_rule, Words(link.household_rule, link.household_rule)),
        )
        for link in links
    ]
