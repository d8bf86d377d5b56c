"""The visit from outside: which households are drawn for it by a published seed, and what it finds."""

from __future__ import annotations

from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.people.codes import issue
from baansuk.thai.words import Refusal
from baansuk.vault import values
from baansuk.verify.checks import check_outcome, check_round_open
from baansuk.verify.deciding import REASON, decided_before, locked, subjects_of
from baansuk.verify.flows import flow_of
from baansuk.verify.models import Case, Decision, Receipt, Round
from baansuk.verify.quality import LEAST_SHARE, MOST_SHARE, drawn
from baansuk.verify.quality_questions import draw_of


@transaction.atomic
def draw(*, round: Round, percent: int, seed: str, by: str, scope: Scope | None) -> Receipt:
    """Draw who is visited again from all that the first step decided; once a round, so that nobody draws until it fits.

    ``seed`` is something public that nobody could know before, such as the number of a lottery.
    """
    current = Round.objects.select_for_update().get(pk=round.pk)
    check_round_open(current)
    if (before := draw_of(current)) is not None:
        if (before.about["seed"], before.about["percent"]) != (seed, percent):
            raise Refusal(
                "drawn",
                f"จับสลากรอบนี้แล้ว ใบรับ {before.number}",
                f"This round was drawn already, receipt {before.number}.",
            )
        return before
    share = Fraction(percent, 100)
    if not LEAST_SHARE <= share <= MOST_SHARE or len(seed.strip()) < 4:
        raise Refusal(
            "draw_terms",
            "สุ่มเยี่ยมซ้ำร้อยละ 5-10 และเลขตั้งต้นต้องเป็นเลขสาธารณะอย่างน้อย 4 ตัว เช่น เลขสลากงวดล่าสุด",
            "Between 5 and 10 percent are visited again, and the seed is a public number of at least four signs.",
        )
    first = flow_of(current.flow).first.code
    decided = Case.objects.filter(round=current, decisions__kind="record", decisions__step=first).distinct()
    cases = drawn(decided.order_by().values_list("number", flat=True), share, seed)
    receipt = Receipt.objects.create(
        number=issue("receipt", 1)[0],
        key=f"draw:{current.code}",
        kind="draw",
        by=by,
        partner=scope.partner if scope else "",
        at=timezone.now(),
        about={"seed": seed, "percent": percent, "cases": cases},
    )
    about = {"percent": percent, "cases": len(cases)}
    gate.write("verify.draw", by=by, partner=receipt.partner, subjects=[("round", current.code)], about=about)
    return receipt


def check_from_outside(case: Case, by: str, scope: Scope | None) -> None:
    """Raise Refusal ``from_outside`` for whoever recorded a household before, and for the village's own head."""
    inside = case.decisions.filter(kind="record", by=by).exists()
    if inside or (scope is not None and scope.role == "village_head"):
        raise Refusal(
            "from_outside",
            "ผู้เยี่ยมซ้ำต้องไม่ใช่ผู้ที่บันทึกผลบ้านนี้มาก่อน และไม่ใช่ผู้ใหญ่บ้าน",
            "Whoever visits again did not record this household before, and is not the village head.",
        )


@transaction.atomic
def revisit(
    *, case: Case, outcome: str, by: str, scope: Scope | None, key: str, reason: str = "", because: str = ""
) -> Decision:
    """Write down what a visit from outside found; it changes nothing by itself, and is compared with the village's word.

    Raises Refusal for a case that was not drawn and for whoever recorded it before.
    """
    if before := decided_before(key, case):
        return before
    current = locked(case)
    check_round_open(current.round)
    made = draw_of(current.round)
    if made is None or current.number not in made.about["cases"]:
        raise Refusal("not_drawn", "บ้านนี้ไม่ได้ถูกสุ่มเยี่ยมซ้ำ", "This household was not drawn for a second visit.")
    check_from_outside(current, by, scope)
    check_outcome(flow_of(current.round.flow).first, outcome, reason)
    decision = Decision.objects.create(
        case=current,
        step=current.step,
        kind="visit",
        old=current.state,
        new=current.state,
        outcome=outcome,
        reason_code=reason,
        reason_sealed=values.seal(because, REASON, current.number),
        by=by,
        post=scope.post if scope else None,
        partner=scope.partner if scope else "",
        at=timezone.now(),
        source="revisit",
        key=key,
    )
    about = {"outcome": outcome}
    gate.write("verify.revisit", by=by, partner=decision.partner, subjects=subjects_of(current), about=about)
    return decision
