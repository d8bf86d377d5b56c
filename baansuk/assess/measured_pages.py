"""H, A and M0 of an area with what they are made of, and how they changed since the edition before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from baansuk.assess.map_words import HIDDEN, few_words
from baansuk.assess.measured import NOW, Lack
from baansuk.assess.measured_asked import Asked, read_asked
from baansuk.assess.measured_group_words import choices, split_shown
from baansuk.assess.measured_telling import Poor
from baansuk.assess.measured_words import NOBODY, count_of, index_of, percent_of, width_of
from baansuk.assess.measures import by_code
from baansuk.assess.telling import may_open
from baansuk.places.questions import children_of, words_of
from baansuk.screen.fragments import show
from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class PoorShown:
    """The poor of one area in words."""

    name: Words
    address: str
    h: Words
    a: Words
    m0: Words
    poor: Words
    used: Words
    meter: float | None = None


@dataclass(frozen=True, slots=True)
class LackShown:
    """One lack: how many of the poor have it, which share of all that is, and its part of M0."""

    words: Words
    definition: Words
    count: Words
    share: Words
    part: Words
    meter: float | None


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Show H, A and M0 of one area, what M0 is made of, and the same of the areas inside."""
    asked = read_asked(request)
    if asked is None:
        return show(request, "assess/no_edition.html")
    own = asked.beside.poor(asked.poverty, [asked.area.code]).get(asked.area.code)
    inside = _inside(asked)
    exact = own is not None and own.exact
    shown = split_shown(asked)
    return show(
        request,
        "assess/measured.html",
        asked.frame("measures")
        | {
            "own": poor_shown(asked.name, own) if own else None,
            "left_out": count_of(own.left_out, exact=True) if own and own.left_out is not None else None,
            "persons": count_of(own.persons, exact=True) if own and own.persons is not None else None,
            "exact": exact and all(row.exact for row in inside.values()),
            "few": few_words(),
            "lacks": lacks_shown(own) if own else [],
            "rows": [] if shown else _rows(asked, inside),
            "splits": choices(asked),
            "shown": shown,
        },
    )


def poor_shown(name: Words, one: Poor, address: str = "", top: Poor | None = None) -> PoorShown:
    """Return one area in words; ``top`` is the one with the highest H beside it, for the bar."""
    nobody = one.poor == 0
    return PoorShown(
        name,
        address,
        h=percent_of(one.h, exact=one.exact, few=one.few),
        a=NOBODY if nobody else percent_of(one.a, exact=one.exact),
        m0=index_of(one.m0, exact=one.exact),
        poor=count_of(one.poor, exact=one.exact, few=one.few),
        used=count_of(one.used, exact=one.exact),
        meter=width_of(one.h, top.h if top else None),
    )


def lacks_shown(one: Poor) -> list[LackShown]:
    """Return what the poor lack, the largest part of M0 first; what is not told comes last, in its own order."""
    lacks = sorted(
        one.poverty.framework.lacks, key=lambda lack: (one.part(lack.code) is None, -(one.part(lack.code) or 0))
    )
    most = max((part for lack in lacks if (part := one.part(lack.code)) is not None), default=None)
    return [
        LackShown(
            lack.words,
            by_code()[lack.measure].definition,
            count_of(one.lacks.get(lack.code), exact=one.exact, few=lack.code in one.few_lacks),
            percent_of(one.censored(lack.code), exact=one.exact),
            _part(one, lack),
            width_of(one.part(lack.code), most),
        )
        for lack in lacks
    ]


def _part(one: Poor, lack: Lack) -> Words:
    if one.poor == 0:
        return NOBODY
    part = one.part(lack.code)
    return percent_of(part, exact=one.exact) if part is not None else HIDDEN


def _inside(asked: Asked) -> Mapping[str, Poor]:
    codes = [place.code for place in children_of(asked.area.code)]
    told = [code for code in codes if len(code) <= asked.beside.deepest(asked.area.code, asked.poverty)]
    found = asked.beside.poor(asked.poverty, told, NOW)
    return {code: found[code] for code in told if code in found}


def _rows(asked: Asked, inside: Mapping[str, Poor]) -> Sequence[PoorShown]:
    top = max(inside.values(), key=lambda one: one.h or 0, default=None)
    names = {place.code: words_of(place) for place in children_of(asked.area.code)}
    scope = asked.beside.telling.scope
    return [
        poor_shown(names[code], one, asked.address("measures", area=code) if may_open(scope, code) else "", top)
        for code, one in inside.items()
    ]
