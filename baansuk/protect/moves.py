"""Which state a person's request may go to from which, who has to move it on, and how each state is called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from baansuk.thai.words import Refusal, Words

MOVES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "received": frozenset({"checked", "refused", "withdrawn"}),
        "checked": frozenset({"in_work", "refused", "withdrawn"}),
        "in_work": frozenset({"answered", "refused", "withdrawn"}),
        "answered": frozenset({"reopened"}),
        "refused": frozenset({"reopened"}),
        "withdrawn": frozenset({"reopened"}),
        "reopened": frozenset({"in_work", "refused", "withdrawn"}),
    }
)
OWNERS: Mapping[str, str] = MappingProxyType(
    {
        "received": "data_protection_officer",
        "checked": "data_protection_officer",
        "in_work": "register_keeper",
        "reopened": "data_protection_officer",
        "answered": "nobody",
        "refused": "nobody",
        "withdrawn": "nobody",
    }
)
STATE_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "received": Words("รับเรื่องแล้ว", "Received"),
        "checked": Words("ยืนยันตัวตนแล้ว", "Identity checked"),
        "in_work": Words("กำลังดำเนินการ", "In work"),
        "answered": Words("ตอบแล้ว", "Answered"),
        "refused": Words("ไม่รับ พร้อมเหตุผล", "Refused, with a reason"),
        "withdrawn": Words("ผู้ขอถอนเรื่อง", "Withdrawn by the person"),
        "reopened": Words("เปิดเรื่องใหม่", "Reopened"),
    }
)
TONES: Mapping[str, str] = MappingProxyType(
    {
        "received": "wait",
        "checked": "wait",
        "in_work": "info",
        "reopened": "warn",
        "answered": "good",
        "refused": "bad",
        "withdrawn": "none",
    }
)
# While a request is in one of these, it counts as a case of the person.
OPEN = frozenset({"received", "checked", "in_work", "reopened"})


def check_move(old: str, new: str) -> None:
    """Raise Refusal ``wrong_state`` when a request may not go from ``old`` to ``new``."""
    if new not in MOVES[old]:
        raise Refusal(
            "wrong_state",
            f"ทำไม่ได้ เพราะคำขอนี้อยู่ในสถานะ “{STATE_WORDS[old].th}”",
            f"This cannot be done: the request is “{STATE_WORDS[old].en}”.",
        )


def diagram() -> str:
    """Return the table of moves as a Mermaid state diagram, for the docs."""
    arrows = [f"    {old} --> {new}" for old, news in MOVES.items() for new in MOVES if new in news]
    return "\n".join(["stateDiagram-v2", "    [*] --> received", *arrows])
