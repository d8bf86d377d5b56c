"""What a worker finishes as it starts: erasures that were allowed and that a crash has cut off."""

from __future__ import annotations

from django.db import DatabaseError

from baansuk.command.terminal import tell
from baansuk.protect.erasure_actions import finish_erasures
from baansuk.thai.words import Refusal, Words


def finish_what_was_cut_off() -> int:
    """Finish such erasures and say how many there were; a disk that fails stops no worker, its next start tries again."""
    try:
        finished = finish_erasures(by="worker")
    except (DatabaseError, OSError, Refusal) as error:
        name = getattr(error, "code", type(error).__name__)
        tell(
            Words(
                f"ลบข้อมูลที่ค้างอยู่ให้เสร็จไม่ได้ ({name}) จะลองใหม่เมื่อเปิดงานเบื้องหลังครั้งต่อไป",
                f"An erasure that was cut off could not be finished ({name}); the next start of a worker tries again.",
            )
        )
        return 0
    if finished:
        tell(
            Words(
                f"ลบข้อมูลที่ค้างอยู่ให้เสร็จแล้ว {finished} รายการ",
                f"{finished} erasure(s) that were cut off are finished.",
            )
        )
    return finished
