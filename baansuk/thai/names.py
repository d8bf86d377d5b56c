"""Names as registers write them: title, given name, surname, in one cell or in several."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from baansuk.thai.text import clean
from baansuk.thai.titles import SEX, SHOWN, TITLED, key_of

# What a register puts where there is no surname (hill-tribe and stateless people may have one name).
NO_NAME: Final = r"^(?:[-–—_.*/ ]+|\(?ไม่(?:มี|ปรากฏ|ทราบ|ระบุ)(?:ชื่อ|นามสกุล|ชื่อสกุล|สกุล)?\)?)$"
LONE_DASH: Final = r"(?:^| )[-–—_]+(?: [-–—_]+)*( |$)"

_no_name = re.compile(NO_NAME)
_lone_dash = re.compile(LONE_DASH)


@cache
def _titled() -> re.Pattern[str]:
    """All titles in one pattern: a twentieth of a second, which a start that reads whole tables need not spend."""
    return re.compile(TITLED)


def name_part(text: str) -> str:
    """Return one cleaned given name or surname; '-', 'ไม่มี' and the like are no name, an empty text."""
    name = clean(text)
    return "" if _no_name.search(name) else name


def title_of(text: str) -> str:
    """Return the title of a title column as it is shown (น.ส. -> นางสาว); a title not on the list stays as cleaned."""
    title = clean(text)
    return "" if _no_name.search(title) else SHOWN.get(key_of(title), title)


def sex_of(title: str) -> str | None:
    """Return ``male`` or ``female`` when a shown title says so."""
    return SEX.get(title)


def split_title(text: str) -> tuple[str, str]:
    """Return (title as shown, rest). The longest title wins; it may be glued to the name when what is left could be
    a name (``titles.NAME_START``). No title: an empty one, and the whole text as rest."""
    name = clean(text)
    found = _titled().search(name)
    if not found:
        return "", name
    length = found.end() - 2
    return SHOWN[key_of(name[:length])], name[length:]


def split_full_name(text: str) -> tuple[str, str, str]:
    """Return (title, given, family) of ``title given family [family2]``; a missing part is an empty text.

    The first word after the title is the given name, all others are the surname (ณ อยุธยา). Lone dashes stand for
    nothing.
    """
    title, rest = split_title(text)
    rest = _lone_dash.sub(r"\1", rest).strip(" ")
    given, _, family = rest.partition(" ")
    return title, name_part(given), name_part(family)
