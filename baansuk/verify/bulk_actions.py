"""One act on many cases: listed and confirmed before, done one by one, and listed again with what became of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.collect.receipts import new_receipt
from baansuk.thai.words import Refusal, Words
from baansuk.verify.checks import check_round_open
from baansuk.verify.committee_questions import needed_ticks
from baansuk.verify.deciding import Hand
from baansuk.verify.flows import flow_of
from baansuk.verify.meetings import Sat, open_meeting, sat
from baansuk.verify.models import Bulk, Case, Round
from baansuk.verify.questions import cases_for
from baansuk.verify.screening_actions import propose, sign

MOST = 500
ACTS = {
    "propose": Words("เสนอตามผลขั้นก่อน", "Propose as found before"),
    "sign": Words("ลงนามตามที่เสนอ", "Sign as proposed"),
}
DONE = "done"


@transaction.atomic
def prepare(*, round: Round, act: str, chosen: Sequence[tuple[str, int]], by: str, scope: Scope) -> Bulk:
    """Keep what a bulk act is to do, for its confirmation; nothing is decided yet.

    ``chosen`` are numbers with the versions that the page showed. Raises Refusal for none, too many, or one out of sight.
    """
    check_round_open(round)
    if act not in ACTS:
        raise Refusal("unknown_act", "เลือกรายการที่จะทำ", "Choose what to do.")
    if not chosen or len(chosen) > MOST:
        raise Refusal("how_many", f"เลือก 1 ถึง {MOST} เรื่อง", f"Choose between 1 and {MOST} cases.")
    asked = dict(chosen)
    seen = list(cases_for(scope, round).filter(number__in=list(asked)).order_by("list_key", "number"))
    if len(seen) < len(asked):
        raise Refusal("not_all_there", "มีเรื่องที่ไม่พบ เปิดรายการใหม่", "Some cases are not there; open the list again.")
    made = Bulk.objects.create(
        number=new_receipt(timezone.localdate().year + 543).replace("R-", "K-", 1),
        round=round,
        act=act,
        area_code=scope.post_area,
        asked=[[one.number, asked[one.number]] for one in seen],
        by=by,
        at=timezone.now(),
    )
    about = {"bulk": made.number, "act": act, "cases": len(seen)}
    gate.write("verify.prepare_bulk", by=by, partner=scope.partner, about=about)
    return made


def carry_out(*, bulk: Bulk, by: str, scope: Scope, ticked: Collection[str] = ()) -> Bulk:
    """Do a confirmed bulk act, each case in a transaction of its own; what is refused is listed with the reason.

    Cut short and begun again it goes on where it ended: each decision has the key of the act and its case. Raises Refusal
    ``not_checked``, with nothing done, where something that a case needs was not ticked: the list waits for it.
    """
    if bulk.by != by:
        raise Refusal("not_your_bulk", "ผู้เตรียมรายการต้องเป็นผู้ยืนยันเอง", "Whoever listed it confirms it.")
    if bulk.done_at is not None:
        return bulk
    cases = {one.number: one for one in cases_for(scope, bulk.round).filter(number__in=[one[0] for one in bulk.asked])}
    _check_all_ticked(bulk, cases.values(), ticked)
    meetings: dict[tuple[str, str], Sat | None] = {}
    done = [
        [number, _one(bulk, cases.get(number), version, by, scope, ticked, meetings)] for number, version in bulk.asked
    ]
    return _keep(bulk, done, by, scope)


def _check_all_ticked(bulk: Bulk, cases: Iterable[Case], ticked: Collection[str]) -> None:
    left = [item for item in needed_ticks(bulk, cases) if item.code not in ticked]
    if left:
        th, en = ("; ".join(getattr(one.name, way) for one in left) for way in ("th", "en"))
        raise Refusal("not_checked", f"ยังไม่ได้ทำเครื่องหมายว่าตรวจแล้ว: {th}", f"Not ticked yet: {en}.")


def _one(
    bulk: Bulk,
    case: Case | None,
    version: int,
    by: str,
    scope: Scope,
    ticked: Collection[str],
    meetings: dict[tuple[str, str], Sat | None],
) -> str:
    """Do it for one case and return ``done`` or the code of the refusal."""
    if case is None:
        return "gone"
    hand = Hand(by, scope, f"bulk:{bulk.number}:{case.number}", "bulk")
    step = flow_of(bulk.round.flow).step(case.step)
    here = (case.step, case.area_code[: step.digits])
    if here not in meetings:
        meetings[here] = sat(open_meeting(bulk.round, step, case.area_code))
    try:
        if bulk.act == "sign":
            sign(case=case, hand=hand, version=version, at=meetings[here])
        else:
            propose(case=case, hand=hand, ticked=ticked, version=version, at=meetings[here])
    except Refusal as refusal:
        return refusal.code
    return DONE


@transaction.atomic
def _keep(bulk: Bulk, done: list[list[str]], by: str, scope: Scope) -> Bulk:
    Bulk.objects.filter(pk=bulk.pk).update(done=done, done_at=timezone.now())
    count = sum(code == DONE for _number, code in done)
    subjects = [("case", number) for number, code in done if code == DONE]
    about = {"bulk": bulk.number, "act": bulk.act, "done": count, "refused": len(done) - count}
    gate.write("verify.bulk", by=by, partner=scope.partner, subjects=subjects, about=about)
    bulk.refresh_from_db()
    return bulk
