"""Agreements, for programs: what holds today and until when, who promised what, and what each annex opens."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from baansuk.agree import questions
from baansuk.agree.models import Agreement, Annex, Party
from baansuk.agree.questions import Promised, Standing
from baansuk.screen.answers import Said, answers
from baansuk.thai.words import Words

# Every account may read who promised what, as on the pages: there is no person in it.
router = Router(tags=["agreements"])
CODE = r"^[A-Za-z0-9_-]{1,40}$"
State = Literal["draft", "signed", "in_force", "suspended", "ended", "withdrawn"]


class AgreementShown(Schema):
    """An agreement as it stands today; ``grants`` says whether anything is seen under it now."""

    code: str
    title: Said
    state: State
    example: bool = Field(description="Of another province or from a book: never in force here.")
    host: str
    area: str
    signed_on: date | None
    term: Said
    first_day: date | None
    last_day: date | None = Field(description="The earliest end the paper allows; null where it names none.")
    grants: bool
    parties: int
    roles: int


class PartyShown(Schema):
    """A partner's part, under the name it signed with."""

    partner: str
    name: Said
    host: bool
    joined: date | None
    left: date | None


class RoleShown(Schema):
    """One role a partner took on, and how far it is; ``share`` is percent of the target, null where it is not known."""

    partner: str
    number: int
    text: Said
    due_on: date | None
    share: int | None


class AnnexShown(Schema):
    """What one version of a partner's data annex says: which registers it gives, and what it may read."""

    partner: str
    version: int
    state: Literal["draft", "approved", "withdrawn"]
    registers: list[str]
    classes: list[str]
    purposes: list[str]
    areas: list[str]
    consent_only: bool
    valid_from: date | None
    valid_to: date | None


class AgreementWhole(AgreementShown):
    """An agreement with its parties, roles and annexes."""

    parties_listed: list[PartyShown]
    roles_listed: list[RoleShown]
    annexes: list[AnnexShown]


@router.get("/agreements", response=answers(list[AgreementShown]), summary="Agreements")
def agreements(
    request: HttpRequest, examples: Annotated[bool, Query(description="Those of other provinces as well.")] = False
) -> list[AgreementShown]:
    """List the agreements of this province by code, whatever their state."""
    return [AgreementShown(**_parts(one)) for one in questions.standings(examples=None if examples else False)]


@router.get("/agreements/{code}", response=answers(AgreementWhole, 404), summary="One agreement")
def agreement(request: HttpRequest, code: Annotated[str, Path(pattern=CODE)]) -> AgreementWhole:
    """Return one agreement with its parties, roles and annexes."""
    try:
        standing = questions.standing_of(code)
    except Agreement.DoesNotExist as absent:
        raise Http404 from absent
    found = standing.agreement
    return AgreementWhole(
        **_parts(standing),
        parties_listed=[_party(one) for one in questions.parties_of(found)],
        roles_listed=[_role(one) for one in questions.commitments_of(found)],
        annexes=[_annex(one) for one in questions.annexes_of(found)],
    )


def _parts(standing: Standing) -> dict[str, Any]:
    found, term = standing.agreement, standing.term
    return {
        "code": found.code,
        "title": _said(found.title),
        "state": standing.state,
        "example": found.example,
        "host": found.host_id,
        "area": found.area_code,
        "signed_on": found.signed_on,
        "term": _said(standing.term_words),
        "first_day": term.first_day,
        "last_day": term.last_day,
        "grants": standing.grants,
        "parties": standing.parties,
        "roles": standing.roles,
    }


def _said(words: Words) -> Said:
    return Said(th=words.th, en=words.en)


def _party(one: Party) -> PartyShown:
    return PartyShown(
        partner=one.partner_id, name=_said(one.signed_as), host=one.host, joined=one.joined, left=one.left
    )


def _role(one: Promised) -> RoleShown:
    made = one.commitment
    return RoleShown(
        partner=made.partner_id, number=made.number, text=_said(made.text), due_on=made.due_on, share=one.share
    )


def _annex(one: Annex) -> AnnexShown:
    same = {name: getattr(one, name) for name in AnnexShown.model_fields if name != "partner"}
    return AnnexShown(partner=one.partner_id, **same)
