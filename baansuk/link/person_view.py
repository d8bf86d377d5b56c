"""Puts together what the page of a person's records says beside the records: evidence, decisions, history, what will change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from baansuk.access.scope import Scope
from baansuk.link import questions as decided
from baansuk.link.models import Judgement, PersonEvent, ReviewPair
from baansuk.link.pages import shown_decision
from baansuk.link.record_questions import persons_named
from baansuk.people.sight import Sight
from baansuk.thai.words import Words

KINDS = {
    "join": Words("ระเบียนใหม่เข้ามา", "A new record came"),
    "merge": Words("รวมสองบุคคลเป็นคนเดียว", "Two persons became one"),
    "split": Words("แยกออกเป็นสองบุคคล", "One person became two"),
}


def patterns(sight: Sight, records: Sequence[int]) -> dict[int, str]:
    """How a record agrees with another of the same person, where the run wrote such a pair down."""
    rows = ReviewPair.objects.filter(edition=sight.edition, left_record__in=records, right_record__in=records)
    found: dict[int, str] = {}
    for left, right, pattern in rows.order_by("rank").values_list("left_record", "right_record", "pattern"):
        found.setdefault(left, pattern)
        found.setdefault(right, pattern)
    return found


def by_batch(scope: Scope, records: Sequence[int]) -> list[dict[str, Any]]:
    """The decisions on these records, those of one act as one line."""
    found: dict[str, dict[str, Any]] = {}
    for one in decided.judgements_of(records):
        line = found.setdefault(one.batch or f"one-{one.pk}", shown_decision(scope, one) | {"count": 0})
        line["count"] += 1
    return list(found.values())


def coming(sight: Sight, records: Sequence[int]) -> list[tuple[Words, str]]:
    """What the next edition changes for these records by what people decided, with the person it concerns where seen."""
    own, found = set(records), dict[tuple[str, str], Words]()
    held = {one.number: one.decision for one in decided.held()}
    rows = [one for one in decided.judgements_of(records) if held.get(one.pk) in ("same", "different")]
    others = {one: _other_person(one, own) for one in rows}
    seen = persons_named(sight, [code for code in others.values() if code])
    for one, other in others.items():
        if one.decision == "different" and one.left_record in own and one.right_record in own:
            found["apart", ""] = Words(
                "จะแยกเป็นสองบุคคล ตามที่ตัดสินว่าคนละคน", "It will be two persons, as it was decided that they are different"
            )
        elif one.decision == "same" and not (one.left_record in own and one.right_record in own):
            found["together", other if other in seen else ""] = Words(
                "จะรวมกับอีกบุคคลหนึ่ง ตามที่ตัดสินว่าคนเดียวกัน",
                "It will be one with another person, as it was decided that they are the same",
            )
    return [(words, code) for (_kind, code), words in found.items()]


def _other_person(one: Judgement, own: set[int]) -> str:
    other: str = one.right_person if one.left_record in own else one.left_person
    return other


def shown_event(row: PersonEvent) -> dict[str, Any]:
    """Return an event as a page draws it: whether it waits for a run, and whether it stands."""
    return {
        "event": row,
        "kind": KINDS[row.kind],
        "count": len(row.records),
        "waits": bool(row.by) and row.realised_in is None and row.undone_by is None,
        "in_force": row.undone_by is None or decided.stands(row),
    }
