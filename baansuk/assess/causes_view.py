"""Three voices on why a household lacks something, kept apart: what the data suggest, what the family says, what the mentor confirms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from baansuk.assess.causes import Cause, causes
from baansuk.assess.causes_actions import FAMILY, INTERPRETER, MENTOR, SAYS, UNCODED, WORDS
from baansuk.assess.cuts import cut
from baansuk.assess.family_actions import READ_BY
from baansuk.assess.family_words import LANGUAGES
from baansuk.assess.frameworks_classes import classes_of_parts
from baansuk.assess.frameworks_columns import classes_of_members
from baansuk.assess.frameworks_letters import parts_of
from baansuk.assess.list_rows import full_name
from baansuk.assess.models import CauseMember, CauseWord, HouseholdCause
from baansuk.people.models import Edition
from baansuk.people.questions import members_of
from baansuk.people.seen import SeenHousehold
from baansuk.thai.words import Words
from baansuk.vault import values

SUGGESTS = {
    "F": Words("ข้อมูลชี้ว่าอาจใช่", "The facts suggest it"),
    "P": Words("ข้อมูลชี้ว่าไม่ใช่", "The facts speak against it"),
    "U": Words("ยังไม่มีข้อมูล ต้องถาม", "Not known; ask the family"),
}
TONES = {"F": "warn", "P": "none", "U": "unknown"}


@dataclass(frozen=True, slots=True)
class Voice:
    """What one voice last said of a cause."""

    says: Words
    by: str
    on: object


@dataclass(frozen=True, slots=True)
class CauseShown:
    """One cause of a lack with the three voices; ``letter`` is '' where the reader's grant does not reach its facts."""

    cause: Cause
    depth: int
    letter: str
    members: Sequence[str]
    family: Voice | None
    mentor: Voice | None

    @property
    def suggests(self) -> Words | None:
        return SUGGESTS.get(self.letter)

    @property
    def tone(self) -> str:
        return TONES.get(self.letter, "none")

    @property
    def is_structural(self) -> bool:
        return self.cause.kind == "structural"

    @property
    def is_told(self) -> bool:
        """Whether somebody says something of it: the facts, the family or the mentor."""
        return self.letter == "F" or self.family is not None or self.mentor is not None


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words as they were said, with who wrote them down and in which language."""

    text: str
    voice: str
    by: str
    on: object
    language: Words
    interpreter: str


@dataclass(frozen=True, slots=True)
class LackShown:
    """One thing that the household lacks, and its causes, each before those under it."""

    words: Words
    causes: Sequence[CauseShown]

    @property
    def told(self) -> list[CauseShown]:
        return [one for one in self.causes if one.is_told]

    @property
    def to_ask(self) -> list[CauseShown]:
        """What nobody has said anything of yet."""
        return [one for one in self.causes if not one.is_told and one.letter == "U"]


@dataclass(frozen=True, slots=True)
class CausesOf:
    """All that is said about causes of one household."""

    lacks: Sequence[LackShown]
    spoken: Sequence[Spoken]
    reads_words: bool


def causes_of(household: SeenHousehold) -> CausesOf:
    """Return the three voices on a household that was fetched within a scope.

    What the data suggest is cut to the reader's classes; what persons said is read by whoever may read families' own words.
    """
    letters = _letters(household)
    reads = READ_BY in household.classes
    words = _words(household) if reads else []
    spoken = {voice: _newest(words, voice) for voice in (FAMILY, MENTOR)}
    members = _members(household)
    catalogue = causes().causes
    lacks = []
    for lack in catalogue.lack:
        shown = [
            CauseShown(
                cause=one,
                depth=catalogue.depth(one.code),
                letter=letters.get(one.code, ""),
                members=members.get(one.code, ()),
                family=spoken[FAMILY].get(one.code),
                mentor=spoken[MENTOR].get(one.code),
            )
            for one in catalogue.of_lack(lack.code)
        ]
        if letters.get(lack.code) == "F" or any(one.family or one.mentor for one in shown):
            lacks.append(LackShown(lack.words, shown))
    return CausesOf(lacks, _spoken(words, household), reads)


def _letters(household: SeenHousehold) -> dict[str, str]:
    """The letters of the parts that the reader's grant reaches, cut out in the database; none of another catalogue's."""
    about = Edition.objects.get(number=household.edition).about.get("assessed", {})
    if about.get("causes") != causes().stamp:
        return {}
    checked = causes().framework
    classes = classes_of_parts(checked)
    parts = [
        (place, code) for place, code in enumerate(parts_of(checked.framework)) if classes[code] <= household.classes
    ]
    rows = HouseholdCause.objects.filter(edition=household.edition, household_code=household.code)
    found = cut(rows, places=[place for place, _code in parts])
    return {code: letter for (_place, code), letter in zip(parts, found[0][1], strict=True)} if found else {}


def _members(household: SeenHousehold) -> dict[str, list[str]]:
    """On whom each cause rests, by name, as far as the classes of the rule reach."""
    opened = [
        code
        for code, rule in causes().members.items()
        if classes_of_members(frozenset(rule.columns)) <= household.classes
    ]
    rows = CauseMember.objects.filter(
        edition=household.edition, household_code=household.code, cause__in=opened
    ).values_list("cause", "person_code")
    held = list(rows)
    if not held:
        return {}
    people = {person.code: person for _membership, person in members_of(household) if person is not None}
    found: dict[str, list[str]] = {}
    for cause, code in held:
        if code in people:
            found.setdefault(cause, []).append(full_name(people[code]))
    return found


def _words(household: SeenHousehold) -> list[CauseWord]:
    rows = CauseWord.objects.filter(household_code=household.code, taken_back_at=None)
    return list(rows.order_by("-said_at", "-id"))


def _newest(words: Sequence[CauseWord], voice: str) -> Mapping[str, Voice]:
    found: dict[str, Voice] = {}
    for one in words:
        if one.voice == voice and one.cause != UNCODED:
            found.setdefault(one.cause, Voice(SAYS[one.says], one.by, one.said_on))
    return found


def _spoken(words: Sequence[CauseWord], household: SeenHousehold) -> list[Spoken]:
    """The words themselves, each submission once, the newest first."""
    keys: dict[str, CauseWord] = {}
    for one in words:
        if one.words:
            keys.setdefault(one.key, one)
    unknown = Words("–", "–")
    return [
        Spoken(
            values.unseal(one.words, WORDS, household.code),
            one.voice,
            one.by,
            one.said_on,
            LANGUAGES.get(one.language, unknown),
            values.unseal(one.interpreter, INTERPRETER, household.code),
        )
        for one in keys.values()
    ]
