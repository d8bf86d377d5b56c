"""The order a round is opened under, its calendar, and what makes it one; no database, no clock."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from baansuk.thai.words import Refusal
from baansuk.verify.candidates import load_rule_sets
from baansuk.verify.flows import load_flows

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,19}")


@dataclass(frozen=True, slots=True)
class Order:
    """The order a round is opened under, and its calendar."""

    code: str
    title_th: str
    order_no: str
    order_date: dt.date
    opened_on: dt.date
    closes_on: dt.date
    title_en: str = ""
    flow: str = "standard/1"
    rules: str = "default/1"


def budget_year(day: dt.date) -> int:
    """Return the Thai budget year (B.E.) of a day: it begins on 1 October."""
    return day.year + 543 + (day.month >= 10)


def end_of_budget_year(day: dt.date) -> dt.date:
    """Return the 30 September that ends a round of a day: of the next year where less than two months are left."""
    end = dt.date(day.year, 9, 30)
    return end if end - day > dt.timedelta(days=60) else dt.date(day.year + 1, 9, 30)


def check_order(order: Order, area_code: str) -> None:
    """Raise Refusal when no round can be opened under an order."""
    if not _CODE.fullmatch(order.code):
        raise Refusal(
            "round_code",
            "รหัสรอบใช้ตัวเลข ตัวอักษรอังกฤษ และขีด เช่น 2569-1",
            "A round's code is made of digits, letters and dashes, such as 2569-1.",
        )
    if order.closes_on <= order.opened_on:
        raise Refusal("round_days", "วันปิดรอบต้องหลังวันเปิด", "A round closes after the day it opens.")
    if order.flow not in load_flows() or order.rules not in load_rule_sets():
        raise Refusal("round_rules", "ไม่มีขั้นตอนหรือเกณฑ์ชุดนี้", "There is no such flow, or no such set of rules.")
    if len(area_code) < 2:
        raise Refusal("round_area", "ต้องระบุจังหวัดของรอบ", "A round is of one province.")
