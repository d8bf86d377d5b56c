"""One-time codes: those of the standard, good once, and within half a minute either way."""

from __future__ import annotations

from base64 import b32encode

import pytest

from baansuk.access import one_time

# The secret and codes of RFC 6238, appendix B (the last six of its eight digits).
SECRET = b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(moment, code):
    assert one_time.code_of(SECRET, one_time.step_at(moment)) == code
    assert one_time.step_of(SECRET, code, moment) == moment // 30


@pytest.mark.parametrize(("away", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_clock_of_the_phone_may_be_one_step_off(away, taken):
    code = one_time.code_of(SECRET, one_time.step_at(10_000 + away))
    assert (one_time.step_of(SECRET, code, 10_000) is not None) is taken


def test_code_is_good_once_and_none_before_it_afterwards():
    step = one_time.step_at(10_000)
    for used in (step - 1, step):
        assert one_time.step_of(SECRET, one_time.code_of(SECRET, used), 10_000, after=step) is None
    assert one_time.step_of(SECRET, one_time.code_of(SECRET, step + 1), 10_000, after=step) == step + 1
    assert one_time.usable_step(10_000, after=step) == step + 1
    assert one_time.usable_step(10_000, after=step - 5) == step


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [("287 082", "287082"), ("๒๘๗๐๘๒", "287082"), ("287-082 ", "287082"), ("x", ""), ("", ""), ("²87082", "")],
)
def test_code_is_read_however_it_is_typed(typed, tidied):
    assert one_time.tidy(typed) == tidied
