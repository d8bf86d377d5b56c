"""What a village is given back: how many of each result, and the result of each house number - without a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

from baansuk.collect.escaping import escape_cell
from baansuk.places.questions import names_of
from baansuk.screen.figures import show_day
from baansuk.thai.words import Words
from baansuk.verify.models import Announcement, Case
from baansuk.verify.moves import STATE_WORDS
from baansuk.verify.outcomes import CONFIRMED, NOT_CONFIRMED, REMOVED
from baansuk.verify.place_names import place_of

RESULTS = (CONFIRMED, NOT_CONFIRMED, REMOVED)
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
NOTE = (
    "ใบนี้ไม่บอกเหตุผล ไม่ให้อ่านออกเสียงหรือติดประกาศรายบ้าน แจ้งแต่ละครัวเรือนเป็นการส่วนตัว",
    "ครัวเรือนที่ไม่เห็นด้วยยื่นอุทธรณ์ได้ที่อำเภอหรือจังหวัดภายในวันที่กำหนด ไม่กระทบสิทธิหรือความช่วยเหลือที่ได้รับอยู่",
)


@dataclass(frozen=True, slots=True)
class House:
    """One house of the pack."""

    case: str
    house_no: str
    result: Words
    tone: str


@dataclass(frozen=True, slots=True)
class Pack:
    """The pack of one village; ``appeal_until`` is the last day for an appeal."""

    number: str
    place: Words
    above: Words
    round: Words
    told_on: dt.date
    appeal_until: dt.date
    counts: Sequence[tuple[Words, int]]
    houses: Sequence[House]
    notes: Sequence[str] = NOTE


def pack_of(found: Announcement) -> Pack:
    """Return the pack of an announcement: two queries. A case decided anew since shows its result as it was told."""
    cases = {one.number: one for one in Case.objects.filter(number__in=found.cases)}
    names = names_of([found.area_code])
    houses = [_house(cases[number]) for number in found.cases if number in cases]
    empty = Words("", "")
    return Pack(
        found.number,
        place_of(names, found.area_code),
        names.get(found.area_code[:6], empty),
        Words(found.round.title_th, found.round.title_en or found.round.title_th),
        found.told_on,
        found.appeal_until,
        [(STATE_WORDS[one], found.counts[one]) for one in RESULTS if one in found.counts],
        houses,
    )


def _house(case: Case) -> House:
    result = case.result or NOT_CONFIRMED
    return House(case.number, case.house_no or "–", STATE_WORDS[result], "good" if result == CONFIRMED else "none")


def write_pack(pack: Pack) -> bytes:
    """Return the pack as a workbook, by house number."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#EEF1F1"})
        cell = book.add_format({"border": 1, "num_format": "@"})
        sheet = book.add_worksheet("คืนข้อมูล")
        sheet.set_column(0, 0, 7)
        sheet.set_column(1, 3, 20)
        sheet.write_string(0, 0, f"คืนข้อมูล {pack.place.th} {pack.above.th}", bold)
        sheet.write_string(1, 0, f"{pack.round.th} · {pack.number} · อุทธรณ์ได้ถึง {show_day(pack.appeal_until, 'th')}")
        for place, line in enumerate(pack.notes):
            sheet.write_string(2 + place, 0, line)
        top = 3 + len(pack.notes)
        for column, text in enumerate(("ลำดับ", "บ้านเลขที่", "ผล", "เลขที่เรื่อง")):
            sheet.write_string(top, column, text, head)
        for place, house in enumerate(pack.houses, 1):
            texts = (str(place), escape_cell(house.house_no), house.result.th, house.case)
            for column, text in enumerate(texts):
                sheet.write_string(top + place, column, text, cell)
    return target.getvalue()
