"""Which state a delivery may go to from which, and who has to move it on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from baansuk.thai.words import Refusal, Words

MOVES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "received": frozenset({"checked", "held", "refused"}),
        "checked": frozenset({"accepted", "rejected", "erased"}),
        "held": frozenset({"accepted", "rejected", "erased"}),
        "accepted": frozenset({"superseded", "withdrawn", "erased"}),
        "superseded": frozenset({"withdrawn", "accepted", "erased"}),
        "rejected": frozenset({"erased"}),
        "withdrawn": frozenset({"erased"}),
        "refused": frozenset({"received", "erased"}),
        # What is erased comes back by nobody's hand.
        "erased": frozenset(),
    }
)
# Who has to do something next; "" where nobody has.
OWNERS: Mapping[str, str] = MappingProxyType(
    {
        "received": "worker",
        "checked": "register_keeper",
        "held": "register_keeper",
        "accepted": "",
        "superseded": "",
        "rejected": "agency_officer",
        "withdrawn": "",
        "refused": "agency_officer",
        "erased": "",
    }
)
STATE_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "received": Words("รับไว้แล้ว กำลังอ่าน", "Received, being read"),
        "checked": Words("ตรวจแล้ว รอรับเข้าทะเบียน", "Checked, waiting to be accepted"),
        "held": Words("พักไว้ รอเหตุผลจากผู้ดูแลทะเบียน", "Held, waiting for a keeper's reason"),
        "accepted": Words("รับเข้าทะเบียนแล้ว", "Accepted"),
        "rejected": Words("ไม่รับ ส่งกลับหน่วยงาน", "Rejected, back to the agency"),
        "withdrawn": Words("ถอนออกแล้ว", "Withdrawn"),
        "superseded": Words("มีฉบับใหม่แทนแล้ว", "Superseded by a newer one"),
        "refused": Words("อ่านไม่ได้ ไม่รับไฟล์", "The file was refused"),
        "erased": Words("ลบถาวรแล้ว", "Erased for good"),
    }
)


def check_move(old: str, new: str) -> None:
    """Raise Refusal ``wrong_state`` when a delivery may not go from ``old`` to ``new``."""
    if new not in MOVES[old]:
        raise Refusal(
            "wrong_state",
            f"ทำไม่ได้ เพราะชุดข้อมูลนี้อยู่ในสถานะ “{STATE_WORDS[old].th}”",
            f"This cannot be done: the delivery is “{STATE_WORDS[old].en}”.",
        )
