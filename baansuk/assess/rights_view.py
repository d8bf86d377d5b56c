"""What one household is told about benefits: who receives which, who misses one and what it takes, who has no right to it and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from baansuk.assess.cuts import cut
from baansuk.assess.list_rows import full_name
from baansuk.assess.models import Right, RightMark
from baansuk.assess.rights import Benefit
from baansuk.assess.rights_checking import CheckedBenefit, CheckedBenefits, words_of_name
from baansuk.assess.rights_judged import Judged, judged_by
from baansuk.assess.rights_letters import (
    NOT_ASKED,
    NOT_ELIGIBLE,
    RECEIVES,
    UNCLAIMED,
    UNKNOWN,
    WIDTH,
    Answer,
    read_answer,
)
from baansuk.people.models import Edition
from baansuk.people.questions import members_of
from baansuk.people.seen import SeenHousehold
from baansuk.screen.figures import show_number
from baansuk.screen.language import language
from baansuk.thai.words import Words

TONES = {RECEIVES: "good", UNCLAIMED: "warn", NOT_ELIGIBLE: "none", UNKNOWN: "unknown"}
ORDER = {UNCLAIMED: 0, UNKNOWN: 1, RECEIVES: 2, NOT_ELIGIBLE: 3}
PER = {
    "month": Words("บาท/เดือน", "baht/month"),
    "year": Words("บาท/ปี", "baht/year"),
    "time": Words("บาท/ครั้ง", "baht each time"),
}
HOUSE = Words("ทั้งครัวเรือน", "The household")
SATANG = 100


@dataclass(frozen=True, slots=True)
class RightShown:
    """One benefit as somebody is answered; ``why`` are the clauses that fail, or the facts that nobody knows."""

    benefit: Benefit
    answer: Answer
    amount: Words
    office: Words
    why: Sequence[Words]
    doubled: Words | None = None

    @property
    def tone(self) -> str:
        return TONES[self.answer.letter]

    @property
    def is_unclaimed(self) -> bool:
        return self.answer.letter == UNCLAIMED

    @property
    def is_sure(self) -> bool:
        """Whether it is a right, and its rate is confirmed."""
        return self.benefit.certain and self.benefit.kind == "right"

    @property
    def is_closed(self) -> bool:
        """Whether it does not concern whom it was asked of."""
        return self.answer.letter == NOT_ELIGIBLE


@dataclass(frozen=True, slots=True)
class RightsOf:
    """All that is said to one person, or to the household as a whole (``person`` is '')."""

    person: str
    name: Words
    rights: Sequence[RightShown]

    @property
    def told(self) -> list[RightShown]:
        """What is missed or received."""
        return [one for one in self.rights if one.answer.letter in (UNCLAIMED, RECEIVES)]

    @property
    def unknown(self) -> list[RightShown]:
        """What can only be said after somebody has asked."""
        return [one for one in self.rights if one.answer.letter == UNKNOWN]

    @property
    def closed(self) -> list[RightShown]:
        return [one for one in self.rights if one.is_closed]

    @property
    def unclaimed(self) -> int:
        """How many rights with a confirmed rate are missed."""
        return sum(one.is_unclaimed and one.is_sure for one in self.rights)

    @property
    def asked_for(self) -> int:
        """How many more may be asked for: relief, and what is not confirmed; not what only would be in another's place."""
        return sum(one.is_unclaimed and not one.is_sure and not one.benefit.instead_of for one in self.rights)


def rights_of(household: SeenHousehold) -> list[RightsOf]:
    """Return what a household that was fetched within a scope is told, its own first, then its members as they sit at table.

    A benefit that rests on a class outside the reader's grant is not fetched. Empty before the edition was asked.
    """
    edition = Edition.objects.get(number=household.edition)
    judged = judged_by(edition)
    if judged is None:
        return []
    people = {
        person.code: (Words(full_name(person), full_name(person)) if person.named else Words(person.code, person.code))
        for _membership, person in members_of(household)
        if person is not None
    }
    letters = {"": _fetch(household, judged, "household").get("", {})} | _fetch(household, judged, "person")
    marks = _marks(household)
    told = [
        RightsOf(code, name, _shown(judged, code, letters[code], marks))
        for code, name in ({"": HOUSE} | people).items()
        if letters.get(code)
    ]
    # Whoever is asked about nothing that the reader may be told is no name with nothing under it.
    return [one for one in told if one.rights]


def _open(judged: Judged, household: SeenHousehold, unit: str) -> list[tuple[int, CheckedBenefit]]:
    return [
        (place, one)
        for place, one in enumerate(judged.of_unit(unit))
        if judged.checked.classes_of(one) <= household.classes
    ]


def _fetch(household: SeenHousehold, judged: Judged, unit: str) -> dict[str, dict[str, str]]:
    """The letters of the open benefits by person and code, cut out in the database: one query."""
    opened = _open(judged, household, unit)
    rows = Right.objects.filter(edition=household.edition, household_code=household.code)
    rows = rows.filter(person_code="") if unit == "household" else rows.exclude(person_code="")
    return {
        person: {one.benefit.code: pair for (_place, one), pair in zip(opened, pairs, strict=True)}
        for (person,), pairs in cut(rows, "person_code", places=[place for place, _one in opened], width=WIDTH)
    }


Marks = Mapping[tuple[str, str], tuple[int | None, str]]


def _marks(household: SeenHousehold) -> Marks:
    """What a missed benefit would be in satang, and why one seems to be received twice, by person and benefit."""
    found: dict[tuple[str, str], tuple[int | None, str]] = {}
    rows = RightMark.objects.filter(edition=household.edition, household_code=household.code)
    for person, benefit, kind, satang, why in rows.values_list("person_code", "benefit", "kind", "satang", "why"):
        found[person, benefit] = (satang if kind == "unclaimed" else None, why)
    return found


def _shown(judged: Judged, person: str, letters: Mapping[str, str], marks: Marks) -> list[RightShown]:
    shown = []
    for one in judged.of_unit("person" if person else "household"):
        said = letters.get(one.benefit.code, NOT_ASKED)
        if said.startswith(NOT_ASKED):
            continue
        if one.benefit.instead_of and not said.startswith(UNCLAIMED):
            continue  # it would only say again what the benefit in force says
        answer, (satang, why) = read_answer(said), marks.get((person, one.benefit.code), (None, ""))
        shown.append(
            RightShown(
                benefit=one.benefit,
                answer=answer,
                amount=amount_words(one.benefit, satang),
                office=judged.checked.listed.office_words(one.benefit.office),
                why=why_words(judged.checked, one, answer),
                doubled=doubled_words(judged, why) if why else None,
            )
        )
    return sorted(shown, key=lambda one: (ORDER[one.answer.letter], bool(one.benefit.instead_of)))


def why_words(checked: CheckedBenefits, one: CheckedBenefit, answer: Answer) -> list[Words]:
    """Return the clauses that fail; of an answer that is not known, the facts that are missing."""
    if answer.letter == NOT_ELIGIBLE:
        return [one.benefit.clause[place].words for place in answer.clauses]
    if answer.letter != UNKNOWN:
        return []
    rules = [one.clauses[place] for place in answer.clauses] + ([one.receives] if answer.receipt else [])
    names = dict.fromkeys(name for rule in rules for name in rule.columns)
    return [words_of_name(checked.listed, name) for name in names]


def doubled_words(judged: Judged, why: str) -> Words:
    """Return why a benefit seems to be received twice; it is a thing to look into, and refuses nobody anything."""
    kind, _, code = why.partition(":")
    if kind == "list":
        return Words(
            "มีชื่อซ้ำในบัญชีที่จ่ายมากกว่าหนึ่งรายการ ให้ตรวจสอบ",
            "Stands in the paying list more than once; to be looked into.",
        )
    other = judged.of_code(code)
    name = other.benefit.words if other else Words(code, code)
    return Words(f"ปกติไม่ให้พร้อมกับ {name.th} ให้ตรวจสอบ", f"Not usually given together with {name.en}; to be looked into.")


def amount_words(benefit: Benefit, satang: int | None = None) -> Words:
    """Return the amount, between its bounds where the age is not looked at; a relief's is the most there is."""
    least, most = benefit.amounts if satang is None else (Decimal(satang) / SATANG,) * 2
    if most == 0:
        return Words("–", "–")
    spoken = language()
    numbers = (
        show_number(most, spoken) if least == most else f"{show_number(least, spoken)}–{show_number(most, spoken)}"
    )
    per = PER[benefit.per]
    if benefit.kind == "relief":
        return Words(f"ไม่เกิน {numbers} {per.th}", f"up to {numbers} {per.en}")
    return Words(f"{numbers} {per.th}", f"{numbers} {per.en}")
