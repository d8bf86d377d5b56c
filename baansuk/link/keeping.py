"""Keeps decisions on pairs: held against those that hold, all of them or none; the act that calls writes the trail."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone

from baansuk.link.judging import Said, contradictions_within
from baansuk.link.models import Judgement
from baansuk.link.questions import code_of, held
from baansuk.link.reasons import DECISIONS
from baansuk.people.models import Edition
from baansuk.thai.dates import show_date
from baansuk.thai.words import Refusal

# A longer chain is told by its oldest links.
MOST_NAMED = 3


def take_turn() -> None:
    """Let those who decide at the same moment go one after the other; call it first in the transaction.

    Two decisions that agree with all that holds can still contradict each other.
    """
    Edition.objects.select_for_update().filter(state="current").first()


def new_batch() -> str:
    """Return a word that binds together what one act decides."""
    return secrets.token_urlsafe(12)


def keep_all(
    decisions: Sequence[Said], *, reason: str, way: str, by: str, persons: Mapping[int, str], batch: str
) -> list[Judgement]:
    """Keep decisions of one act; one that holds already is not kept twice. Raises Refusal ``contradiction``, and keeps none."""
    standing = {one.pair: one for one in held()}
    new = [one for one in decisions if one.pair not in standing or standing[one.pair].decision != one.decision]
    for one in new:
        if one.pair in standing:
            raise contradicts([standing[one.pair]])
    check_agree([*standing.values(), *new])
    now = timezone.now()
    return Judgement.objects.bulk_create(
        Judgement(
            left_record=one.left, right_record=one.right, left_person=persons.get(one.left, ""),
            right_person=persons.get(one.right, ""), decision=one.decision, reason=reason, by=by, at=now, way=way,
            batch=batch, recorded_by=by, recorded_at=now,
        )
        for one in new
    )  # fmt: skip


def check_agree(said: Sequence[Said]) -> None:
    """Raise Refusal ``contradiction`` naming the earlier of decisions that cannot all hold; 0 numbers a new one."""
    for against in contradictions_within(said):
        raise contradicts(against)


def contradicts(against: Iterable[Said]) -> Refusal:
    """Return the refusal that names the earlier decisions, by the codes of their pairs: the persons may not be the reader's."""
    numbers = [one.number for one in against if one.number]
    earlier = list(Judgement.objects.filter(pk__in=numbers).order_by("at", "pk")[:MOST_NAMED])
    if not earlier:
        return Refusal("contradiction", "คำตัดสินเหล่านี้ขัดกันเอง", "These decisions contradict each other.")
    th, en = " และ".join(_named(one, "th") for one in earlier), " and ".join(_named(one, "en") for one in earlier)
    return Refusal(
        "contradiction",
        f"ขัดกับคำตัดสินก่อนหน้า: {th} เมื่อโยงกันแล้วเป็นจริงพร้อมกันไม่ได้ ถ้าคำตัดสินนั้นผิด ให้ยกเลิกก่อน",
        f"This contradicts what was decided earlier: {en}. Through the records between, all of it cannot be true. If an "
        "earlier one is wrong, take it back first.",
    )


def _named(one: Judgement, language: str) -> str:
    said = DECISIONS[one.decision].in_language(language)
    day = show_date(timezone.localtime(one.at).date(), "day", language)
    if language == "th":
        return f"คู่ {code_of(one)} ซึ่ง {one.by} ตัดสินเมื่อ {day} ว่า “{said}”"
    return f"pair {code_of(one)}, which {one.by} decided on {day}: “{said}”"
