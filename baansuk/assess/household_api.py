"""Households, for programs: a list by area and measure, and one by its code, as far as the grant reaches."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router
from pydantic import WithJsonSchema

from baansuk.access.bearer import Bearer
from baansuk.access.middleware import scope_on
from baansuk.access.pace import LIST
from baansuk.access.pace_actions import take_turn
from baansuk.assess import household_shapes as shapes
from baansuk.assess import looks
from baansuk.assess import page_questions as questions
from baansuk.assess.answers import profile_of
from baansuk.assess.asked import read_area
from baansuk.assess.doors import area_of_households
from baansuk.assess.family_outline import family_of
from baansuk.assess.family_shapes import FamilyShown, family_shown
from baansuk.assess.paging import households_after
from baansuk.assess.verified import for_lists, labels_of
from baansuk.people.api import CODE
from baansuk.people.questions import fact_sheets_of, household_for, members_of, names_from_facts
from baansuk.screen.answers import answers

router = Router(tags=["households"], auth=Bearer(only=lambda scope: scope.sees_persons))
PAGE, MOST = 50, 200
# The closed list stands in the description; ``households_after`` refuses what is not on it.
MEASURES = WithJsonSchema({"type": "string", "enum": ["", *for_lists()], "default": ""})


@router.get("/households", response=answers(shapes.HouseholdsShown, 403, 404, 409), summary="Households of an area")
def households(
    request: HttpRequest,
    area: Annotated[str, Query(pattern=r"^([0-9]{2}){0,4}$", description="'' = all that the token sees.")] = "",
    measure: Annotated[str, Query(description="Only those found under it."), MEASURES] = "",
    after: Annotated[str, Query(pattern=rf"^({CODE[1:-1]})?$", description="The last code of the page before.")] = "",
    size: Annotated[int, Query(ge=1, le=MOST)] = PAGE,
) -> shapes.HouseholdsShown:
    """List households by area and house number; every one of them is written down as looked at."""
    scope = scope_on(request)
    take_turn(LIST, scope=scope, session=f"token {request.auth.pk}", by=scope.username)  # type: ignore[attr-defined]  # the bearer's
    if area:
        area_of_households(scope, read_area(area))
    edition = questions.edition_shown()
    if edition is None:
        raise Http404
    found = households_after(scope, area=area, measure=measure, after=after, most=size, edition=edition)
    codes = [row.household.code for row in found.rows]
    looks.at_list(codes, by=scope, edition=edition.number, area=area, measure=measure, page=0)
    told = labels_of(codes, scope)
    return shapes.HouseholdsShown(
        edition=edition.number,
        households=[shapes.listed(row, told.get(row.household.code)) for row in found.rows],
        next=found.next,
    )


@router.get("/households/{code}", response=answers(shapes.HouseholdShown, 404), summary="One household by its code")
def household(request: HttpRequest, code: Annotated[str, Path(pattern=CODE)]) -> shapes.HouseholdShown:
    """Return one household: who belongs to it, how it was judged, and the facts of the granted classes with their sources.

    What no grant reaches is null, whether or not there is anything; ``closed`` names those classes.
    """
    scope = scope_on(request)
    found = household_for(scope, code)
    members = [(membership, person) for membership, person in members_of(found) if person is not None]
    looks.at_household(found, [person.code for _membership, person in members], by=scope)
    said = names_from_facts({found.code: found}).get(found.code, {})
    told = labels_of([found.code], scope).get(found.code)
    return shapes.whole(found, members, said, profile_of(found), fact_sheets_of(found), told)


@router.get("/households/{code}/family", response=answers(FamilyShown, 404), summary="A family as its page tells it")
def family(request: HttpRequest, code: Annotated[str, Path(pattern=CODE)]) -> FamilyShown:
    """Return what a mentor reads of one household: its own words, its capitals, what it lacks and since when, by stage of life."""
    scope = scope_on(request)
    shown = family_of(household_for(scope, code))
    looks.at_household(shown.household, [person.code for person in shown.persons], by=scope)
    return family_shown(shown)
