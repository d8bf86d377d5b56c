"""Titles are taken off longest first, and a name that only begins like a title keeps its letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baansuk.thai import tables, titles
from baansuk.thai.names import name_part, sex_of, split_full_name, split_title, title_of
from baansuk.thai.tests.strategies import column, name_text

FULL_NAMES = [
    ("นางสาวสมหญิง สุขสมมุติ", ("นางสาว", "สมหญิง", "สุขสมมุติ")),  # case 60
    ("นาย สมชาย ใจสมมุติ", ("นาย", "สมชาย", "ใจสมมุติ")),
    ("น.ส.สมหญิง สุขสมมุติ", ("นางสาว", "สมหญิง", "สุขสมมุติ")),
    ("น. ส. สมหญิง", ("นางสาว", "สมหญิง", "")),
    ("นส.สมหญิง", ("นางสาว", "สมหญิง", "")),
    ("นส สมหญิง", ("นางสาว", "สมหญิง", "")),
    ("นาง สาว สมหญิง", ("นางสาว", "สมหญิง", "")),
    ("ด.ช.ดี มากสมมุติ", ("เด็กชาย", "ดี", "มากสมมุติ")),
    ("ด.ช ดี มากสมมุติ", ("เด็กชาย", "ดี", "มากสมมุติ")),
    ("ดช.ดี", ("เด็กชาย", "ดี", "")),
    ("ด.ญ. งาม", ("เด็กหญิง", "งาม", "")),
    ("ว่าที่ร้อยตรีหญิงสมศรี ดี", ("ว่าที่ร้อยตรีหญิง", "สมศรี", "ดี")),
    ("ว่าที่ ร.ต.หญิง สมศรี ดี", ("ว่าที่ร้อยตรีหญิง", "สมศรี", "ดี")),
    ("ว่าที่ ร.ต. สมชาย ดี", ("ว่าที่ร้อยตรี", "สมชาย", "ดี")),
    ("พล.ต.อ. ใหญ่ ดี", ("พลตำรวจเอก", "ใหญ่", "ดี")),
    ("ผศ. ดร. สม ดี", ("ผู้ช่วยศาสตราจารย์ ดร.", "สม", "ดี")),
    ("พระมหาสมชาย ฐานิสมมุติ", ("พระมหา", "สมชาย", "ฐานิสมมุติ")),
    ("ม.ล.สม ณ ที่นี้", ("หม่อมหลวง", "สม", "ณ ที่นี้")),
    ("นายแพทย์สมชาย ดี", ("นายแพทย์", "สมชาย", "ดี")),
    ("MR JOHN SAMPLE", ("Mr.", "JOHN", "SAMPLE")),
    ("Mrs.Ann Sample", ("Mrs.", "Ann", "Sample")),
    ("Missouri Sample", ("", "Missouri", "Sample")),
    ("นายิกา ดี", ("", "นายิกา", "ดี")),
    ("นางสาวิตรี ดี", ("นาง", "สาวิตรี", "ดี")),
    ("นาง สาวิตรี ดี", ("นาง", "สาวิตรี", "ดี")),
    ("คุณากร ดี", ("", "คุณากร", "ดี")),
    ("คุณธรรม ดี", ("", "คุณธรรม", "ดี")),
    ("นายก", ("", "นายก", "")),
    ("นาย", ("", "นาย", "")),
    ("นายมา", ("นาย", "มา", "")),
    ("สมชาย -", ("", "สมชาย", "")),
    ("สมชาย - ใจดี", ("", "สมชาย", "ใจดี")),
    ("สมชาย ไม่มีนามสกุล", ("", "สมชาย", "")),
    ("-", ("", "", "")),
    ("", ("", "", "")),
]


@pytest.mark.parametrize(("text", "parts"), FULL_NAMES)
def test_full_names(text, parts):
    assert split_full_name(text) == parts
    read = tables.split_full_names(column([text]))[0]
    assert tuple(read[part] or "" for part in ("title", "given", "family")) == parts


@given(st.lists(name_text, max_size=12))
def test_both_forms_of_names_agree(texts):
    split = [dict(zip(("title", "rest"), split_title(text), strict=True)) for text in texts]
    assert [{**row, "title": row["title"] or ""} for row in tables.split_titles(column(texts)).to_list()] == split
    full = [tuple(part or None for part in split_full_name(text)) for text in texts]
    assert [tuple(row.values()) for row in tables.split_full_names(column(texts)).to_list()] == full
    assert tables.name_parts(column(texts)).to_list() == [name_part(text) or None for text in texts]
    assert tables.titles_of(column(texts)).to_list() == [title_of(text) or None for text in texts]


@pytest.mark.parametrize("title", titles.TITLES, ids=lambda title: title.written)
def test_every_written_title_is_found_before_a_name(title):
    for joint in ("", " ") if title.glued and ("." in title.written[-1:] or title.shown == title.written) else (" ",):
        assert split_title(f"{title.written}{joint}สมชาย") == (title.shown, "สมชาย")


def test_one_key_is_one_title():
    for title in titles.TITLES:
        assert titles.SHOWN[titles.key_of(title.written)] == title.shown


def test_titles_say_sex():
    assert [sex_of(title_of(text)) for text in ("น.ส.", "ด.ช.", "ดร.", "พลตำรวจหญิง", "")] == [
        "female", "male", None, "female", None,
    ]  # fmt: skip
    assert tables.sexes_of(column(["นาง", "ดร.", "นาย"])).to_list() == ["female", None, "male"]


@given(name_text)
def test_no_letter_of_a_name_is_lost(text):
    title, rest = split_title(text)
    if not title:
        assert rest == split_title(rest)[1]
