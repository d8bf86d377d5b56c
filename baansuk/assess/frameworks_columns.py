"""What the rules of frameworks may read: facts of the house, its village and its members, and what the register works out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from baansuk.access.classes import HOUSEHOLD
from baansuk.assess.frameworks import Awaited, Coded, Framework
from baansuk.assess.kinds import Kind, Number, YesNo, kind_of
from baansuk.assess.sets import CARD_SOURCE, SQL_TYPES, load_rules
from baansuk.people.fields import Field, facts_of, load_fields
from baansuk.people.lists import load_lists
from baansuk.thai.words import Words

# A rule is about a kind of household, never about one: what finds a house or a person is no fact to judge by. Status
# is left out because lists never filter by it (design rule 12, practice.md danger 5).
CLOSED_CLASSES = frozenset({"contact", "position", "ethnicity_status", "protection", "free_text"})
CLOSED_FIELDS = frozenset({"house_code", "title", "given_name", "family_name", "birth_date", "school"})
MOST = Number(999)
AGE = "age"
# What the steps of ``profile.py`` know of a household beside its facts.
REGISTER: Mapping[str, tuple[Kind, Words]] = {
    "surveyed": (YesNo(), Words("มีคำตอบ จปฐ. อย่างน้อยหนึ่งข้อ", "The BMN survey holds an answer")),
    "holds_card": (YesNo(), Words("มีสมาชิกถือบัตรสวัสดิการแห่งรัฐ", "A member holds the state welfare card")),
    "lists_on": (MOST, Words("จำนวนบัญชีความช่วยเหลือที่มีชื่อ", "Lists of help that name the household")),
    "persons": (MOST, Words("จำนวนสมาชิกหลักที่ยังอยู่", "Living main members")),
}
# What an outcome may read beside the codes of its framework's own parts.
OUTCOME_COUNTS: Mapping[str, Kind] = {"failed": MOST, "unknown": MOST, "applicable": MOST}


def _open(field: Field) -> bool:
    return field.field_class not in CLOSED_CLASSES and field.code not in CLOSED_FIELDS


@lru_cache(maxsize=1)
def house_fields() -> Mapping[str, Field]:
    """Return the facts of a household that rules may read."""
    return {field.code: field for field in facts_of("household") if _open(field)}


@lru_cache(maxsize=1)
def village_fields() -> Mapping[str, Field]:
    """Return the facts of the household's village that rules may read."""
    return {field.code: field for field in facts_of("area") if _open(field)}


@lru_cache(maxsize=1)
def member_fields() -> Mapping[str, Field]:
    """Return the facts of a member that counts may read; beside them ``age`` in completed years."""
    return {field.code: field for field in facts_of("person") if _open(field)}


def member_columns() -> dict[str, Kind | str]:
    """The columns of a rule that counts members."""
    return {AGE: Number(200), **{code: SQL_TYPES[field.type] for code, field in member_fields().items()}}


def columns_of(framework: Framework) -> dict[str, Kind | str]:
    """The columns that the rules of indicators and levels of a framework may read."""
    facts = {**house_fields(), **village_fields()}
    columns: dict[str, Kind | str] = {code: SQL_TYPES[field.type] for code, field in facts.items()}
    columns |= {name: kind for name, (kind, _words) in REGISTER.items()}
    columns |= {one.name: kind_of(SQL_TYPES[one.type]) for one in still_awaited(framework)}
    for one in framework.count:
        columns |= {one.name: MOST, f"{one.name}_unknown": MOST}
    return columns


def outcome_columns(framework: Framework) -> dict[str, Kind | str]:
    """The columns that the rules of outcomes may read: the framework's own parts, how many fail, and the register's."""
    columns: dict[str, Kind | str] = {name: kind for name, (kind, _words) in REGISTER.items()}
    columns |= OUTCOME_COUNTS
    parts: list[Coded] = [*framework.dimension, *framework.indicator]
    columns |= {one.code: YesNo() for one in parts}
    columns |= {one.code: Number(9) for one in framework.scale}
    for one in framework.count:
        columns |= {one.name: MOST, f"{one.name}_unknown": MOST}
    return columns


def still_awaited(framework: Framework) -> list[Awaited]:
    """Return the facts that the framework waits for and the vocabulary does not know; one that it learns is read from then on."""
    known = {**house_fields(), **village_fields()}
    return [one for one in framework.awaited if one.name not in known]


def sql_type_of(awaited: Awaited) -> str:
    """Return the type in which an awaited fact stands in the steps, as null."""
    return SQL_TYPES[awaited.type]


def classes_of_columns(names: frozenset[str]) -> frozenset[str]:
    """Return the classes of facts behind columns of indicators and levels; awaited facts and counts have none here."""
    fields = {**house_fields(), **village_fields()}
    found = {fields[name].field_class for name in names if name in fields}
    if names & {"surveyed", "persons"}:
        found.add(HOUSEHOLD)
    if "holds_card" in names:
        found |= load_lists().of(CARD_SOURCE)
    if "lists_on" in names:
        found |= {
            name for one in load_rules().labels.list if one.kind == "list" for name in load_lists().of(one.source)
        }
    return frozenset(found)


def classes_of_members(names: frozenset[str]) -> frozenset[str]:
    """Return the classes of facts behind a rule that counts members: that somebody is a member is a fact of the house."""
    codes = {"birth_date" if name == AGE else name for name in names}
    return frozenset({HOUSEHOLD, *(load_fields()[code].field_class for code in codes)})


def words_of_column(framework: Framework, name: str) -> Words:
    """Return what a column is called, for a page that explains a rule."""
    fields = {**house_fields(), **village_fields()}
    if name in fields:
        return fields[name].words
    if name in REGISTER:
        return REGISTER[name][1]
    own = {one.name: one.words for one in framework.line}
    own |= {one.name: one.words for one in framework.awaited} | {one.name: one.words for one in framework.count}
    own |= {f"{one.name}_unknown": _unknown(one.words) for one in framework.count}
    return own.get(name, Words(name, name))


def _unknown(words: Words) -> Words:
    return Words(f"{words.th} (ยังไม่ทราบ)", f"{words.en} (not known)")
