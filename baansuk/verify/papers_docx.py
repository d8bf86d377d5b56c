"""Writes an official paper as a Word file in which Thai stands in the right face and size."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from docx.enum.text import WD_TAB_ALIGNMENT as TAB
from docx.enum.text import WD_TAB_LEADER as LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from baansuk.verify.papers import (
    BLANK,
    Emblem,
    Fields,
    Line,
    NewPage,
    Paper,
    Part,
    Rows,
    Rule,
    Signature,
    as_written,
    without_marks,
)

# The face of official papers (Cabinet resolution of 7 September 2553 for the thirteen national faces). A machine without
# it takes the next of ALIKE, which have the same letter widths; Word finds them by the table of faces in the file.
FACE: Final = "TH SarabunPSK"
ALIKE: Final = "TH Sarabun New, TH SarabunIT๙, Sarabun"
SIZE, BIG = 16, 29
MARGINS: Final = {"top_margin": Mm(25), "bottom_margin": Mm(20), "left_margin": Mm(30), "right_margin": Mm(20)}
WIDTH: Final = 160
INDENT: Final = Mm(25)


def write_docx(paper: Paper) -> bytes:
    """Return the paper as the bytes of a .docx on A4."""
    shown = as_written(paper)
    document = Document()
    _furnish(document, shown)
    for part in shown.parts:
        _WRITERS[type(part)](document, part)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _furnish(document: Any, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, value in MARGINS.items():
        setattr(section, name, value)
    normal = document.styles["Normal"]
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    _face(normal.element.get_or_add_rPr(), SIZE)
    _name_alike(document)
    _number_pages(section, paper)
    told = document.core_properties
    told.title, told.author, told.last_modified_by, told.comments = without_marks(paper.title), "", "", ""
    told.language = "th-TH"


def _number_pages(section: Any, paper: Paper) -> None:
    """Number the pages from the second on, in the middle of the head (- ๒ -); a draft says on each that it is one."""
    draft = paper.draft
    if paper.thai_digits:
        # Of the section, not of the field: LibreOffice takes the field's own switch for Thai letters (- ข -).
        numbers = _with(OxmlElement("w:pgNumType"), fmt="thaiNumbers")
        section._sectPr.find(qn("w:pgMar")).addnext(numbers)
    section.different_first_page_header_footer = True
    for header, numbered in ((section.first_page_header, False), (section.header, True)):
        first = header.paragraphs[0]
        if draft:
            _say(first, draft, align=ALIGN.RIGHT)
            first.paragraph_format.space_after = Pt(6)
        if numbered:
            _page_number(header.add_paragraph() if draft else first)


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = ALIGN.CENTER
    _say(paragraph, "- ")
    run = paragraph.add_run()
    _face(run._element.get_or_add_rPr(), SIZE)
    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            code = _with(OxmlElement("w:instrText"))
            code.text = "PAGE"
            run._element.append(code)
        run._element.append(_with(OxmlElement("w:fldChar"), fldCharType=kind))
    _say(paragraph, " -")


def _face(properties: Any, size: float, *, bold: bool = False) -> None:
    """Set face, size and weight for Latin and for complex script: Word reads Thai by the second set alone."""
    fonts = properties.get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), FACE)
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for name in ("w:b", "w:bCs", "w:sz", "w:szCs", "w:lang"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    # Their order is that of the schema; Word calls a file with another one broken.
    if bold:
        properties.append(OxmlElement("w:b"))
        properties.append(OxmlElement("w:bCs"))
    for name in ("w:sz", "w:szCs"):
        properties.append(_with(OxmlElement(name), val=str(int(size * 2))))
    properties.append(_with(OxmlElement("w:lang"), val="en-US", eastAsia="en-US", bidi="th-TH"))


def _with(element: Any, **values: str) -> Any:
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _name_alike(document: Any) -> None:
    """Name the faces to take where FACE is not installed."""
    part = next(one for one in document.part.package.iter_parts() if str(one.partname) == "/word/fontTable.xml")
    entry = (
        f'<w:font w:name="{FACE}"><w:altName w:val="{ALIKE}"/><w:charset w:val="DE"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
    )
    end = b"</w:fonts>"
    part._blob = part.blob.replace(end, entry.encode() + end)


def _say(paragraph: Any, text: str, *, size: float = SIZE, bold: bool = False, align: Any = None) -> Any:
    run = paragraph.add_run(without_marks(text))
    _face(run._element.get_or_add_rPr(), size, bold=bold)
    if align is not None:
        paragraph.alignment = align
    return paragraph


def _emblem(document: Any, part: Emblem) -> None:
    """An empty row of the garuda's height; what stands beside it is centred in the same row."""
    table = document.add_table(rows=1, cols=3)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    row = table.rows[0]
    row.height = Mm(part.height)
    for column, cell, width in zip(table.columns, row.cells, (30, 100, 30), strict=True):
        column.width = cell.width = Mm(width)
    if part.beside:
        _say(row.cells[1].paragraphs[0], part.beside, size=BIG, bold=True, align=ALIGN.CENTER)


_LINES: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "align": ALIGN.CENTER, "size": 18},
    "centre": {"align": ALIGN.CENTER},
    "dated": {"align": ALIGN.CENTER},
    "heading": {"bold": True},
    "body": {},
    "item": {},
    "part": {},
    "resolution": {"bold": True},
}


def _line(document: Any, part: Line) -> None:
    paragraph = _say(document.add_paragraph(), part.text, **_LINES[part.kind])
    shape = paragraph.paragraph_format
    if part.kind in ("body", "resolution"):
        shape.first_line_indent = INDENT
        paragraph.alignment = ALIGN.THAI_JUSTIFY if part.kind == "body" else None
    if part.kind == "item":
        shape.left_indent, shape.first_line_indent = Mm(12), Mm(-6)
    if part.kind in ("heading", "part", "dated"):
        shape.space_before = Pt(8)
    if part.kind == "resolution":
        shape.space_after = Pt(4)
    shape.keep_with_next = part.kind in ("heading", "resolution")


def _fields(document: Any, part: Fields) -> None:
    """Label and value, and dots to the end of the line: annex 29 has them where there is room to write."""
    paragraph = document.add_paragraph()
    stops = paragraph.paragraph_format.tab_stops
    for place, (label, value) in enumerate(part.pairs, 1):
        _say(paragraph, f"{label}  ", size=20, bold=True)
        _say(paragraph, value.rstrip(".") + " \t")
        side = TAB.RIGHT if place == len(part.pairs) else TAB.LEFT
        stops.add_tab_stop(Mm(WIDTH * place / len(part.pairs)), side, LEADER.DOTS)


def _rows(document: Any, part: Rows) -> None:
    listed = [*([part.head] if part.head else []), *part.rows]
    table = document.add_table(rows=len(listed), cols=len(part.widths))
    table.style = "Table Grid" if part.head else "Normal Table"
    table.autofit = False
    widths = [Mm(WIDTH * width / sum(part.widths)) for width in part.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    # Cells are walked row by row once: asking a table for one cell at a time walks all of it each time.
    for place, (row, texts) in enumerate(zip(table.rows, listed, strict=True)):
        head = bool(part.head) and place == 0
        _no_break(row, head=head)
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = width
            _say(cell.paragraphs[0], text, bold=head, align=ALIGN.CENTER if head else None)


def _no_break(row: Any, *, head: bool) -> None:
    """Keep a row on one page; the head stands again on each."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))


def _signature(document: Any, part: Signature) -> None:
    lines = [f"ลงชื่อ{BLANK}", f"({part.name or BLANK})", part.post or f"ตำแหน่ง{BLANK}"]
    for place, text in enumerate([*lines, *([part.lead] if part.lead else [])]):
        paragraph = _say(document.add_paragraph(), text, align=ALIGN.CENTER)
        paragraph.paragraph_format.left_indent = Mm(WIDTH / 2 - 10)
        paragraph.paragraph_format.space_before = Pt(0 if place else 30)
        paragraph.paragraph_format.keep_with_next = place < 3
        paragraph.paragraph_format.keep_together = True


def _rule(document: Any, _part: Rule) -> None:
    _say(document.add_paragraph(), "_" * 22, align=ALIGN.CENTER).paragraph_format.space_after = Pt(8)


def _new_page(document: Any, _part: NewPage) -> None:
    _say(document.add_paragraph(), "").runs[0].add_break(WD_BREAK.PAGE)


_WRITERS: Final[dict[type[Part], Callable[[Any, Any], None]]] = {
    Emblem: _emblem,
    Line: _line,
    Fields: _fields,
    Rows: _rows,
    Signature: _signature,
    Rule: _rule,
    NewPage: _new_page,
}
