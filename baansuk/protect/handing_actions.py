"""Hands a person's request from the post that answers for it to another one: people move on, and the due day does not."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from baansuk.access.scope import Scope
from baansuk.audit import gate
from baansuk.protect.handing_questions import owner_of, owners
from baansuk.protect.models import RequestStep, SubjectRequest
from baansuk.protect.moves import OPEN
from baansuk.protect.request_actions import NOTE
from baansuk.thai.words import Refusal
from baansuk.vault import values


@transaction.atomic
def hand_to(*, request: SubjectRequest, post: int, note: str, scope: Scope, by: str) -> SubjectRequest:
    """Make another post the owner of an open request; ``note`` says why, and is kept sealed with the step.

    Raises Refusal ``request_closed``, ``post_gone`` for a post that answers no requests today, and ``owner_already``.
    """
    current = SubjectRequest.objects.select_for_update().get(pk=request.pk)
    if current.state not in OPEN:
        raise Refusal("request_closed", "คำขอนี้ปิดแล้ว ให้เปิดเรื่องใหม่ก่อน", "This request is closed; open it again first.")
    if current.owner_post == post:
        raise Refusal(
            "owner_already", "ตำแหน่งนี้รับผิดชอบอยู่แล้ว เลือกตำแหน่งอื่น", "This post is its owner already; choose another."
        )
    new = owners().filter(pk=post).first()
    if new is None:
        raise Refusal(
            "post_gone",
            "วันนี้ไม่มีผู้ดำรงตำแหน่งนี้ หรือตำแหน่งนี้ไม่ได้รับคำขอของเจ้าของข้อมูล เลือกตำแหน่งอื่น",
            "Nobody holds this post today, or it answers no requests of persons; choose another.",
        )
    before = owner_of(current)
    current.owner_post = new.pk
    current.save(update_fields=["owner_post"])
    said = f"{before.title_th if before else '-'} → {new.title_th} ({new.user.username})\n{note.strip()}".strip()
    sealed = values.seal(said, NOTE, current.number)
    RequestStep.objects.create(
        request=current, old=current.state, new=current.state, at=timezone.now(), by=by, note_sealed=sealed
    )
    about = {"from_post": before.pk if before else None, "to_post": new.pk}
    subjects = [("request", current.number)]
    gate.write("protect.hand_request", by=by, partner=scope.partner, subjects=subjects, about=about)
    return current
