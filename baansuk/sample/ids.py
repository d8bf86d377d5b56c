"""Synthetic id numbers, house codes and G-codes: right in form, impossible in life.

Every id number names registration office 0000, which does not exist, and carries a right check digit; every house code
begins 9900, for province 99 does not exist either. So no number made here can be that of a real person or house.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from .draws import Whole

SERIALS = 10_000_000
SUB_SERIALS = 100_000
SPREAD = 7_654_321  # odd and no multiple of 5, so that i * SPREAD mod 10^7 visits every number once
SUB_SPREAD = 54_321


def check_digits(first_twelve: Whole) -> Whole:
    """Return the 13th digit for each 12-digit number (weights 13 down to 2, modulo 11; domain paper section 8.1)."""
    total = np.zeros_like(first_twelve)
    rest = first_twelve.copy()
    for weight in range(2, 14):
        total += (rest % 10) * weight
        rest //= 10
    return (11 - total % 11) % 10


def id_numbers(first_digit: Whole, order: Whole) -> pl.Series:
    """Return id numbers: first digit, office 0000, a serial from ``order``, check digit. Unique for order < 10^7."""
    serial = (order * SPREAD + 1_234_567) % SERIALS
    twelve = first_digit * 10**11 + serial
    return _thirteen(twelve)


def status_numbers(first_digit: Whole, order: Whole, group: int) -> pl.Series:
    """Return numbers whose digits 6-7 tell the status (50 highland, 89 no status); a full group runs into the next."""
    serial = (group + order // SUB_SERIALS) * SUB_SERIALS + (order * SUB_SPREAD + 4_321) % SUB_SERIALS
    return _thirteen(first_digit * 10**11 + serial)


def _thirteen(twelve: Whole) -> pl.Series:
    return pl.Series(twelve * 10 + check_digits(twelve)).cast(pl.String).str.zfill(13)


def g_codes(order: Whole) -> pl.Series:
    """Return G-codes of learners without papers: the letter G, 0000, and eight digits."""
    return "G0000" + pl.Series((order * SPREAD + 99) % SERIALS).cast(pl.String).str.zfill(8)


def house_codes(order: Whole) -> pl.Series:
    """Return 11-digit house codes 9900 + serial (the real check digit is not published)."""
    return "9900" + pl.Series((order * SPREAD + 77) % SERIALS).cast(pl.String).str.zfill(7)
