"""Thai text comes out with the same letters in one right order, and what cannot be taken says why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baansuk.thai import digits, tables
from baansuk.thai.tests.strategies import column, thai_text
from baansuk.thai.text import clean, fold, looks_mojibake, repair_mojibake, text_fault

WATER = "น้ำ"
CLEANED = [
    ("น\u0e4d\u0e49า", WATER),  # case 59: sara am split, tone between
    ("น\u0e49\u0e4dา", WATER),
    ("น\u0e4dา\u0e49", WATER),
    ("น้าํ", WATER),
    ("น\u0e33\u0e49", WATER),
    ("ก \u0e33", "กำ"),
    ("น ้ำ", WATER),
    ("อำ เภอ", "อำเภอ"),
    ("คำ แสน", "คำ แสน"),
    ("เเม่", "แม่"),
    ("ก่่า", "ก่า"),
    ("ก่ิ่", "กิ่"),
    ("สิทธ์ิ", "สิทธิ์"),
    ("กุุ", "กุ"),
    ("\ufeffสม\u200bชาย\u00a0\u00a0ใจดี\u00ad ", "สมชาย ใจดี"),
    ("\u202eสมชาย", "สมชาย"),
    ("๑๒/๓ ４", "12/3 4"),
    ("ก\u0000ข", "กข"),
    ("สมชาย\tใจดี\r\n", "สมชาย ใจดี"),
    ("😀 ก", "😀 ก"),
    ("", ""),
]


@pytest.mark.parametrize(("received", "shown"), CLEANED)
def test_clean(received, shown):
    assert clean(received) == shown
    assert tables.clean(column([received])).to_list() == [shown]


@given(thai_text)
def test_cleaning_twice_changes_nothing_more_and_loses_no_letter(text):
    once = clean(text)
    assert clean(once) == once
    for consonant in "กขคจณดตนมรลวสหอ":
        assert once.count(consonant) == text.count(consonant)


@given(st.lists(thai_text, max_size=12))
def test_both_forms_of_text_agree(texts):
    assert tables.clean(column(texts)).to_list() == [clean(text) for text in texts]
    assert tables.fold(column(texts)).to_list() == [fold(text) for text in texts]
    assert tables.to_arabic(column(texts)).to_list() == [digits.to_arabic(text) for text in texts]
    assert tables.looks_mojibake(column(texts)).to_list() == [looks_mojibake(text) for text in texts]
    assert tables.text_faults(column(texts)).to_list() == [text_fault(text) for text in texts]


def test_a_column_with_repeats_and_nulls_keeps_its_order():
    texts = [None, "เเก", " ก", "ข"] * 20_000
    assert tables.fold(column(texts)).to_list() == [None, "แก", "ก", "ข"] * 20_000


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("เพ็ชร", "เพชร"),
        ("สิทธิ์", "สิทธิ"),
        ("ณ อยุธยา", "ณอยุธยา"),
        ("SomChai", "somchai"),
        ("ส.ม-ชาย", "สมชาย"),
        ("น้ํา", WATER),
    ],
)
def test_folding_makes_one_key(one, other):
    assert fold(one) == fold(other) != ""


def test_folding_keeps_different_names_apart():
    assert len({fold(name) for name in ("แก้ว", "แกว", "ขาว", "ข้าว", "คำ", "ค้ำ")}) == 6
    assert fold("-") == ""


@pytest.mark.parametrize("code", ["cp874", "cp1252", "latin-1"])
def test_mojibake_is_seen_and_repaired(code):
    """Case 6: UTF-8 bytes read in the wrong code, undefined bytes passing through as they do on Windows."""
    text = "สมชาย ใจดี"
    table = {byte: bytes([byte]).decode(code, "ignore") or chr(byte) for byte in range(256)}
    wrong = "".join(table[byte] for byte in text.encode())
    assert looks_mojibake(wrong)
    assert repair_mojibake(wrong) == text
    assert text_fault(wrong) in {"mojibake", "control"}


def test_thai_bytes_read_as_latin():
    wrong = "สมชาย ใจดี".encode("cp874").decode("latin-1")
    assert looks_mojibake(wrong)
    assert repair_mojibake(wrong) == "สมชาย ใจดี"


@pytest.mark.parametrize("text", ["เธอ", "เนตรนภา", "เธียรชัย", "เนติพงษ์ เนียมสมมุติ", "Café Müller", "naïve", "", "เนินเธนุ"])
def test_true_text_is_not_mojibake(text):
    assert not looks_mojibake(text)
    assert repair_mojibake(text) is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("ก\u0000", "control"),  # case 8
        ("\u202eก", "direction"),  # case 61
        ("ก" * 2000, "too_long"),
        ("ก\ufffd", "lost_letters"),
        ("😀", None),
        ("=cmd|'/C calc'!A0", None),  # case 62: kept as text, escaped on the way out
        ("<script>", None),  # case 63
        ("a\tb", None),
    ],
)
def test_faults(text, fault):
    assert text_fault(text) == fault
    assert tables.text_faults(column([text])).to_list() == [fault]


def test_thai_digits_round_trip():
    assert digits.to_arabic(digits.to_thai("2569/12")) == "2569/12"
    assert digits.to_thai("10") == "๑๐"
