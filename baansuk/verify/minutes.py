"""The papers of a meeting that screens: the letter that calls it with its agenda, and its minutes; no database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from baansuk.verify.papers import (
    BLANK,
    SHORT_BLANK,
    Line,
    Memo,
    Order,
    Paper,
    Part,
    Rows,
    Rule,
    Signature,
    Signer,
    as_code,
    long_day,
    memo,
    order,
    week_day,
)

DRAFT = "ร่าง – ยังไม่ได้ลงนาม"
# Printed before the meeting, as a secretary lays it out beforehand: it claims of nobody that they came or stayed away.
BEFORE = "ร่าง – ยังไม่ได้ลงชื่อผู้เข้าประชุม"
RULE_OF_NOTICE = "พระราชบัญญัติวิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539"


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody named by the order: ``present`` or the reason for being away; ``duty`` is ประธาน, เลขานุการ, กรรมการ."""

    name: str
    post: str
    duty: str
    present: bool = True
    away_because: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """One line of resolutions: the case by its code and its house, what the data said, what was resolved and why.

    ``withdrew``: who declared kinship or an interest and left the room for this line.
    """

    code: str
    place: str
    before: str
    resolved: str
    because: str = ""
    withdrew: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """What is told or resolved under one of the five agenda items beside the cases."""

    told: str
    resolved: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as its papers tell it. ``needed``: how many make a quorum; ``began`` and ``ended`` are HH.MM."""

    body: str
    number: str
    held_on: date
    place: str
    order_no: str
    order_date: date | None
    sitters: Sequence[Sitter]
    needed: int
    began: str = ""
    ended: str = ""
    guests: Sequence[Sitter] = ()
    chair_told: Sequence[str] = ()
    last_minutes: str = ""
    to_know: Sequence[Topic] = ()
    resolved: Sequence[Resolved] = ()
    other: Sequence[Topic] = ()
    recorder: Signer = field(default_factory=Signer)
    checker: Signer = field(default_factory=Signer)


def present_of(meeting: Meeting) -> list[Sitter]:
    """Return who of the order was there."""
    return [one for one in meeting.sitters if one.present]


def minutes(meeting: Meeting, *, thai_digits: bool = True, signed: bool = False) -> Paper:
    """Return the รายงานการประชุม: who came, the five items of the agenda, each resolution in a line of its own."""
    parts: list[Part] = [
        Line(f"รายงานการประชุม{meeting.body}", "title"),
        Line(f"ครั้งที่ {meeting.number or SHORT_BLANK}", "centre"),
        Line(f"เมื่อ{week_day(meeting.held_on)}", "centre"),
        Line(f"ณ {meeting.place or BLANK}", "centre"),
        *_attendance(meeting),
        Line(f"เริ่มประชุมเวลา {meeting.began or SHORT_BLANK} น.", "part"),
        *([Line(_quorum_words(meeting))] if present_of(meeting) else []),
        *_agenda_items(meeting),
        Line(f"เลิกประชุมเวลา {meeting.ended or SHORT_BLANK} น.", "part"),
        Signature(meeting.recorder.name, meeting.recorder.post, "ผู้จดรายงานการประชุม"),
        Signature(meeting.checker.name, meeting.checker.post, "ผู้ตรวจรายงานการประชุม"),
    ]
    return Paper(f"รายงานการประชุม{meeting.body}", tuple(parts), thai_digits, _draft(meeting, signed))


def _draft(meeting: Meeting, signed: bool) -> str:
    if not present_of(meeting):
        return BEFORE
    return "" if signed else DRAFT


def _attendance(meeting: Meeting) -> list[Part]:
    if not present_of(meeting):
        note = Line("(ยังไม่ได้ลงชื่อผู้มาประชุม)")
        return [Line("กรรมการตามคำสั่ง", "heading"), _listed(meeting.sitters), note]
    away = [one for one in meeting.sitters if not one.present]
    parts: list[Part] = [Line("ผู้มาประชุม", "heading"), _listed(present_of(meeting))]
    if away:
        parts += [Line("ผู้ไม่มาประชุม", "heading"), _listed(away, reasons=True)]
    if meeting.guests:
        parts += [Line("ผู้เข้าร่วมประชุม", "heading"), _listed(meeting.guests)]
    return parts


def _listed(sitters: Sequence[Sitter], *, reasons: bool = False) -> Rows:
    """A table without lines: number, name, post, duty or reason."""
    rows = [
        (f"{place}.", one.name, one.post, one.away_because if reasons else one.duty)
        for place, one in enumerate(sitters, 1)
    ]
    return Rows((), tuple(rows), (6, 34, 38, 22))


def _quorum_words(meeting: Meeting) -> str:
    came, named = len(present_of(meeting)), len(meeting.sitters)
    said = f"กรรมการตามคำสั่งมีทั้งหมด {named} คน มาประชุม {came} คน องค์ประชุมต้องมีไม่น้อยกว่า {meeting.needed} คน"
    return f"{said} จึงครบองค์ประชุม" if came >= meeting.needed else f"{said} จึงไม่ครบองค์ประชุม"


def _agenda_items(meeting: Meeting) -> list[Part]:
    items: list[tuple[str, list[Part]]] = [
        ("เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", [Line(one) for one in meeting.chair_told]),
        ("เรื่องรับรองรายงานการประชุม", [Line(meeting.last_minutes)] if meeting.last_minutes else []),
        ("เรื่องที่เสนอให้ที่ประชุมทราบ", _topics(meeting.to_know)),
        ("เรื่องที่เสนอให้ที่ประชุมพิจารณา", _resolutions(meeting)),
        ("เรื่องอื่น ๆ", _topics(meeting.other)),
    ]
    # Before the meeting nobody knows that there was nothing: there is room to write.
    nothing = Line("ไม่มี") if present_of(meeting) else Line(BLANK * 2)
    return [
        one for place, (subject, said) in enumerate(items, 1) for one in (_item(place, subject), *(said or [nothing]))
    ]


def _item(number: int, subject: str) -> Part:
    return Line(f"ระเบียบวาระที่ {number}  {subject}", "heading")


def _topics(topics: Sequence[Topic]) -> list[Part]:
    parts: list[Part] = []
    for one in topics:
        parts.append(Line(one.told))
        if one.resolved:
            parts.append(Line(f"มติที่ประชุม  {one.resolved}", "resolution"))
    return parts


def _resolutions(meeting: Meeting) -> list[Part]:
    if not meeting.resolved:
        return []
    told = (
        f"ฝ่ายเลขานุการเสนอผลการตรวจสอบครัวเรือน จำนวน {len(meeting.resolved):,} รายการ เรียงตามบ้านเลขที่ "
        "ให้ที่ประชุมพิจารณาเป็นรายครัวเรือน โดยก่อนพิจารณาได้สอบถามถึงความเป็นญาติและส่วนได้เสียของกรรมการแล้ว"
    )
    rows = tuple(
        (f"{place}", as_code(one.code), one.place, one.before, _resolution(one))
        for place, one in enumerate(meeting.resolved, 1)
    )
    table = Rows(("ที่", "รหัสเรื่อง", "บ้าน", "ผลขั้นก่อน", "มติที่ประชุม"), rows, (6, 25, 20, 19, 30))
    return [Line(told), Line("มติที่ประชุม  เห็นชอบเป็นรายครัวเรือน ดังนี้", "resolution"), table, *_withdrawals(meeting)]


def _resolution(one: Resolved) -> str:
    return f"{one.resolved} เหตุผล: {one.because}" if one.because else one.resolved


def _withdrawals(meeting: Meeting) -> list[Part]:
    lines = [
        Line(f"รายการที่ {place} {', '.join(one.withdrew)} แจ้งว่าเป็นญาติหรือมีส่วนได้เสีย จึงออกจากที่ประชุมและไม่ร่วมพิจารณา")
        for place, one in enumerate(meeting.resolved, 1)
        if one.withdrew
    ]
    return [Line(f"การถอนตัวจากการพิจารณา (ตามมาตรา 13 และ 14 แห่ง{RULE_OF_NOTICE})", "part"), *lines] if lines else []


@dataclass(frozen=True, slots=True)
class Call:
    """The letter that calls a meeting: from whom, to whom, under which number of the register of letters."""

    office: str
    phone: str
    number: str
    dated: date | None
    to: str
    signer: Signer
    hour: str = ""
    cases: int = 0


def call(meeting: Meeting, letter: Call, *, thai_digits: bool = True) -> Paper:
    """Return the บันทึกข้อความ that calls a meeting, with its agenda (ระเบียบวาระการประชุม) attached."""
    when = f"{week_day(meeting.held_on)} เวลา {letter.hour or SHORT_BLANK} น. ณ {meeting.place or BLANK}"
    body = [
        f"ตามคำสั่งที่ {meeting.order_no or BLANK} ลงวันที่ {long_day(meeting.order_date)} แต่งตั้ง{meeting.body} นั้น",
        f"ขอเชิญท่านเข้าร่วมประชุม{meeting.body} ครั้งที่ {meeting.number or SHORT_BLANK} ใน{when} "
        "ตามระเบียบวาระที่แนบมาพร้อมนี้ หากท่านเป็นญาติหรือมีส่วนได้เสียกับครัวเรือนใด โปรดแจ้งฝ่ายเลขานุการก่อนการประชุม",
        "จึงเรียนมาเพื่อโปรดเข้าร่วมประชุมโดยพร้อมเพรียงกัน",
    ]
    return memo(
        Memo(
            letter.office, letter.phone, letter.number, letter.dated, f"ขอเชิญประชุม{meeting.body}", letter.to, body,
            letter.signer, attached=[*_agenda_head(meeting, when), *agenda(letter.cases)],
        ),
        thai_digits=thai_digits,
    )  # fmt: skip


def agenda(cases: int) -> list[Part]:
    """Return the ระเบียบวาระ: no household is named in it, only how many there are to look at."""
    subjects = (
        "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ",
        "เรื่องรับรองรายงานการประชุมครั้งที่แล้ว",
        "เรื่องที่เสนอให้ที่ประชุมทราบ",
        f"เรื่องที่เสนอให้ที่ประชุมพิจารณา: กลั่นกรองผลการตรวจสอบครัวเรือน จำนวน {cases:,} รายการ (เอกสารแจกในที่ประชุมและเก็บคืน)",
        "เรื่องอื่น ๆ",
    )
    return [Line(f"ระเบียบวาระที่ {place}  {subject}", "item") for place, subject in enumerate(subjects, 1)]


def _agenda_head(meeting: Meeting, when: str) -> list[Part]:
    return [
        Line(f"ระเบียบวาระการประชุม{meeting.body}", "title"),
        Line(f"ครั้งที่ {meeting.number or SHORT_BLANK}", "centre"),
        Line(when, "centre"),
        Rule(),
    ]


def appointment(
    office: str, number: str, dated: date | None, body: str, sitters: Sequence[Sitter], signer: Signer
) -> Paper:
    """Return the คำสั่ง that appoints a committee: its members, what it does, when a member steps aside."""
    duties = (
        "กลั่นกรองผลการตรวจสอบครัวเรือนระดับหมู่บ้านและตำบลเป็นรายครัวเรือน ยืนยัน ส่งกลับพร้อมเหตุผล หรือเสนอจังหวัด",
        "แจ้งความเป็นญาติและส่วนได้เสียก่อนพิจารณา ผู้มีส่วนได้เสียไม่ร่วมพิจารณาและไม่นับเป็นองค์ประชุมในรายการนั้น",
        "รักษาข้อมูลส่วนบุคคลที่ได้รู้จากการประชุม ไม่นำรายชื่อออกนอกที่ประชุม",
    )
    what = Order(
        office,
        number,
        dated,
        f"แต่งตั้ง{body}",
        [f"เพื่อให้การกลั่นกรองครัวเรือนเป็นไปด้วยความเรียบร้อยและเป็นธรรม จึงแต่งตั้ง{body} ประกอบด้วย"],
        signer,
        parts=[_listed(sitters), Line("ให้มีหน้าที่ดังนี้", "part"), *_numbered(duties)],
    )
    return order(what)


def _numbered(lines: Sequence[str]) -> list[Part]:
    return [Line(f"{place}. {one}", "item") for place, one in enumerate(lines, 1)]


def resolutions_memo(meeting: Meeting, letter: Call, *, thai_digits: bool = True) -> Paper:
    """Return the บันทึกข้อความ that sends the resolutions on, in counts: no household stands in a letter that passes by desks."""
    counted: dict[str, int] = {}
    for one in meeting.resolved:
        counted[one.resolved] = counted.get(one.resolved, 0) + 1
    rows = tuple((words, f"{count:,}") for words, count in sorted(counted.items()))
    body = [
        f"{meeting.body} ได้ประชุมครั้งที่ {meeting.number or SHORT_BLANK} เมื่อวันที่ {long_day(meeting.held_on)} "
        f"กลั่นกรองครัวเรือนรวม {len(meeting.resolved):,} รายการ มีผลดังนี้",
    ]
    what = Memo(
        letter.office, letter.phone, letter.number, letter.dated, f"รายงานผลการประชุม{meeting.body}", letter.to, body,
        letter.signer,
        [Rows(("ผลการพิจารณา", "จำนวน (ครัวเรือน)"), rows, (70, 30)),
         Line("รายละเอียดรายครัวเรือนอยู่ในระบบทะเบียนครัวเรือน เปิดดูได้ตามอำนาจหน้าที่"), Line("จึงเรียนมาเพื่อโปรดพิจารณา")],
    )  # fmt: skip
    return memo(what, thai_digits=thai_digits)
