"""What a token is and what it sees now, for the program that holds it."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Router, Schema

from baansuk.access.classes import CLASSES
from baansuk.access.middleware import scope_on
from baansuk.access.models import Token
from baansuk.screen.answers import Said, answers

router = Router(tags=["token"])


class Me(Schema):
    """A token and its sight today; ``role`` is '' once its post, purpose or agreement has ended."""

    username: str
    token: str
    last_day: date
    partner: str
    role: str
    title: Said
    purpose: str
    areas: list[str]
    classes: dict[str, list[str]]
    agreements: list[str]
    sees_persons: bool
    sees_figures: bool
    keeps_register: bool
    sees_trail: bool
    houses: int | None


@router.get("/me", response=answers(Me), summary="What this token sees")
def me(request: HttpRequest) -> Me:
    """Return for whom the token works and what it sees today: where figures, and which classes of facts in which areas."""
    scope = scope_on(request)
    token: Token = request.auth  # type: ignore[attr-defined]  # set by the bearer
    return Me(
        username=scope.username,
        token=f"bsk_{token.prefix}",
        last_day=token.last_day,
        partner=scope.partner,
        role=scope.role,
        title=Said(th=scope.title.th, en=scope.title.en),
        purpose=scope.purpose,
        areas=list(scope.areas),
        classes={name: list(areas) for name in CLASSES if (areas := scope.areas_of(name))},
        agreements=sorted(scope.agreements),
        sees_persons=scope.sees_persons,
        sees_figures=scope.sees_figures,
        keeps_register=scope.keeps_register,
        sees_trail=scope.sees_trail,
        houses=None if scope.houses is None else len(scope.houses),
    )
