"""Personal numbers are typed, damaged ones refused, and shown without telling a person's status."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baansuk.thai import tables, tables_ids
from baansuk.thai.ids import KINDS, PROVINCES, IdReading, check_digit, mask, read_id
from baansuk.thai.tests.strategies import column

GOOD = ["1000000000009", "3000000000129", "5000000000036", "6000050000011", "7000000000041", "8000084000053"]
READINGS = [
    *((number, IdReading("thai_id", number)) for number in GOOD),
    ("0000089000072", IdReading("zero_number", "0000089000072")),  # case 45
    ("1-0000-00000-00-9", IdReading("thai_id", GOOD[0])),  # case 39
    ("1 0000 00000 00 9 ", IdReading("thai_id", GOOD[0])),
    ("'1000000000009", IdReading("thai_id", GOOD[0])),
    ("๑๐๐๐๐๐๐๐๐๐๐๐๙", IdReading("thai_id", GOOD[0])),  # case 40
    ("１０００００００００００９", IdReading("thai_id", GOOD[0])),  # case 41
    ("1000000000009.0", IdReading("thai_id", GOOD[0])),  # case 36
    ("1.23457E+12", IdReading("none", "", "scientific")),  # case 37
    ("3e+12", IdReading("none", "", "scientific")),
    ("1234570000000", IdReading("none", "", "scientific")),
    ("000089000072", IdReading("none", "", "lost_zero")),  # case 38
    ("10000000000O9", IdReading("none", "", "letter")),  # case 42
    ("1000000000008", IdReading("thai_id", "1000000000008", "check_digit")),  # case 43
    ("9000000000018", IdReading("thai_id", "9000000000018", "first_digit")),
    ("12345", IdReading("none", "", "wrong_length")),
    ("", IdReading("none")),  # case 44
    ("-", IdReading("none")),
    ("ไม่มี", IdReading("none")),
    ("g000000000001", IdReading("g_code", "G000000000001")),
    ("G00000001", IdReading("none", "", "letter")),
    ("AB1234567", IdReading("passport", "AB1234567")),
    ("สมชาย", IdReading("none", "", "unreadable")),
    ("3000000000129.5", IdReading("none", "", "unreadable")),
]


def as_row(reading: IdReading) -> dict[str, str | None]:
    return {
        "kind": reading.kind,
        "digits": reading.digits or None,
        "problem": reading.problem,
        "warning": reading.warning,
    }


@pytest.mark.parametrize(("text", "reading"), READINGS)
def test_reading(text, reading):
    assert read_id(text) == reading
    assert tables.read_ids(column([text])).to_list() == [as_row(reading)]


def test_unknown_office_is_a_warning_not_a_refusal():
    number = "128001234567"
    number += str(check_digit(number))
    assert read_id(number) == IdReading("thai_id", number, None, "office_unknown")
    assert tables.read_ids(column([number])).to_list() == [as_row(read_id(number))]
    assert len(PROVINCES) == 77 + 2
    sample = "199001234567"
    assert read_id(sample + str(check_digit(sample))).warning is None


# A few odd rows are read one by one, many as a table.
@pytest.fixture(params=[0, 200])
def few(request, monkeypatch):
    monkeypatch.setattr(tables_ids, "_FEW", request.param)


@pytest.mark.usefixtures("few")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(alphabet="0123456789๐๙０OGgE+.- 'AB", max_size=15), max_size=10))
def test_both_forms_agree_on_any_text(texts):
    assert tables.read_ids(column(texts)).to_list() == [as_row(read_id(text)) for text in texts]


@pytest.mark.usefixtures("few")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.from_regex("[0-9]{13}", fullmatch=True), max_size=20))
def test_both_forms_agree_on_thirteen_digits(texts):
    assert tables.read_ids(column(texts)).to_list() == [as_row(read_id(text)) for text in texts]


@pytest.mark.usefixtures("few")
def test_a_column_of_all_sorts_is_read_row_by_row():
    texts = [text for text, _ in READINGS]
    assert tables.read_ids(column([*texts, None])).to_list() == [
        *(as_row(reading) for _, reading in READINGS),
        as_row(IdReading("none")),
    ]


def test_one_typing_error_outside_digit_three_is_mostly_caught():
    chance = random.Random(7)
    missed = 0
    for _ in range(2000):
        number = GOOD[chance.randrange(len(GOOD))]
        place = chance.choice([0, *range(3, 13)])
        wrong = number[:place] + str((int(number[place]) + chance.randrange(1, 10)) % 10) + number[place + 1 :]
        missed += read_id(wrong).problem is None
    assert missed < 2000 * 0.12


def test_a_mask_hides_digit_1_and_6_to_7_and_the_kind():
    assert mask("1000000000009") == "x-xxxx-xxxx0-00-9"
    for number in (*GOOD, "0000089000072", "G123456789012", "AB1234567"):
        shown = mask(number)
        assert len(shown) == 17
        assert shown.replace("-", "")[:9] == "x" * 9
        assert shown.replace("-", "")[9:] == number[-4:]
    assert mask("") == ""
    assert tables.masks(column([*GOOD, "", None])).to_list() == [*map(mask, GOOD), "", None]


def test_kinds_are_the_five_of_the_design():
    assert {read_id(text).kind for text, _ in READINGS} == set(KINDS)
