"""Which lists of help overlap, whom of the poor they leave out, and who is on them without being poor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from baansuk.assess import page_questions as questions
from baansuk.assess.map_words import HIDDEN, few_words
from baansuk.assess.measured import AIMED_AT, KINDS, poverties
from baansuk.assess.measured_asked import Asked, read_asked
from baansuk.assess.measured_release import lists_of
from baansuk.assess.measured_words import count_of, percent_of
from baansuk.assess.measuring.aiming import Aim
from baansuk.assess.measuring.moves import State
from baansuk.assess.models import Overlap
from baansuk.assess.upset import MOST, draw, ordered_by_size
from baansuk.screen.fragments import show
from baansuk.thai.words import Words

UNKNOWN = Words("ไม่ทราบว่าจนหรือไม่", "Poverty not known")
NOBODY = Words("ไม่มีใครให้นับ", "nobody to count")
NO_SET = Words("ไม่จน และไม่อยู่ในบัญชีใด", "Not poor, on no list")
Cells = Mapping[tuple[str, str], int | None]


@dataclass(frozen=True, slots=True)
class Combination:
    """One combination of sets and its households."""

    words: Sequence[Words]
    count: Words


@dataclass(frozen=True, slots=True)
class AimShown:
    """How one list aims: the share of the poor it leaves out, the share on it who are not poor, by weighting."""

    words: Words
    exclusion: Sequence[Words]
    inclusion: Sequence[Words]
    poor: Words
    named: Words


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Show the overlap of the lists of help and of poverty as a picture and a table, and the errors of each list."""
    asked = read_asked(request)
    if asked is None:
        return show(request, "assess/no_edition.html")
    sources = lists_of(asked.edition.number)
    names = questions.source_words()
    sets = [poverties()[AIMED_AT].words, UNKNOWN, *(names.get(one, Words(one, one)) for one in sources)]
    cells = asked.beside.overlaps(asked.area.code)
    told = {_inside(state, mask): count for (state, mask), count in cells.items() if count is not None}
    exact = asked.beside.sees_overlaps(asked.area.code)
    return show(
        request,
        "assess/overlaps.html",
        asked.frame("measures-lists")
        | {
            "exact": exact,
            "few": few_words(),
            "sets": list(enumerate(sets, start=1)),
            "picture": draw(told),
            "drawn": MOST,
            "combinations": [_combination(sets, inside, count) for inside, count in ordered_by_size(told)],
            "hidden": sum(count is None for count in cells.values()),
            "held": bool(cells),
            "aims": _aims(asked, cells, sources, names) if cells else [],
            "kinds": _kinds(asked, sources, names) if exact else [],
            "poverty_words": poverties()[AIMED_AT].words,
        },
    )


def _inside(state: str, mask: str) -> tuple[bool, ...]:
    return (state == State.POOR, state == State.UNKNOWN, *(mark == "1" for mark in mask))


def _combination(sets: Sequence[Words], inside: Sequence[bool], count: int) -> Combination:
    named = [words for words, is_in in zip(sets, inside, strict=True) if is_in]
    return Combination(named or [NO_SET], count_of(count, exact=True))


def _aims(asked: Asked, cells: Cells, sources: Sequence[str], names: Mapping[str, Words]) -> list[AimShown]:
    if not asked.beside.sees_overlaps(asked.area.code):
        return [_shown(names.get(one, Words(one, one)), [_told_aim(cells, place)]) for place, one in enumerate(sources)]
    held = _stored(asked, "")
    return [_shown(names.get(one, Words(one, one)), _weighted(held, place)) for place, one in enumerate(sources)]


def _kinds(asked: Asked, sources: Sequence[str], names: Mapping[str, Words]) -> list[tuple[Words, list[AimShown]]]:
    """The same by kind of household, for whoever sees the households."""
    found = []
    for kind, words in KINDS.items():
        held = _stored(asked, kind) if kind else []
        if held:
            rows = [
                _shown(names.get(one, Words(one, one)), _weighted(held, place)[:1]) for place, one in enumerate(sources)
            ]
            found.append((words, rows))
    return found


def _stored(asked: Asked, kind: str) -> list[Overlap]:
    return list(Overlap.objects.filter(edition=asked.edition.number, area_code=asked.area.code, kind=kind))


def _weighted(held: Sequence[Overlap], place: int) -> list[Aim | None]:
    """By households, by persons and by how much their persons lack together."""
    counted: list[Callable[[Overlap], int]] = [
        lambda one: one.households,
        lambda one: one.persons,
        lambda one: one.lack,
    ]
    return [_aim([(one.state, one.lists[place], count(one)) for one in held]) for count in counted]


def _told_aim(cells: Cells, place: int) -> Aim | None:
    """By households from what is told; None where a part of it is not."""
    rows = [(state, mask[place], count) for (state, mask), count in cells.items()]
    return _aim([(state, on, count) for state, on, count in rows if count is not None]) if all(
        count is not None for _state, _on, count in rows
    ) else None  # fmt: skip


def _aim(rows: Iterable[tuple[str, str, int]]) -> Aim:
    sums: dict[tuple[str, str], int] = {}
    for state, on, count in rows:
        sums[state, on] = sums.get((state, on), 0) + count

    def part(state: State, on: str) -> Fraction:
        return Fraction(sums.get((state, on), 0))

    return Aim(
        part(State.POOR, "1"),
        part(State.POOR, "0"),
        part(State.NOT, "1"),
        part(State.NOT, "0"),
        part(State.UNKNOWN, "1"),
        part(State.UNKNOWN, "0"),
    )


def _shown(words: Words, aims: Sequence[Aim | None]) -> AimShown:
    first = aims[0]
    return AimShown(
        words,
        exclusion=[_error(one, "exclusion") for one in aims],
        # Whoever is not poor lacks nothing that is weighed: by severity there is no such error.
        inclusion=[_error(one, "inclusion") for one in aims[:2]],
        poor=count_of(int(first.poor_on + first.poor_off), exact=True) if first else HIDDEN,
        named=count_of(int(first.poor_on + first.other_on), exact=True) if first else HIDDEN,
    )


def _error(one: Aim | None, name: str) -> Words:
    if one is None:
        return HIDDEN
    share = one.exclusion if name == "exclusion" else one.inclusion
    return percent_of(share) if share is not None else NOBODY
