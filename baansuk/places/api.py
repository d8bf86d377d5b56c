"""The areas of the country, for programs: public codes and names, the same for every token."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from baansuk.places import questions
from baansuk.places.models import Area
from baansuk.screen.answers import Said, answers

router = Router(tags=["areas"])
CODE = r"^[0-9]{2}([0-9]{2}){0,3}$"


class Place(Schema):
    """A province, amphoe, tambon or village; ``level`` counts the digits of its code."""

    code: str = Field(description="The area code of the interior ministry: 2, 4, 6 or 8 digits.")
    level: int
    parent: str | None
    name: Said
    postcode: str
    lat: float | None
    lon: float | None


def shown(area: Area) -> Place:
    """Return an area as a program reads it."""
    words = questions.words_of(area)
    return Place(
        code=area.code,
        level=area.level,
        parent=area.parent_id,
        name=Said(th=words.th, en=words.en),
        postcode=area.postcode,
        lat=area.lat,
        lon=area.lon,
    )


@router.get("/areas", response=answers(list[Place], 404), summary="Areas right below another")
def areas(
    request: HttpRequest,
    parent: Annotated[str, Query(pattern=r"^([0-9]{2}){0,3}$", description="'' = the country.")] = "",
) -> list[Place]:
    """List the areas right below ``parent``, in Thai order, villages by number; without a parent, the provinces."""
    if parent and questions.area(parent) is None:
        raise Http404
    return [shown(one) for one in questions.children_of(parent)]


@router.get("/areas/{code}", response=answers(Place, 404), summary="One area")
def area(request: HttpRequest, code: Annotated[str, Path(pattern=CODE)]) -> Place:
    """Return one area, also one that no longer exists."""
    found = questions.area(code)
    if found is None:
        raise Http404
    return shown(found)
