"""Reads of what was judged: the profile of one household, and the household list by area and measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import Http404

from baansuk.access.classes import CLASSES, IDENTITY
from baansuk.access.scope import Scope
from baansuk.assess.answers import HouseholdProfile, read_profile
from baansuk.assess.judged import Kept, kept_for
from baansuk.assess.measures import ALL
from baansuk.assess.models import Mark
from baansuk.assess.sets import Caution, load_rules
from baansuk.assess.verified import for_lists, is_verified
from baansuk.assess.verified import rows_of as rows_verified
from baansuk.people.models import Edition, Household
from baansuk.people.questions import sight_in, sight_of
from baansuk.people.seen import SeenHousehold, see_households, visible
from baansuk.people.sight import Sight
from baansuk.places.names import VILLAGE
from baansuk.thai.words import Refusal, Words

PAGE_ROWS = 50
PIECE = 2_000
SORTS = ("door", "name")
# Up to here a list is sorted by name after it was found; above, the index of names is walked.
SORTED_IN_MEMORY = 5_000


@dataclass(frozen=True, slots=True)
class ListedHousehold:
    """One row of the household list; ``kept`` is its stored profile, None before the edition was assessed."""

    household: SeenHousehold
    kept: Kept | None

    @property
    def profile(self) -> HouseholdProfile | None:
        """The profile spelled out; a list of fifty that needs only its counts does not pay for it."""
        return read_profile(self.kept) if self.kept else None


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """One page of the list: ``number`` of ``pages``, counted from 1, of ``total`` households; ``sight`` found them."""

    rows: Sequence[ListedHousehold]
    number: int
    pages: int
    total: int
    sight: Sight


def households_list(
    scope: Scope, *, area: str = "", measure: str = "", page: int = 1, sort: str = "door", edition: int | Edition
) -> HouseholdPage:
    """Return one page of the households of an area that are found under a measure, as far as the scope reaches.

    Without an area it is the whole scope; without a measure, every household. ``sort`` is ``door`` (area, house number)
    or ``name`` (of the head). Always the same number of queries. Raises Http404 where the scope sees no persons or
    does not reach the area, and Refusal for a page, sort or measure that does not exist, and for a sort or measure that
    rests on a class which the scope does not see throughout the area.
    """
    sight = _sight(scope, edition)
    prefixes = _asked_of(sight, area, measure, sort)
    found = _found(sight, prefixes, measure)
    if scope.houses is not None or sight.mixed or is_verified(measure):
        total = found.count()
    else:
        total = _total(sight.edition, prefixes, measure or ALL)
    pages = max(1, -(-total // PAGE_ROWS))
    if not 1 <= page <= pages:
        raise Refusal(
            "no_such_page", f"ไม่มีหน้าที่ {page} มีทั้งหมด {pages} หน้า", f"There is no page {page}; there are {pages}."
        )
    start = (page - 1) * PAGE_ROWS
    few = total <= SORTED_IN_MEMORY or scope.houses is not None
    keys = _by_door(found, start) if sort == "door" else _by_name(found, sight.edition, prefixes, start, few=few)
    households = see_households(sight, dict(keys))
    kept = kept_for(households.values())
    rows = [ListedHousehold(households[code], kept.get(code)) for code, _area in keys if code in households]
    return HouseholdPage(rows, page, pages, total, sight)


def household_codes(
    scope: Scope, *, area: str = "", measure: str = "", edition: int | Edition
) -> Iterable[tuple[str, str]]:
    """Return code and area of all households that ``households_list`` pages through, in door order, for exports."""
    sight = _sight(scope, edition)
    return _codes_in_pieces(_found(sight, _asked_of(sight, area, measure, "door"), measure))


def found_for(sight: Sight, *, area: str, measure: str) -> tuple[QuerySet[Any], str]:
    """Return the rows that the list of an area and measure holds, with the name of their column of household codes."""
    rows = _found(sight, _asked_of(sight, area, measure, "door"), measure)
    return rows, _code_of(rows)


def _sight(scope: Scope, edition: int | Edition) -> Sight:
    return sight_in(scope, edition) if isinstance(edition, Edition) else sight_of(scope, edition=edition)


def _codes_in_pieces(rows: QuerySet[Any]) -> Iterator[tuple[str, str]]:
    """Each piece is a read of its own: a slow download must not hold an old state of the database open for minutes."""
    last = ""
    ordered = rows.order_by("list_key").values_list("list_key", _code_of(rows))
    while piece := list(ordered.filter(list_key__gt=last)[:PIECE]):
        yield from ((code, key[:VILLAGE]) for key, code in piece)
        last = piece[-1][0]


def warnings_of(edition: Edition) -> list[tuple[Words, int]]:
    """Return what there is to warn of in an edition's figures, with the number of households concerned."""
    warned = edition.about.get("assessed", {}).get("warned", {})
    rules = load_rules()
    cautions: dict[str, Caution] = {f"caution_{one.code}": one for one in rules.indicators.caution}
    found = [(one.words, int(warned[name])) for name, one in cautions.items() if warned.get(name)]
    for name, count in warned.items():
        if name.startswith("zero_divisor_") and count:
            number = int(name.removeprefix("zero_divisor_"))
            found.append(
                (
                    Words(
                        f"ตัวชี้วัดที่ {number} มีตัวหารเป็นศูนย์ ส่วนที่ต้องหารจึงนับว่าไม่ทราบ",
                        f"Indicator {number} met a zero divisor; what needed the quotient counts as not known",
                    ),
                    int(count),
                )
            )
    return found


def _check_asked(measure: str, sort: str) -> None:
    if measure and measure not in for_lists():
        raise Refusal("no_such_measure", "ไม่มีตัววัดนี้", "There is no such measure.")
    if sort not in SORTS:
        raise Refusal("no_such_sort", "เรียงได้ตามบ้านเลขที่หรือชื่อเท่านั้น", "Sort by door or by name.")


def _asked_of(sight: Sight, area: str, measure: str, sort: str) -> tuple[str, ...]:
    """The area prefixes that the list covers, when all that is asked may be asked of them."""
    _check_asked(measure, sort)
    areas = sight.areas()
    if not areas or (area and not any(area.startswith(prefix) for prefix in areas)):
        raise Http404
    prefixes = (area,) if area else areas
    if sort == "name" and not sight.throughout([IDENTITY], prefixes):
        raise NotGranted(IDENTITY)
    for name in sorted(for_lists()[measure].classes) if measure else ():
        if not sight.throughout([name], prefixes):
            raise NotGranted(name)
    return prefixes


class NotGranted(Refusal):
    """What was asked rests on a class of facts that the agreement does not grant: the class is told, no fact is."""

    def __init__(self, field_class: str) -> None:
        words = CLASSES[field_class]
        super().__init__(
            "not_granted",
            f"ข้อตกลงไม่ได้ให้หน่วยงานของท่านเห็นข้อมูลชั้น “{words.th}” ในพื้นที่นี้ทั้งหมด จึงเลือกหรือเรียงตามเรื่องนี้ไม่ได้",
            f"Your agreement does not grant “{words.en}” in all of this area, so nothing can be chosen or sorted by it.",
        )


def _found(sight: Sight, prefixes: Sequence[str], measure: str) -> QuerySet[Any]:
    rows: QuerySet[Any]
    if is_verified(measure):
        rows = _verified(sight, measure)
    elif measure and measure != ALL:
        rows = Mark.objects.filter(edition=sight.edition, measure=measure)
    else:
        rows = Household.objects.filter(edition=sight.edition)
    rows = rows.filter(_within(prefixes))
    code = _code_of(rows)
    if sight.mixed:
        # In the ordinary case the areas say it all; here each household must be known from something readable.
        rows = visible(rows, sight, area="list_key", household=code)
    return rows if sight.scope.houses is None else rows.filter(**{f"{code}__in": sight.scope.houses})


def _verified(sight: Sight, measure: str) -> QuerySet[Any]:
    """The households of a verified result that this edition has where the result says; what is being led on waits."""
    here = Household.objects.filter(
        edition=sight.edition, code=OuterRef("household_code"), list_key=OuterRef("list_key")
    )
    return rows_verified(measure).filter(Exists(here))


def _within(prefixes: Sequence[str]) -> Q:
    within = Q()
    for prefix in prefixes:
        within |= _key_range(prefix)
    return within


def _key_range(prefix: str) -> Q:
    """A range of one index instead of LIKE, which SQLite answers by reading the whole table."""
    after = str(int(prefix) + 1).zfill(len(prefix))
    if len(after) > len(prefix):  # 99 is the last province there is: nothing comes after it
        return Q(list_key__gte=prefix)
    return Q(list_key__gte=prefix, list_key__lt=after)


def _code_of(rows: QuerySet[Any]) -> str:
    return "code" if rows.model is Household else "household_code"


def _by_door(rows: QuerySet[Any], start: int) -> list[tuple[str, str]]:
    """The codes and areas of one page: keys first, so that a deep page does not drag whole rows along."""
    keys = rows.order_by("list_key").values_list(_code_of(rows), "list_key")[start : start + PAGE_ROWS]
    return [(code, key[:VILLAGE]) for code, key in keys]


def _by_name(
    rows: QuerySet[Any], edition: int, prefixes: Sequence[str], start: int, *, few: bool
) -> list[tuple[str, str]]:
    """SQLite keeps no statistics, so the way is chosen here: find and sort a few, or walk the index of names."""
    households = Household.objects.filter(_within(prefixes) if few else _inside(prefixes), edition=edition)
    code = _code_of(rows)
    if rows.model is not Household or few:
        households = households.filter(code__in=rows.values(code))
    key = Concat("name_key", Value("")) if few else F("name_key")
    ordered = households.order_by(key, "list_key").values_list("code", "list_key")
    return [(code, key[:VILLAGE]) for code, key in ordered[start : start + PAGE_ROWS]]


def _inside(prefixes: Sequence[str]) -> Q:
    """The same households as ``_within`` by a test that no index answers."""
    inside = Q()
    for prefix in prefixes:
        inside |= Q(area_code__startswith=prefix)
    return inside


def _total(edition: int, prefixes: Sequence[str], measure: str) -> int:
    """Every household counts once in the figure of its area, so nobody has to count rows: a plain question."""
    asked = _TOTAL.format(areas=", ".join(["%s"] * len(prefixes)))
    with connection.cursor() as cursor:
        cursor.execute(asked, [edition, measure, *prefixes])
        return int(cursor.fetchone()[0])


_TOTAL = """select coalesce(sum(households_fail), 0) from assess_figure
    where edition = %s and measure = %s and area_code in ({areas})"""
