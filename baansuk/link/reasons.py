"""The reasons a clerk may give for a decision: a closed list, because free words would name people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from baansuk.thai.words import Words

# In the order of their keys: the first reason of a decision is key 1.
REASONS: Mapping[str, Sequence[tuple[str, Words]]] = MappingProxyType(
    {
        "same": (
            ("same_details", Words("รายละเอียดหลักตรงกัน", "The main details agree")),
            ("same_spelling", Words("ต่างกันเพราะสะกดหรือพิมพ์ผิด", "They differ by spelling or a slip of typing")),
            ("same_changed", Words("เปลี่ยนชื่อ นามสกุล หรือที่อยู่", "A name or address was changed")),
            ("same_known", Words("คนในพื้นที่ยืนยันว่าเป็นคนเดียวกัน", "People of the place say so")),
            ("same_papers", Words("ตรวจกับบัตรหรือทะเบียนบ้านแล้ว", "Checked against card or house book")),
        ),
        "different": (
            ("different_details", Words("รายละเอียดหลักขัดกัน", "The main details do not agree")),
            ("different_relatives", Words("เป็นญาติหรือแฝดในบ้านเดียวกัน", "Relatives or twins of one house")),
            ("different_namesakes", Words("ชื่อเหมือนกันแต่คนละคน", "Namesakes")),
            ("different_known", Words("คนในพื้นที่ยืนยันว่าเป็นคนละคน", "People of the place say so")),
            ("different_papers", Words("ตรวจกับบัตรหรือทะเบียนบ้านแล้ว", "Checked against card or house book")),
        ),
        "unsure": (
            ("unsure_little", Words("ข้อมูลน้อยเกินไป", "Too little is said")),
            ("unsure_conflict", Words("ข้อมูลขัดกันเอง", "What is said conflicts")),
            ("unsure_visit", Words("ต้องถามคนในพื้นที่ก่อน", "People of the place must be asked first")),
        ),
    }
)
# Reasons that an act gives by itself.
OF_ACTS: Mapping[str, Words] = MappingProxyType(
    {
        "split": Words("แยกบุคคลนี้ออกเป็นสองคน", "This person was split in two"),
        "undo": Words("ยกเลิกการรวมหรือการแยกก่อนหน้า", "An earlier merge or split was undone"),
    }
)
WITHDRAWN: Mapping[str, Words] = MappingProxyType(
    {
        "slip": Words("กดผิด", "A slip of the hand"),
        "learned": Words("ได้ข้อมูลเพิ่ม", "More is known now"),
        "asked": Words("เจ้าตัวหรือหน่วยงานทักท้วง", "The person or an agency objected"),
    }
)
DECISIONS: Mapping[str, Words] = MappingProxyType(
    {
        "same": Words("คนเดียวกัน", "Same person"),
        "different": Words("คนละคน", "Different persons"),
        "unsure": Words("ตัดสินไม่ได้", "Cannot tell"),
    }
)
WHY_ASKED: Mapping[str, Words] = MappingProxyType(
    {
        "two_ids": Words(
            "อย่างอื่นตรงกันหมด แต่เลขประจำตัวถูกต้องทั้งคู่และเป็นคนละเลข",
            "All else agrees, but both id numbers are valid and differ",
        ),
        "uncertain": Words("หลักฐานก้ำกึ่ง", "The evidence is balanced"),
        "near_id": Words("เลขประจำตัวต่างกันเพียงพลั้งมือครั้งเดียว", "The id numbers differ by one slip"),
        "chain": Words(
            "มีระเบียนที่สามโยงสองระเบียนนี้เข้าหากัน ทั้งที่เลขประจำตัวต่างกันหรือเคยมีคนตัดสินว่าคนละคน",
            "A third record brings these two together, although their ids differ or somebody decided they are different",
        ),
        "sample": Words("สุ่มมาเพื่อวัดคุณภาพ", "Drawn at random to measure quality"),
    }
)


def reason_words(reason: str) -> Words:
    """Return a reason in words; one that came in a file is shown as it stands there."""
    known = {code: words for listed in REASONS.values() for code, words in listed} | dict(OF_ACTS)
    return known.get(reason, Words(reason, reason))


def belongs(decision: str, reason: str) -> bool:
    """Say whether a reason may be given for a decision."""
    return any(code == reason for code, _words in REASONS.get(decision, ()))
