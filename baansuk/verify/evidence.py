"""Where what was found of a household, what the facts say and what others found disagree; no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from baansuk.thai.words import Words
from baansuk.verify.outcomes import CONFIRMED, OUTCOMES

# On a list of the poor while no indicator fails: lists and survey disagree, so it says nothing for poverty by itself.
LISTS_AGAINST_FACTS = "listed_without_lack"
CONFIRMING = tuple(one.code for one in OUTCOMES.values() if one.result == CONFIRMED)


@dataclass(frozen=True, slots=True)
class Found:
    """What one step found: its code, the kind of decision and the outcome."""

    step: str
    kind: str
    outcome: str


CONFLICTS: dict[str, Words] = {
    "data_against_forum": Words("ข้อมูลว่าขาด แต่เวทีว่าไม่เข้าข่าย", "The facts say poor, the forum says not"),
    "forum_against_data": Words("เวทียืนยัน แต่ข้อมูลไม่พบข้อใดตก", "The forum confirms, the facts show nothing"),
    "sources_disagree": Words("บัญชีกับผลสำรวจขัดกัน", "Lists and survey disagree"),
    "steps_differ": Words("แต่ละขั้นได้ผลต่างกัน", "Steps found different things"),
    "objected": Words("มีผู้คัดค้าน", "Somebody objected"),
    "disputed": Words("เคยเห็นต่างในที่ประชุม", "It was disputed"),
    "after_meeting": Words("เพิ่มหลังการประชุมหมู่บ้าน", "Added after the village met"),
    "returned": Words("เคยถูกส่งกลับ", "It was sent back before"),
    "appealed": Words("มีคำอุทธรณ์", "There is an appeal"),
}


def says_of(text: str) -> tuple[str, ...]:
    """Return the codes of what the facts say."""
    return tuple(one for one in text.split(",") if one)


def says_poor(text: str) -> bool:
    """Say whether the facts speak for poverty: some rule holds beside that of lists without a lack."""
    return any(one != LISTS_AGAINST_FACTS for one in says_of(text))


def conflicts(says: str, outcome: str, found: Iterable[Found], *, after_meeting: bool = False) -> tuple[str, ...]:
    """Return what disagrees about a case, in the order of CONFLICTS."""
    listed: Sequence[Found] = list(found)
    recorded = {one.step: one.outcome for one in listed if one.kind == "record" and one.outcome}
    kinds = {one.kind for one in listed}
    told = {
        "data_against_forum": outcome == "not_poor" and says_poor(says),
        "forum_against_data": outcome in CONFIRMING and not says_poor(says),
        "sources_disagree": LISTS_AGAINST_FACTS in says_of(says),
        "steps_differ": len(set(recorded.values())) > 1,
        "objected": "object" in kinds,
        "disputed": any(one.outcome == "disputed" for one in listed),
        "after_meeting": after_meeting,
        "returned": "return" in kinds,
        "appealed": "appeal" in kinds,
    }
    return tuple(code for code in CONFLICTS if told[code])
