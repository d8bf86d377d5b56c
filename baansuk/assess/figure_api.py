"""Figures, for programs: what is counted, and how many households of an area are found under it."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from baansuk.access.bearer import Bearer
from baansuk.access.middleware import scope_on
from baansuk.access.scope import Scope
from baansuk.assess import page_questions as questions
from baansuk.assess.doors import area_for
from baansuk.assess.measures import Measure, measures
from baansuk.assess.page_questions import AreaFigure
from baansuk.places.api import CODE
from baansuk.screen.answers import Said, answers


def sees_figures(scope: Scope) -> bool:
    """Say whether there are figures for a scope at all."""
    return scope.sees_figures and bool(scope.areas)


router = Router(tags=["figures"], auth=Bearer(only=sees_figures))


class MeasureShown(Schema):
    """One thing that is counted; ``definition`` says what a household must be or lack to be found under it."""

    code: str
    kind: Literal["label", "dimension", "indicator", "list"]
    group: Said
    name: Said
    definition: Said


class FigureShown(Schema):
    """Households by answer under one measure: unknown is its own answer, neither found nor passed."""

    measure: str
    found: int
    passed: int
    not_applicable: int
    unknown: int
    persons: int = Field(description="Persons in the households found.")
    share: str | None = Field(description="Percent of those that answered, one decimal; null where nobody answered.")


class FiguresOfArea(Schema):
    """All figures of one area, of the edition of the register that is read now."""

    area: str
    edition: int
    figures: list[FigureShown]


def said(words: object) -> Said:
    """Return words as a program reads them."""
    return Said.model_validate(words, from_attributes=True)


@router.get("/measures", response=answers(list[MeasureShown]), auth=Bearer(), summary="What is counted")
def measures_shown(request: HttpRequest) -> list[MeasureShown]:
    """List every measure of the rules in force, in the order in which the pages show them."""
    return [_measure(one) for one in measures()]


def _measure(one: Measure) -> MeasureShown:
    return MeasureShown(
        code=one.code, kind=one.kind, group=said(one.group), name=said(one.words), definition=said(one.definition)
    )


@router.get("/figures/{area}", response=answers(FiguresOfArea, 404), summary="All figures of an area")
def figures(request: HttpRequest, area: Annotated[str, Path(pattern=CODE)]) -> FiguresOfArea:
    """Return every figure of one area that the token covers."""
    place = area_for(scope_on(request), area)
    edition = questions.edition_shown()
    if edition is None:
        raise Http404
    held = questions.figure_rows(edition.number, place)
    return FiguresOfArea(area=area, edition=edition.number, figures=[_figure(one, row) for one, row in held])


def _figure(measure: Measure, row: AreaFigure) -> FigureShown:
    return FigureShown(
        measure=measure.code,
        found=row.fail,
        passed=row.passed,
        not_applicable=row.not_applicable,
        unknown=row.unknown,
        persons=row.persons,
        share=None if row.share is None else str(row.share),
    )
