"""Cleans every distinct text once and leaves records of whole numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from baansuk.engine import Engine, Step
from baansuk.link.linkage.hearing import heard
from baansuk.link.linkage.spelling import latin_or, read_sql, skeleton_sql, sound_sql, spelling_sql
from baansuk.link.linkage.sql import quoted, steps_of
from baansuk.thai.ids import WEIGHTS
from baansuk.thai.text import DEPENDENT
from baansuk.thai.titles import TITLE_OF, TITLES

# Few, because each costs a passage of all rules; several, because two cores write them.
_SHEETS: Final = 16
_LOCAL_DATE: Final = "^([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})$"
_ISO_DATE: Final = "^([0-9]{4})[-/]?([0-9]{1,2})?[-/]?([0-9]{1,2})?"
_MALE: Final = ("1", "ชาย", "ช", "ช.", "m", "male")
_FEMALE: Final = ("2", "หญิง", "ญ", "ญ.", "f", "female")
_TAMBON_WORDS: Final = "^(ตำบล|ต\\.|แขวง)"
# Longer before shorter: นางสาว is no นาง.
_COMMON_TITLES: Final = ("นางสาว", "นาง", "นาย", "เด็กชาย", "เด็กหญิง")
# A word that goes on with one of these is no title with a name behind it: นายิกา, and นางสาวิตรี is นาง สาวิตรี.
_NEVER_FIRST: Final = "".join(
    letter for letter in map(chr, range(0x0E01, 0x0E5C)) if re.match(f"[{DEPENDENT}]", letter)
)
_AMPHOE_WORDS: Final = "^(อำเภอ|กิ่งอำเภอ|อ\\.|เขต)"


def clean(engine: Engine) -> None:
    """Leave ``told``, the records of the view ``raw`` as numbers of their texts, and the dictionaries of all texts.

    ``raw`` has a whole number for each record (rid), the number of its file (source), and a text column for each of
    ``columns.COLUMNS``; it is read several times, a few columns at once.
    """
    _run(engine, steps_of("told.sql", _words()))
    clean_names(engine)
    _run(engine, steps_of("worded.sql", _words()))


def clean_names(engine: Engine) -> None:
    """Leave ``given_words`` and ``family_words`` (the words of ``told``, with their names) and ``names``.

    ``told`` has given_name and family_name, and given_word and family_word, their quick_key(). A name has its spelling,
    its sound and skeleton, and how many records bear it as given and as family name.
    """
    _run(engine, steps_of("named.sql", _words()))
    if engine.name == "duckdb":
        _hear_on_sheets(engine)
    else:
        _run(engine, steps_of("heard_one_by_one.sql", _words()))
    engine.drop("spellings")


def _hear_on_sheets(engine: Engine) -> None:
    *written, names = steps_of("heard_in_sheets.sql", {"sheets": str(_SHEETS)})
    _run(engine, written)
    listed: dict[str, list[Any]] = {"sheet": [], "sounds": [], "skeletons": []}
    for sheet, spellings in engine.rows("select sheet, spellings from written_sheets"):
        sounds, skeletons = heard(spellings)
        listed["sheet"].append(sheet)
        listed["sounds"].append(sounds)
        listed["skeletons"].append(skeletons)
    engine.give("heard_sheets", {"sheet": "bigint", "sounds": "varchar", "skeletons": "varchar"}, listed)
    _run(engine, [names])
    engine.drop("sheets")
    engine.drop("heard_sheets")


def _run(engine: Engine, steps: Iterable[Step]) -> None:
    for step in steps:
        engine.run(step)


@cache
def _words() -> dict[str, str]:
    marks = quoted("๐๑๒๓๔๕๖๗๘๙ -()+.")
    return {
        "titles": _barred(_written(title.written for title in TITLES)),
        "male_titles": _barred(_written(title.written for title in TITLES if title.sex == "male")),
        "female_titles": _barred(_written(title.written for title in TITLES if title.sex == "female")),
        "first_is_title": _is_title_sql("first_word"),
        "second_is_title": _is_title_sql("words[2]"),
        "title_of_text": _title_sql("text"),
        "thai_digits": quoted("๐๑๒๓๔๕๖๗๘๙"),
        "thai_digits_and_marks": marks,
        "spelling_of_rest": spelling_sql("rest"),
        "spelling_of_text": spelling_sql("text"),
        "read": read_sql("spelling"),
        "sound": sound_sql("read"),
        "skeleton": skeleton_sql("sound"),
        "local_date": quoted(_LOCAL_DATE),
        "iso_date": quoted(_ISO_DATE),
        "male_words": _barred(_MALE),
        "female_words": _barred(_FEMALE),
        "tambon": _area_sql("tambon", _TAMBON_WORDS),
        "tambon_heard": _heard_sql("tambon_name"),
        "amphoe_heard": _heard_sql("amphoe_name"),
        "amphoe": _area_sql("amphoe", _AMPHOE_WORDS),
        "checked": _checked_sql("number"),
        "digits": f"length(translate(national_id, {marks}, '0123456789'))",
        # One digit repeated is how registers write that they know no code.
        "house_code": "try_cast(house_code as bigint) % 11111111111 <> 0",
    }


def _title_sql(word: str) -> str:
    """SQL: the title that stands before a name without a space, '' when none does.

    The commonest are looked for byte by byte; the whole pattern, a hundred times as dear, is asked only of words that
    begin like another title or have a dot.
    """
    plain = "".join(
        f" when starts_with({word}, {quoted(title)}) and length({word}) > {len(title) + 1} "
        f"and strpos({quoted(_NEVER_FIRST)}, substr({word}, {len(title) + 1}, 1)) = 0 then {quoted(title)}"
        for title in _COMMON_TITLES
    )
    others = {title.written[:2] for title in TITLES if title.glued and not title.written.startswith(_COMMON_TITLES)}
    beginnings = "|".join(map(re.escape, sorted(others)))
    rare = f"regexp_matches({word}, {quoted(f'^(?:{beginnings})|[. ]')})"
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


def _heard_sql(area: str) -> str:
    """SQL: an area's name as it sounds, a Latin one by its consonants; a code stays."""
    heard = sound_sql(read_sql(area))
    return (
        f"case when {area} = '' or try_cast({area} as bigint) is not null then {area} else {latin_or(area, heard)} end"
    )


def _checked_sql(number: str) -> str:
    """SQL: whether the last of 13 digits is (11 - the weighted sum of the others mod 11) mod 10; the first may be any.

    A digit is the number up to it less ten times the number up to the one before, so the sum is one of whole numbers that
    are divided once each; cutting out every digit takes twice as long.
    """
    total = " + ".join(
        f"{(weight - 10 * after) % 11} * ({number} // {10 ** (12 - place)})"
        for place, (weight, after) in enumerate(zip(WEIGHTS, (*WEIGHTS[1:], 0), strict=True))
        if (weight - 10 * after) % 11
    )
    return f"(11 - ({total}) % 11) % 10 = {number} % 10"


def _barred(words: Iterable[str]) -> str:
    """SQL: words as one text with bars between, before and after them."""
    return quoted(f"|{'|'.join(words)}|")
