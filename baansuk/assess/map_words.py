"""Says figures and classes in words: what stands in the table, on the map, in its legend and in its pop-ups."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from baansuk.assess.classes import Classes
from baansuk.assess.measures import ALL, Measure
from baansuk.assess.page_questions import AreaFigure
from baansuk.people.figures import limits_on
from baansuk.screen.figures import show_number
from baansuk.thai.words import Words

NO_HOUSEHOLD = Words("ไม่มีครัวเรือนในทะเบียน", "No household in the register")
NOBODY_ANSWERED = Words("ยังไม่มีข้อมูล", "No information")
HIDDEN = Words("ไม่แสดง", "not shown")
NOT_TOLD = Words("–", "–")
WHY_HIDDEN = Words(
    "ไม่แสดง เพื่อไม่ให้คำนวณย้อนไปถึงจำนวนน้อยของพื้นที่อื่นหรือเรื่องอื่น",
    "Not shown, so that a small number elsewhere cannot be worked out from it",
)
WHY_NO_SHARE = Words(
    "แสดงจำนวนแต่ไม่แสดงร้อยละ เพราะร้อยละจะเผยจำนวนเล็กที่เหลือ",
    "The share is not shown: it would tell the small number that is left",
)


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
    households: Words
    fail: Words
    unknown: Words
    answered: Words
    persons: Words
    found: bool
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
    value = None if row.hidden(show) else row.value(show)
    return Shown(
        code=row.code,
        name=row.name,
        short=row.short,
        value=value_words(row, show),
        detail=_detail(row, measure),
        step=classes.step_of(value) if classes and row.placed else 0,
        address=address,
        households=count_words(row.households),
        fail=count_words(row.fail, few=row.few),
        unknown=count_words(row.unknown, otherwise=NOT_TOLD),
        answered=count_words(row.answered),
        persons=count_words(row.persons),
        found=bool(row.fail),
        meter=_meter(value, top),
        placed=row.placed,
    )


def value_words(row: AreaFigure, show: str) -> Words:
    """Return the figure itself: a number, that there is none, or that it is not told."""
    if row.hidden(show):
        return few_words() if row.few else HIDDEN
    value = row.value(show)
    if value is None:
        return NOBODY_ANSWERED if row.households else NO_HOUSEHOLD
    if show == "share":
        return _same(f"{value:.1f}%")
    return _same(_number(row.fail or 0))


def count_words(count: int | None, *, few: bool = False, otherwise: Words = HIDDEN) -> Words:
    """Return a count in words; one that is not told is said to be below the least, or only not to be told."""
    if count is not None:
        return _same(_number(count))
    return few_words() if few else otherwise


def few_words() -> Words:
    """Return how a count below the least is said."""
    least = limits_on(timezone.localdate()).least
    return Words(f"น้อยกว่า {least}", f"fewer than {least}")


def why_few() -> Words:
    """Return why a count below the least is not told as a number."""
    few = few_words()
    return Words(
        f"ไม่แสดงจำนวน เพราะ {few.th} ครัวเรือน อาจรู้ได้ว่าเป็นบ้านใด",
        f"No number, because it is {few.en} households: one might know which",
    )


def _detail(row: AreaFigure, measure: Measure) -> Words:
    if row.hidden("count"):
        return why_few() if row.few else WHY_HIDDEN
    if row.households == 0:
        return NO_HOUSEHOLD
    if measure.code == ALL:
        return Words(
            f"{_number(row.fail or 0)} ครัวเรือน {_number(row.persons_all or 0)} คน",
            f"{_number(row.fail or 0)} households, {_number(row.persons_all or 0)} persons",
        )
    if row.answered is None:
        return WHY_NO_SHARE
    few = few_words()
    thai = f"{_number(row.fail or 0)} จาก {_number(row.answered)} ครัวเรือนที่ทราบคำตอบ"
    english = f"{_number(row.fail or 0)} of {_number(row.answered)} households with an answer"
    if row.unknown:
        thai += f" · ไม่ทราบ {_number(row.unknown)}"
        english += f" · not known {_number(row.unknown)}"
    if row.not_applicable:
        thai += f" · ไม่เกี่ยวข้อง {_number(row.not_applicable)}"
        english += f" · not applicable {_number(row.not_applicable)}"
    if row.told.without_strays:
        thai += f" · ไม่รวมที่ไม่ทราบพื้นที่ ซึ่งพบ {few.th} ครัวเรือน"
        english += f" · without those of unknown place, of whom {few.en} are found"
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
