"""A round over the hand-made edition, and a workbook filled as a person would fill it, for the tests of this room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from baansuk.access.questions import today
from baansuk.assess.tests.page_fixtures import CODES, make_edition
from baansuk.verify.models import Case, Round, Sheet
from baansuk.verify.orders import Order
from baansuk.verify.outcomes import OUTCOMES, REASONS
from baansuk.verify.round_actions import make_list, open_round
from baansuk.verify.sheets import pages_of
from baansuk.verify.workbook import FIRST_ROW, LIST, write_workbook

VILLAGE, OTHER_VILLAGE = "99010101", "99020101"
# Of make_edition: two households of the first village, one of the last.
OWN, SECOND, OTHER = CODES[0], CODES[1], CODES[4]


def make_round(code: str = "2569-1", flow: str = "standard/1") -> Round:
    """Make the register, open a round in it and make its list."""
    make_edition()
    return add_round(code, flow)


def add_round(code: str, flow: str = "standard/1") -> Round:
    """Open a round over the register that is there, and make its list."""
    day = today()
    order = Order(
        code=code,
        title_th="รอบทดสอบ",
        title_en="A round to try",
        order_no="ทส 1/2569",
        order_date=day - dt.timedelta(days=9),
        opened_on=day - dt.timedelta(days=3),
        closes_on=day + dt.timedelta(days=200),
        flow=flow,
    )
    found = open_round(order=order, area_code="99", by="test")
    make_list(round=found, by="test")
    return Round.objects.get(pk=found.pk)


def case_of(household: str, round: Round | None = None) -> Case:
    """Return the case of a household."""
    rows = Case.objects.filter(household_code=household)
    return (rows.filter(round=round) if round else rows).get()


def filled(sheet: Sheet, outcomes: Mapping[str, tuple[str, str]], change: Callable[[Any], None] | None = None) -> bytes:
    """Return the workbook of a page with outcomes and reasons by case; ``change`` is given its first sheet or book."""
    [page] = pages_of(sheet.round, [sheet], None)
    book = load_workbook(BytesIO(write_workbook(page)))
    rows = book[LIST]
    for place, line in enumerate(page.lines):
        outcome, reason = outcomes.get(line.case, ("", ""))
        row = FIRST_ROW + 1 + place
        rows.cell(row, 5).value = OUTCOMES[outcome].name.th if outcome else None
        rows.cell(row, 6).value = REASONS[reason].th if reason else None
    if change is not None:
        change(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()
