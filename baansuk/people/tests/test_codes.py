"""Codes: random, never twice, and any one slip of the pen is noticed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baansuk.people.codes import ALPHABET, check_symbol, code_of, is_code, issue, kind_of, read_code

BODIES = st.text(ALPHABET, min_size=8, max_size=8)
LETTERS = st.sampled_from("PHCWMR")


@given(LETTERS, BODIES, st.data())
def test_every_single_substitution_is_noticed(letter, body, data):
    code = code_of(letter, body)
    place = data.draw(st.sampled_from([place for place, symbol in enumerate(code) if symbol != "-"]))
    wrong = data.draw(st.sampled_from([s for s in ALPHABET if s != code[place]]))
    assert is_code(code)
    assert not is_code(code[:place] + wrong + code[place + 1 :])


@given(LETTERS, BODIES)
def test_every_swap_of_neighbours_is_noticed(letter, body):
    plain = letter + body + check_symbol(letter, body)
    for place in range(len(plain) - 1):
        if plain[place] == plain[place + 1]:
            continue
        swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
        assert read_code(swapped) == ""


def test_the_kind_is_part_of_the_check():
    code = code_of("P", "7K3M9PX2")
    assert is_code(code) and not is_code("H" + code[1:])
    assert kind_of(code) == "person"
    with pytest.raises(KeyError):
        kind_of("X-2222-2222-2")


def test_codes_are_new_distinct_and_right():
    seeded = random.Random(1).randbytes
    taken = set(issue("person", 50, random=seeded))
    again = issue("person", 200, taken, random.Random(1).randbytes)  # the same bytes draw the taken ones first
    assert len(set(again)) == 200 and not taken & set(again)
    assert all(is_code(code) and code.startswith("P-") for code in again)
    assert issue("household", 0) == []


@pytest.mark.parametrize(
    "typed",
    ["{0}", " {0} ", "{1}", "{2}", "{3}"],
)
def test_codes_are_read_as_people_type_them(typed):
    code = code_of("H", "5AV2345Z")
    plain = code.replace("-", "")
    forms = [code, plain, plain.lower(), plain.replace("5", "S"), plain[0] + " " + plain[1:]]
    assert read_code(typed.format(*forms)) == code


@pytest.mark.parametrize("typed", ["", "H-", "สมชาย ใจดี", "H-5AV2-345Z-!", "5AV2345Z", "1000000000009"])
def test_what_is_no_code_is_not_read(typed):
    assert read_code(typed) == ""
