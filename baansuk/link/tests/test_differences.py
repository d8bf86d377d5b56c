"""Differences letter by letter: a mark never stands without its consonant, and nothing of a value is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from baansuk.link.differences import LONGEST, clusters, differences

THAI = some.text(alphabet="กขณฐฏสศษรนิีุู่้๊๋์ัําะาเแใไ /ab1", max_size=20)


def marked(pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("left", "right", "first", "second"),
    [
        ("ณัฐ", "ณัฏฐ์", "ณั[ฐ]", "ณั[ฏฐ์]"),
        ("ปาน", "ป่าน", "[ป]าน", "[ป่]าน"),
        ("สมศรี", "สมศรี", "สมศรี", "สมศรี"),
        ("ศรี", "สี", "[ศรี]", "[สี]"),
        ("คำ", "ค่ำ", "[คำ]", "[ค่ำ]"),
        ("วันเพ็ญ", "วันเพญ", "วันเ[พ็]ญ", "วันเ[พ]ญ"),
        ("12/3", "12/13", "12/3", "12/[1]3"),
        ("", "ใจ", "", "[ใจ]"),
    ],
)
def test_hand_worked(left, right, first, second):
    assert tuple(map(marked, differences(left, right))) == (first, second)


def test_a_mark_without_a_consonant_gets_a_place_to_stand():
    assert clusters("่ก") == ["◌่", "ก"]
    assert clusters("ก ่") == ["ก", " ", "◌่"]


def test_a_value_of_two_thousand_letters_is_compared_as_a_whole():
    first, second = differences("ก" * 2000, "ก" * 1999)
    assert [len(first), len(second)] == [1, 1]
    assert first[0].differs
    assert not differences("ก" * (LONGEST + 1), "ก" * (LONGEST + 1))[0][0].differs


@given(THAI, THAI)
def test_no_piece_begins_with_a_mark_and_nothing_is_lost(left, right):
    for value, pieces in zip((left, right), differences(left, right), strict=True):
        assert "".join(piece.text for piece in pieces).replace("◌", "") == value
        for piece in pieces:
            assert not unicodedata.combining(piece.text[0])
            assert unicodedata.category(piece.text[0]) != "Mn"


@given(THAI, THAI)
def test_what_is_not_marked_is_the_same_on_both_sides(left, right):
    first, second = (
        "".join(piece.text for piece in pieces if not piece.differs) for pieces in differences(left, right)
    )
    assert first == second
    assert (left == right) == (not any(p.differs for p in (*differences(left, right)[0], *differences(left, right)[1])))
