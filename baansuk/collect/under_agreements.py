"""Which deliveries may be used today: those whose agreement holds; the others wait, seen by the register keeper only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from baansuk.agree.questions import in_force_codes, recorded_codes
from baansuk.collect.models import Delivery
from baansuk.collect.questions import AcceptedTable, accepted_tables
from baansuk.thai.words import Refusal


@dataclass(frozen=True, slots=True)
class Usable:
    """The accepted tables whose agreement holds on a day, and how many accepted deliveries wait for theirs."""

    tables: list[AcceptedTable]
    waiting: int


def usable_tables(day: date) -> Usable:
    """Return what a run may read on a day."""
    held = in_force_codes(day)
    listed = accepted_tables()
    used = [table for table in listed if table.agreement in held]
    waiting = {table.delivery for table in listed} - {table.delivery for table in used}
    return Usable(used, len(waiting))


def waiting_lines(waiting: int) -> list[list[str]]:
    """Return the line of a run's summary, in both languages, that says how many deliveries wait; none where none does."""
    if not waiting:
        return []
    return [
        [
            f"ไฟล์ที่รับเข้าแล้วแต่รอข้อตกลงที่มีผล {waiting:,} ไฟล์ จึงยังไม่นำมาใช้",
            f"Waiting for an agreement in force, and so not used: {waiting:,} accepted file(s)",
        ]
    ]


def check_usable(usable: Usable) -> None:
    """Raise Refusal ``no_agreement_in_force`` where files were accepted and no agreement lets any of them be used."""
    if usable.waiting and not usable.tables:
        raise Refusal(
            "no_agreement_in_force",
            f"ไฟล์ที่รับเข้าแล้ว {usable.waiting:,} ไฟล์ยังใช้ไม่ได้ เพราะไม่มีบันทึกข้อตกลงที่มีผล ให้ผู้ดูแลทะเบียนบันทึกข้อตกลงที่หน้า "
            "/agreements/ ให้มีผล แล้วกำหนดข้อตกลงให้ไฟล์",
            f"The {usable.waiting:,} accepted file(s) cannot be used: no agreement is in force. Record the agreement on the page "
            "/agreements/, bring it into force, and assign it to the files.",
        )


def is_unassigned(delivery: Delivery) -> bool:
    """Say whether a delivery names no agreement that this house has recorded."""
    return delivery.agreement not in recorded_codes()


def unassigned() -> QuerySet[Delivery]:
    """Return the deliveries without an agreement of this house, newest first; refused files never need one."""
    alive = Delivery.objects.exclude(state__in=("refused", "rejected", "withdrawn"))
    return alive.exclude(agreement__in=recorded_codes()).select_related("source").order_by("-received_at", "-pk")
