"""The lines of what was erased, kept outside the database as well: a backup older than an erasure is told of it before it serves."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from baansuk.audit import gate
from baansuk.collect.erasing_actions import erase_delivery, erase_rows
from baansuk.collect.models import Delivery
from baansuk.protect.models import Tombstone
from baansuk.thai.words import Refusal
from baansuk.vault.durable import sync_folder

FILE = "tombstones.jsonl"
_COLUMNS = ("what", "receipt", "old_hash", "new_hash", "person_code", "rows", "row_count", "raw_dropped", "reason")


def place_of() -> Path:
    """Return where the file lies: elsewhere than the database."""
    return Path(settings.ELSEWHERE) / FILE


def append(stone: Tombstone) -> None:
    """Add a line and have the disk confirm it. Raises Refusal ``tombstone_failed``; then nothing may be erased."""
    line = {name: getattr(stone, name) for name in _COLUMNS}
    line |= {"asked_by": stone.asked_by, "by": stone.by, "at": stone.at.isoformat()}
    path = place_of()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
    except OSError as error:
        raise Refusal(
            "tombstone_failed",
            f"เขียนบันทึกการลบที่ {path} ไม่ได้ จึงยังไม่ลบอะไร ตรวจที่เก็บแล้วลองใหม่",
            f"The record of erasures at {path} could not be written, so nothing was erased. Check the place and try again.",
        ) from error


def lines() -> Iterator[dict[str, Any]]:
    """Yield the lines; a last one that was cut off by a crash is left out, for what it told of was not begun."""
    if not place_of().exists():
        return
    for text in place_of().read_text(encoding="utf-8").splitlines():
        try:
            yield json.loads(text)
        except json.JSONDecodeError:
            continue


def replay_tombstones(*, by: str = "command") -> int:
    """Erase again whatever a restored backup has brought back; return how many erasures had to be done again.

    Call it after a restore and before the house serves. Interrupted, the next call goes on; a second call does nothing.
    """
    done = 0
    for line in lines():
        again = _erase_again(line, by)
        done += again
        if not Tombstone.objects.filter(receipt=line["receipt"], old_hash=line["old_hash"], what=line["what"]).exists():
            values = {name: line[name] for name in (*_COLUMNS, "asked_by", "by")}
            Tombstone.objects.create(**values, at=datetime.fromisoformat(line["at"]))
    with transaction.atomic():
        gate.write("protect.replay_tombstones", by=by, about={"again": done})
    return done


def _erase_again(line: dict[str, Any], by: str) -> bool:
    delivery = Delivery.objects.filter(receipt=line["receipt"]).first()
    folder = Path(settings.STORE) / "deliveries" / line["old_hash"]
    if delivery is None or delivery.sha256 != line["old_hash"]:
        return False
    if line["what"] == "delivery":
        if delivery.state == "erased" and not folder.exists():
            return False
        erase_delivery(delivery=delivery, by=by)
        return True
    erase_rows(delivery=delivery, records=set(line["rows"]), by=by)
    return True
