"""What a stolen account reached and how it is told: ways, classes, deadline and risk; no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from baansuk.access.classes import CLASSES, SENSITIVE
from baansuk.thai.words import Refusal, Words

# PDPA s.37(4) and the notification of 2565: from the moment the breach is known, as far as possible.
NOTICE_WITHIN: Final = timedelta(hours=72)
SOURCE: Final = Words(
    "พ.ร.บ.คุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562 มาตรา 37(4) และประกาศคณะกรรมการฯ เรื่องหลักเกณฑ์และวิธีการในการแจ้งเหตุการละเมิด พ.ศ. 2565",
    "PDPA 2019 s.37(4) and the notification on reporting breaches, 2022",
)


@dataclass(frozen=True, slots=True)
class Way:
    """How persons were reached: the acts that did it, gravest ways first. ``files``: the subjects are deliveries."""

    words: Words
    acts: tuple[str, ...]
    files: bool = False


WAYS: Mapping[str, Way] = MappingProxyType(
    {
        "number": Way(Words("เปิดดูเลขประจำตัวเต็ม", "Whole id numbers looked at"), ("people.full_number",)),
        "exported": Way(
            Words("ส่งออกหรือทำสำเนา", "Exported or copied out"),
            ("people.export", "people.export_agreed", "protect.extract", "protect.export_letters", "audit.export"),
        ),
        "files": Way(
            Words("ดาวน์โหลดหรือเปิดแถวของไฟล์ที่หน่วยงานส่ง", "Rows of delivered files opened or downloaded"),
            ("collect.issues", "collect.issues_workbook"),
            files=True,
        ),
        "opened": Way(
            Words("เปิดดูหน้าครัวเรือนหรือบุคคล", "Pages of a household or person opened"),
            ("people.look", "people.look_consents", "people.look_agreed", "link.look_pair", "link.look_records"),
        ),
        "listed": Way(
            Words("เห็นในรายการหรือผลค้นหา", "Seen in a list or a search"), ("people.look_list", "people.search")
        ),
    }
)
OTHER: Final = Words("การใช้งานอื่นที่แตะข้อมูล", "Other acts that touched them")
EXPORTS: Final = ("people.export", "people.export_agreed")
# What reached nobody: it was turned away, or it only says that something is about to leave.
REACHED_NOBODY: Final = ("refused", "failed")


@dataclass(frozen=True, slots=True)
class Span:
    """From when to before when an account was in wrong hands."""

    begins: datetime
    ends: datetime


def check_span(begins: datetime, ends: datetime, known: datetime, now: datetime) -> Span:
    """Return the span. Raises Refusal for one that ends before it begins, or lies in the future."""
    if ends <= begins:
        raise Refusal(
            "breach_span",
            "เวลาสิ้นสุดต้องอยู่หลังเวลาเริ่ม",
            "The end must come after the beginning.",
        )
    if begins > now or known > now:
        raise Refusal(
            "breach_future",
            "เวลาที่เริ่มและเวลาที่ทราบเหตุต้องไม่อยู่ในอนาคต",
            "Neither the beginning nor the moment it was known can lie in the future.",
        )
    return Span(begins, ends)


def deadline(known: datetime) -> datetime:
    """Return by when the office of the PDPC must be told."""
    return known + NOTICE_WITHIN


def risk_of(persons: int, ways: Iterable[str], classes: Iterable[str]) -> str:
    """Return ``none``, ``some`` or ``high``, as a first guess for the officer who decides.

    High is what leads to telling the persons themselves: whole numbers, lists that left, or classes of s.26.
    """
    if not persons:
        return "none"
    reached = set(ways)
    grave = reached & {"number", "exported", "files"} or ("opened" in reached and SENSITIVE & set(classes))
    return "high" if grave else "some"


RISKS: Mapping[str, Words] = MappingProxyType(
    {
        "none": Words("ไม่พบว่ามีผู้ถูกเปิดเผยข้อมูล", "No person is known to be affected"),
        "some": Words("มีความเสี่ยง: แจ้งสำนักงาน", "A risk: tell the office"),
        "high": Words("มีความเสี่ยงสูง: แจ้งสำนักงานและแจ้งเจ้าของข้อมูล", "A high risk: tell the office and the persons"),
    }
)


def in_order(classes: Iterable[str]) -> list[str]:
    """Return classes of facts in their usual order, the sensitive ones first."""
    found = set(classes)
    return sorted((one for one in CLASSES if one in found), key=lambda one: one not in SENSITIVE)
