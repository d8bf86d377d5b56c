"""Reads of what was judged: the profile of one household, and the household list by area and measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Sum, Value
from django.db.models.functions import Concat
from django.http import Http404

from baansuk.access.classes import HOUSEHOLD
from baansuk.access.scope import Scope
from baansuk.assess.measures import ALL, by_code
from baansuk.assess.models import Figure, Mark, Profile
from baansuk.assess.sets import Caution, Dimension, Indicator, Label, load_rules
from baansuk.people.models import Edition, Household
from baansuk.thai.words import Refusal, Words

PAGE_ROWS = 50
PIECE = 2_000
SORTS = ("door", "name")
# Up to here a list is sorted by name after it was found; above, the index of names is walked.
SORTED_IN_MEMORY = 5_000
LETTERS = {
    "P": Words("ผ่าน", "Pass"),
    "F": Words("ไม่ผ่าน", "Fail"),
    "N": Words("ไม่เกี่ยวข้อง", "Not applicable"),
    "U": Words("ไม่ทราบ", "Not known"),
}


@dataclass(frozen=True, slots=True)
class IndicatorAnswer:
    """One indicator of a household; ``fields`` are the household facts behind the answer, to be shown with their sources."""

    indicator: Indicator
    group: Words
    measure: str
    letter: str
    fields: tuple[str, ...]

    @property
    def words(self) -> Words:
        return LETTERS[self.letter]


@dataclass(frozen=True, slots=True)
class DimensionAnswer:
    """One dimension of a household and the indicators in it that fail."""

    dimension: Dimension
    measure: str
    letter: str
    failing: tuple[Indicator, ...]

    @property
    def words(self) -> Words:
        return LETTERS[self.letter]


@dataclass(frozen=True, slots=True)
class LabelAnswer:
    """One label: ``carries`` is true, false, or None when it is not known."""

    label: Label
    carries: bool | None


@dataclass(frozen=True, slots=True)
class HouseholdProfile:
    """What one household lacks, by which rules (``indicator_set``)."""

    household_code: str
    indicator_set: str
    answers: tuple[IndicatorAnswer, ...]
    dimensions: tuple[DimensionAnswer, ...]
    labels: tuple[LabelAnswer, ...]

    @property
    def failed(self) -> tuple[IndicatorAnswer, ...]:
        """The indicators that fail, in their order."""
        return tuple(answer for answer in self.answers if answer.letter == "F")

    @property
    def unknown(self) -> int:
        """How many indicators are not known."""
        return sum(answer.letter == "U" for answer in self.answers)


def profile_of(edition: int, household_code: str) -> HouseholdProfile | None:
    """Return the profile of a household that the caller was allowed to fetch; None before the edition was assessed."""
    kept = Profile.objects.filter(edition=edition, household_code=household_code).first()
    return read_profile(kept) if kept else None


def profiles_of(edition: int, household_codes: Iterable[str]) -> dict[str, HouseholdProfile]:
    """Return the profiles of several households in one query, for lists and exports."""
    kept = Profile.objects.filter(edition=edition, household_code__in=list(household_codes))
    return {one.household_code: read_profile(one) for one in kept}


def read_profile(kept: Profile) -> HouseholdProfile:
    """Spell out a stored profile by the rules in force."""
    rules = load_rules()
    groups = {group.code: group.words for group in rules.indicators.group}
    answers = tuple(
        IndicatorAnswer(
            one, groups[one.group], rules.indicators.measure(one.number), letter, rules.fields_of(one.number)
        )
        for one, letter in zip(rules.indicators.indicator, kept.answers, strict=True)
    )
    failing = {answer.indicator.number: answer.indicator for answer in answers if answer.letter == "F"}
    dimensions = tuple(
        DimensionAnswer(
            one,
            rules.dimensions.measure(one.code),
            letter,
            tuple(failing[number] for number in one.indicators if number in failing),
        )
        for one, letter in zip(rules.dimensions.dimension, kept.dimensions, strict=True)
    )
    letters = dict(label.split(":") for label in kept.labels.split())
    labels = tuple(
        LabelAnswer(one, {"F": True, "P": False}.get(letters[one.code]))
        for one in rules.labels.label
        if one.code in letters
    )
    return HouseholdProfile(kept.household_code, kept.indicator_set, answers, dimensions, labels)


@dataclass(frozen=True, slots=True)
class ListedHousehold:
    """One row of the household list; ``kept`` is its stored profile, None before the edition was assessed."""

    household: Household
    kept: Profile | None

    @property
    def profile(self) -> HouseholdProfile | None:
        """The profile spelled out; a list of fifty that needs only its counts does not pay for it."""
        return read_profile(self.kept) if self.kept else None


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """One page of the list: ``number`` of ``pages``, counted from 1, of ``total`` households."""

    rows: Sequence[ListedHousehold]
    number: int
    pages: int
    total: int


def households_list(
    scope: Scope, *, area: str = "", measure: str = "", page: int = 1, sort: str = "door", edition: int
) -> HouseholdPage:
    """Return one page of the households of an area that are found under a measure, as far as the scope reaches.

    Without an area it is the whole scope; without a measure, every household. ``sort`` is ``door`` (area, house number)
    or ``name`` (of the head). Always the same number of queries. Raises Http404 where the scope sees no persons or
    does not reach the area, and Refusal for a page, sort or measure that does not exist.
    """
    _check_asked(measure, sort)
    prefixes = _reach(scope, area)
    found = _found(edition, prefixes, measure)
    if scope.houses is not None:
        found = found.filter(**{f"{_code_of(found)}__in": scope.houses})
        total = found.count()
    else:
        total = _total(edition, prefixes, measure or ALL)
    pages = max(1, -(-total // PAGE_ROWS))
    if not 1 <= page <= pages:
        raise Refusal(
            "no_such_page", f"ไม่มีหน้าที่ {page} มีทั้งหมด {pages} หน้า", f"There is no page {page}; there are {pages}."
        )
    start = (page - 1) * PAGE_ROWS
    few = total <= SORTED_IN_MEMORY or scope.houses is not None
    codes = _by_door(found, start) if sort == "door" else _by_name(found, edition, prefixes, start, few=few)
    households = {one.code: one for one in Household.objects.filter(edition=edition, code__in=codes)}
    kept = {one.household_code: one for one in Profile.objects.filter(edition=edition, household_code__in=codes)}
    rows = [ListedHousehold(households[code], kept.get(code)) for code in codes if code in households]
    return HouseholdPage(rows, page, pages, total)


def household_codes(scope: Scope, *, area: str = "", measure: str = "", edition: int) -> Iterable[str]:
    """Return the codes of all households that ``households_list`` pages through, in door order, streamed for exports."""
    _check_asked(measure, "door")
    found = _found(edition, _reach(scope, area), measure)
    if scope.houses is not None:
        found = found.filter(**{f"{_code_of(found)}__in": scope.houses})
    return _codes_in_pieces(found)


def _codes_in_pieces(rows: QuerySet[Household] | QuerySet[Mark]) -> Iterator[str]:
    """Each piece is a read of its own: a slow download must not hold an old state of the database open for minutes."""
    last = ""
    ordered = rows.order_by("list_key").values_list("list_key", _code_of(rows))
    while piece := list(ordered.filter(list_key__gt=last)[:PIECE]):
        yield from (code for _key, code in piece)
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
    if measure and measure not in by_code():
        raise Refusal("no_such_measure", "ไม่มีตัววัดนี้", "There is no such measure.")
    if sort not in SORTS:
        raise Refusal("no_such_sort", "เรียงได้ตามบ้านเลขที่หรือชื่อเท่านั้น", "Sort by door or by name.")


def _reach(scope: Scope, area: str) -> tuple[str, ...]:
    """The area prefixes that the list covers."""
    areas = scope.areas_of(HOUSEHOLD)
    if not scope.sees_persons or not areas:
        raise Http404
    if not area:
        return areas
    if not any(area.startswith(prefix) for prefix in areas):
        raise Http404
    return (area,)


def _found(edition: int, prefixes: Sequence[str], measure: str) -> QuerySet[Household] | QuerySet[Mark]:
    rows: QuerySet[Household] | QuerySet[Mark]
    if measure and measure != ALL:
        rows = Mark.objects.filter(edition=edition, measure=measure)
    else:
        rows = Household.objects.filter(edition=edition)
    return rows.filter(_within(prefixes))


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


def _code_of(rows: QuerySet[Household] | QuerySet[Mark]) -> str:
    return "code" if rows.model is Household else "household_code"


def _by_door(rows: QuerySet[Household] | QuerySet[Mark], start: int) -> list[str]:
    """The codes of one page: keys first, so that a deep page does not drag whole rows along."""
    return list(rows.order_by("list_key").values_list(_code_of(rows), flat=True)[start : start + PAGE_ROWS])


def _by_name(
    rows: QuerySet[Household] | QuerySet[Mark], edition: int, prefixes: Sequence[str], start: int, *, few: bool
) -> list[str]:
    """SQLite keeps no statistics, so the way is chosen here: find and sort a few, or walk the index of names."""
    households = Household.objects.filter(_within(prefixes) if few else _inside(prefixes), edition=edition)
    code = "household_code" if rows.model is Mark else "code"
    if rows.model is Mark or few:
        households = households.filter(code__in=rows.values(code))
    key = Concat("name_key", Value("")) if few else F("name_key")
    return list(households.order_by(key, "list_key").values_list("code", flat=True)[start : start + PAGE_ROWS])


def _inside(prefixes: Sequence[str]) -> Q:
    """The same households as ``_within`` by a test that no index answers."""
    inside = Q()
    for prefix in prefixes:
        inside |= Q(area_code__startswith=prefix)
    return inside


def _total(edition: int, prefixes: Sequence[str], measure: str) -> int:
    """Every household counts once in the figure of its area, so nobody has to count rows."""
    held = Figure.objects.filter(edition=edition, measure=measure, area_code__in=prefixes)
    return int(held.aggregate(total=Sum("households_fail"))["total"] or 0)
