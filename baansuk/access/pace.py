"""How often one may search, take a list out and read lists by a program: often enough for any work, too seldom to copy the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from baansuk.thai.words import Refusal, Words

SEARCH, EXPORT, LIST = "search", "export", "list"
SESSION, POST = "session", "post"
NAMES: Final[Mapping[str, Words]] = {
    SEARCH: Words("ค้นหา", "searches"),
    EXPORT: Words("ดาวน์โหลดรายชื่อ", "downloads of lists"),
    LIST: Words("อ่านรายการ", "lists read"),
}


@dataclass(frozen=True, slots=True)
class Pace:
    """So many in so many seconds; 0 is without end."""

    most: int
    seconds: int


class TooFast(Refusal):
    """It was asked for too often: not yet again, for so many seconds."""

    def __init__(self, kind: str, counted: str, pace: Pace, seconds: int) -> None:
        self.kind, self.counted, self.pace, self.seconds = kind, counted, pace, seconds
        name, wait, span = NAMES[kind], _long(seconds), _long(pace.seconds)
        super().__init__(
            "too_fast",
            f"{name.th}ครบ {pace.most:,} ครั้งใน {span.th} แล้ว โปรดรอ {wait.th} แล้วลองใหม่",
            f"{pace.most:,} {name.en} in {span.en} is as many as there are; wait {wait.en} and try again.",
        )


def seconds_left(pace: Pace, began: int, now: int) -> int:
    """Return how long it is until a span that began then is over; at least a second, at most the whole span."""
    return max(1, min(pace.seconds, began + pace.seconds - now))


def _long(seconds: int) -> Words:
    if seconds < 100:
        return Words(f"{seconds} วินาที", f"{seconds} seconds")
    minutes = -(-seconds // 60)
    return Words(f"{minutes} นาที", f"{minutes} minutes")
