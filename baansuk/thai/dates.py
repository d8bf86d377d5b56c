"""Dates of registers: Buddhist and Christian years, partial dates, Excel serials; never a silent guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from baansuk.thai import months
from baansuk.thai.digits import to_arabic
from baansuk.thai.rules import Rule, row_form
from baansuk.thai.text import INVISIBLE, ODD_SPACES

ERAS: Final = ("BE", "CE", "excel", "per_value", "BE_short")
BE_OFFSET: Final = 543
BE_YEARS: Final = (2300, 2700)  # years that can only be Buddhist, both ends included
CE_YEARS: Final = (1800, 2200)
SHORT_PIVOT: Final = 75  # two digits up to here are 25yy, above 24yy
# Until BE 2483 the year began on 1 April: January to March of 2483 never were, and of earlier years fall a year later.
LAST_APRIL_YEAR: Final = 2483
OLDEST_AGE: Final = 120

# After these rules a date is digits and single / - space separators, with the era mark as B or C before the year.
TIDY_RULES: Final[tuple[Rule, ...]] = (
    (f"[{INVISIBLE}]+", ""),
    (f"[ {ODD_SPACES}'’]+", " "),
    ("^ ?(?:วันที่ ?)?", ""),
    ("[–—‐‑−]", "-"),
    ("[t ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]+)?)?(?:z| ?น\\.?)?$", ""),
    ("พ ?\\.? ?ศ ?\\.?|(?:^| )(?:b\\.?e\\.?)(?: |$)", " B"),
    ("ค ?\\.? ?ศ ?\\.?|(?:^| )(?:a\\.?d\\.?|c\\.?e\\.?)(?: |$)", " C"),
    ("^([^BC]*[0-9]) ([BC])$", "${1}${2}"),  # '12 feb 2567 be': the mark after the year
    ("([0-9]{4})([BC])$", "${2}${1}"),
    ("([BC]) +", "${1}"),
    ("เดือน|พุทธศักราช", " "),
    ("^ +| +$", ""),
)
_SEP = " ?[-/. ] ?"
SHAPES: Final = {
    "dmy": f"^(?P<d>[0-9]{{1,2}}|-{{1,2}}){_SEP}(?P<m>[0-9]{{1,2}}|-{{1,2}}){_SEP}(?P<e>[BC]?)(?P<y>[0-9]{{4}}|[0-9]{{2}})$",
    "ymd": f"^(?P<e>[BC]?)(?P<y>[0-9]{{4}}){_SEP}(?P<m>[0-9]{{1,2}}){_SEP}(?P<d>[0-9]{{1,2}})$",
    "run": "^(?P<e>[BC]?)(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})$",
    "my": f"^(?P<d>)(?P<m>[0-9]{{1,2}}){_SEP}(?P<e>[BC]?)(?P<y>[0-9]{{4}})$",
    "y": "^(?P<d>)(?P<m>)(?P<e>[BC]?)(?P<y>[0-9]{4})$",
}
SERIAL: Final = "^[0-9]{5}(?:\\.[0-9]+)?$"
SERIAL_ANY: Final = "^[0-9]{1,6}(?:\\.[0-9]+)?$"
NOTHING: Final = "^(?:[-–—.*]*|ไม่(?:มี|ทราบ|ระบุ|ปรากฏ)|00/00/0000|0000-00-00|00000000|null|n/a)$"


_tidy = row_form(TIDY_RULES)
_SPACES = re.compile(" +")
LETTERS: Final = "[a-zก-๎]"
NAMES: Final = "|".join(months.NUMBERS)
_LETTERS = re.compile(LETTERS)
_NAMES = re.compile(NAMES)
_shapes = [re.compile(shape) for shape in SHAPES.values()]


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day that is known to the ``precision`` year | month | day; unknown parts are 1."""

    date: date
    precision: str


@dataclass(frozen=True, slots=True)
class DateProblem:
    """Why a cell is not a date: unreadable | no_such_day | two_digit_year | wrong_era | year_out_of_range |
    excel_serial | old_new_year. The last four are for a person to decide; ``readings`` are the days it could mean."""

    code: str
    readings: tuple[date, ...] = ()


def tidy(text: str) -> str:
    """Return a date cell with Arabic digits, month numbers and B or C before a marked year."""
    text = _tidy(to_arabic(text).lower())
    return _SPACES.sub(" ", _month(text)).strip(" ") if _LETTERS.search(text) else text


def _month(text: str) -> str:
    """Replace the first name of a month by its number."""
    bare = text.replace(".", "")
    found = _NAMES.search(bare)
    return bare if not found else f"{bare[: found.start()]} {months.NUMBERS[found[0]]} {bare[found.end() :]}"


def read_date(text: str, era: str) -> PartialDate | DateProblem | None:
    """Read one cell whose column declares ``era``; None when the cell says nothing.

    ``BE`` and ``CE`` take only years of that era; ``per_value`` takes years above 2400 as Buddhist; ``excel`` takes
    serial day numbers (and dates as CE); ``BE_short`` takes two-digit Buddhist years too. Day 00 or month 00 is not
    known and lowers the precision.
    """
    if era not in ERAS:
        raise ValueError(f"no such era: {era}")
    cell = tidy(text)
    if re.search(NOTHING, cell):
        return None
    if era == "excel" and re.search(SERIAL_ANY, cell):
        return _serial(int(cell.partition(".")[0]))
    if re.search(SERIAL, cell):
        return DateProblem("excel_serial", _readings(_serial(int(cell.partition(".")[0]))))
    for shape in _shapes:
        found = shape.search(cell)
        if found:
            day, month = (int(found[part].strip("-") or 0) for part in "dm")
            return _place(day, month, found["y"], found["e"], era)
    return DateProblem("unreadable")


def _readings(*answers: PartialDate | DateProblem) -> tuple[date, ...]:
    return tuple(answer.date for answer in answers if isinstance(answer, PartialDate))


def _serial(number: int) -> PartialDate | DateProblem:
    """Excel counts a 29 February 1900 that never was (60)."""
    if number == 60 or not 1 <= number <= 109574:
        return DateProblem("no_such_day")
    return PartialDate(date(1899, 12, 30 if number > 60 else 31) + timedelta(days=number), "day")


def _place(day: int, month: int, year_text: str, mark: str, era: str) -> PartialDate | DateProblem:
    year = int(year_text)
    if len(year_text) == 2:
        if era != "BE_short":
            return DateProblem("two_digit_year")
        year += 2500 if year <= SHORT_PIVOT else 2400
    buddhist, christian = BE_YEARS[0] <= year <= BE_YEARS[1], CE_YEARS[0] <= year <= CE_YEARS[1]
    if not (buddhist or christian):
        return DateProblem("year_out_of_range")
    declared = {"BE": "B", "BE_short": "B", "CE": "C", "excel": "C"}.get(era, "B" if year > 2400 else "C")
    truth = "B" if buddhist else "C"
    if truth != declared or (mark and mark != truth):
        return DateProblem("wrong_era", _readings(_day(year - BE_OFFSET, month, day), _day(year, month, day)))
    if truth == "B" and year <= LAST_APRIL_YEAR and 1 <= month <= 3:
        return DateProblem(
            "old_new_year",
            _readings(_day(year - BE_OFFSET, month, day), _day(year - BE_OFFSET + 1, month, day)),
        )
    return _day(year - BE_OFFSET if truth == "B" else year, month, day)


def _day(year: int, month: int, day: int) -> PartialDate | DateProblem:
    if month == 0:
        # A day without its month is as good as not known.
        return PartialDate(date(year, 1, 1), "year") if day <= 31 else DateProblem("no_such_day")
    try:
        return PartialDate(date(year, month, day or 1), "day" if day else "month")
    except ValueError:
        return DateProblem("no_such_day")


def check_birth(born: date, today: date) -> str | None:
    """Return ``future`` or ``too_old`` (over 120 years) when nobody alive can be born on that day."""
    if born > today:
        return "future"
    return (
        "too_old" if today.year - born.year - ((today.month, today.day) < (born.month, born.day)) > OLDEST_AGE else None
    )


def show_date(day: date | None, precision: str | None = "day", language: str | None = "th") -> str:
    """Return a day with its Buddhist year, in both languages: '12 ก.พ. 2567', '12 Feb 2567 BE'; 'ก.พ. 2567' when only
    the month is known, 'พ.ศ. 2567' when only the year. No day: an empty text."""
    if day is None:
        return ""
    year = str(day.year + BE_OFFSET)
    english = (language or "").lower().startswith("en")
    if precision == "year":
        return f"{year} BE" if english else f"พ.ศ. {year}"
    month = (months.ENGLISH_SHORT if english else months.THAI_SHORT)[day.month - 1]
    parts = [] if precision == "month" else [str(day.day)]
    return " ".join([*parts, month, f"{year} BE" if english else year])
