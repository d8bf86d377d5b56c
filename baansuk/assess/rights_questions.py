"""Whom an office has to call on, by village and house number: found within the scope, fetched within the grant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from baansuk.access.scope import Scope
from baansuk.assess.household_view import address_words
from baansuk.assess.list_rows import full_name
from baansuk.assess.models import RightMark
from baansuk.assess.rights import Benefit
from baansuk.assess.rights_judged import Judged
from baansuk.assess.rights_view import HOUSE, amount_words, doubled_words
from baansuk.people.models import Edition
from baansuk.people.questions import sight_in
from baansuk.people.seen import SeenHousehold, SeenPerson, area_range, see_households, see_persons, visible
from baansuk.people.sight import Sight
from baansuk.places.names import VILLAGE
from baansuk.thai.words import Words

PAGE_ROWS = 50
PIECE = 500
# What a list shows, each apart: a rate that is not confirmed is no sum to be quoted, and relief is asked for, not claimed.
UNCLAIMED, UNSURE, RELIEF, DOUBLE = "unclaimed", "unsure", "relief", "double"
NOT_SHOWN = Words("ไม่แสดง", "not shown")


@dataclass(frozen=True, slots=True)
class Call:
    """One line of a worklist: the door, who it is about, which benefit, how much, and what seems to be double."""

    household: SeenHousehold
    door: Words
    name: Words
    benefit: Benefit
    amount: Words
    doubled: Words | None


@dataclass
class Worklist:
    """A reader before those of an area who miss benefits of an office (or of one benefit), or seem to receive them twice.

    ``kind``: what is missed of rights with a confirmed rate, of those without, of relief; or what seems double.
    """

    scope: Scope
    edition: Edition
    judged: Judged
    area: str
    office: str = ""
    benefit: str = ""
    kind: str = UNCLAIMED

    def __post_init__(self) -> None:
        self.sight: Sight = sight_in(self.scope, self.edition)

    @property
    def offered(self) -> list[Benefit]:
        """The benefits of which the reader may be told throughout the area, without those that call nobody."""
        areas = [self.area] if self.area else list(self.sight.areas())
        return [
            one.benefit
            for one in self.judged.every
            if not one.benefit.instead_of and self.sight.throughout(self.judged.checked.classes_of(one), areas)
        ]

    @property
    def chosen(self) -> list[Benefit]:
        """Those of the kind, office and benefit asked for."""
        return [one for one in self.of_kind if self.office in ("", one.office) and self.benefit in ("", one.code)]

    @property
    def of_kind(self) -> list[Benefit]:
        """Those offered that a list of this kind is about; what seems double may be any of them."""
        return [one for one in self.offered if self.kind in (DOUBLE, kind_of_list(one))]

    def rows(self) -> QuerySet[RightMark]:
        """The marks in order of the doors, as far as the scope reaches; persons held back are not among them."""
        rows = RightMark.objects.filter(
            edition=self.edition.number,
            kind=DOUBLE if self.kind == DOUBLE else UNCLAIMED,
            benefit__in=[one.code for one in self.chosen],
        )
        if self.office:
            rows = rows.filter(office=self.office)
        if self.area:
            rows = rows.filter(area_range("list_key", self.area))
        if self.sight.held:
            rows = rows.exclude(person_code__in=self.sight.held)
        return visible(rows, self.sight, area="list_key", household="household_code").order_by(
            "list_key", "person_code", "benefit"
        )

    def calls(self, marks: Sequence[RightMark]) -> list[Call]:
        """Return marks as lines, always in the same number of queries; whoever may not be seen is left out."""
        areas = {one.household_code: one.list_key[:VILLAGE] for one in marks}
        persons = {one.person_code: one.list_key[:VILLAGE] for one in marks if one.person_code}
        houses = see_households(self.sight, areas)
        people = see_persons(self.sight, persons) if persons else {}
        found = []
        for one in marks:
            house, person = houses.get(one.household_code), people.get(one.person_code)
            if house is not None and (person is not None or not one.person_code):
                found.append(self._call(one, house, person))
        return found

    def _call(self, mark: RightMark, house: SeenHousehold, person: SeenPerson | None) -> Call:
        checked = self.judged.of_code(mark.benefit)
        assert checked is not None  # ``chosen`` names only benefits of the edition
        name = HOUSE
        if person is not None:
            name = Words(full_name(person), full_name(person)) if person.named else NOT_SHOWN
        doubled = doubled_words(self.judged, mark.why) if mark.why else None
        return Call(
            house, address_words(house), name, checked.benefit, amount_words(checked.benefit, mark.satang), doubled
        )

    def pieces(self) -> Iterator[list[Call]]:
        """All lines, each piece a read of its own, so that a slow download holds no old state of the database open."""
        last: tuple[str, str, str] | None = None
        rows = self.rows()
        while True:
            piece = list(_after(rows, last)[:PIECE])
            if not piece:
                return
            yield self.calls(piece)
            last = (piece[-1].list_key, piece[-1].person_code, piece[-1].benefit)


def _after(rows: QuerySet[RightMark], last: tuple[str, str, str] | None) -> QuerySet[RightMark]:
    """The rows behind one, by the key that orders them; a door holds few, so those of one door are told apart by code."""
    if last is None:
        return rows
    door, person, benefit = last
    here = rows.filter(list_key=door)
    return (
        rows.filter(list_key__gt=door)
        | here.filter(person_code__gt=person)
        | here.filter(person_code=person, benefit__gt=benefit)
    )


def kind_of_list(benefit: Benefit) -> str:
    """Return the kind of list on which somebody stands who misses a benefit."""
    if benefit.kind == "relief":
        return RELIEF
    return UNCLAIMED if benefit.certain else UNSURE


def offices_of(judged: Judged, offered: Sequence[Benefit]) -> Mapping[str, Words]:
    """Return the offices that take claims for these benefits, in the order of the list."""
    return {one.office: judged.checked.listed.office_words(one.office) for one in offered}
