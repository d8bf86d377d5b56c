"""The household list as a workbook of any size, streamed, and written down before and after it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from baansuk.access.classes import CLASSES, PERSONAL
from baansuk.access.election_questions import check_may_export
from baansuk.access.middleware import paced
from baansuk.access.pace import EXPORT
from baansuk.access.questions import scope_again
from baansuk.access.row_security import pieces_for
from baansuk.access.scope import Scope
from baansuk.assess import export_rows, looks
from baansuk.assess import page_questions as questions
from baansuk.assess.asked import ListAsked, NotUnderstood, read_list
from baansuk.assess.doors import WrongAddress, area_of_households, home_of_households, persons_scope
from baansuk.assess.judged import kept_for
from baansuk.assess.leaving import check_may_leave, origins_named
from baansuk.assess.list_pages import may_export
from baansuk.assess.questions import household_codes, households_list
from baansuk.assess.sheet_stream import ROWS_AT_ONCE, Cell, Sheet, workbook
from baansuk.assess.verified import for_lists, labels_of
from baansuk.audit.lists import Listing
from baansuk.audit.sending import closed
from baansuk.people.models import Edition
from baansuk.people.questions import sight_in
from baansuk.people.seen import see_households
from baansuk.people.sight import still_holds
from baansuk.places.questions import names_of, words_of
from baansuk.screen.figures import show_day, show_number
from baansuk.screen.language import language, say_words
from baansuk.thai.words import Refusal, Words

# Each piece is one short read; no transaction stays open while a slow link takes the file. So many rows may leave
# after a grant has ended, and no more.
AT_ONCE = ROWS_AT_ONCE
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@paced(EXPORT)
@require_POST
def households_export(request: HttpRequest) -> StreamingHttpResponse | HttpResponseRedirect:
    """Send the list of an area and a measure as a workbook, in door order."""
    scope = persons_scope(request)
    if not may_export(scope):
        raise Http404
    asked_for = {name: value for name, value in request.POST.dict().items() if name != "csrfmiddlewaretoken"}
    try:
        asked = read_list(asked_for, home=home_of_households(scope), measures=for_lists())
    except NotUnderstood as refusal:
        raise WrongAddress(refusal) from refusal
    area = area_of_households(scope, asked.area)
    try:
        check_may_export(scope, asked.area)
    except Refusal as refusal:
        return _back_to_list(request, asked, refusal)
    edition = questions.edition_shown()
    if edition is None:
        raise Http404
    try:
        first = households_list(scope, area=asked.area, measure=asked.measure, edition=edition)
    except Refusal as refusal:
        raise WrongAddress(refusal) from refusal
    try:
        check_may_leave(sight_in(scope, edition), area=asked.area, measure=asked.measure)
    except Refusal as refusal:
        return _back_to_list(request, asked, refusal)
    export = Export(scope, edition, asked, first.total, language(), say_words(words_of(area)))
    looks.export_begins(by=scope, edition=edition.number, area=asked.area, measure=asked.measure, expected=first.total)
    name = f"baansuk-households-{edition.number}-{asked.area}{'-' + asked.measure if asked.measure else ''}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(export.stream(), content_type=XLSX, headers=headers)


def _back_to_list(request: HttpRequest, asked: ListAsked, refusal: Refusal) -> HttpResponseRedirect:
    """The list itself may be seen: the reader stays on it, with the sentence above."""
    messages.error(request, say_words(refusal.words))
    return redirect(f"{reverse('households')}?{urlencode({'area': asked.area, 'measure': asked.measure})}")


class Cut(Exception):
    """The list may not go on: what has left is not whole, and the download must fail; ``why`` goes into the trail."""

    def __init__(self, why: str, said: str) -> None:
        super().__init__(said)
        self.why = why


@dataclass
class Export:
    """One list on its way out; ``left`` names the households that have left."""

    scope: Scope
    edition: Edition
    asked: ListAsked
    expected: int
    language: str
    area_name: str
    left: Listing = field(default_factory=Listing)

    def __post_init__(self) -> None:
        self.sight = sight_in(self.scope, self.edition)
        self.kept = export_rows.columns_of(self.sight, [self.asked.area])

    def stream(self) -> Iterator[bytes]:
        """Yield the workbook; however it ends, the trail says which households left, and why not all of them."""
        # The rows are read after the request has ended, so each piece says again who asks.
        yield from closed(pieces_for(self.scope, workbook([self._households(), self._about()])), self._end)

    def _end(self, why: str) -> None:
        looks.export_ends(
            by=self.scope,
            edition=self.edition.number,
            area=self.asked.area,
            measure=self.asked.measure,
            left=self.left,
            why=why,
        )

    def _households(self) -> Sheet:
        name = Words("ครัวเรือน", "Households").in_language(self.language)
        return Sheet(name, export_rows.headings(self.language, self.kept), self._rows())

    def _rows(self) -> Iterator[list[Cell]]:
        codes = iter(
            household_codes(self.scope, area=self.asked.area, measure=self.asked.measure, edition=self.edition)
        )
        places: dict[str, Words] = {}
        while piece := list(islice(codes, AT_ONCE)):
            self._check_still_granted()
            yield from self._piece(dict(piece), places)
        # Without its end the file opens nowhere, so a grant that ended on the last row still spoils it.
        self._check_still_granted()
        if len(self.left) != self.expected:
            raise Cut("register_changed", f"{len(self.left)} of {self.expected} households were there to be written")

    def _check_still_granted(self) -> None:
        """Raise Cut when the seat or any part of the grant has ended since the list was asked for."""
        if not still_holds(scope_again(self.scope), self.scope):
            raise Cut("access_ended", "the grant or the seat has ended")

    def _piece(self, areas: dict[str, str], places: dict[str, Words]) -> Iterator[list[Cell]]:
        surveys = questions.surveys()
        households = see_households(self.sight, areas)
        judged = kept_for(households.values())
        verified = labels_of(households, self.scope)
        new = {one.area_code for one in households.values()} - places.keys()
        places |= names_of(new) if new else {}
        for code in areas:
            if code in households:
                self.left.add("household", code)
                yield export_rows.row(
                    households[code],
                    judged.get(code),
                    verified.get(code),
                    places,
                    surveys,
                    self.language,
                    self.kept,
                )

    def _about(self) -> Sheet:
        """What the list is, as of when and for whom: whoever finds it later must be able to tell."""
        measure = for_lists().get(self.asked.measure)
        published = self.edition.published_at
        drawn, refused = origins_named(self.sight, self.asked.area)
        listed = [
            (Words("พื้นที่", "Area"), f"{self.area_name} ({self.asked.area})"),
            (Words("เรื่อง", "Measure"), say(measure.words, self.language) if measure else "–"),
            (Words("นิยาม", "Definition"), say(measure.definition, self.language) if measure else "–"),
            (Words("ทะเบียนฉบับที่", "Edition of the register"), str(self.edition.number)),
            (Words("ข้อมูล ณ", "As of"), show_day(published.date() if published else None, self.language)),
            (Words("จำนวนครัวเรือน", "Households"), show_number(self.expected, self.language)),
            (Words("ผู้ดาวน์โหลด", "Downloaded by"), f"{say(self.scope.title, self.language)} ({self.scope.username})"),
            (Words("ชั้นข้อมูลที่ไม่ได้รับสิทธิ", "Classes not granted"), self._closed()),
            (Words("มาจากทะเบียน", "From the registers"), say(drawn, self.language) or "–"),
            (
                Words("ทะเบียนที่ผู้ให้ไม่ให้ส่งต่อ จึงไม่ได้ใช้", "Registers kept back by their givers, not used"),
                say(refused, self.language) or "–",
            ),
            (Words("เวลา", "At"), f"{timezone.localtime():%Y-%m-%d %H:%M}"),
            (
                Words("การใช้", "Use"),
                Words(
                    "ใช้เพื่อช่วยเหลือครัวเรือนเท่านั้น ห้ามปิดประกาศหรือส่งต่อ ลบเมื่อใช้เสร็จ",
                    "For helping households only. Not to be posted or passed on; delete after use.",
                ).in_language(self.language),
            ),
        ]
        heads = [(Words("หัวข้อ", "Item"), 26), (Words("รายละเอียด", "Detail"), 80)]
        columns = [(say(words, self.language), width) for words, width in heads]
        name = Words("คำอธิบาย", "About").in_language(self.language)
        return Sheet(name, columns, ((say(words, self.language), value) for words, value in listed))

    def _closed(self) -> str:
        """The classes outside the grant: an empty cell in the list must not be read as "none"."""
        closed = [words for name, words in CLASSES.items() if name in PERSONAL and not self._reaches(name)]
        return ", ".join(say(words, self.language) for words in closed) or "–"

    def _reaches(self, field_class: str) -> bool:
        return self.sight.throughout([field_class], [self.asked.area])


def say(words: Words, spoken: str) -> str:
    """Return words in the language of the reader who asked; the page's own is gone by the time the rows are made."""
    return words.in_language(spoken)
