"""Undoing how records came to persons: judgements that the next run carries out, and a line in the log for each step back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from baansuk.audit import gate
from baansuk.link.judging import Said, decisions_between
from baansuk.link.keeping import keep_all, new_batch, take_turn
from baansuk.link.models import Judgement, PersonEvent
from baansuk.link.questions import event_of, log_from
from baansuk.link.undoing import DoesNotFit, State, dependents, newest_word, reversal, undo
from baansuk.people.models import Membership, RecordLink
from baansuk.people.questions import current_edition
from baansuk.thai.words import Refusal


@dataclass(frozen=True, slots=True)
class Plan:
    """What undoing an event would do: the events taken back, newest first, and the decisions that it makes.

    ``missing``: records of these events that are not there, or not for whoever asks.
    """

    events: Sequence[PersonEvent]
    decisions: Sequence[Said]
    moved: Mapping[int, str]
    missing: int

    @property
    def persons(self) -> frozenset[str]:
        """The codes that are touched."""
        return frozenset(code for row in self.events for code in event_of(row).persons)

    @property
    def together(self) -> frozenset[int]:
        """The numbers of the later events that go with it."""
        return frozenset(row.number for row in self.events[:-1])


def check_can_undo(number: int) -> Plan:
    """Return what undoing would do. Raises Refusal ``undone_already`` or ``undoing_does_not_fit``."""
    rows = {row.number: row for row in log_from(number)}
    log = [event_of(row) for row in rows.values()]
    chosen = newest_word(log, number)
    if chosen is None:
        raise Refusal("undone_already", "รายการนี้ยกเลิกไปแล้ว", "This event was undone already.")
    events = [rows[event.number] for event in (*dependents(log, chosen.number), chosen)]
    now, expected = _states(events)
    try:
        # Records of a delivery that was withdrawn meanwhile are nobody's; what is left of an event is undone.
        left = [replace(event, records=tuple(r for r in event.records if r in now)) for event in log]
        after, _log = undo(expected, left, number, together=[row.number for row in events[:-1]])
    except DoesNotFit as fault:
        raise Refusal(
            "undoing_does_not_fit",
            "ระเบียนเหล่านี้ย้ายไปอยู่กับบุคคลอื่นแล้วโดยวิธีที่ย้อนไม่ได้ ให้ใช้ “แยก” หรือคิวตรวจแทน",
            "These records have since moved in a way that cannot be taken back; split the person or decide the pair instead.",
        ) from fault
    touched = {record for row in events for record in row.records}
    return Plan(events, decisions_between(now, after.persons, touched), after.persons, len(touched - set(now)))


def undo_event(*, number: int, together: Collection[int], by: str, partner: str = "") -> list[PersonEvent]:
    """Undo an event with all that depends on it, or nothing; ``together`` are the dependents that the person was shown.

    Raises Refusal ``more_depends`` when others have come since, ``contradiction``, or those of ``check_can_undo``.
    """
    with transaction.atomic():
        take_turn()
        plan = check_can_undo(number)
        if plan.together != set(together):
            raise Refusal(
                "more_depends",
                "มีรายการที่เกี่ยวเนื่องเพิ่มขึ้นหลังจากที่ท่านเปิดหน้านี้ ดูรายการใหม่ก่อนยืนยันอีกครั้ง",
                "More depends on it than when you opened the page. Look at the list again before you confirm.",
            )
        batch = new_batch()
        _take_back([row.batch for row in plan.events if row.batch], by)
        made = [_undone(row, by, batch) for row in plan.events]
        keep_all(plan.decisions, reason="undo", way="undo", by=by, persons=_persons(plan), batch=batch)
        gate.write(
            "link.undo_event",
            by=by,
            partner=partner,
            subjects=[("person", code) for code in sorted(plan.persons)],
            about={"event": number, "with_it": sorted(plan.together), "decisions": len(plan.decisions)},
        )
    return made


def _states(events: Sequence[PersonEvent]) -> tuple[dict[int, str], State]:
    """Whose the records of the touched persons are in the current edition, and whose once what waits is carried out."""
    edition = current_edition()
    codes = {code for row in events for code in event_of(row).persons}
    # A record may stand with a house that is not its person's main one.
    homes = Membership.objects.filter(edition=edition, person_code__in=codes).values("household_code")
    links = RecordLink.objects.filter(edition=edition, household_code__in=homes, person_code__in=codes)
    now = dict(links.values_list("record_id", "person_code"))
    expected = dict(now)
    for row in sorted(events, key=lambda one: one.number):
        if row.by and row.realised_in is None:
            expected |= {record: row.after for record in row.records if record in now}
    expected = {record: code for record, code in expected.items() if code}
    return now, State(expected)


def _take_back(batches: Sequence[str], by: str) -> None:
    """Take back the judgements of earlier undoings that are themselves undone."""
    Judgement.objects.filter(batch__in=batches, withdrawn_at=None).update(
        withdrawn_by=by, withdrawn_at=timezone.now(), withdrawn_why="undone"
    )


def _undone(row: PersonEvent, by: str, batch: str) -> PersonEvent:
    """Write the event that takes one back. What no run had carried out yet needs none to take it back either."""
    back = reversal(event_of(row), 0)
    waited = bool(row.by) and row.realised_in is None
    edition = current_edition()
    person, other = (back.after, back.before) if back.kind == "merge" else (back.before, back.after)
    made = PersonEvent.objects.create(
        edition=edition, kind=back.kind, person_code=person, other_code=other, records=list(back.records),
        before=back.before, after=back.after, by=by, at=timezone.now(), batch=batch,
        realised_in=edition if waited else None,
    )  # fmt: skip
    PersonEvent.objects.filter(pk=row.pk).update(undone_by=made.number)
    return made


def _persons(plan: Plan) -> dict[int, str]:
    return {record: code for record, code in plan.moved.items() if code}
