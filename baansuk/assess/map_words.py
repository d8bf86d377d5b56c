"""Says figures and classes in words: what stands in the table, on the map, in its legend and in its pop-ups."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from baansuk.assess.classes import Classes
from baansuk.assess.measures import ALL, Measure
from baansuk.assess.page_questions import AreaFigure
from baansuk.screen.figures import show_number
from baansuk.thai.words import Words

NO_HOUSEHOLD = Words("ไม่มีครัวเรือนในทะเบียน", "No household in the register")
NOBODY_ANSWERED = Words("ยังไม่มีข้อมูล", "No information")


@dataclass(frozen=True, slots=True)
class Shown:
    """One area as it is shown: ``value`` is the figure, ``detail`` the sentence behind it, ``meter`` 0-100 for the bar."""

    code: str
    name: Words
    short: Words
    value: Words
    detail: Words
    step: int
    address: str
    households: int
    fail: int
    unknown: int
    meter: float | None
    placed: bool


@dataclass(frozen=True, slots=True)
class ClassShown:
    """One line of the legend."""

    step: int
    words: Words
    count: int


def shown_value(
    row: AreaFigure, measure: Measure, show: str, *, classes: Classes | None = None, address: str = "", top: float = 0
) -> Shown:
    """Return an area's figure in words; ``top`` is the largest figure shown beside it, for the bar."""
    value = row.value(show)
    return Shown(
        code=row.code,
        name=row.name,
        short=row.short,
        value=_value(row, value, show),
        detail=_detail(row, measure),
        step=classes.step_of(value) if classes and row.placed else 0,
        address=address,
        households=row.households,
        fail=row.fail,
        unknown=row.unknown,
        meter=_meter(value, top),
        placed=row.placed,
    )


def _value(row: AreaFigure, value: Decimal | None, show: str) -> Words:
    if value is None:
        return NOBODY_ANSWERED if row.households else NO_HOUSEHOLD
    if show == "share":
        return _same(f"{value:.1f}%")
    number = _number(row.fail)
    return Words(number, number)


def _detail(row: AreaFigure, measure: Measure) -> Words:
    if not row.households:
        return NO_HOUSEHOLD
    if measure.code == ALL:
        return Words(
            f"{_number(row.fail)} ครัวเรือน {_number(row.persons_all)} คน",
            f"{_number(row.fail)} households, {_number(row.persons_all)} persons",
        )
    thai = f"{_number(row.fail)} จาก {_number(row.answered)} ครัวเรือนที่ทราบคำตอบ"
    english = f"{_number(row.fail)} of {_number(row.answered)} households with an answer"
    if row.unknown:
        thai += f" · ไม่ทราบ {_number(row.unknown)}"
        english += f" · not known {_number(row.unknown)}"
    if row.not_applicable:
        thai += f" · ไม่เกี่ยวข้อง {_number(row.not_applicable)}"
        english += f" · not applicable {_number(row.not_applicable)}"
    return Words(thai, english)


def _meter(value: Decimal | None, top: float) -> float | None:
    if value is None:
        return None
    # The longest bar is the largest figure beside it: shares of one percent would otherwise all look like nothing.
    return round(float(value) * 100 / (top or 100), 1)


def class_words(classes: Classes, show: str) -> list[ClassShown]:
    """Return the lines of the legend, most first."""
    shown = []
    for place, one in enumerate(classes.classes):
        last = place == len(classes.classes) - 1
        limits = _share_limits(one.low, one.high) if show == "share" else _count_limits(one.low, one.high, last)
        shown.append(ClassShown(one.step, limits, one.count))
    return shown[::-1]


def _share_limits(low: Decimal, high: Decimal) -> Words:
    return _same(f"{low.normalize():f}–{high.normalize():f}%")


def _count_limits(low: Decimal, high: Decimal, last: bool) -> Words:
    end = high if last else high - 1
    limits = _number(int(low)) if low == end else f"{_number(int(low))}–{_number(int(end))}"
    return Words(f"{limits} ครัวเรือน", f"{limits} households")


def _number(value: int) -> str:
    return show_number(value, "th")


def _same(text: str) -> Words:
    return Words(text, text)
