"""Writes the steps that clean every distinct text once and leave records of whole numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from baansuk.engine import Step
from baansuk.link.linkage.spelling import read_sql, skeleton_sql, sound_sql, spelling_sql, thai_skeleton_sql
from baansuk.link.linkage.sql import quoted, steps_of
from baansuk.thai.ids import WEIGHTS
from baansuk.thai.text import DEPENDENT
from baansuk.thai.titles import TITLE_OF, TITLES

_LOCAL_DATE: Final = "^([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})$"
_ISO_DATE: Final = "^([0-9]{4})[-/]?([0-9]{1,2})?[-/]?([0-9]{1,2})?"
_MALE: Final = ("1", "ชาย", "ช", "ช.", "m", "male")
_FEMALE: Final = ("2", "หญิง", "ญ", "ญ.", "f", "female")
_TAMBON_WORDS: Final = "^(ตำบล|ต\\.|แขวง)"
# Longer before shorter: นางสาว is no นาง.
_COMMON_TITLES: Final = ("นางสาว", "นาง", "นาย", "เด็กชาย", "เด็กหญิง")
_AMPHOE_WORDS: Final = "^(อำเภอ|กิ่งอำเภอ|อ\\.|เขต)"


@cache
def cleaning_steps(engine: str) -> tuple[Step, ...]:
    """The steps from ``raw`` (a text column for each of ``columns.COLUMNS``, and source) to the dictionaries of all texts."""
    words = _words(engine)
    heard = "heard_in_sheets.sql" if engine == "duckdb" else "heard_one_by_one.sql"
    made: list[Step] = []
    for filename in ("told.sql", heard, "worded.sql"):
        made += steps_of(filename, words)
    return tuple(made)


def _words(engine: str) -> dict[str, str]:
    return {
        "titles": _barred(_written(title.written for title in TITLES)),
        "male_titles": _barred(_written(title.written for title in TITLES if title.sex == "male")),
        "female_titles": _barred(_written(title.written for title in TITLES if title.sex == "female")),
        "first_is_title": _is_title_sql("first_word"),
        "second_is_title": _is_title_sql("split_part(full_name, ' ', 2)"),
        "title_of_text": _title_sql("text"),
        "row_id": "cast(row_number() over () as integer)" if engine == "duckdb" else "monotonically_increasing_id()",
        "thai_digits": quoted("๐๑๒๓๔๕๖๗๘๙"),
        "thai_digits_and_marks": quoted("๐๑๒๓๔๕๖๗๘๙ -()+."),
        "spelling_of_rest": spelling_sql("rest"),
        "spelling_of_text": spelling_sql("text"),
        "read": read_sql("spelling"),
        "sound": sound_sql("read"),
        "skeleton": skeleton_sql("sound"),
        "skeleton_of_thai": thai_skeleton_sql("sound"),
        "local_date": quoted(_LOCAL_DATE),
        "iso_date": quoted(_ISO_DATE),
        "male_words": _listed(_MALE),
        "female_words": _listed(_FEMALE),
        "tambon": _area_sql("tambon", _TAMBON_WORDS),
        "amphoe": _area_sql("amphoe", _AMPHOE_WORDS),
        "checked": _checked_sql("number"),
        # One digit repeated is how registers write that they know no code.
        "house_code": "try_cast(house_code as bigint) % 11111111111 <> 0",
    }


def _title_sql(word: str) -> str:
    """SQL: the title that stands before a name without a space, '' when none does.

    The commonest are looked for byte by byte; the whole pattern, a hundred times as dear, is asked only of words that
    begin like another title or have a dot.
    """
    plain = "".join(
        f" when starts_with({word}, {quoted(title)}) then case when "
        f"strpos({quoted(DEPENDENT)}, substr({word}, {len(title) + 1}, 1)) = 0 "
        f"and length({word}) > {len(title) + 1} then {quoted(title)} else '' end"
        for title in _COMMON_TITLES
    )
    others = {title.written[:2] for title in TITLES if title.glued and not title.written.startswith(_COMMON_TITLES)}
    rare = f"contains({word}, '.') or contains({word}, ' ') or substr({word}, 1, 2) in ({_listed(sorted(others))})"
    return f"case{plain} when {rare} then regexp_extract({word}, {quoted(TITLE_OF)}, 1) else '' end"


def _is_title_sql(word: str) -> str:
    """SQL: whether a word is a title."""
    titles = "|".join(re.escape(title) for title in _written(title.written for title in TITLES))
    return f"regexp_matches({word}, {quoted(f'^(?:{titles})$')})"


def _written(titles: Iterable[str]) -> list[str]:
    """Every title as it may stand alone before a space: with its dots, without the last, without any."""
    forms = {form for title in titles for form in (title, title.rstrip("."), title.replace(".", ""))}
    return sorted(form for form in forms if form and " " not in form)


def _area_sql(column: str, words: str) -> str:
    return f"lower(translate(regexp_replace(trim(coalesce({column}, '')), {quoted(words)}, ''), ' .-', ''))"


def _checked_sql(number: str) -> str:
    """SQL: whether the last of 13 digits is (11 - the weighted sum of the others mod 11) mod 10; the first may be any."""
    total = " + ".join(f"{weight} * ({number} // {10 ** (12 - place)} % 10)" for place, weight in enumerate(WEIGHTS))
    return f"(11 - ({total}) % 11) % 10 = {number} % 10"


def _barred(words: Iterable[str]) -> str:
    """SQL: words as one text with bars between, before and after them."""
    return quoted(f"|{'|'.join(words)}|")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(quoted(word) for word in words)
