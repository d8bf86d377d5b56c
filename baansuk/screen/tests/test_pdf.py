"""A print: Thai reads back as it was written, what somebody wrote stays text, and the same values give the same bytes."""

import datetime as dt

import pypdfium2
import pytest

from baansuk.screen import pdf

NOON = dt.datetime(2026, 11, 21, 5, tzinfo=dt.UTC)
WORDS = "จำนวน น้ำดื่ม ครัวเรือน ผู้สูงอายุ ๑๒"


@pytest.fixture
def template(tmp_path, monkeypatch):
    """A template of its own, beside the parts that all prints share."""
    paper = (pdf.PACKAGE / "screen/print/paper.typ").read_text()
    (tmp_path / "paper.typ").write_text(paper)
    (tmp_path / "one.typ").write_text(
        '#import "paper.typ": *\n#show: sheet.with(title: values.title, foot: values.foot)\n= #values.title\n#values.said #tick(done: true)'
    )
    monkeypatch.setattr(pdf, "PACKAGE", tmp_path)
    pdf._compiler.cache_clear()
    yield tmp_path / "one.typ"
    pdf._compiler.cache_clear()


def _text(made: bytes) -> str:
    return str(pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range())


def test_thai_reads_back(template):
    read = _text(pdf.printed(template, {"title": "แผ่นครัวเรือน", "foot": "หน้า", "said": WORDS}, made_at=NOON))
    for word in WORDS.split():
        assert word in read


def test_what_somebody_wrote_is_text_and_never_the_template_s_language(template):
    written = '#read("paper.typ") *ไม่หนา* $x$ <b>'
    assert '#read("paper.typ") *ไม่หนา* $x$ <b>' in _text(
        pdf.printed(template, {"title": "ก", "foot": "", "said": written}, made_at=NOON)
    )


def test_the_same_values_give_the_same_bytes(template):
    values = {"title": "ก", "foot": "ข", "said": "ค"}
    assert pdf.printed(template, values, made_at=NOON) == pdf.printed(template, values, made_at=NOON)


def test_without_the_face_it_says_how_to_get_it(template, settings, tmp_path):
    settings.VAR = tmp_path
    with pytest.raises(pdf.NoFaceToPrintWith, match="make assets"):
        pdf.printed(template, {}, made_at=NOON)
