"""One line of an address is taken apart, and house numbers are one spelling in counting order."""

from __future__ import annotations

import random
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baansuk.thai import tables
from baansuk.thai.addresses import Address, house_key, house_order, read_address
from baansuk.thai.tests.strategies import column

LINES = [
    (
        "บ้านเลขที่ 12/3 หมู่ที่ 4 บ้านหนองสมมุติ ต.ทดสอบ อ.เมืองสมมุติ จ.สมมุติ",
        Address("12/3", "4", "หนองสมมุติ", "ทดสอบ", "เมืองสมมุติ", "สมมุติ"),
    ),
    ("12/3 ม.4 ต.ทดสอบ", Address("12/3", "4", tambon="ทดสอบ")),
    ("12/3 ม4", Address("12/3", "4")),
    ("12 / 3 หมู่4", Address("12/3", "4")),
    ("12หมู่4", Address("12", "4")),
    ("12ก ม.03", Address("12ก", "3")),
    ("12/3 ม.4 ต.ทดสอบอ.เมืองจ.สมมุติ", Address("12/3", "4", "", "ทดสอบ", "เมือง", "สมมุติ")),
    (
        "๑๒/๓ หมู่ ๔ ตำบลทดสอบ อำ เภอเมือง จังหวัดสมมุติ ๕๘๐๐๐",
        Address("12/3", "4", "", "ทดสอบ", "เมือง", "สมมุติ", postcode="58000"),
    ),
    ("99 ซอยดี ถนนสุขสมมุติ ต.ทดสอบ", Address("99", tambon="ทดสอบ", soi="ดี", road="สุขสมมุติ")),
    ("15 แขวงทดสอบ เขตลอง กทม. 10200", Address("15", "", "", "ทดสอบ", "ลอง", "กรุงเทพมหานคร", postcode="10200")),
    ("5 กิ่งอำเภอลอง", Address("5", amphoe="ลอง")),
    ("หมู่ที่ 4 ต.ทดสอบ", Address("", "4", tambon="ทดสอบ")),
    ("- ม.2", Address("", "2")),
    ("ริมคลอง ใต้สะพาน", Address(rest="ริมคลอง ใต้สะพาน")),
    ("7 หลังวัด ม.2", Address("7", "2", rest="หลังวัด")),
    ("", Address()),
]


def as_row(address: Address) -> dict[str, str | None]:
    return {name: value or None for name, value in asdict(address).items()}


@pytest.mark.parametrize(("line", "address"), LINES)
def test_lines(line, address):
    assert read_address(line) == address
    assert tables.read_addresses(column([line])).to_list() == [as_row(address)]


pieces = st.lists(
    st.sampled_from(["บ้านเลขที่", "12", "/3", "๔", "ก", " ", "ม.", "หมู่ที่", "หมู่", "บ้าน", "ต.", "ตำบล", "อ.", "กิ่งอำเภอ", "จ.", "กทม.", "ซ.", "ถนน", "เขต", "ทดสอบ", "10200", "-", ",", "\n"]),
    max_size=9,
)  # fmt: skip


@given(st.lists(pieces.map("".join), max_size=10))
def test_both_forms_of_lines_agree(lines):
    assert tables.read_addresses(column(lines)).to_list() == [as_row(read_address(line)) for line in lines]


@pytest.mark.parametrize("number", ["12/3", "๑๒/๓", " 12 / 3 ", "012/03", "บ้านเลขที่ 12/3", "12\\3"])
def test_one_spelling(number):
    assert house_key(number) == "12/3"
    assert tables.house_keys(column([number])).to_list() == ["12/3"]


def test_no_number():
    assert [house_key(text) for text in ("", "-", " – ")] == ["", "", ""]
    assert house_order("-") == ""
    assert tables.house_keys(column(["-", None])).to_list() == ["", None]


def test_counting_order():
    numbers = ["", "9", "10", "10/1", "10/2", "10/11", "10ก", "11", "100", "100/1/2", "100/1/11"]
    assert sorted(random.Random(1).sample(numbers, len(numbers)), key=house_order) == numbers


@given(st.lists(st.text(alphabet="0123/ก-๑ บ .", max_size=9), max_size=12))
def test_both_forms_of_house_numbers_agree(numbers):
    assert tables.house_keys(column(numbers)).to_list() == [house_key(number) for number in numbers]
    assert tables.house_orders(column(numbers)).to_list() == [house_order(number) for number in numbers]


@given(st.text(alphabet="0123/ก-๑ บ .", max_size=9))
def test_a_house_key_is_its_own_key(number):
    assert house_key(house_key(number)) == house_key(number)
