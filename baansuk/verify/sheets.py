"""Which households stand on which village's page, in what order, under what name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.people.models import Household
from baansuk.people.questions import current_edition, households_seen, sight_of
from baansuk.places.questions import names_of
from baansuk.verify.case_actions import ADDED
from baansuk.verify.flows import Step, flow_of
from baansuk.verify.models import Case, Round, Sheet
from baansuk.verify.outcomes import OUTCOMES, REASONS
from baansuk.verify.page_of_village import Line, Page
from baansuk.verify.place_names import place_of
from baansuk.verify.told import unpack

# On a page stands what is still to be decided at the village's own step.
ON_PAGE = ("waiting", "recorded", "returned")
# A page is good until the round closes, and no longer than this: a list that lies about is one that is copied.
DAYS = 60


def step_of_pages(round: Round) -> Step:
    """Return the step that works with pages: the village's, or the first one where there is no forum."""
    flow = flow_of(round.flow)
    return flow.village_step() or flow.first


def cases_on_pages(round: Round, area_code: str = "") -> dict[str, list[str]]:
    """Return the numbers of the cases on each village's page, by village, in the order of house numbers."""
    step = step_of_pages(round).code
    rows = Case.objects.filter(round=round, step=step, state__in=ON_PAGE, area_code__startswith=area_code)
    found: dict[str, list[str]] = {}
    for village, number in rows.order_by("list_key", "number").values_list("area_code", "number").iterator():
        found.setdefault(village, []).append(number)
    return found


def numbered_cases(round: Round, area_code: str) -> list[str]:
    """Return the cases of a village in the order in which its paper numbers them: that of the page in use.

    Kinship is declared by these numbers, so a case that came since must not move them.
    """
    in_use = Sheet.objects.filter(round=round, area_code=area_code, superseded=False).first()
    return list(in_use.cases) if in_use else cases_on_pages(round, area_code).get(area_code, [])


def expiry_of(round: Round) -> dt.date:
    """Return the last day on which a page given out today is taken."""
    return min(round.closes_on, today() + dt.timedelta(days=DAYS))


def pages_of(round: Round, sheets: Sequence[Sheet], scope: Scope | None) -> list[Page]:
    """Return what pages show; names as far as a scope is told them, all for whoever keeps the machine (None).

    Six queries, whatever the number of pages.
    """
    numbers = [number for sheet in sheets for number in sheet.cases]
    cases = _cases(numbers)
    names = _names([one.household_code for one in cases.values()], scope)
    places = names_of({sheet.area_code for sheet in sheets})
    step = step_of_pages(round)
    return [_page(round, sheet, step, cases, names, place_of(places, sheet.area_code).th) for sheet in sheets]


def _page(
    round: Round, sheet: Sheet, step: Step, cases: Mapping[str, Case], names: Mapping[str, str], village: str
) -> Page:
    listed = [cases[number] for number in sheet.cases if number in cases]
    return Page(
        page_code=sheet.page_code,
        version=sheet.version,
        round=round.code,
        village=village,
        step=step.name.th,
        expires_on=sheet.expires_on,
        lines=[Line(one.number, one.house_no, _named(one, names), one.origin == ADDED) for one in listed],
        outcomes=[(code, OUTCOMES[code].name.th) for code in step.outcomes],
        reasons=[(code, words.th) for code, words in REASONS.items()],
    )


def _named(case: Case, names: Mapping[str, str]) -> str:
    if case.household_code:
        return names.get(case.household_code, "")
    return unpack(case.sealed_about, case.number).name


def _cases(numbers: Sequence[str]) -> dict[str, Case]:
    columns = ("number", "household_code", "house_no", "origin", "sealed_about")
    found: dict[str, Case] = {}
    for start in range(0, len(numbers), 5_000):
        piece = numbers[start : start + 5_000]
        found |= {one.number: one for one in Case.objects.filter(number__in=piece).only(*columns)}
    return found


def _names(codes: Iterable[str], scope: Scope | None) -> dict[str, str]:
    """The name of whoever speaks for each household, by code."""
    wanted = [code for code in codes if code]
    if scope is not None:
        seen = households_seen(sight_of(scope), wanted)
        return {code: one.head_name or "" for code, one in seen.items()}
    found: dict[str, str] = {}
    rows = Household.objects.filter(edition=current_edition())
    for start in range(0, len(wanted), 5_000):
        found |= dict(rows.filter(code__in=wanted[start : start + 5_000]).values_list("code", "head_name"))
    return found
