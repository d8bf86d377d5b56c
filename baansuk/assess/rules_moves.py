"""What a version of rules goes through: approved by a second person, or taken back with a reason."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from baansuk.access.person_questions import check_second_person
from baansuk.assess.rules_models import RulesVersion
from baansuk.thai.words import Refusal, Words

SHIPPED, LOADED, EDITED = "shipped", "loaded", "edited"


def check_reason(because: str) -> str:
    """Return the reason without blanks around it. Raises Refusal where there is none."""
    if not because.strip():
        raise Refusal("reason_needed", "ต้องเขียนเหตุผล", "A reason is needed")
    return because.strip()


def check_waits(made: RulesVersion, by: str) -> None:
    """Raise Refusal where a version is no draft any more, or ``by`` is who drafted it."""
    if made.state != "draft":
        raise wrong_state(made)
    check_second_person(by=by, drafted_by=made.drafted_by, drafted_on=timezone.localdate(made.drafted_at))


def save_draft(made: RulesVersion, of: Words) -> None:
    """Keep a draft. Raises Refusal where somebody else has just kept one of the same rules; ``of`` names them."""
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise Refusal(
            "draft_waits",
            f"มีผู้อื่นเพิ่งบันทึกร่างของ{of.th} ให้เปิดหน้านี้อีกครั้งแล้วแก้จากร่างนั้น",
            f"Somebody else has just saved a draft of {of.en}; open the page again and go on from that draft.",
        ) from error


def approve(made: RulesVersion, by: str) -> None:
    """Mark a version as approved; whoever calls has checked it and writes the act down."""
    made.state, made.approved_by, made.approved_at = "approved", by, timezone.now()
    made.save()


def withdraw(made: RulesVersion, because: str, by: str) -> None:
    """Mark a version as taken back. Raises Refusal where it is already, or without a reason."""
    if made.state == "withdrawn":
        raise wrong_state(made)
    made.withdrawn_because = check_reason(because)
    made.state, made.withdrawn_by, made.withdrawn_at = "withdrawn", by, timezone.now()
    made.save()


def wrong_state(made: RulesVersion) -> Refusal:
    """Return the refusal of what only a draft may go through."""
    return Refusal(
        "wrong_state",
        f"ทำไม่ได้ เพราะรุ่นที่ {made.version} ไม่ได้รออนุมัติแล้ว",
        f"This cannot be done: version {made.version} does not wait for approval any more.",
    )


def said_of(made: RulesVersion) -> dict[str, object]:
    """Return what the trail says of a version."""
    return {
        "rules": made.rules,
        "breaks": made.breaks,
        "origin": made.origin,
        "valid_from": made.valid_from.isoformat(),
    }
