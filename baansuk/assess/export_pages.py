"""The household list as a workbook of any size, streamed, and written down before and after it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from baansuk.access.row_security import pieces_for
from baansuk.access.scope import Scope
from baansuk.assess import export_rows, looks
from baansuk.assess import page_questions as questions
from baansuk.assess.asked import ListAsked, NotUnderstood, read_list
from baansuk.assess.doors import WrongAddress, area_for, persons_scope
from baansuk.assess.list_pages import may_export
from baansuk.assess.measures import by_code
from baansuk.assess.models import Profile
from baansuk.assess.questions import household_codes, households_list
from baansuk.assess.sheet_stream import Cell, Sheet, workbook
from baansuk.people.models import Edition, Household
from baansuk.places.questions import names_of, words_of
from baansuk.screen.figures import show_day, show_number
from baansuk.screen.language import language, say_words
from baansuk.thai.words import Words

# Each piece is one short read; no transaction stays open while a slow link takes the file.
AT_ONCE = 1_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_POST
def households_export(request: HttpRequest) -> StreamingHttpResponse:
    """Send the list of an area and a measure as a workbook, in door order."""
    scope = persons_scope(request)
    if not may_export(scope):
        raise Http404
    asked_for = {name: value for name, value in request.POST.dict().items() if name != "csrfmiddlewaretoken"}
    try:
        asked = read_list(asked_for, home=scope.areas[0] if scope.areas else "", measures=by_code())
    except NotUnderstood as refusal:
        raise WrongAddress(refusal) from refusal
    area = area_for(scope, asked.area)
    edition = questions.edition_shown()
    if edition is None:
        raise Http404
    first = households_list(scope, area=asked.area, measure=asked.measure, edition=edition.number)
    export = Export(scope, edition, asked, first.total, language(), say_words(words_of(area)))
    looks.export_begins(by=scope, edition=edition.number, area=asked.area, measure=asked.measure, expected=first.total)
    name = f"baansuk-households-{edition.number}-{asked.area}{'-' + asked.measure if asked.measure else ''}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(export.stream(), content_type=XLSX, headers=headers)


class Cut(Exception):
    """The register changed while a list was being written: what has left is not whole, and the download must fail."""


@dataclass
class Export:
    """One list on its way out; ``written`` counts the households that have left."""

    scope: Scope
    edition: Edition
    asked: ListAsked
    expected: int
    language: str
    area_name: str
    written: int = field(default=0)

    def stream(self) -> Iterator[bytes]:
        """Yield the workbook; however it ends, the trail says how many households left."""
        whole = False
        try:
            # The rows are read after the request has ended, so each piece says again who asks.
            yield from pieces_for(self.scope, workbook([self._households(), self._about()]))
            whole = True
        finally:
            looks.export_ends(
                by=self.scope,
                edition=self.edition.number,
                area=self.asked.area,
                measure=self.asked.measure,
                written=self.written,
                whole=whole,
            )

    def _households(self) -> Sheet:
        name = Words("ครัวเรือน", "Households").in_language(self.language)
        return Sheet(name, export_rows.headings(self.language), self._rows())

    def _rows(self) -> Iterator[list[Cell]]:
        codes = iter(
            household_codes(self.scope, area=self.asked.area, measure=self.asked.measure, edition=self.edition.number)
        )
        places: dict[str, Words] = {}
        while piece := list(islice(codes, AT_ONCE)):
            yield from self._piece(piece, places)
        if self.written != self.expected:
            raise Cut(f"{self.written} of {self.expected} households were there to be written")

    def _piece(self, codes: list[str], places: dict[str, Words]) -> Iterator[list[Cell]]:
        number, surveys = self.edition.number, questions.surveys()
        found = Household.objects.filter(edition=number, code__in=codes).values_list(*export_rows.HOUSEHOLD)
        households = {values[0]: values for values in found}
        judged = Profile.objects.filter(edition=number, household_code__in=codes).values_list(*export_rows.PROFILE)
        profiles = {values[0]: values for values in judged}
        new = {str(values[3]) for values in households.values()} - places.keys()
        places |= names_of(new) if new else {}
        for code in codes:
            if code in households:
                self.written += 1
                yield export_rows.row(households[code], profiles.get(code), places, surveys, self.language)

    def _about(self) -> Sheet:
        """What the list is, as of when and for whom: whoever finds it later must be able to tell."""
        measure = by_code().get(self.asked.measure)
        published = self.edition.published_at
        listed = [
            (Words("พื้นที่", "Area"), f"{self.area_name} ({self.asked.area})"),
            (Words("เรื่อง", "Measure"), say(measure.words, self.language) if measure else "–"),
            (Words("นิยาม", "Definition"), say(measure.definition, self.language) if measure else "–"),
            (Words("ทะเบียนฉบับที่", "Edition of the register"), str(self.edition.number)),
            (Words("ข้อมูล ณ", "As of"), show_day(published.date() if published else None, self.language)),
            (Words("จำนวนครัวเรือน", "Households"), show_number(self.expected, self.language)),
            (Words("ผู้ดาวน์โหลด", "Downloaded by"), f"{say(self.scope.title, self.language)} ({self.scope.username})"),
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


def say(words: Words, spoken: str) -> str:
    """Return words in the language of the reader who asked; the page's own is gone by the time the rows are made."""
    return words.in_language(spoken)
