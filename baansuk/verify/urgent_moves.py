"""Which state an urgent case may go to from which, who has to move it on, and how each state is called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from baansuk.thai.words import Refusal, Words

MOVES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "reported": frozenset({"taken"}),
        "taken": frozenset({"visited", "referred", "closed"}),
        "visited": frozenset({"helped", "referred", "closed"}),
        "helped": frozenset({"referred", "closed"}),
        "referred": frozenset({"helped", "closed"}),
        "closed": frozenset({"reopened"}),
        "reopened": frozenset({"taken"}),
    }
)
# "duty": whoever is on duty for the area; "taker": whoever took it.
OWNERS: Mapping[str, str] = MappingProxyType(
    {
        "reported": "duty",
        "taken": "taker",
        "visited": "taker",
        "helped": "taker",
        "referred": "taker",
        "closed": "nobody",
        "reopened": "duty",
    }
)
OWNER_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "duty": Words("ผู้อยู่เวร", "Whoever is on duty"),
        "taker": Words("ผู้รับเรื่อง", "Whoever took it"),
        "nobody": Words("ไม่มี", "Nobody"),
    }
)
STATE_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "reported": Words("แจ้งแล้ว รอรับเรื่อง", "Reported"),
        "taken": Words("รับเรื่องแล้ว", "Taken"),
        "visited": Words("ไปพบแล้ว", "Visited"),
        "helped": Words("ช่วยเหลือแล้ว", "Helped"),
        "referred": Words("ส่งต่อแล้ว", "Referred"),
        "closed": Words("ปิดเรื่อง", "Closed"),
        "reopened": Words("เปิดเรื่องใหม่", "Reopened"),
    }
)
ACT_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "taken": Words("รับเรื่อง", "Take it"),
        "visited": Words("บันทึกว่าไปพบแล้ว", "It was visited"),
        "helped": Words("บันทึกการช่วยเหลือ", "Help was given"),
        "referred": Words("ส่งต่อ", "Refer it"),
        "closed": Words("ปิดเรื่อง", "Close it"),
        "reopened": Words("เปิดเรื่องใหม่", "Open it again"),
    }
)
TONES: Mapping[str, str] = MappingProxyType(
    {
        "reported": "bad",
        "taken": "wait",
        "visited": "info",
        "helped": "good",
        "referred": "info",
        "closed": "none",
        "reopened": "warn",
    }
)
OPEN = frozenset(MOVES) - {"closed"}
# Steps that say nothing without words: what was done, to whom it went, why it ends.
NEEDS_WORDS = frozenset({"visited", "helped", "referred", "closed", "reopened"})


def check_move(old: str, new: str) -> None:
    """Raise Refusal ``wrong_state`` when an urgent case may not go from ``old`` to ``new``."""
    if new not in MOVES[old]:
        raise Refusal(
            "wrong_state",
            f"ทำไม่ได้ เพราะเรื่องนี้อยู่ในสถานะ “{STATE_WORDS[old].th}”",
            f"This cannot be done: the case is “{STATE_WORDS[old].en}”.",
        )


def diagram() -> str:
    """Return the table of moves as a Mermaid state diagram, for the docs."""
    arrows = [f"    {old} --> {new}" for old, news in MOVES.items() for new in MOVES if new in news]
    return "\n".join(["stateDiagram-v2", "    [*] --> reported", *arrows])
