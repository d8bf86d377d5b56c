"""All that the register holds of one person, in one place: to be read, printed, and taken along by the person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from baansuk.access.classes import CLASSES, PURPOSES
from baansuk.access.models import Partner
from baansuk.access.scope import Scope
from baansuk.assess.household_view import observed_words, value_words
from baansuk.assess.page_questions import source_words
from baansuk.assess.sheet_stream import Sheet
from baansuk.audit.models import Event
from baansuk.audit.questions import events_about
from baansuk.people import consent_questions
from baansuk.people.consent_rules import USES
from baansuk.people.facts import Said
from baansuk.people.questions import fact_sheets_of, household_for, links_of, person_for
from baansuk.people.seen import SeenPerson
from baansuk.thai.words import Words

# Who looked is told of so many acts; whoever wants more asks again from the last one.
MOST_LOOKS = 500
OF_HOUSE = Words("ของบ้าน", "of the house")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that one source says: the class and field, the value as people read it, who said so and when."""

    field_class: str
    field: str
    name: Words
    value: str
    words: Words
    in_use: bool
    of_house: bool
    source: str
    source_words: Words
    observed: str
    agreement: str

    @property
    def day(self) -> Words:
        """The day of the observation as it is read, cut to its month or year where no more is known."""
        return observed_words(self.observed)


@dataclass(frozen=True, slots=True)
class Extract:
    """The person's own facts, the house's, the lists the person is on, who looked, and what was agreed to."""

    person: SeenPerson
    lines: list[Line]
    lists: list[Words]
    looks: list[tuple[Event, Words]]
    consents: list[tuple[Words, Words, Any]]
    held_back: list[Words]
    made_at: Any


def make(scope: Scope, code: str) -> Extract:
    """Gather what the register holds of one person; raises Http404 where the scope does not see the person.

    What is said of others who live in the house is left out: it is theirs.
    """
    person = person_for(scope, code)
    household = household_for(scope, person.household_code)
    names = source_words()
    lines = [
        line
        for name, facts in fact_sheets_of(household).items()
        for fact in facts
        if fact.of in ("", code)
        for line in lines_of(name, fact, names)
    ]
    sources = {link.source for link in links_of(household) if link.person_code == code}
    return Extract(
        person=person,
        lines=sorted(lines, key=lambda line: (line.of_house, list(CLASSES).index(line.field_class))),
        lists=[names.get(source, Words(source, source)) for source in sorted(sources)],
        looks=looks_at(code),
        consents=[
            (USES[one.use], PURPOSES.get(one.purpose, Words(one.partner, one.partner)), one)
            for one in consent_questions.consents_of(code)
        ],
        held_back=[PURPOSES[one.purpose] for one in consent_questions.holdings_of(code)],
        made_at=timezone.now(),
    )


def lines_of(name: str, fact: Any, names: Mapping[str, Words]) -> Iterator[Line]:
    """Yield what each source says of one fact of a class, the value in use first."""
    said: list[Said] = [fact.in_use, *fact.others]
    for place, one in enumerate(said):
        words = value_words(fact.field, one.value)
        source = names.get(one.source, Words(one.source, one.source))
        yield Line(
            name, fact.field.code, fact.field.words, one.value, words, place == 0, not fact.of, one.source, source,
            one.observed, one.agreement,
        )  # fmt: skip


def looks_at(code: str) -> list[tuple[Event, Words]]:
    """Who looked at the person: the partner and the day, never the account of an officer."""
    found = list(events_about("person", code, below=1 << 62, most=MOST_LOOKS))
    partners = {one.code: Words(one.name_th, one.name_en) for one in Partner.objects.all()}
    return [(one, partners.get(one.partner, Words(one.partner, one.partner))) for one in found]


def as_json(extract: Extract) -> dict[str, Any]:
    """Return the extract for machines: codes and ISO days, with the Thai and English names beside them."""
    person = extract.person
    return {
        "made_at": extract.made_at.isoformat(),
        "person": {
            "code": person.code,
            "title": person.title,
            "given_name": person.given_name,
            "family_name": person.family_name,
            "id_masked": person.id_masked,
        },
        "facts": [
            {
                "class": line.field_class,
                "field": line.field,
                "th": line.name.th,
                "en": line.name.en,
                "value": line.value,
                "in_use": line.in_use,
                "of": "house" if line.of_house else "person",
                "source": line.source,
                "observed": line.observed,
                "agreement": line.agreement,
            }
            for line in extract.lines
        ],
        "lists": [{"th": words.th, "en": words.en} for words in extract.lists],
        "looks": [
            {"at": event.at.isoformat(), "act": event.act, "partner": event.partner, "purpose": event.purpose}
            for event, _partner in extract.looks
        ],
        "consents": [
            {
                "use": one.use,
                "partner": one.partner,
                "purpose": one.purpose,
                "classes": one.classes,
                "given_on": one.given_on.isoformat(),
                "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
            }
            for _use, _purpose, one in extract.consents
        ],
    }


def sheets(extract: Extract, language: str, acts: Mapping[str, Words]) -> list[Sheet]:
    """Return the extract as the sheets of a workbook."""

    def said(th: str, en: str) -> str:
        return Words(th, en).in_language(language)

    facts = [
        [
            CLASSES[line.field_class].in_language(language),
            line.name.in_language(language),
            line.words.in_language(language),
            said("ใช้อยู่", "in use") if line.in_use else said("แหล่งอื่นว่า", "another source"),
            OF_HOUSE.in_language(language) if line.of_house else "",
            line.source_words.in_language(language),
            line.observed,
        ]
        for line in extract.lines
    ]
    looks = [
        [f"{event.at:%Y-%m-%d %H:%M}", acts.get(event.act, Words(event.act, event.act)).in_language(language),
         partner.in_language(language)]
        for event, partner in extract.looks
    ]  # fmt: skip
    first = [(said("ประเภท", "Class"), 24), (said("ข้อมูล", "Fact"), 30), (said("ค่า", "Value"), 30)]
    first += [
        (said("สถานะ", "Standing"), 16),
        ("", 12),
        (said("แหล่งข้อมูล", "Source"), 34),
        (said("วันที่เก็บ", "Observed"), 14),
    ]
    then = [(said("เวลา (UTC)", "At (UTC)"), 20), (said("การกระทำ", "Act"), 34), (said("หน่วยงาน", "Partner"), 34)]
    return [
        Sheet(said("ข้อมูล", "Facts"), first, facts),
        Sheet(
            said("บัญชีที่มีชื่อ", "Lists"),
            [(said("บัญชี", "List"), 50)],
            [[one.in_language(language)] for one in extract.lists],
        ),
        Sheet(said("ใครเปิดดู", "Who looked"), then, looks),
    ]
