"""Whether a database came back from a backup and has not yet been told of what was erased since: nothing serves it before."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection

from baansuk.access.models import HouseMark
from baansuk.thai.words import Refusal

RESTORED: Final = "restored"
FILE: Final = "restoring"


def unfinished_at() -> Path:
    """Return where it stands that a restore is being written, and of which snapshot."""
    return Path(settings.VAR) / FILE


def is_marked() -> bool:
    """Say whether the database came back and its erasures were not replayed; one without tables did not."""
    try:
        if HouseMark._meta.db_table not in connection.introspection.table_names():
            return False
        return HouseMark.objects.filter(name=RESTORED).exists()
    except DatabaseError:
        return False  # whoever needs the database says in his own words that it does not answer


def half_restored(snapshot: str) -> Refusal:
    """Return the refusal of a house whose restore was cut short and must be brought to its end first."""
    return Refusal(
        "restore_unfinished",
        f"การกู้คืนชุด {snapshot} ยังไม่จบ จึงยังไม่เปิดใช้ สั่ง `baansuk restore` ชุดเดิมอีกครั้ง งานจะทำต่อ",
        f"The restore of {snapshot} was cut short, so nothing is served: run the same `baansuk restore` again and it goes on.",
    )


def check_ready() -> None:
    """Raise Refusal while a restore is not at its end: what was erased since the backup would be seen again."""
    path = unfinished_at()
    if path.exists():
        snapshot = path.read_text(encoding="ascii", errors="replace").strip()
        raise half_restored(snapshot)
    if is_marked():
        raise Refusal(
            "restored_not_replayed",
            "ฐานข้อมูลนี้กู้คืนจากสำเนาสำรอง และยังไม่ได้ลบซ้ำตามบันทึกการลบ จึงยังไม่เปิดใช้ สั่ง `baansuk restore --finish`",
            "This database came back from a backup, and what was erased since has not been erased again, so nothing is "
            "served: run `baansuk restore --finish`.",
        )
