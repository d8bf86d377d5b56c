"""Money is exact or refused, phones are whole or refused; nothing is padded or rounded."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baansuk.thai import tables
from baansuk.thai.money import MoneyProblem, read_money
from baansuk.thai.phones import PhoneReading, read_phone
from baansuk.thai.tests.strategies import column

AMOUNTS = [
    ("1,234.50", "1234.50"),  # case 56
    ("๑,๒๓๔", "1234.00"),
    ("500.-", "500.00"),
    ("300 บาท", "300.00"),
    ("฿12", "12.00"),
    ("0", "0.00"),
    ("999999999999.99", "999999999999.99"),
]
REFUSED = [
    ("สามพัน", "unreadable"),
    ("-1", "negative"),  # case 57
    ("NaN", "not_finite"),
    ("1e309", "not_finite"),
    ("Infinity", "not_finite"),
    ("-inf", "not_finite"),
    ("1E+05", "scientific"),
    ("1.234", "too_precise"),  # case 58
    ("1.500", "too_precise"),
    ("1,234.567", "too_precise"),
    ("1234567890123", "too_large"),
    ("12,34", "unreadable"),
    ("1,2345", "unreadable"),
    ("5.", "unreadable"),
    ("+5", "unreadable"),
]


def money_row(read: Decimal | MoneyProblem | None) -> dict[str, object]:
    return {"value": None, "problem": read.code} if isinstance(read, MoneyProblem) else {"value": read, "problem": None}


@pytest.mark.parametrize(("text", "amount"), AMOUNTS)
def test_amounts(text, amount):
    assert str(read_money(text)) == amount
    read = tables.read_money(column([text]))
    assert read.to_list() == [{"value": Decimal(amount), "problem": None}]
    assert read.struct.field("value").dtype == pl.Decimal(14, 2)


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_refused_amounts(text, code):
    assert read_money(text) == MoneyProblem(code)
    assert tables.read_money(column([text])).to_list() == [{"value": None, "problem": code}]


@pytest.mark.parametrize("text", ["", " ", "-", "ไม่มี"])
def test_no_amount_is_not_zero(text):
    assert read_money(text) is None
    assert tables.read_money(column([text, None])).to_list() == [{"value": None, "problem": None}] * 2


@given(st.lists(st.text(alphabet="0123456789.,-+eEบาท๐๙ ()฿", max_size=12), max_size=10))
def test_both_forms_of_money_agree(texts):
    assert tables.read_money(column(texts)).to_list() == [money_row(read_money(text)) for text in texts]


PHONES = [
    ("081-000-0000", PhoneReading("0810000000")),
    ("+66 81 000 0000", PhoneReading("0810000000")),
    ("+66 (0) 81 000 0000", PhoneReading("0810000000")),
    ("0066810000000", PhoneReading("0810000000")),
    ("66810000000", PhoneReading("0810000000")),
    ("๐๘๑ ๐๐๐ ๐๐๐๐", PhoneReading("0810000000")),
    ("02-000-0000", PhoneReading("020000000")),
    ("053 000 000", PhoneReading("053000000")),
    ("810000000", PhoneReading("", "lost_zero")),
    ("08100000", PhoneReading("", "wrong_length")),
    ("0810000000, 0890000000", PhoneReading("", "several")),
    ("ถามผู้ใหญ่บ้าน", PhoneReading("", "unreadable")),
    ("ไม่มี", PhoneReading()),
    ("-", PhoneReading()),
    ("", PhoneReading()),
]


@pytest.mark.parametrize(("text", "reading"), PHONES)
def test_phones(text, reading):
    assert read_phone(text) == reading
    assert tables.read_phones(column([text])).to_list() == [
        {"number": reading.number or None, "problem": reading.problem}
    ]


@given(st.lists(st.text(alphabet="0689+-, ()/2๐๘66", max_size=14), max_size=10))
def test_both_forms_of_phones_agree(texts):
    rows = [{"number": read.number or None, "problem": read.problem} for read in map(read_phone, texts)]
    assert tables.read_phones(column(texts)).to_list() == rows
