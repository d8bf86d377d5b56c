"""The closed lists of this room with their words: what a person may ask, how it came in, how they were recognised."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from baansuk.thai.words import Words

# PDPA s.30-36. ``object`` is s.32, ``restrict`` s.34, ``correct`` s.35-36, ``erase`` s.33.
KINDS: Mapping[str, Words] = MappingProxyType(
    {
        "see": Words("ขอดูข้อมูลของตน", "See one's own facts"),
        "copy": Words("ขอสำเนาข้อมูลของตน", "A copy of one's own facts"),
        "correct": Words("ขอแก้ไขข้อมูล", "Correct a fact"),
        "erase": Words("ขอให้ลบข้อมูล", "Erase the facts"),
        "restrict": Words("ขอให้ระงับการใช้ข้อมูล", "Restrict the use"),
        "object": Words("ขอคัดค้านการใช้ข้อมูล", "Object to a use"),
    }
)
EXTRACTS = frozenset({"see", "copy"})
# What an erasure takes: a whole delivery, or the rows of one person.
DELIVERY, PERSON = "delivery", "person"
HOLDING = frozenset({"restrict", "object"})

CHANNELS: Mapping[str, Words] = MappingProxyType(
    {
        "counter": Words("มาที่สำนักงาน", "At the office"),
        "home": Words("เจ้าหน้าที่รับเรื่องที่บ้าน", "At home, by an officer"),
        "letter": Words("หนังสือ", "By letter"),
        "phone": Words("โทรศัพท์", "By phone"),
        "online": Words("ทางออนไลน์", "Online"),
        "village": Words("ผ่านผู้ใหญ่บ้านหรืออาสาสมัคร", "Through the village head or a volunteer"),
    }
)
ASKERS: Mapping[str, Words] = MappingProxyType(
    {
        "self": Words("เจ้าของข้อมูลเอง", "The person"),
        "guardian": Words("ผู้ปกครองหรือผู้อนุบาล", "A parent or guardian"),
        "holder": Words("ผู้รับมอบอำนาจ", "Whoever holds a power of attorney"),
    }
)
# How it was made sure that whoever asks is the person, or speaks for the person.
IDENTITY_CHECKS: Mapping[str, Words] = MappingProxyType(
    {
        "card": Words("ดูบัตรประจำตัวตัวจริง", "The identity card itself"),
        "thaid": Words("ยืนยันด้วยแอป ThaiD", "ThaiD"),
        "paper": Words("ดูเอกสารราชการอื่นที่มีรูป", "Another official paper with a picture"),
        "known": Words("เจ้าหน้าที่ในพื้นที่สองคนรับรองว่ารู้จัก", "Two local officers know the person"),
        "power": Words("ดูหนังสือมอบอำนาจและบัตรของทั้งสองฝ่าย", "The power of attorney and both cards"),
        "guardian": Words("ดูเอกสารความเป็นผู้ปกครองหรือคำสั่งศาล", "The paper of guardianship"),
    }
)
FOR_OTHERS = frozenset({"power", "guardian"})
# PDPA allows a refusal only for a reason, which is recorded (s.30, s.39).
REASONS: Mapping[str, Words] = MappingProxyType(
    {
        "identity": Words("ยืนยันตัวตนผู้ขอไม่ได้", "It could not be made sure who asks"),
        "law": Words("กฎหมายกำหนดให้เก็บหรือใช้ข้อมูลนี้", "A law obliges us to keep or use this"),
        "open_case": Words("ยังมีเรื่องที่ดำเนินการอยู่", "A case is still open"),
        "others": Words("กระทบสิทธิของผู้อื่น", "It would harm the rights of others"),
        "right_as_is": Words("ตรวจแล้วข้อมูลถูกต้องอยู่แล้ว", "The fact was found to be right"),
        "repeated": Words("ขอซ้ำโดยไม่มีเหตุใหม่", "Asked again without a new reason"),
    }
)
