"""The papers of a meeting: what they say, and that a Word file says the same in the face in which Thai is set."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn

from baansuk.verify import minutes
from baansuk.verify.minutes import Call, Meeting, Resolved, Sitter, Topic
from baansuk.verify.papers import Order, Signer, announcement, as_written, text_of
from baansuk.verify.papers_docx import ALIKE, FACE, write_docx

HEAD = Sitter("นายประธาน สมมุติ", "นายอำเภอเมืองสมมุติ", "ประธาน")
SECRETARY = Sitter("นางสาวเลขา สมมุติ", "พัฒนาการอำเภอ", "เลขานุการ")
THIRD = Sitter("นายกรรมการ สมมุติ", "สาธารณสุขอำเภอ", "กรรมการ", present=False, away_because="ลาป่วย")
MEETING = Meeting(
    "คณะกรรมการกลั่นกรองระดับอำเภอ",
    "2/2570",
    dt.date(2026, 11, 21),
    "ห้องประชุมที่ว่าการอำเภอ",
    "145/2569",
    dt.date(2026, 10, 9),
    [HEAD, SECRETARY, THIRD],
    needed=2,
    began="09.30",
    ended="11.00",
    to_know=[Topic("หมู่บ้านส่งผลแล้วจำนวน 12 หมู่บ้าน", "รับทราบ")],
    resolved=[
        Resolved("C-2345-6789-A", "12/3 หมู่ 1", "ยืนยัน", "ยืนยัน"),
        Resolved("C-3456-789A-B", "15 หมู่ 1", "โต้แย้ง", "ส่งกลับ", "ขาดหลักฐาน", withdrew=("นายประธาน สมมุติ",)),
    ],
    recorder=Signer("นางสาวเลขา สมมุติ", "เลขานุการ"),
    checker=Signer("นายประธาน สมมุติ", "ประธาน"),
)
LETTER = Call(
    "ที่ว่าการอำเภอเมืองสมมุติ", "0 0000 0000", "สม 0118/123", dt.date(2026, 11, 14), "กรรมการทุกท่าน", Signer(), "09.30", 2
)
PAPERS = {
    "minutes": minutes.minutes(MEETING),
    "call": minutes.call(MEETING, LETTER),
    "memo": minutes.resolutions_memo(MEETING, LETTER),
    "order": minutes.appointment("อำเภอเมืองสมมุติ", "145/2569", dt.date(2026, 10, 9), MEETING.body, MEETING.sitters, Signer()),
    "announcement": announcement(
        Order("อำเภอเมืองสมมุติ", "", dt.date(2026, 11, 21), "ผลการตรวจสอบ", ["จำนวน 120 ครัวเรือน"], Signer("", "นายอำเภอ"))
    ),
}  # fmt: skip


def words_of(docx: bytes) -> str:
    """Return the text of a Word file as it is read, tables and header included."""
    document = Document(io.BytesIO(docx))
    header = [one.text for one in document.sections[0].first_page_header.paragraphs]
    return "\n".join([*header, *(one.text or "" for one in document.element.iter(qn("w:t")))])


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("digits", [True, False], ids=["thai digits", "latin digits"])
def test_a_word_file_says_what_its_page_says(name, digits):
    paper = as_written(replace(PAPERS[name], thai_digits=digits))
    read = "".join(words_of(write_docx(paper)).split())
    for line in text_of(paper):
        for piece in line.split(" | "):
            assert "".join(piece.split()) in read, line
    assert "จำนวน" in read or name in ("order",)
    assert "\u2060" not in read


def test_minutes_tell_who_came_the_quorum_each_resolution_and_who_stepped_aside():
    read = words_of(write_docx(PAPERS["minutes"]))
    assert "ร่าง – ยังไม่ได้ลงนาม" in read and "ครั้งที่ ๒/๒๕๗๐" in read and "๒๑ พฤศจิกายน ๒๕๖๙" in read
    assert "มีทั้งหมด ๓ คน มาประชุม ๒ คน องค์ประชุมต้องมีไม่น้อยกว่า ๒ คน จึงครบองค์ประชุม" in read
    assert "ลาป่วย" in read and "ส่งกลับ เหตุผล: ขาดหลักฐาน" in read
    assert "รายการที่ ๒ นายประธาน สมมุติ แจ้งว่าเป็นญาติ" in read and "รายการที่ ๑ นาย" not in read
    assert "C-2345-6789-A" in read, "a code keeps the digits by which it is typed"
    assert "เมื่อวันเสาร์ที่ ๒๑" in read
    assert "ร่าง" not in words_of(write_docx(minutes.minutes(MEETING, signed=True)))


def test_minutes_printed_before_anybody_signed_in_say_so_and_claim_nothing():
    nobody = replace(MEETING, sitters=[replace(one, present=False, away_because="") for one in MEETING.sitters])
    read = "\n".join(text_of(minutes.minutes(nobody)))
    assert read.startswith("ร่าง – ยังไม่ได้ลงชื่อผู้เข้าประชุม") and "กรรมการตามคำสั่ง" in read
    assert "ไม่มี" not in "\n".join(text_of(minutes.minutes(replace(nobody, to_know=[], resolved=[], other=[]))))
    assert "ผู้ไม่มาประชุม" not in read and "องค์ประชุม" not in read
    some = replace(MEETING, sitters=[HEAD, SECRETARY, replace(THIRD, away_because="")])
    assert "ติดราชการ" not in "\n".join(text_of(minutes.minutes(some))), "nobody said why they were away"


def test_a_paper_is_a4_with_the_margins_of_the_regulation_and_numbered_from_its_second_page():
    section = Document(io.BytesIO(write_docx(PAPERS["minutes"]))).sections[0]
    sizes = (section.page_width, section.page_height, section.left_margin, section.right_margin, section.top_margin)
    assert [round(one.mm) for one in sizes] == [210, 297, 30, 20, 25]
    assert section.different_first_page_header_footer
    later, first = section.header._element.xml, section.first_page_header._element.xml
    assert (
        "PAGE" in later
        and 'w:fmt="thaiNumbers"' in section._sectPr.xml
        and "PAGE" not in first
        and "ร่าง" in later
        and "ร่าง" in first
    )


def test_the_parts_of_a_word_file_stand_in_the_order_of_its_schema():
    order = ("rFonts", "b", "bCs", "sz", "szCs", "lang")
    for paper in PAPERS.values():
        document = Document(io.BytesIO(write_docx(paper)))
        for said in document.element.iter(qn("w:rPr")):
            names = [child.tag.rpartition("}")[2] for child in said]
            assert names == [name for name in order if name in names], names
        for table in document.tables:
            widths = [[cell.width for cell in row.cells] for row in table.rows]
            assert all(row == widths[0] for row in widths) and None not in widths[0]


def test_the_agenda_is_a_page_of_its_own_behind_the_signed_letter():
    read = text_of(PAPERS["call"])
    assert read.index("จึงเรียนมาเพื่อโปรดเข้าร่วมประชุมโดยพร้อมเพรียงกัน") < read.index("(" + "." * 32 + ")")
    assert read.index("(" + "." * 32 + ")") < next(
        n for n, line in enumerate(read) if line.startswith("ระเบียบวาระการประชุม")
    )
    assert 'w:type="page"' in Document(io.BytesIO(write_docx(PAPERS["call"]))).element.xml


def test_without_a_quorum_the_minutes_say_so():
    short = minutes.minutes(replace(MEETING, needed=3))
    assert any("จึงไม่ครบองค์ประชุม" in line for line in text_of(short))


def test_letters_that_pass_over_desks_name_no_household():
    for name in ("call", "memo"):
        read = words_of(write_docx(PAPERS[name]))
        assert "C-2345" not in read and "๑๒/๓" not in read and "สม ๐๑๑๘/๑๒๓" in read


def test_every_run_sets_the_face_and_size_by_which_word_shows_thai():
    for paper in PAPERS.values():
        document = Document(io.BytesIO(write_docx(paper)))
        runs = list(document.element.iter(qn("w:r")))
        assert runs
        for run in runs:
            said = run.find(qn("w:rPr"))
            fonts = said.find(qn("w:rFonts"))
            assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "cs", "eastAsia")} == {FACE}
            size = said.find(qn("w:sz")).get(qn("w:val"))
            assert said.find(qn("w:szCs")).get(qn("w:val")) == size and int(size) >= 32
            assert (said.find(qn("w:b")) is None) == (said.find(qn("w:bCs")) is None)
            assert said.find(qn("w:lang")).get(qn("w:bidi")) == "th-TH"


def test_the_file_names_the_faces_to_take_where_the_official_one_is_missing():
    with zipfile.ZipFile(io.BytesIO(write_docx(PAPERS["minutes"]))) as packed:
        assert packed.testzip() is None
        faces = packed.read("word/fontTable.xml").decode()
    assert f'<w:font w:name="{FACE}"><w:altName w:val="{ALIKE}"/>' in faces


def test_the_garudas_place_is_left_blank_at_its_height():
    table = Document(io.BytesIO(write_docx(PAPERS["order"]))).tables[0]
    assert round(table.rows[0].height.mm) == 30 and "".join(cell.text for cell in table.rows[0].cells) == ""
    table = Document(io.BytesIO(write_docx(PAPERS["call"]))).tables[0]
    assert round(table.rows[0].height.mm) == 15
    assert [cell.text for cell in table.rows[0].cells] == ["", "บันทึกข้อความ", ""]
