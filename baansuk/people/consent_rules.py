"""What a person may agree to, and how it must have been explained; no database, no clock.

State work on a public task needs no consent and never asks for one: between an office and somebody who needs help a
signature is not free (practice 3, danger 9). Consent is for named extra uses, one by one; no right depends on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from baansuk.access.classes import CLASSES, HOUSEHOLD, IDENTITY, PERSONAL, PURPOSES
from baansuk.thai.words import Refusal, Words

PARTNER = "partner"
# Each is asked for by itself: yes to one is no yes to another, and silence is no.
USES: Mapping[str, Words] = MappingProxyType(
    {
        PARTNER: Words("ให้ภาคีนอกภาครัฐเห็นข้อมูล", "A non-state partner sees the facts"),
        "visit": Words("ให้คณะผู้บริหารมาเยี่ยมบ้าน", "A visit by officials"),
        "publicity": Words("ให้ใช้ชื่อและภาพในพิธีหรือข่าว", "Name and picture at a ceremony or in the news"),
        "story": Words("ให้เล่าเรื่องเป็นบทเรียนโดยไม่ระบุชื่อ", "The story told as a lesson, without the name"),
        "research": Words("ให้นักวิจัยติดต่อ", "A researcher may get in touch"),
    }
)
LANGUAGES: Mapping[str, Words] = MappingProxyType(
    {
        "th": Words("ไทยกลาง", "Central Thai"),
        "nod": Words("คำเมือง", "Northern Thai"),
        "tts": Words("อีสาน", "Isan"),
        "sou": Words("ใต้", "Southern Thai"),
        "mfa": Words("มลายูถิ่น", "Pattani Malay"),
        "ksw": Words("กะเหรี่ยง", "Karen"),
        "shn": Words("ไทใหญ่", "Tai Yai (Shan)"),
        "hmn": Words("ม้ง", "Hmong"),
        "lhu": Words("ลาหู่", "Lahu"),
        "lis": Words("ลีซู", "Lisu"),
        "lwl": Words("ลัวะ (ละเวือะ)", "Lawa"),
        "sign": Words("ภาษามือ", "Sign language"),
        "other": Words("ภาษาอื่น", "Another language"),
    }
)
EXPLAINED: Mapping[str, Words] = MappingProxyType(
    {
        "read_aloud": Words("อ่านให้ฟังและถามกลับว่าเข้าใจ", "Read aloud, and asked back"),
        "interpreter": Words("อธิบายผ่านล่าม", "Through an interpreter"),
        "read_self": Words("อ่านเอง", "Read by the person"),
        "pictures": Words("ใช้ภาพหรือเสียง", "With pictures or sound"),
    }
)
GIVERS: Mapping[str, Words] = MappingProxyType(
    {
        "self": Words("เจ้าของข้อมูลเอง", "The person"),
        "guardian": Words("ผู้ปกครองหรือผู้อนุบาล", "A parent or guardian"),
    }
)
# From these a person's facts can be held back. Keeping the register itself and overseeing it rest on the law; to end these
# for somebody is an erasure.
HOLDABLE: Mapping[str, Words] = MappingProxyType(
    {name: words for name, words in PURPOSES.items() if name not in ("register", "oversight")}
)
# Where somebody lives is told no more exactly than the village, and a report of violence to nobody.
NEVER = frozenset({"protection", "position"})
WITHOUT_RIGHTS_LOST = Words(
    "จะยินยอมหรือไม่ก็ได้ ถอนเมื่อใดก็ได้ ไม่มีผลต่อสิทธิ สวัสดิการ หรือความช่วยเหลือใด",
    "Yes or no, and withdrawn at any time: no right, allowance or help depends on it.",
)


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody agreed to: the use, for a partner also to whom, for what and which classes, and how it was explained."""

    use: str
    given_on: date
    language: str
    explained: str
    witness: str
    given_by: str = "self"
    partner: str = ""
    purpose: str = ""
    classes: Sequence[str] = ()


def check_given(given: Given, today: date) -> None:
    """Raise Refusal for a consent that would not be one."""
    for listed, code, what in (
        (USES, given.use, Words("เรื่องที่ยินยอม", "Use")),
        (LANGUAGES, given.language, Words("ภาษา", "Language")),
        (EXPLAINED, given.explained, Words("วิธีอธิบาย", "How it was explained")),
        (GIVERS, given.given_by, Words("ผู้ให้ความยินยอม", "Who gave it")),
    ):
        _check_on(listed, code, what)
    if given.given_on > today:
        raise Refusal(
            "day_to_come", "วันที่ให้ความยินยอมยังมาไม่ถึง ตรวจวันที่", "The day of the consent lies in the future; check it."
        )
    if not given.witness.strip():
        raise Refusal(
            "witness_needed",
            "ต้องมีพยานหนึ่งคนที่ไม่ใช่ผู้ขอความยินยอม เพื่อให้แน่ใจว่าไม่ได้ถูกกดดัน",
            "Name a witness who is not the one that asked, so that nobody was pressed.",
        )
    if given.use == PARTNER:
        _check_partner(given)
    elif given.partner or given.purpose or given.classes:
        raise Refusal(
            "one_use_at_a_time",
            "ความยินยอมแต่ละเรื่องบันทึกแยกกัน ภาคีและประเภทข้อมูลใช้กับเรื่อง “ให้ภาคีเห็นข้อมูล” เท่านั้น",
            "Each consent is recorded by itself; partner and classes belong to “a partner sees the facts” only.",
        )


def _check_partner(given: Given) -> None:
    if not given.partner:
        raise Refusal("partner_needed", "เลือกภาคีที่ยินยอมให้เห็น", "Choose the partner that may see.")
    _check_on(PURPOSES, given.purpose, Words("วัตถุประสงค์", "Purpose"))
    if not given.classes:
        raise Refusal("class_needed", "เลือกข้อมูลที่ยินยอมให้เห็นอย่างน้อยหนึ่งประเภท", "Choose at least one class of facts.")
    for name in given.classes:
        _check_on(CLASSES, name, Words("ประเภทข้อมูล", "Class of facts"))
        if name in NEVER or name not in PERSONAL:
            raise Refusal(
                "class_never",
                f"“{CLASSES[name].th}” ให้ภาคีนอกภาครัฐเห็นไม่ได้ แม้เจ้าตัวยินยอม",
                f"“{CLASSES[name].en}” is opened to no non-state partner, whatever is agreed.",
            )


def opened(classes: Sequence[str]) -> frozenset[str]:
    """Return the classes that a consent opens: a name and a village beside what was chosen, or nobody could be found."""
    return frozenset({*classes, HOUSEHOLD, IDENTITY} - NEVER)


def _check_on(listed: Mapping[str, Words], code: str, what: Words) -> None:
    if code not in listed:
        raise Refusal(
            "not_on_the_list",
            f"{what.th} “{code}” ไม่อยู่ในรายการที่เลือกได้",
            f"{what.en} “{code}” is not on the list to choose from.",
        )
