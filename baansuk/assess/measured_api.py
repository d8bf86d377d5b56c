"""Exact measures, for programs: H, A and M0 of an area by a framework and cut-off, with what they are made of, and by groups."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from baansuk.access.bearer import Bearer
from baansuk.access.middleware import scope_on
from baansuk.assess import page_questions as questions
from baansuk.assess.doors import area_of_figures
from baansuk.assess.figure_api import said, sees_figures
from baansuk.assess.measured import Poverty, poverties
from baansuk.assess.measured_group_telling import Group, groups_of, splits_offered
from baansuk.assess.measured_groups import SPLITS
from baansuk.assess.measured_telling import Beside, Poor
from baansuk.assess.telling import Telling
from baansuk.places.api import CODE
from baansuk.screen.answers import Said, answers

router = Router(tags=["measures"], auth=Bearer(only=sees_figures))


class PovertyShown(Schema):
    """One way to be poor: a framework at a cut-off. ``rules`` is the stamp of the sets by which the edition was judged."""

    code: str
    framework: Said
    name: Said
    weights: Said
    k: str = Field(description="The cut-off as it is written: poor with at least this share of the weights.")


class LackMeasured(Schema):
    """One part of a framework: how many of the poor have it. Null is not told to this token."""

    code: str
    name: Said
    poor_with_it: int | None
    censored_share: float | None = Field(description="Of all units fully known: those poor who have it.")
    part_of_m0: float | None


class Measured(Schema):
    """H, A and M0 as shares from 0 to 1; null is not told, or there is nobody. Without ``exact`` counts are in tens."""

    exact: bool
    h: float | None
    a: float | None
    m0: float | None
    poor: int | None
    fewer_than: int | None = Field(description="Set where the poor are not told for being fewer.")
    used: int | None = Field(description="Units of which every answer is known; the others are in no measure.")
    left_out: int | None
    lacks: list[LackMeasured]


class GroupMeasured(Schema):
    """One group of the split that was asked for; '' is those of whom it is not known."""

    code: str
    name: Said
    measured: Measured


class MeasuredArea(Schema):
    """The measures of one area in the edition that is read now. A complete register has no error of sampling."""

    area: str
    edition: int
    rules: str
    poverty: PovertyShown
    unit: str = "household"
    measured: Measured | None = Field(description="Null where the edition has no such figures of the area.")
    splits: list[str] = Field(description="The splits that this token is told of the area.")
    split: str = ""
    split_unit: str = Field("", description="Persons count with the score of their household.")
    groups: list[GroupMeasured]


@router.get("/exact-measures", response=answers(list[PovertyShown]), auth=Bearer(), summary="Ways to be poor")
def poverties_shown(request: HttpRequest) -> list[PovertyShown]:
    """List every framework at every cut-off that areas are measured by."""
    return [poverty_shown(one) for one in poverties().values()]


def poverty_shown(one: Poverty) -> PovertyShown:
    """Return a way to be poor as programs read it."""
    frame = one.framework
    return PovertyShown(
        code=one.code, framework=said(frame.words), name=said(one.words), weights=said(frame.weights), k=one.cutoff.k
    )


@router.get("/exact-measures/{poverty}/{area}", response=answers(MeasuredArea, 404), summary="H, A and M0 of an area")
def measured_area(
    request: HttpRequest,
    poverty: Annotated[str, Path(max_length=40)],
    area: Annotated[str, Path(pattern=CODE)],
    split: Annotated[str, Query(max_length=12)] = "",
) -> MeasuredArea:
    """Return the measures of one area that the token covers, and of its groups by ``split`` where it is told those."""
    place = area_of_figures(scope_on(request), area)
    edition = questions.edition_shown()
    if edition is None or poverty not in poverties() or (split and split not in SPLITS):
        raise Http404
    asked, beside = poverties()[poverty], Beside(Telling(scope_on(request), edition))
    own = beside.poor(asked, [place.code]).get(place.code)
    least = beside.telling.limits.least
    offered = splits_offered(beside, asked, place.code)
    groups = groups_of(beside, asked, SPLITS[split], place.code) if split else []
    return MeasuredArea(
        area=place.code,
        edition=edition.number,
        rules=edition.about.get("assessed", {}).get("rules", ""),
        poverty=poverty_shown(asked),
        measured=measured_shown(own, least) if own else None,
        splits=[one.code for one in offered],
        split=split,
        split_unit=("person" if SPLITS[split].of_persons else "household") if split else "",
        groups=[_group(one, least) for one in groups],
    )


def _group(one: Group, least: int) -> GroupMeasured:
    return GroupMeasured(code=one.code, name=said(one.words), measured=measured_shown(one.poor, least))


def measured_shown(one: Poor, least: int) -> Measured:
    """Return the poor of an area or group as programs read them; ``least`` is the least count that is told."""
    return Measured(
        exact=one.exact,
        h=_number(one.h),
        a=_number(one.a),
        m0=_number(one.m0),
        poor=one.poor,
        fewer_than=least if one.few else None,
        used=one.used,
        left_out=one.left_out,
        lacks=[
            LackMeasured(
                code=lack.code,
                name=said(lack.words),
                poor_with_it=one.lacks.get(lack.code),
                censored_share=_number(one.censored(lack.code)),
                part_of_m0=_number(one.part(lack.code)),
            )
            for lack in one.poverty.framework.lacks
        ],
    )


def _number(share: Fraction | None) -> float | None:
    return None if share is None else float(share)
