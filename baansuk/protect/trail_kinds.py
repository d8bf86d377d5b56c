"""The kinds of acts in the trail: what an auditor asks for by kind, and what a household is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from baansuk.thai.words import Words

KINDS: Mapping[str, Words] = MappingProxyType(
    {
        "look": Words("เปิดดูข้อมูล", "Looked at facts"),
        "search": Words("ค้นหา", "Searched"),
        "leave": Words("ส่งออกหรือดาวน์โหลด", "Exported or downloaded"),
        "change": Words("บันทึกหรือแก้ไข", "Recorded or changed"),
        "sign_in": Words("เข้าออกระบบ", "Signed in and out"),
        "rights": Words("บัญชี ตำแหน่ง และสิทธิ", "Accounts, posts and rights"),
        "agree": Words("ข้อตกลงและภาคี", "Agreements and partners"),
        "run": Words("ประมวลผล", "Runs"),
        "trail": Words("ดูแลและตรวจร่องรอย", "Keeping and reading the trail"),
        "request": Words("เปิดหน้าอื่น", "Opened another page"),
    }
)
# What the verb of an act says, whichever room wrote it.
_VERBS = (
    ("look", "look"), ("full_number", "look"), ("issues_workbook", "leave"), ("issues", "look"), ("search", "search"),
    ("export", "leave"), ("extract", "leave"), ("open_paper", "leave"), ("print", "leave"),
    ("take_out", "leave"),
)  # fmt: skip
_SIGN_IN = frozenset(
    {
        *("come_in", "turn_away", "go_out", "leave_idle", "use_second_factor", "turn_code_away", "turn_sign_on_away"),
        *("take_seat", "use_token", "turn_token_away", "choose_language", "end_sessions"),
    }
)
_ROOMS = {"access": "rights", "agree": "agree", "runs": "run", "assess": "run", "web": "request"}

SOURCES: Mapping[str, Words] = MappingProxyType(
    {
        "web": Words("หน้าเว็บ", "the pages"),
        "api": Words("โปรแกรมของหน่วยงาน", "an agency's program"),
        "command": Words("คำสั่งที่เครื่องแม่ข่าย", "the command line"),
        "worker": Words("งานเบื้องหลัง", "the background worker"),
        "run": Words("งานประมวลผล", "a run"),
    }
)
OUTCOMES: Mapping[str, Words] = MappingProxyType(
    {
        "done": Words("สำเร็จ", "Done"),
        "refused": Words("ไม่อนุญาต", "Refused"),
        "failed": Words("ผิดพลาด", "Failed"),
        "begun": Words("เริ่มส่ง", "Begun"),
        "broken_off": Words("ส่งไม่ครบ", "Broken off"),
    }
)
TONES = {"done": "good", "refused": "warn", "failed": "bad", "begun": "info", "broken_off": "warn"}
SUBJECTS: Mapping[str, Words] = MappingProxyType(
    {
        "household": Words("ครัวเรือน", "Household"),
        "person": Words("บุคคล", "Person"),
        "delivery": Words("ไฟล์ที่รับ", "Delivery"),
        "run": Words("งานประมวลผล", "Run"),
        "agreement": Words("ข้อตกลง", "Agreement"),
        "request": Words("คำขอของเจ้าของข้อมูล", "Request of a person"),
        "edition": Words("ทะเบียนฉบับที่", "Edition of the register"),
        "partner": Words("ภาคี", "Partner"),
        "pair": Words("คู่ที่ตรวจ", "Pair under review"),
    }
)


def kind_of(act: str) -> str:
    """Return the kind of an act by its name; one that no rule knows changes something."""
    room, _dot, verb = act.partition(".")
    if room == "audit":
        return "trail"
    # Linking is a run; what people decide on its doubts is theirs.
    if act == "link.link":
        return "run"
    if room == "access" and verb in _SIGN_IN:
        return "sign_in"
    if room != "web":
        for start, kind in _VERBS:
            if verb.startswith(start):
                return kind
    return _ROOMS.get(room, "change")


def by_kind(acts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return acts by their kind, in the order of ``KINDS``."""
    listed = sorted(acts)
    return {kind: tuple(act for act in listed if kind_of(act) == kind) for kind in KINDS}


# What a household reads of an act, as what was done to it.
HOUSE_ACTS: Mapping[str, Words] = MappingProxyType(
    {
        "people.look": Words("เปิดดูหน้าครัวเรือนนี้", "opened this household"),
        "people.look_list": Words("เห็นครัวเรือนนี้ในรายการ", "saw this household in a list"),
        "people.search": Words("พบครัวเรือนนี้ในการค้นหา", "found this household in a search"),
        "people.export": Words("ส่งออกรายชื่อที่มีครัวเรือนนี้", "exported a list with this household"),
        "people.full_number": Words("เปิดดูเลขประจำตัวเต็มของสมาชิก", "looked at the full id number of a member"),
        "link.look_pair": Words("เปิดดูระเบียนของสมาชิกเพื่อตรวจว่าเป็นคนเดียวกัน", "compared a record of a member with another"),
        "link.look_records": Words("เปิดดูระเบียนของสมาชิก", "opened the records of a member"),
        "people.change": Words("แก้ข้อมูลของครัวเรือนนี้", "changed facts of this household"),
        "access.assign_houses": Words("มอบหมายให้ดูแลครัวเรือนนี้", "assigned this household"),
        "audit.look": Words("ตรวจดูว่าใครเปิดดูครัวเรือนนี้", "looked at who had looked at this household"),
        "audit.search": Words("ค้นร่องรอยของครัวเรือนนี้", "searched the trail of this household"),
        "protect.print_looks": Words("พิมพ์ใบแจ้งการเข้าถึงข้อมูลของครัวเรือนนี้", "printed who had looked at this household"),
        "web.request": Words("เปิดหน้าเกี่ยวกับครัวเรือนนี้", "opened a page about this household"),
    }
)
# On the household's own sheet acts are told by what they mean to it.
SHEET_ACTS: Mapping[str, Words] = MappingProxyType(
    {
        "look": Words("เปิดดู", "Looked"),
        "list": Words("เห็นในรายการ", "Seen in a list"),
        "search": Words("พบในการค้นหา", "Found in a search"),
        "leave": Words("อยู่ในรายชื่อที่ส่งออก", "In an exported list"),
        "change": Words("บันทึกหรือแก้ไข", "Recorded or changed"),
        "trail": Words("ตรวจดูว่าใครเปิดดู", "Checked who looked"),
        "other": Words("ดำเนินการอื่น", "Other"),
    }
)


def sheet_kind(act: str) -> str:
    """Return how an act is told on a household's own sheet."""
    if act in ("people.look_list", "people.look_agreed"):
        return "list"
    if act == "protect.print_looks":
        return "trail"
    # An urgent look is told as a look: what was urgent is not for a sheet that lies on a table.
    if act.endswith("_emergency"):
        return "look"
    kind = kind_of(act)
    return kind if kind in SHEET_ACTS else "other"
