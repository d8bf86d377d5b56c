"""How poverty in an area changed since the edition before: what moved M0, and which households left or fell in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from baansuk.assess.map_words import HIDDEN, few_words
from baansuk.assess.measured import BEFORE, NOW, Poverty
from baansuk.assess.measured_asked import Asked, read_asked
from baansuk.assess.measured_changes import UNPLACED, factors_of, parts_of_areas, parts_of_lacks
from baansuk.assess.measured_pages import PoorShown, poor_shown
from baansuk.assess.measured_telling import Poor
from baansuk.assess.measured_words import change_of, count_of, points_of, width_of
from baansuk.assess.measuring.moves import Move
from baansuk.assess.stamps import words_of_break
from baansuk.places.questions import children_of, words_of
from baansuk.screen.fragments import show
from baansuk.thai.words import Words

# M0 is small: its parts are told in thousandths of it.
THOUSANDTHS = 1000
MOVES: Mapping[Move, tuple[Words, str]] = {
    Move.LEFT: (Words("พ้นความจน", "Left poverty"), "good"),
    Move.FELL: (Words("จนขึ้นใหม่", "Fell into poverty"), "bad"),
    Move.STAYED_POOR: (Words("จนทั้งสองครั้ง", "Poor both times"), ""),
    Move.STAYED_OUT: (Words("ไม่จนทั้งสองครั้ง", "Not poor either time"), ""),
    Move.FOUND_POOR: (Words("เดิมไม่ทราบ ตอนนี้จน", "Not known before, poor now"), ""),
    Move.LOST_POOR: (Words("เดิมจน ตอนนี้ไม่ทราบ", "Poor before, not known now"), ""),
    Move.UNKNOWN: (Words("ไม่ทราบอย่างน้อยหนึ่งครั้ง", "Not known at one time or both"), ""),
    Move.NEW_POOR: (Words("ครัวเรือนใหม่ที่จน", "New in the register, poor"), ""),
    Move.NEW: (Words("ครัวเรือนใหม่อื่น", "New in the register, others"), ""),
    Move.GONE_POOR: (Words("เดิมจน ไม่อยู่ในทะเบียนแล้ว", "Poor before, no longer in the register"), ""),
    Move.GONE: (Words("ครัวเรือนอื่นที่ไม่อยู่แล้ว", "Others no longer in the register"), ""),
}


@dataclass(frozen=True, slots=True)
class PartShown:
    """One part of a change, in thousandths of M0; the bar goes left where it lowers M0."""

    words: Words
    value: Words
    meter: float | None
    falls: bool


@dataclass(frozen=True, slots=True)
class MoveShown:
    """One move: how many households made it."""

    words: Words
    count: Words
    tone: str
    meter: float | None


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Show an area before and now, split exactly, and the moves of its households; never across a change of rules."""
    asked = read_asked(request)
    if asked is None:
        return show(request, "assess/no_edition.html")
    assessed = asked.edition.about.get("assessed", {})
    before = assessed.get("before", {})
    values: dict[str, object] = {"few": few_words(), "before": before, "as_of": _as_of(before), "exact": True}
    if before and not before.get("compared"):
        values["broken"] = words_of_break(before.get("rules", ""), assessed.get("rules", "")) or HIDDEN
    elif before:
        values |= _compared(asked)
    return show(request, "assess/changes.html", asked.frame("measures-changes") | values)


def _as_of(before: Mapping[str, str]) -> dt.datetime | None:
    return dt.datetime.fromisoformat(before["as_of"]) if before.get("as_of") else None


def _compared(asked: Asked) -> dict[str, object]:
    area = asked.area.code
    was, now = (asked.beside.poor(asked.poverty, [area], moment).get(area) for moment in (BEFORE, NOW))
    moves = asked.beside.moves(area, asked.poverty)
    if was is None or now is None:
        return {}
    exact = was.exact and now.exact
    return {
        "exact": exact,
        "times": _times(was, now),
        "change": _changed(was, now),
        "factors": _factors(was, now),
        "lacks": _lacks(asked.poverty, was, now),
        "groups": _groups(asked) if exact else [],
        "moves": _moves(moves),
    }


def _times(was: Poor, now: Poor) -> Sequence[PoorShown]:
    return [
        poor_shown(Words("ฉบับก่อน", "Edition before"), was),
        poor_shown(Words("ฉบับนี้", "This edition"), now),
    ]


def _changed(was: Poor, now: Poor) -> dict[str, Words]:
    exact = was.exact and now.exact
    return {
        "h": points_of(_less(now.h, was.h), exact=exact),
        "a": points_of(_less(now.a, was.a), exact=exact),
        "m0": change_of(_less(now.m0, was.m0), places=4 if exact else 3, exact=exact),
        "poor": change_of(_whole(now.poor, was.poor), places=0, exact=exact),
        "used": change_of(_whole(now.used, was.used), places=0, exact=exact),
    }


def _less(now: Fraction | None, was: Fraction | None) -> Fraction | None:
    return None if now is None or was is None else now - was


def _whole(now: int | None, was: int | None) -> Fraction | None:
    return None if now is None or was is None else Fraction(now - was)


def _factors(was: Poor, now: Poor) -> list[PartShown]:
    split = factors_of(was, now)
    if split is None:
        return []
    parts = [
        (Words("เพราะจำนวนคนจนเปลี่ยน (H)", "Because more or fewer are poor (H)"), split.incidence),
        (Words("เพราะคนจนขาดมากหรือน้อยเรื่องลง (A)", "Because the poor lack more or less (A)"), split.intensity),
    ]
    return _parts(parts, exact=was.exact and now.exact)


def _lacks(poverty: Poverty, was: Poor, now: Poor) -> list[PartShown]:
    """The part of each lack that is told at both times, the largest first."""
    split, names = parts_of_lacks(poverty, was, now), {lack.code: lack for lack in poverty.framework.lacks}
    ordered = sorted(split.items(), key=lambda one: -abs(one[1]))
    return _parts([(names[code].words, part) for code, part in ordered], exact=was.exact and now.exact)


def _groups(asked: Asked) -> list[tuple[Words, PartShown, PartShown]]:
    """The areas inside: by their own change and by their share of households; only where every household is in one."""
    split = parts_of_areas(asked.beside, asked.poverty, asked.area.code)
    words = {place.code: words_of(place) for place in children_of(asked.area.code)} if split else {}
    words[asked.area.code + UNPLACED] = Words("ไม่ทราบพื้นที่ย่อย", "Area inside not known")
    parts = [(words[code], part) for code, part in split.items()]
    within = _parts([(name, one.within) for name, one in parts])
    share = _parts([(name, one.share) for name, one in parts])
    return [(name, own, size) for (name, _one), own, size in zip(parts, within, share, strict=True)]


def _parts(parts: Sequence[tuple[Words, Fraction]], *, exact: bool = True) -> list[PartShown]:
    most = max((abs(part) for _words, part in parts), default=Fraction(0))
    return [
        PartShown(
            words, change_of(part, places=2, scale=THOUSANDTHS, exact=exact), width_of(abs(part), most), falls=part < 0
        )
        for words, part in parts
    ]


def _moves(moves: Mapping[Move, int | None]) -> list[MoveShown]:
    counts = {move: moves.get(move) for move in MOVES} if moves else {}
    most = max((count for count in counts.values() if count), default=0)
    return [
        MoveShown(
            MOVES[move][0],
            count_of(count, exact=True),
            MOVES[move][1],
            width_of(Fraction(count), Fraction(most)) if count is not None else None,
        )
        for move, count in counts.items()
    ]
