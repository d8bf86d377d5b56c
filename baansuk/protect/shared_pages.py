"""What a non-state partner sees of persons who agreed to it: the list, one person, and the list as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from baansuk.access.classes import CLASSES
from baansuk.access.election_questions import check_may_export
from baansuk.access.middleware import paced, scope_on
from baansuk.access.pace import EXPORT
from baansuk.access.questions import scope_again
from baansuk.access.row_security import pieces_for
from baansuk.access.scope import Scope
from baansuk.assess.doors import WrongAddress
from baansuk.assess.export_pages import XLSX, Cut
from baansuk.assess.sheet_stream import Cell, Sheet, workbook
from baansuk.audit import gate
from baansuk.people.by_consent import Agreed, person_by_consent, persons_by_consent, who_agreed
from baansuk.places.questions import names_of
from baansuk.screen.figures import show_day
from baansuk.screen.fragments import show
from baansuk.screen.language import language
from baansuk.screen.pages import numbered, page_number
from baansuk.thai.words import Refusal, Words

PAGE = 50
AT_ONCE = 50


def partner_scope(request: HttpRequest) -> Scope:
    """Return the scope of a seat to which an annex opens persons by their consent; for all others there is no such page."""
    scope = scope_on(request)
    if not scope.by_consent:
        raise Http404
    return scope


@transaction.atomic
def _look(act: str, codes: list[str], scope: Scope, outcome: str = "done") -> None:
    subjects = [("person", code) for code in codes]
    gate.write(act, by=scope.username, partner=scope.partner, subjects=subjects, outcome=outcome)


@require_safe
def agreed(request: HttpRequest) -> HttpResponse:
    """List the persons who let this partner read of them."""
    scope = partner_scope(request)
    codes = sorted(who_agreed(scope))
    page = numbered(codes, page=page_number(request.GET.get("page")), size=PAGE)
    persons = persons_by_consent(scope, page.rows)
    _look("people.look_agreed", [one.code for one in persons], scope)
    places = names_of({one.area_code for one in persons})
    rows = [(one, places.get(one.area_code, Words(one.area_code, one.area_code))) for one in persons]
    return show(request, "protect/agreed.html", {"rows": rows, "page_of": page})


@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show one person who agreed: what was agreed to, and nothing of the house or of who lives in it."""
    scope = partner_scope(request)
    found = person_by_consent(scope, code)
    _look("people.look_agreed", [code], scope)
    place = names_of([found.area_code]).get(found.area_code, Words(found.area_code, found.area_code))
    classes = [(CLASSES[name], facts) for name, facts in found.facts.items()]
    return show(request, "protect/agreed_person.html", {"one": found, "place": place, "classes": classes})


@paced(EXPORT)
@require_POST
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Send the list as a workbook; a consent withdrawn meanwhile stops it."""
    scope = partner_scope(request)
    try:
        check_may_export(scope, scope.post_area)
    except Refusal as refusal:
        raise WrongAddress(refusal) from refusal
    out = Export(scope, who_agreed(scope), language())
    _look("people.export_agreed", sorted(out.agreed), scope, "begun")
    headers = {"Content-Disposition": 'attachment; filename="baansuk-agreed.xlsx"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(out.stream(), content_type=XLSX, headers=headers)


@dataclass
class Export:
    """One list on its way out: whoever agreed when it was asked for, with the classes."""

    scope: Scope
    agreed: dict[str, frozenset[str]]
    language: str
    written: list[str] = field(default_factory=list)

    def stream(self) -> Iterator[bytes]:
        """Yield the workbook; however it ends, the trail says whose rows left."""
        outcome = "broken_off"
        try:
            yield from pieces_for(self.scope, workbook([self._sheet(), self._about()]))
            outcome = "done"
        finally:
            _look("people.export_agreed", self.written, self.scope, outcome)

    def _sheet(self) -> Sheet:
        names = [Words("รหัส", "Code"), Words("ชื่อ", "Name"), Words("หมู่บ้าน", "Village")]
        names += [Words("ข้อมูล", "Fact"), Words("ค่า", "Value"), Words("วันที่เก็บ", "Observed")]
        widths = (16, 30, 24, 28, 30, 14)
        columns = [(one.in_language(self.language), width) for one, width in zip(names, widths, strict=True)]
        return Sheet(Words("ผู้ยินยอม", "Agreed").in_language(self.language), columns, self._rows())

    def _rows(self) -> Iterator[list[Cell]]:
        codes = sorted(self.agreed)
        for start in range(0, len(codes), AT_ONCE):
            self._check_still_agreed()
            persons = persons_by_consent(self.scope, codes[start : start + AT_ONCE])
            places = names_of({one.area_code for one in persons})
            for person in persons:
                self.written.append(person.code)
                yield from self._lines(person, places.get(person.area_code))

    def _lines(self, person: Agreed, place: Words | None) -> Iterator[list[Cell]]:
        start = [person.code, person.name, place.in_language(self.language) if place else person.area_code]
        for facts in person.facts.values():
            for fact in facts:
                said = [fact.field.words.in_language(self.language), fact.words.in_language(self.language)]
                yield [*start, *said, fact.in_use.observed]

    def _check_still_agreed(self) -> None:
        """Raise Cut when the seat, its annex or any consent in the list has ended since it was asked for."""
        now = scope_again(self.scope)
        if not now.by_consent >= self.scope.by_consent or who_agreed(now) != self.agreed:
            raise Cut("access_ended", "a consent or the grant has ended")

    def _about(self) -> Sheet:
        said = Words(
            "ข้อมูลของผู้ที่ยินยอมเท่านั้น ใช้ตามวัตถุประสงค์ที่ยินยอม ห้ามส่งต่อ ลบเมื่อเจ้าตัวถอนความยินยอม",
            "Of persons who agreed, for the purpose that they agreed to. Pass it on to nobody; delete it when one withdraws.",
        )
        day = show_day(timezone.localdate(), self.language)
        lines = [said.in_language(self.language), f"{self.scope.title.in_language(self.language)} · {day}"]
        return Sheet(Words("คำอธิบาย", "About").in_language(self.language), [("", 100)], self._last(lines))

    def _last(self, lines: list[str]) -> Iterator[list[Cell]]:
        for line in lines:
            yield [line]
        # Without its end the file opens nowhere: a consent withdrawn after the last row of it was read still spoils it.
        self._check_still_agreed()
