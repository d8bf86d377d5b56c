"""The list by which letters to the affected are addressed: names and houses of those in the keeper's sight, others by code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction

from baansuk.access.questions import scope_again
from baansuk.access.row_security import pieces_for
from baansuk.access.scope import Scope
from baansuk.assess.export_pages import Cut
from baansuk.assess.sheet_stream import Cell, Sheet, workbook
from baansuk.audit import gate
from baansuk.audit.lists import Listing
from baansuk.audit.models import Event
from baansuk.audit.questions import subjects_of
from baansuk.audit.sending import closed
from baansuk.people.questions import households_seen, sight_of, visible_persons
from baansuk.people.seen import SeenPerson, see_persons
from baansuk.places.questions import names_of
from baansuk.thai.words import Words

AT_ONCE = 500
COLUMNS = (
    (Words("รหัสบุคคล", "Person"), 14),
    (Words("คำนำหน้า ชื่อ นามสกุล", "Name"), 34),
    (Words("รหัสครัวเรือน", "Household"), 14),
    (Words("บ้านเลขที่", "House number"), 14),
    (Words("หมู่ที่", "Village number"), 10),
    (Words("หมู่บ้าน", "Village"), 26),
)


@dataclass
class Letters:
    """One list on its way out; ``left`` is who has left with it."""

    scope: Scope
    number: str
    event: int
    language: str
    left: Listing = field(default_factory=Listing)

    @transaction.atomic
    def begin(self) -> None:
        """Write down that it is about to leave."""
        self._write("begun")

    def stream(self) -> Iterator[bytes]:
        """Yield the workbook; however it ends, the trail says who left with it."""
        columns = [(words.in_language(self.language), width) for words, width in COLUMNS]
        name = Words("ผู้รับหนังสือ", "Letters").in_language(self.language)
        yield from closed(pieces_for(self.scope, workbook([Sheet(name, columns, self._rows())])), self._end)

    @transaction.atomic
    def _end(self, why: str) -> None:
        self._write("broken_off" if why else "done")

    def _write(self, outcome: str) -> None:
        about = {"breach": self.number, "persons": len(self.left)}
        subjects = self.left if len(self.left) else ()
        gate.write(
            "protect.export_letters", by=self.scope.username, partner=self.scope.partner, subjects=subjects,
            outcome=outcome, about=about,
        )  # fmt: skip

    def _rows(self) -> Iterator[list[Cell]]:
        codes = [code for kind, code in subjects_of(Event.objects.get(pk=self.event)) if kind == "person"]
        for start in range(0, len(codes), AT_ONCE):
            now = scope_again(self.scope)
            if not (now.keeps_register and now.sees_persons):
                raise Cut("access_ended", "the seat has ended")
            yield from self._some(codes[start : start + AT_ONCE])

    def _some(self, codes: list[str]) -> Iterator[list[Cell]]:
        sight = sight_of(self.scope)
        areas = dict(visible_persons(sight).filter(code__in=codes).values_list("code", "area_code"))
        persons = see_persons(sight, areas) if areas else {}
        houses = households_seen(sight, {one.household_code for one in persons.values()})
        villages = names_of(set(areas.values()))
        for code in codes:
            self.left.add("person", code)
            person = persons.get(code)
            house = houses.get(person.household_code) if person else None
            where = villages.get(person.area_code) if person else None
            yield [
                code,
                _name(person),
                house.code if house else "",
                house.house_no if house else "",
                house.village_no if house else "",
                where.in_language(self.language) if where else "",
            ]


def _name(person: SeenPerson | None) -> str:
    if person is None or not person.named:
        return ""
    return f"{person.title or ''}{person.given_name or ''} {person.family_name or ''}".strip()
