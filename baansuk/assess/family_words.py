"""What a family may be asked of itself, in which languages, and what is no answer; no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from baansuk.thai.words import Refusal, Words

LONGEST = 600
MOST = 10
# The languages of homes in the highlands of the north, beside Thai and its own variants; a home may speak another.
LANGUAGES: Mapping[str, Words] = MappingProxyType(
    {
        "thai": Words("ไทยกลาง", "Central Thai"),
        "kam_mueang": Words("คำเมือง", "Northern Thai"),
        "isan": Words("อีสาน", "Isan"),
        "karen": Words("กะเหรี่ยง (ปกาเกอะญอ โปว์)", "Karen"),
        "tai_yai": Words("ไทใหญ่", "Tai Yai"),
        "hmong": Words("ม้ง", "Hmong"),
        "lahu": Words("ลาหู่", "Lahu"),
        "lisu": Words("ลีซู", "Lisu"),
        "sign": Words("ภาษามือ", "Sign language"),
        "other": Words("ภาษาอื่น", "Another language"),
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a family said on one day; '' and None where it was not said."""

    goal: str
    happiness: str
    rating: int | None
    language: str
    interpreted: bool
    told_on: date


def check_told(told: Told, today: date) -> None:
    """Raise Refusal where nothing was said, a rating is none of 0 to 10, or the day has not come."""
    if not told.goal.strip() and not told.happiness.strip() and told.rating is None:
        raise Refusal(
            "nothing_told",
            "ยังไม่ได้กรอกสิ่งที่ครอบครัวบอก กรอกอย่างน้อยหนึ่งช่อง ข้อที่ครอบครัวไม่อยากตอบเว้นไว้ได้",
            "Nothing is filled in yet. Fill in at least one; what the family would rather not say may stay empty.",
        )
    if told.rating is not None and not 0 <= told.rating <= MOST:
        raise Refusal("rating_wrong", "คะแนนความสุขต้องอยู่ระหว่าง 0 ถึง 10", "The rating is a number from 0 to 10.")
    if told.told_on > today:
        raise Refusal("day_ahead", "วันที่คุยกับครอบครัวยังมาไม่ถึง", "The day of the talk has not come yet.")
    if told.language not in LANGUAGES:
        raise Refusal("language_unknown", "เลือกภาษาที่ใช้คุย", "Choose the language that was spoken.")
