"""Says when somebody may look beyond their post because it is urgent, for how long, and who must allow more; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from baansuk.access.roles import ROLES
from baansuk.access.scope import URGENT_FOR, Scope
from baansuk.thai.words import Refusal, Words

# What one person may open alone; the rest waits for a second one.
ALONE = timedelta(hours=3)
HOURS = (3, 6, 12, 24)
# So that three hours again and again are not a day without anybody's leave.
AGAIN_AFTER = timedelta(hours=24)
SHORTEST_REASON = 15
KINDS: Mapping[str, Words] = MappingProxyType(
    {
        "disaster": Words("ไฟไหม้ น้ำท่วม หรือภัยพิบัติ", "Fire, flood or disaster"),
        "illness": Words("เจ็บป่วยกะทันหันหรืออุบัติเหตุ", "Sudden illness or accident"),
        "violence": Words("ความรุนแรงหรือการทารุณ", "Violence or abuse"),
        "abandoned": Words("ถูกทอดทิ้งหรือไร้ที่พึ่ง", "Abandoned or without shelter"),
        "other": Words("เหตุเร่งด่วนอื่น", "Another urgent case"),
    }
)


def may_ask(scope: Scope) -> bool:
    """Say whether this seat could look urgently at all: one that sees persons, at work to help."""
    role = ROLES.get(scope.role)
    return role is not None and role.sees_persons and scope.purpose == URGENT_FOR and scope.post is not None


def check_may_ask(scope: Scope, *, area_code: str, household: str, granted: bool) -> None:
    """Raise Refusal unless this seat may look at that area, or at that household of it.

    ``granted``: whether an agreement grants the seat's partner households there to help. An urgent look goes beyond
    the post, never beyond that: no hour is so urgent that an agency reads what it never had a right to.
    """
    if not may_ask(scope):
        raise Refusal(
            "not_from_here",
            "ตำแหน่งหรือวัตถุประสงค์ที่ใช้อยู่ดูข้อมูลกรณีฉุกเฉินไม่ได้ สลับเป็นตำแหน่งที่เห็นครัวเรือน เพื่อช่วยเหลือ",
            "This post or purpose has no urgent look; switch to a post that sees households, to help them",
        )
    if not (area_code.isdecimal() and len(area_code) in (6, 8)):
        raise Refusal(
            "area_too_wide",
            "ระบุหมู่บ้าน (8 หลัก) หรือตำบล (6 หลัก) ไม่เปิดทั้งอำเภอหรือจังหวัด",
            "Name a village (8 digits) or a tambon (6 digits); a whole amphoe or province is never opened",
        )
    by_houses = ROLES[scope.role].by_houses
    if by_houses and not household:
        raise Refusal(
            "house_needed",
            "ตำแหน่งของท่านเห็นเป็นรายบ้าน โปรดระบุรหัสครัวเรือน",
            "Your post sees single houses: give the code of the household",
        )
    if household and not by_houses:
        raise Refusal(
            "area_needed",
            "ตำแหน่งของท่านเห็นเป็นพื้นที่ ไม่ต้องระบุรหัสครัวเรือน",
            "Your post sees areas: leave the household's code empty",
        )
    if (by_houses and household in (scope.houses or ())) or (not by_houses and area_code.startswith(scope.post_area)):
        raise Refusal("seen_already", "ท่านเห็นข้อมูลนี้อยู่แล้ว", "You see this already")
    if not granted:
        raise Refusal(
            "beyond_the_agreement",
            "ข้อตกลงของหน่วยงานท่านไม่ครอบคลุมพื้นที่นี้ แม้เร่งด่วนก็เปิดไม่ได้ โปรดโทรหาผู้ดูแลทะเบียนหรือ 1300",
            "Your partner's agreement does not reach this area, and urgency does not widen it: call the register keeper or 1300",
        )


def check_words(*, kind: str, reason: str, hours: int) -> None:
    """Raise Refusal for a kind or number of hours that is not on the list, and for a reason that says nothing."""
    if kind not in KINDS or hours not in HOURS:
        raise Refusal(
            "not_on_the_list", "เลือกประเภทเหตุและจำนวนชั่วโมงจากรายการ", "Choose the kind and the hours from the lists"
        )
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refusal(
            "reason_missing",
            "โปรดเขียนเหตุผลให้ผู้ดูแลทะเบียนและผู้ตรวจสอบเข้าใจ โดยไม่ใส่ชื่อหรือเลขประจำตัว",
            "Write a reason that the keeper and the auditor understand, without a name or an id number",
        )


def may_sign(scope: Scope, area_code: str) -> bool:
    """Say whether this seat may be the second person to an urgent look at that area."""
    return scope.signs and bool(scope.post_area) and area_code.startswith(scope.post_area)
