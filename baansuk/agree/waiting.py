"""What waits in an agreement, the most urgent first: what its page says on top, with the way to each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from baansuk.agree.page_questions import Opened, PartyRoles
from baansuk.agree.questions import Standing
from baansuk.thai.words import Words

URGENCY = ("bad", "warn", "wait")


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that waits: what it is, where it is done or read, and how urgent (see ``URGENCY``)."""

    words: Words
    address: str
    tone: str = "wait"


def waiting(standing: Standing, parties: Sequence[PartyRoles], annexes: Sequence[Opened], *, keeps: bool) -> list[Wait]:
    """Return what waits in an agreement; ``keeps``: the reader can do it, so the way leads to the form."""
    if standing.agreement.example or standing.state in ("ended", "withdrawn"):
        return []
    found = [
        *_near_the_end(standing, keeps=keeps),
        *_next_step(standing, annexes, keeps=keeps),
        *_drafts(annexes),
        *_late(parties),
    ]
    return sorted(found, key=lambda one: URGENCY.index(one.tone))


def _near_the_end(standing: Standing, *, keeps: bool) -> Iterable[Wait]:
    if standing.warning is None:
        return
    days = standing.days_left
    address = f"{reverse('agreement-new')}?renews={standing.code}" if keeps else "#glance"
    said = Words(f"เหลืออีก {days} วัน ต่ออายุก่อนวันสุดท้าย", f"{days} days left: renew it before its last day")
    yield Wait(said, address, "bad" if standing.warning <= 30 else "warn")


def _next_step(standing: Standing, annexes: Sequence[Opened], *, keeps: bool) -> Iterable[Wait]:
    code, state = standing.code, standing.state
    if state == "draft" and keeps:
        yield Wait(Words("ร่าง ยังไม่ได้บันทึกการลงนาม", "A draft: not signed yet"), reverse("agreement-sign", args=[code]))
    if state == "signed" and keeps:
        said = Words("ลงนามแล้ว ยังไม่ให้มีผล", "Signed, not yet brought into force")
        yield Wait(said, reverse("agreement-step", args=[code, "bring_into_force"]))
    if state != "draft" and not any(one.annex.state == "approved" for one in annexes):
        said = Words("ยังไม่มีภาคผนวกที่อนุมัติ จึงไม่มีใครเห็นข้อมูล", "No approved annex yet, so nobody sees anything")
        yield Wait(said, "#annexes")
    if state != "draft" and keeps and not standing.agreement.paper_sha256:
        said = Words("ยังไม่ได้เก็บเอกสารที่ลงนาม", "The signed paper is not kept yet")
        yield Wait(said, reverse("agreement-paper", args=[code]))


def _drafts(annexes: Iterable[Opened]) -> Iterable[Wait]:
    for one in annexes:
        if one.annex.state == "draft":
            body = one.annex.partner
            said = Words(
                f"ภาคผนวกของ{body.name_th} รอผู้อนุมัติคนที่สอง", f"The annex of {body.name_en} waits for a second person"
            )
            yield Wait(said, f"#annex-{one.annex.pk}")


def _late(parties: Iterable[PartyRoles]) -> Iterable[Wait]:
    for one in parties:
        if one.tally.late:
            name, late = one.party.signed_as, one.tally.late
            english = "one role is late" if late == 1 else f"{late} roles are late"
            said = Words(f"{name.th} เลยกำหนด {late} บทบาท", f"{name.en}: {english}")
            yield Wait(said, f"#roles-{one.party.partner_id}", "bad")
