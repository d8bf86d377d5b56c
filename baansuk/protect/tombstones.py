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
from baansuk.collect.rewriting import Rewritten
from baansuk.protect.kinds import DELIVERY
from baansuk.protect.models import Tombstone
from baansuk.thai.words import Refusal
from baansuk.vault import shelf
from baansuk.vault.durable import sync_folder

FILE = "tombstones.jsonl"
_COLUMNS = (
    *("what", "receipt", "old_hash", "new_hash", "person_code"),
    *("rows", "kin", "row_count", "raw_dropped", "reason"),
)


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
            yield {"kin": {}} | json.loads(text)  # older lines know of no cells of others
        except json.JSONDecodeError:
            continue


def replay_tombstones(*, by: str = "command") -> int:
    """Erase again whatever a restored backup has brought back; return how many erasures had to be done again.

    Call it after a restore and before the house serves. Interrupted, the next call goes on; a second call does nothing.
    """
    again = erase_again(by=by)
    with transaction.atomic():
        gate.write("protect.replay_tombstones", by=by, about={"again": again})
    return again


def erase_again(*, by: str) -> int:
    """Erase what stands although a line tells that it was erased; return of how many lines that was so."""
    return sum(_erase_again(line, _stone_of(line), by) for line in lines())


def done(stone: Tombstone, made: Rewritten) -> None:
    """Note on a tombstone what the delivery became without the rows."""
    stone.new_hash, stone.raw_dropped = made.sha256, made.raw_dropped
    stone.save(update_fields=["new_hash", "raw_dropped"])


def _stone_of(line: dict[str, Any]) -> Tombstone:
    """Return the tombstone of a line in the database, made where a crash or an older backup left it out."""
    same = {name: line[name] for name in ("receipt", "old_hash", "what", "person_code")}
    found = Tombstone.objects.filter(**same).order_by("pk").first()
    if found is not None:
        return found
    values = {name: line[name] for name in (*_COLUMNS, "asked_by", "by")}
    return Tombstone.objects.create(**values, at=datetime.fromisoformat(line["at"]))


def _erase_again(line: dict[str, Any], stone: Tombstone, by: str) -> bool:
    delivery = Delivery.objects.filter(receipt=line["receipt"]).first()
    if delivery is None:
        return False
    old = line["old_hash"]
    if delivery.sha256 != old:
        return _file_left(old)
    if line["what"] == DELIVERY:
        if delivery.state == "erased" and not _folder(old).exists():
            return False
        erase_delivery(delivery=delivery, by=by)
        return True
    if delivery.state == "erased" or stone.new_hash == old:
        return False
    done(stone, erase_rows(delivery=delivery, records=set(line["rows"]), kin=line["kin"], by=by))
    return True


def _file_left(old: str) -> bool:
    """Erase the file that rows were taken from where the crash came between its new name and its end."""
    if not _folder(old).exists() or Delivery.objects.filter(sha256=old).exists():
        return False
    shelf.erase(_folder(old))
    return True


def _folder(sha256: str) -> Path:
    return Path(settings.STORE) / "deliveries" / sha256
