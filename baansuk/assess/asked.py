"""Reads what an address asks of the map, the figures and the household list; whatever is not understood is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from baansuk.thai.words import Refusal

LEVELS = (4, 6, 8)
MOST_PAGES = 20_000
_AREA = re.compile(r"[0-9]{2}(?:[0-9]{2}){0,3}")
_PAGE = re.compile(r"[1-9][0-9]{0,5}")


class NotUnderstood(Refusal):
    """An address that asks for something that does not exist: nothing is guessed in its place."""

    def __init__(self, part: str) -> None:
        super().__init__(
            "not_understood",
            f"ที่อยู่ของหน้านี้มีส่วนที่ระบบไม่รู้จัก ({part}) กลับไปเลือกจากหน้ารายการใหม่",
            f"The address of this page asks for something unknown ({part}). Go back and choose from the list again.",
        )


@dataclass(frozen=True, slots=True)
class MapAsked:
    """One view of the map: ``level`` counts the digits of the codes shown, ``show`` is share or count."""

    area: str
    measure: str
    level: int
    show: str
    order: str


@dataclass(frozen=True, slots=True)
class ListAsked:
    """One page of the household list; ``measure`` is '' for all households."""

    area: str
    measure: str
    sort: str
    page: int


def read_map(
    asked: Mapping[str, str],
    *,
    home: str,
    first: str,
    measures: Collection[str],
    deepest: Callable[[str, str], int] = lambda _measure, _area: LEVELS[-1],
) -> MapAsked:
    """Read an address of the map; ``home`` and ``first`` are the area and measure of a reader who asked for neither.

    ``deepest`` says how many digits the smallest areas have that are shown of a measure inside an area.

    Raises NotUnderstood for a name, a value or a combination that the map does not have.
    """
    _only(asked, ("area", "measure", "level", "show", "order"))
    area = read_area(asked.get("area", home))
    measure = _one_of(asked, "measure", first, measures)
    levels = levels_inside(area, deepest(measure, area))
    level = _one_of(asked, "level", str(levels[0]), [str(level) for level in levels])
    show = _one_of(asked, "show", "share", ("share", "count"))
    order = _one_of(asked, "order", "name", ("name", "figure"))
    return MapAsked(area, measure, int(level), show, order)


def levels_inside(area: str, deepest: int) -> list[int]:
    """Return the levels that a map of an area can show; the area alone where nothing smaller is shown."""
    return [level for level in LEVELS if len(area) < level <= deepest] or [len(area)]


def read_list(asked: Mapping[str, str], *, home: str, measures: Collection[str]) -> ListAsked:
    """Read an address of the household list; raises NotUnderstood as ``read_map`` does."""
    _only(asked, ("area", "measure", "sort", "page"))
    return ListAsked(
        area=read_area(asked["area"]) if asked.get("area") else home,
        measure=_one_of(asked, "measure", "", ("", *measures)),
        sort=_one_of(asked, "sort", "door", ("door", "name")),
        page=read_page(asked.get("page", "1")),
    )


def read_area(text: str) -> str:
    """Return an area code of 2, 4, 6 or 8 digits ('' where a reader has no area); raises NotUnderstood for others."""
    if text and not _AREA.fullmatch(text):
        raise NotUnderstood("area")
    return text


def read_page(text: str) -> int:
    """Return a page number from 1; raises NotUnderstood for what is none, and for one that no list reaches."""
    if not _PAGE.fullmatch(text) or int(text) > MOST_PAGES:
        raise NotUnderstood("page")
    return int(text)


def _only(asked: Mapping[str, str], names: Collection[str]) -> None:
    for name in asked:
        if name not in names:
            # The name itself is not repeated: an address is typed by anybody, and the page would show it back.
            raise NotUnderstood("?")


def _one_of(asked: Mapping[str, str], name: str, otherwise: str, allowed: Collection[str]) -> str:
    value = asked.get(name, otherwise)
    if value not in allowed:
        raise NotUnderstood(name)
    return value
