"""Deciding on a pair, and taking a decision back: the two acts of review."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from baansuk.access.person_questions import hand_of
from baansuk.access.questions import today
from baansuk.audit import gate
from baansuk.link.judging import Said, contradiction
from baansuk.link.keeping import check_agree, contradicts, take_turn
from baansuk.link.models import Judgement, ReviewPair
from baansuk.link.questions import code_of, held
from baansuk.link.reasons import DECISIONS, WITHDRAWN, belongs
from baansuk.thai.words import Refusal


def check_can_judge(pair: ReviewPair, by: str) -> bool:
    """Say whether ``by`` would give a second opinion (True) or the first; raises Refusal where neither is asked.

    ``decided_already``: somebody was quicker, or the pair is done. ``second_person``: the first opinion is one's own.
    """
    standing = list(_standing(pair))
    if not standing:
        return False
    first = standing[0]
    if not pair.second_wanted or len(standing) > 1:
        said = DECISIONS[first.decision]
        raise Refusal(
            "decided_already",
            f"{first.by} ตัดสินคู่นี้ไปแล้วว่า “{said.th}” คำตัดสินนั้นยังอยู่ และไม่ได้บันทึกสิ่งที่ท่านเลือก",
            f"{first.by} has decided this pair already: “{said.en}”. That stands, and what you chose was not saved.",
        )
    days = (timezone.localdate(first.at), today())
    if not hand_of(by, days).persons.isdisjoint(hand_of(first.by, days).persons):
        raise Refusal(
            "second_person",
            "ท่านให้ความเห็นแรกของคู่นี้ไว้แล้ว ความเห็นที่สองต้องเป็นของผู้อื่น",
            "The first opinion on this pair is yours, so somebody else must give the second.",
        )
    return True


def judge(*, pair: ReviewPair, decision: str, reason: str, by: str, partner: str = "") -> Judgement:
    """Keep a decision on a pair for ever; a second opinion where one is wanted and somebody gave the first.

    Raises Refusal ``reason_needed``, ``contradiction``, or those of ``check_can_judge``.
    """
    if not belongs(decision, reason):
        raise Refusal("reason_needed", "เลือกคำตัดสินและเหตุผลก่อนบันทึก", "Choose a decision and a reason before you save.")
    with transaction.atomic():
        take_turn()
        second = check_can_judge(pair, by)
        if not second and (against := contradiction(held(), Said(pair.left_record, pair.right_record, decision))):
            raise contradicts(against)
        now = timezone.now()
        made = Judgement.objects.create(
            left_record=pair.left_record, right_record=pair.right_record, left_person=pair.left_person,
            right_person=pair.right_person, decision=decision, reason=reason, by=by, at=now, second=second,
            recorded_by=by, recorded_at=now,
        )  # fmt: skip
        _write("link.judge", made, by, partner, reason)
    return made


def check_can_withdraw(judgement: Judgement, by: str, *, keeps_register: bool = False) -> None:
    """Raise Refusal unless ``by`` may take a decision back: one's own, or anybody's where one keeps the register."""
    if not judgement.holds:
        raise Refusal("withdrawn_already", "คำตัดสินนี้ยกเลิกไปแล้ว", "This decision was taken back already.")
    if judgement.way == "undo":
        raise Refusal(
            "undo_the_event",
            "คำตัดสินนี้มาจากการยกเลิกการรวมหรือแยก ให้ยกเลิกที่ประวัติในหน้าของบุคคล",
            "This comes from undoing a merge or a split; take that back in the history on the person's page.",
        )
    if judgement.by != by and not keeps_register:
        raise Refusal(
            "not_yours",
            "ยกเลิกได้เฉพาะคำตัดสินของท่านเอง หรือให้ผู้ดูแลทะเบียนยกเลิก",
            "You can take back your own decisions; others' are taken back by the register keeper.",
        )


def can_withdraw(judgement: Judgement, by: str, *, keeps_register: bool = False) -> bool:
    """Say whether ``by`` may take a decision back."""
    try:
        check_can_withdraw(judgement, by, keeps_register=keeps_register)
    except Refusal:
        return False
    return True


def withdraw(
    *, judgement: Judgement, because: str, by: str, partner: str = "", keeps_register: bool = False
) -> list[Judgement]:
    """Take a decision back, with all that the same act decided; nothing is deleted.

    Raises Refusal ``reason_needed``, ``contradiction`` (the other opinion on the pair would bind and cannot), or those of
    ``check_can_withdraw``.
    """
    if because not in WITHDRAWN:
        raise Refusal("reason_needed", "เลือกเหตุผลที่ยกเลิก", "Choose why it is taken back.")
    with transaction.atomic():
        take_turn()
        current = Judgement.objects.select_for_update().get(pk=judgement.pk)
        check_can_withdraw(current, by, keeps_register=keeps_register)
        batch = Judgement.objects.filter(batch=current.batch, withdrawn_at=None) if current.batch else None
        taken = list(batch) if batch is not None else [current]
        Judgement.objects.filter(pk__in=[one.pk for one in taken]).update(
            withdrawn_by=by, withdrawn_at=timezone.now(), withdrawn_why=because
        )
        check_agree(held())
        _write("link.withdraw", current, by, partner, because, len(taken))
    return taken


def _standing(pair: ReviewPair) -> list[Judgement]:
    rows = Judgement.objects.filter(left_record=pair.left_record, right_record=pair.right_record, withdrawn_at=None)
    return list(rows.order_by("second", "at"))


def _write(act: str, judgement: Judgement, by: str, partner: str, reason: str, count: int = 1) -> None:
    persons = sorted({judgement.left_person, judgement.right_person} - {""})
    gate.write(
        act,
        by=by,
        partner=partner,
        subjects=[("pair", code_of(judgement)), *(("person", code) for code in persons)],
        about={"decision": judgement.decision, "reason": reason, "second": judgement.second, "decisions": count},
    )
