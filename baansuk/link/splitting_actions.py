"""Splitting a person whose records are two people's: decisions "different" between both parts, which the next run carries out."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from baansuk.audit import gate
from baansuk.link.judging import Said, across
from baansuk.link.keeping import keep_all, new_batch, take_turn
from baansuk.link.models import Judgement
from baansuk.thai.words import Refusal

# A person with more records than this on both sides is no slip of linking but a fault of a file.
MOST_DECISIONS = 2_000


def check_can_split(records: Collection[int], apart: Collection[int], *, hidden: int = 0) -> list[Said]:
    """Return the decisions that splitting would make; raises Refusal ``records_hidden``, ``nothing_apart`` or ``too_many``.

    ``hidden``: how many records of the person the reader may not be told of.
    """
    if hidden:
        raise Refusal(
            "records_hidden",
            "บุคคลนี้มีระเบียนที่ตำแหน่งของท่านดูไม่ได้ จึงแยกไม่ได้ ให้ผู้ดูแลทะเบียนเป็นผู้แยก",
            "This person has records that your post may not see, so you cannot split it; ask the register keeper.",
        )
    rest = set(records) - set(apart)
    if not apart or not rest or not set(apart) <= set(records):
        raise Refusal(
            "nothing_apart",
            "เลือกระเบียนที่เป็นของอีกคนอย่างน้อยหนึ่งระเบียน และเหลือไว้อย่างน้อยหนึ่งระเบียน",
            "Choose at least one record that is another person's, and leave at least one.",
        )
    if len(apart) * len(rest) > MOST_DECISIONS:
        raise Refusal(
            "too_many",
            "บุคคลนี้มีระเบียนมากผิดปกติ ให้ตรวจไฟล์ต้นทางก่อน",
            "This person has too many records to be split by hand; look at the files they came from first.",
        )
    return across(apart, rest)


def split(
    *, person: str, records: Collection[int], apart: Collection[int], by: str, partner: str = "", hidden: int = 0
) -> list[Judgement]:
    """Decide that ``apart`` is another person than the rest of the records; all of it can be taken back at once.

    Raises Refusal ``contradiction`` or those of ``check_can_split``.
    """
    decisions = check_can_split(records, apart, hidden=hidden)
    with transaction.atomic():
        take_turn()
        made = keep_all(
            decisions, reason="split", way="split", by=by, persons=dict.fromkeys(records, person), batch=new_batch()
        )
        gate.write(
            "link.split",
            by=by,
            partner=partner,
            subjects=[("person", person)],
            about={"records": len(records), "apart": len(apart), "decisions": len(made)},
        )
    return made
