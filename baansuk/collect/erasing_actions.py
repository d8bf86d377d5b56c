"""Erasing what was delivered: a whole file by destroying its key, some rows by rewriting the file without them.

The row of the delivery is changed first and the files go after: cut off in between, the same call finishes what is left.
Who may order this, and why, is decided by a room above.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from baansuk.audit import gate
from baansuk.collect.kin_cells import Kin
from baansuk.collect.models import Delivery, ErasedFile
from baansuk.collect.moves import check_move
from baansuk.collect.rewriting import Rewritten, rewrite
from baansuk.thai.dates import show_date
from baansuk.thai.words import Words
from baansuk.vault import shelf


def erase_delivery(*, delivery: Delivery, by: str, partner: str = "") -> list[Delivery]:
    """Erase a file for good, in every reading of it; returns the deliveries that it was. Its receipts stay."""
    with transaction.atomic():
        same = list(Delivery.objects.select_for_update().filter(sha256=delivery.sha256).order_by("pk"))
        gone = [one for one in same if one.state != "erased"]
        for one in gone:
            check_move(one.state, "erased")
            _mark_erased(one)
        if gone:
            subjects = [("delivery", one.receipt) for one in gone]
            gate.write("collect.erase", by=by, partner=partner, subjects=subjects)
    shelf.erase(_folder(delivery.sha256))
    return same


def erase_rows(*, delivery: Delivery, records: set[int], kin: Kin, by: str, partner: str = "") -> Rewritten:
    """Rewrite a delivery without some of its records (by their ids) under a new hash; the old file goes with its key.

    ``kin`` names the cells of other records that bear an erased person's number: they are emptied. Another reading of the
    same old file is erased whole: nobody would rewrite it.
    """
    made = rewrite(delivery, records, kin, Path(settings.STORE))
    with transaction.atomic():
        current = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if current.sha256 != delivery.sha256:
            return made  # another process was first
        old = current.sha256
        summary = current.summary | {"raw_dropped": made.raw_dropped or not current.has_raw}
        current.sha256, current.size, current.summary = made.sha256, made.size, summary
        current.rows_clean = max(current.rows_clean - made.rows, 0)
        current.rows = max(current.rows - made.rows, 0)
        current.save(update_fields=["sha256", "size", "summary", "rows", "rows_clean"])
        if old != made.sha256:  # the same where another erasure has taken out all that was meant
            _replaced(current, old)
        about = {"rows": made.rows, "raw_dropped": made.raw_dropped}
        gate.write("collect.erase_rows", by=by, partner=partner, subjects=[("delivery", current.receipt)], about=about)
    if old != made.sha256:
        shelf.erase(_folder(old))
    return made


def _replaced(current: Delivery, old: str) -> None:
    """Have the file as it was answered by the receipt of what is left, and its other readings be erased."""
    ErasedFile.objects.get_or_create(
        sha256=old, receipt=current.receipt, defaults={"whole": False, "at": timezone.now()}
    )
    for other in Delivery.objects.filter(sha256=old).exclude(pk=current.pk):
        _mark_erased(other)


def _mark_erased(delivery: Delivery) -> None:
    now = timezone.now()
    day = timezone.localdate(now)
    said = Words(f"ลบถาวรเมื่อ {show_date(day)}", f"Erased on {day.isoformat()}")
    delivery.state, delivery.decided_at = "erased", now
    delivery.reason_code, delivery.reason_th, delivery.reason_en = "erased", said.th, said.en
    delivery.summary = {"delivery": delivery.summary.get("delivery", "")}
    delivery.save(update_fields=["state", "decided_at", "reason_code", "reason_th", "reason_en", "summary"])
    ErasedFile.objects.get_or_create(
        sha256=delivery.sha256, receipt=delivery.receipt, defaults={"whole": True, "at": now}
    )


def _folder(sha256: str) -> Path:
    return Path(settings.STORE) / "deliveries" / sha256
