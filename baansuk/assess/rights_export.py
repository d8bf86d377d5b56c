"""A worklist as a workbook, streamed; written down before it leaves and after, and only while it may be seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from baansuk.access.election_questions import check_may_export
from baansuk.access.middleware import paced
from baansuk.access.pace import EXPORT
from baansuk.access.questions import scope_again
from baansuk.access.row_security import pieces_for
from baansuk.assess import looks
from baansuk.assess.doors import persons_scope
from baansuk.assess.export_pages import XLSX, Cut
from baansuk.assess.leaving import check_households_may_leave
from baansuk.assess.list_pages import may_export
from baansuk.assess.rights_pages import read_worklist
from baansuk.assess.rights_questions import Call, Worklist
from baansuk.assess.sheet_stream import Cell, Sheet, workbook
from baansuk.audit.lists import Listing
from baansuk.audit.sending import closed
from baansuk.collect.escaping import escape_cell
from baansuk.people.sight import still_holds
from baansuk.places.questions import names_of
from baansuk.screen.language import language, say_words
from baansuk.thai.words import Refusal, Words

COLUMNS = (
    (Words("บ้าน", "House"), 24),
    (Words("หมู่บ้าน", "Village"), 24),
    (Words("ตำบล", "Tambon"), 20),
    (Words("ชื่อ", "Name"), 30),
    (Words("สวัสดิการ", "Benefit"), 36),
    (Words("จำนวน", "Amount"), 22),
    (Words("เอกสารที่ใช้", "Papers needed"), 60),
    (Words("รหัสครัวเรือน", "Household code"), 18),
    (Words("ข้อควรตรวจ", "To be looked into"), 40),
)
USE = Words(
    "ใช้เพื่อพาไปยื่นขอสิทธิเท่านั้น ห้ามปิดประกาศหรือส่งต่อ ลบเมื่อใช้เสร็จ ไม่อยู่ในรายชื่อนี้ไม่ได้แปลว่าไม่มีสิทธิ",
    "Only to help people claim. Not to be posted or passed on; delete after use. Not being listed does not mean having no right.",
)


@paced(EXPORT)
@require_POST
def worklist_export(request: HttpRequest) -> StreamingHttpResponse | HttpResponseRedirect:
    """Send a worklist as a workbook, in door order."""
    scope = persons_scope(request)
    found = read_worklist(request.POST.dict(), scope)
    if not may_export(scope):
        raise Http404
    if found is None:
        return redirect("rights-worklist")  # it says there why there is no list
    try:
        check_may_export(scope, found.area)
        check_households_may_leave(found.sight, found.rows().values("household_code"))
    except Refusal as refusal:
        messages.error(request, say_words(refusal.words))
        asked = {"area": found.area, "office": found.office, "benefit": found.benefit, "kind": found.kind}
        return redirect(f"{reverse('rights-worklist')}?{urlencode(asked)}")
    export = WorklistExport(found, language())
    looks.export_begins(
        by=scope, edition=found.edition.number, area=found.area, measure=export.about, expected=found.rows().count()
    )
    name = f"baansuk-rights-{found.edition.number}-{found.area}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(export.stream(), content_type=XLSX, headers=headers)


@dataclass
class WorklistExport:
    """One worklist on its way out; ``left`` names the households that have left."""

    found: Worklist
    language: str
    left: Listing = field(default_factory=Listing)
    _names: dict[str, Words] = field(default_factory=dict)

    @property
    def about(self) -> str:
        """What was listed, as the trail says it."""
        return f"rights.{self.found.kind}.{self.found.benefit or self.found.office or 'all'}"

    def stream(self) -> Iterator[bytes]:
        """Yield the workbook; however it ends, the trail says which households left, and why not all of them."""
        # The rows are read after the request has ended, so each piece says again who asks.
        yield from closed(pieces_for(self.found.scope, workbook([self._calls(), self._use()])), self._end)

    def _end(self, why: str) -> None:
        looks.export_ends(
            by=self.found.scope,
            edition=self.found.edition.number,
            area=self.found.area,
            measure=self.about,
            left=self.left,
            why=why,
        )

    def _calls(self) -> Sheet:
        name = Words("รายชื่อที่ต้องไปพบ", "To call on").in_language(self.language)
        return Sheet(name, [(words.in_language(self.language), width) for words, width in COLUMNS], self._rows())

    def _rows(self) -> Iterator[list[Cell]]:
        named: set[str] = set()
        for piece in self.found.pieces():
            self._check_still_granted()
            new = {one.household.area_code for one in piece} - self._names.keys()
            self._names |= names_of(new) if new else {}
            for one in piece:
                if one.household.code not in named:
                    self.left.add("household", one.household.code)
                    named.add(one.household.code)
                yield self._row(one)
        # Without its end the file opens nowhere, so a grant that ended on the last row still spoils it.
        self._check_still_granted()

    def _row(self, one: Call) -> list[Cell]:
        area = one.household.area_code
        papers = Words(", ".join(one.benefit.papers_th), ", ".join(one.benefit.papers_en))
        nothing = Words("", "")
        said = [
            one.door,
            self._names.get(area, nothing),
            self._names.get(area[:6], nothing),
            one.name,
            one.benefit.words,
            one.amount,
            papers,
            Words(one.household.code, one.household.code),
            one.doubled or nothing,
        ]
        return [escape_cell(words.in_language(self.language)) for words in said]

    def _check_still_granted(self) -> None:
        """Raise Cut when the seat or any part of the grant has ended since the list was asked for."""
        if not still_holds(scope_again(self.found.scope), self.found.scope):
            raise Cut("access_ended", "the grant or the seat has ended")

    def _use(self) -> Sheet:
        name = Words("คำอธิบาย", "About").in_language(self.language)
        rows = [
            (Words("ทะเบียนฉบับที่", "Edition of the register"), str(self.found.edition.number)),
            (Words("เวลา", "At"), f"{timezone.localtime():%Y-%m-%d %H:%M}"),
            (Words("ผู้ดาวน์โหลด", "Downloaded by"), escape_cell(self.found.scope.username)),
            (Words("การใช้", "Use"), USE.in_language(self.language)),
        ]
        heads = [(Words("หัวข้อ", "Item"), 26), (Words("รายละเอียด", "Detail"), 80)]
        columns = [(words.in_language(self.language), width) for words, width in heads]
        return Sheet(name, columns, ((words.in_language(self.language), value) for words, value in rows))
