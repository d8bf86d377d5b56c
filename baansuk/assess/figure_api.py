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
from baansuk.assess.doors import area_of_figures
from baansuk.assess.measures import Measure, measures
from baansuk.assess.page_questions import AreaFigure
from baansuk.assess.telling import Telling
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
    """Households by answer under one measure: unknown is its own answer, neither found nor passed.

    Null is not told to this token. ``fewer_than`` is set where the count found is not told for being below it.
    """

    measure: str
    found: int | None
    fewer_than: int | None
    passed: int | None
    not_applicable: int | None
    unknown: int | None
    persons: int | None = Field(description="Persons in the households found.")
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
        code=one.code,
        kind=one.kind,  # type: ignore[arg-type]  # a key of ``measures.KINDS``, and checked when it is written out
        group=said(one.group),
        name=said(one.words),
        definition=said(one.definition),
    )


@router.get("/figures/{area}", response=answers(FiguresOfArea, 404), summary="All figures of an area")
def figures(request: HttpRequest, area: Annotated[str, Path(pattern=CODE)]) -> FiguresOfArea:
    """Return every figure of one area that the token covers."""
    place = area_of_figures(scope_on(request), area)
    edition = questions.edition_shown()
    if edition is None:
        raise Http404
    telling = Telling(scope_on(request), edition)
    held = questions.figure_rows(telling, place)
    least = telling.limits.least
    return FiguresOfArea(area=area, edition=edition.number, figures=[_figure(one, row, least) for one, row in held])


def _figure(measure: Measure, row: AreaFigure, least: int) -> FigureShown:
    return FigureShown(
        measure=measure.code,
        found=row.fail,
        fewer_than=least if row.few else None,
        passed=row.passed,
        not_applicable=row.not_applicable,
        unknown=row.unknown,
        persons=row.persons,
        share=None if row.share is None else str(row.share),
    )
