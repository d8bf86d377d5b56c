"""Which lists of help overlap, whom of the poor they leave out, and who is on them without being poor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from baansuk.assess import page_questions as questions
from baansuk.assess.map_words import HIDDEN, few_words
from baansuk.assess.measured import AIMED_AT, CLASSES_OF_KINDS, KINDS, poverties
from baansuk.assess.measured_asked import Asked, read_asked
from baansuk.assess.measured_release import classes_of_overlaps, lists_of
from baansuk.assess.measured_telling import Poor
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


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of help: its place in the written combinations, and its name."""

    place: int
    source: str
    words: Words


@dataclass(frozen=True, slots=True)
class ByKind:
    """Kinds of households with how many of them are poor, and for each list the share of those that it leaves out.

    ``aimless`` is, for each list, the share of those of a kind on it that are not poor.
    """

    kinds: Sequence[tuple[Words, Words]]
    rows: Sequence[tuple[Words, Sequence[Words]]]
    aimless: Sequence[tuple[Words, Sequence[Words]]]


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Show the overlap of the lists of help and of poverty as a picture and a table, and the errors of each list."""
    asked = read_asked(request)
    if asked is None:
        return show(request, "assess/no_edition.html")
    listed = _lists(asked)
    sets = [poverties()[AIMED_AT].words, UNKNOWN, *(one.words for one in listed)]
    cells = asked.beside.overlaps(asked.area.code)
    told = {_inside(state, mask, listed): count for (state, mask), count in cells.items() if count is not None}
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
            "aims": _aims(asked, listed) if cells else [],
            "by_kind": _by_kind(asked, listed) if exact else None,
            "poverty_words": poverties()[AIMED_AT].words,
        },
    )


def _lists(asked: Asked) -> list[Listed]:
    """The lists that name anybody at all: a register of villages came as a list too, and names no household."""
    received, names = set(questions.lists_received(asked.edition.number)), questions.source_words()
    sources = enumerate(lists_of(asked.edition.number))
    return [Listed(place, one, names.get(one, Words(one, one))) for place, one in sources if one in received]


def _inside(state: str, mask: str, listed: Sequence[Listed]) -> tuple[bool, ...]:
    return (state == State.POOR, state == State.UNKNOWN, *(mask[one.place] == "1" for one in listed))


def _combination(sets: Sequence[Words], inside: Sequence[bool], count: int) -> Combination:
    named = [words for words, is_in in zip(sets, inside, strict=True) if is_in]
    return Combination(named or [NO_SET], count_of(count, exact=True))


def _aims(asked: Asked, listed: Sequence[Listed]) -> list[AimShown]:
    if not asked.beside.sees_overlaps(asked.area.code):
        poor = asked.beside.poor(poverties()[AIMED_AT], [asked.area.code]).get(asked.area.code)
        return [_told_shown(asked, one, poor) for one in listed]
    held = _stored(asked, "")
    return [_shown(one.words, _weighted(held, one.place)) for one in listed]


def _by_kind(asked: Asked, listed: Sequence[Listed]) -> ByKind:
    """Whom each list leaves out among the poor of every kind of household, for whoever sees the households."""
    held = {kind: rows for kind in KINDS if _sees_kind(asked, kind) and (rows := _stored(asked, kind))}
    poor = {kind: sum(one.households for one in rows if one.state == State.POOR) for kind, rows in held.items()}

    def errors(name: str) -> list[tuple[Words, Sequence[Words]]]:
        return [(one.words, [_error(_weighted(rows, one.place)[0], name) for rows in held.values()]) for one in listed]

    return ByKind(
        [(KINDS[kind], count_of(poor[kind], exact=True)) for kind in held], errors("exclusion"), errors("inclusion")
    )


def _sees_kind(asked: Asked, kind: str) -> bool:
    """Say whether the reader sees of every household of the area what tells the kind."""
    classes = classes_of_overlaps(asked.edition.number) | CLASSES_OF_KINDS.get(kind, frozenset())
    return any(asked.area.code.startswith(prefix) for prefix in asked.beside.telling.known(classes))


def _stored(asked: Asked, kind: str) -> list[Overlap]:
    return list(Overlap.objects.filter(edition=asked.edition.number, area_code=asked.area.code, kind=kind))


def _weighted(held: Sequence[Overlap], place: int) -> list[Aim]:
    """By households, by persons and by how much their persons lack together."""
    counted: list[Callable[[Overlap], int]] = [
        lambda one: one.households,
        lambda one: one.persons,
        lambda one: one.lack,
    ]
    return [_aim([(one.state, one.lists[place], count(one)) for one in held]) for count in counted]


def _told_shown(asked: Asked, one: Listed, poor: Poor | None) -> AimShown:
    """How a list aims by what is told: the poor in tens, so exclusion is about; those on the list as they are."""
    area = asked.area.code
    poor_on, other_on = (asked.beside.listed(area, state, one.source) for state in (State.POOR, State.NOT))
    exclusion = inclusion = named = None
    if poor_on is not None and poor is not None and poor.poor:
        exclusion = max(Fraction(0), 1 - Fraction(poor_on, poor.poor))
    if poor_on is not None and other_on is not None:
        named = poor_on + other_on
        inclusion = Fraction(other_on, named)
    return AimShown(
        one.words, [percent_of(exclusion, exact=False)], [percent_of(inclusion)], HIDDEN, count_of(named, exact=True)
    )


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


def _shown(words: Words, aims: Sequence[Aim]) -> AimShown:
    first = aims[0]
    return AimShown(
        words,
        exclusion=[_error(one, "exclusion") for one in aims],
        # Whoever is not poor lacks nothing that is weighed: by severity there is no such error.
        inclusion=[_error(one, "inclusion") for one in aims[:2]],
        poor=count_of(int(first.poor_on + first.poor_off), exact=True),
        named=count_of(int(first.poor_on + first.other_on), exact=True),
    )


def _error(one: Aim, name: str) -> Words:
    share = one.exclusion if name == "exclusion" else one.inclusion
    return percent_of(share) if share is not None else NOBODY
