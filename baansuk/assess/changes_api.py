"""Changes since the edition before, for programs: H, A and M0 at both times, what moved M0, and the moves of households."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from baansuk.access.bearer import Bearer
from baansuk.access.middleware import scope_on
from baansuk.assess import page_questions as questions
from baansuk.assess.doors import area_of_figures
from baansuk.assess.figure_api import said, sees_figures
from baansuk.assess.measured import BEFORE, NOW, Poverty, poverties
from baansuk.assess.measured_api import Measured, PovertyShown, measured_shown, poverty_shown
from baansuk.assess.measured_changes import break_of, factors_of, parts_of_areas, parts_of_lacks
from baansuk.assess.measured_telling import Beside
from baansuk.assess.stamps import words_of_break
from baansuk.assess.telling import Telling
from baansuk.people.models import Edition
from baansuk.places.api import CODE
from baansuk.screen.answers import Said, answers

router = Router(tags=["measures"], auth=Bearer(only=sees_figures))


class Factored(Schema):
    """The change of M0 in two parts that sum to it (Shapley): more or fewer poor, and their lacking more or less."""

    incidence: float
    intensity: float


class LackChanged(Schema):
    """What one lack adds to the change of M0: its weight times the change of its censored headcount."""

    code: str
    part: float


class AreaChanged(Schema):
    """What one area inside adds: by its own M0, and by its share of households. Code ``…00`` is area not known."""

    code: str
    within: float
    share: float


class MoveCounted(Schema):
    """How many households made one move; null is not told."""

    move: str
    households: int | None


class ChangedArea(Schema):
    """An area at two editions. Where ``broken`` is set the two answer different questions, and nothing is compared."""

    area: str
    edition: int
    edition_before: int | None
    poverty: PovertyShown
    broken: Said | None = Field(description="The words of the break mark; null where the two are one series.")
    before: Measured | None
    now: Measured | None
    m0_change: float | None
    factors: Factored | None
    lacks: list[LackChanged] = Field(description="Where all are told they sum to the change of M0.")
    areas: list[AreaChanged] = Field(description="Exact, or empty; within and share together sum to the change of M0.")
    moves: list[MoveCounted]


@router.get(
    "/exact-measures/{poverty}/{area}/change",
    response=answers(ChangedArea, 404),
    summary="Change since the edition before",
)
def changed_area(
    request: HttpRequest,
    poverty: Annotated[str, Path(max_length=40)],
    area: Annotated[str, Path(pattern=CODE)],
) -> ChangedArea:
    """Return one area before and now, what moved M0, and how households moved; never across a change of rules."""
    place = area_of_figures(scope_on(request), area)
    edition = questions.edition_shown()
    if edition is None or poverty not in poverties():
        raise Http404
    asked, beside = poverties()[poverty], Beside(Telling(scope_on(request), edition))
    broken = break_of(edition)
    if broken is not None:
        words = None if broken.first else words_of_break(broken.before, broken.now)
        return _blank(place.code, edition, asked).model_copy(update={"broken": said(words) if words else None})
    return _compared(beside, asked, place.code)


def _blank(area: str, edition: Edition, poverty: Poverty) -> ChangedArea:
    number = edition.about.get("assessed", {}).get("before", {}).get("edition")
    return ChangedArea(
        area=area, edition=edition.number, edition_before=number, poverty=poverty_shown(poverty), broken=None, before=None,
        now=None, m0_change=None, factors=None, lacks=[], areas=[], moves=[],
    )  # fmt: skip


def _compared(beside: Beside, poverty: Poverty, area: str) -> ChangedArea:
    blank, least = _blank(area, beside.telling.edition, poverty), beside.telling.limits.least
    was, now = (beside.poor(poverty, [area], moment).get(area) for moment in (BEFORE, NOW))
    if was is None or now is None:
        return blank
    split = factors_of(was, now)
    return blank.model_copy(
        update={
            "before": measured_shown(was, least),
            "now": measured_shown(now, least),
            "m0_change": float(now.m0 - was.m0) if now.m0 is not None and was.m0 is not None else None,
            "factors": Factored(incidence=float(split.incidence), intensity=float(split.intensity)) if split else None,
            "lacks": [
                LackChanged(code=code, part=float(part)) for code, part in parts_of_lacks(poverty, was, now).items()
            ],
            "areas": [
                AreaChanged(code=code, within=float(part.within), share=float(part.share))
                for code, part in parts_of_areas(beside, poverty, area).items()
            ],
            "moves": [
                MoveCounted(move=move.value, households=count) for move, count in beside.moves(area, poverty).items()
            ],
        }
    )
