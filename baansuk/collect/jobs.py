"""Reading a kept file in the background, for uploads too large to wait for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from baansuk.collect import actions
from baansuk.collect.earlier import seen_before
from baansuk.collect.store import Kept, raw_path
from baansuk.runs.hold import Hold
from baansuk.thai.words import Words
from baansuk.vault.shelf import size_of

READING = Words("อ่านและตรวจไฟล์", "Reading and checking the file")


def receive(
    hold: Hold, *, by: str, partner: str, sha256: str, filename: str, source: str = "", sheet: str = ""
) -> dict[str, Any]:
    """Receive the raw file that an upload left in the store; the file is durable already, so a retry is safe."""
    hold.stage("receive", READING)

    def told(stage: str, done: int) -> None:
        if stage == "reading":
            hold.progress(done, 0, READING)

    began, path = timezone.now(), raw_path(Path(settings.STORE), sha256)
    delivery = actions.receive(
        Kept(sha256, size_of(path), path),
        filename=filename,
        by=by,
        source=source or None,
        sheet=sheet,
        partner=partner,
        progress=told,
    )
    counts = Words(
        f"ใบรับ {delivery.receipt}: ใช้ได้ {delivery.rows_clean:,} แถว ไม่รับ {delivery.rows_refused:,} แถว",
        f"Receipt {delivery.receipt}: {delivery.rows_clean:,} rows taken, {delivery.rows_refused:,} refused",
    )
    lines = [counts, before] if (before := seen_before(delivery, since=began)) else [counts]
    where = reverse("delivery", kwargs={"receipt": delivery.receipt})
    return {"receipt": delivery.receipt, "lines": [[line.th, line.en] for line in lines], "address": where}
