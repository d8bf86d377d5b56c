"""Taking decisions out of the house as a file, and bringing a file in: previewed, whole or not at all, twice as good as once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from baansuk.audit import gate
from baansuk.link.judgement_file import Line, write
from baansuk.link.judging import Said
from baansuk.link.keeping import check_agree, contradicts, take_turn
from baansuk.link.models import Judgement
from baansuk.link.questions import held
from baansuk.thai.words import Refusal


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would bring: decisions that are new, how many hold here already, how many were taken back here."""

    new: Sequence[Line]
    known: int
    taken_back: int


def check_can_bring_in(lines: Sequence[Line]) -> Plan:
    """Say what bringing a file in would do. Raises Refusal ``contradiction`` where it contradicts itself or what holds.

    What was brought in before and taken back here by a person stays so.
    """
    standing = {one.pair: one for one in held()}
    gone = set(
        Judgement.objects.exclude(withdrawn_at=None).values_list("left_record", "right_record", "decision", "by", "at")
    )
    new: dict[tuple[int, int], Line] = {}
    known = taken_back = 0
    for line in lines:
        before = new.get(line.said.pair)
        here = standing.get(line.said.pair)
        if before is not None and before.decision != line.decision:
            raise _within(before, line)
        if here is not None and here.decision != line.decision:
            raise contradicts([here])
        if here is not None or before is not None:
            known += 1
        elif (line.left, line.right, line.decision, line.by, _moment(line)) in gone:
            taken_back += 1
        else:
            new[line.said.pair] = line
    check_agree([*standing.values(), *(line.said for line in new.values())])
    return Plan(list(new.values()), known, taken_back)


def bring_in(*, lines: Sequence[Line], by: str, partner: str = "") -> Plan:
    """Keep the decisions of a file that are not here yet, each as its own who and when; see ``check_can_bring_in``."""
    with transaction.atomic():
        take_turn()
        plan = check_can_bring_in(lines)
        now = timezone.now()
        Judgement.objects.bulk_create(
            Judgement(
                left_record=line.left, right_record=line.right, decision=line.decision, reason=line.reason,
                by=line.by or by, at=_moment(line) or now, way="file", recorded_by=by, recorded_at=now,
            )
            for line in plan.new
        )  # fmt: skip
        gate.write(
            "link.bring_in_judgements",
            by=by,
            partner=partner,
            about={"lines": len(lines), "new": len(plan.new), "known": plan.known, "taken_back": plan.taken_back},
        )
    return plan


def take_out(*, by: str, partner: str = "") -> str:
    """Return every decision that holds as the text of a file, one line for each pair; that it leaves is written down."""
    standing = held()
    with transaction.atomic():
        gate.write("link.take_out_judgements", by=by, partner=partner, about={"lines": len(standing)})
    return "".join(write(_lines(standing)))


def _lines(standing: Sequence[Said]) -> list[Line]:
    rows = Judgement.objects.filter(withdrawn_at=None).values_list("pk", "reason", "by", "at")
    told = {number: (reason, by, at) for number, reason, by, at in rows}
    return [Line(place, one.left, one.right, one.decision, *told[one.number]) for place, one in enumerate(standing, 2)]


def _moment(line: Line) -> datetime | None:
    if line.at is None or timezone.is_aware(line.at):
        return line.at
    return timezone.make_aware(line.at)


def _within(one: Line, other: Line) -> Refusal:
    return Refusal(
        "contradiction",
        f"บรรทัดที่ {one.number} และ {other.number} ตัดสินคู่เดียวกันไว้ต่างกัน ไม่ได้นำเข้าเลยสักบรรทัด",
        f"Lines {one.number} and {other.number} decide the same pair differently; not a line was brought in.",
    )
