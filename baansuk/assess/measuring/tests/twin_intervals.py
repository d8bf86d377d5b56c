"""Roots, quantiles and intervals for the twin: fifty digits, finite sums and halving, no library of statistics."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from statistics import NormalDist

DIGITS = 50
NORMAL = NormalDist().inv_cdf(0.975)
Interval = tuple[float, float]


def decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def root(variance: Fraction) -> float:
    with localcontext(prec=DIGITS):
        return float(decimal(variance).sqrt())


def power(base: Fraction, years: Fraction) -> float:
    """The ``years``-th root of ``base`` >= 0."""
    if base == 0:
        return 0.0
    with localcontext(prec=DIGITS):
        return float((decimal(base).ln() / decimal(years)).exp())


def logit_interval(b: Fraction, variance: Fraction, df: int) -> Interval:
    """The interval of a share strictly between 0 and 1: symmetric in log odds, with Student's quantile."""
    with localcontext(prec=DIGITS):
        share = decimal(b)
        middle = (share / (1 - share)).ln()
        reach = Decimal(student(df)) * decimal(variance).sqrt() / (share * (1 - share))
        low, high = (float(1 / (1 + (-bound).exp())) for bound in (middle - reach, middle + reach))
        return low, high


@cache
def student(df: int) -> float:
    """The quantile .975 of Student's t, by halving the interval in which it must lie."""
    low, high = 0.0, 20.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if within(middle, df) < 0.95 else (low, middle)
    return low


def within(t: float, df: int) -> float:
    """The chance of -t..t for whole ``df``: Abramowitz and Stegun, 26.7.3 (odd) and 26.7.4 (even)."""
    angle = math.atan(t / math.sqrt(df))
    odd = df % 2
    term, terms = math.cos(angle) if odd else 1.0, []
    for step in range(df // 2):
        terms.append(term)
        term *= (2 * step + 1 + odd) / (2 * step + 2 + odd) * math.cos(angle) ** 2
    sum_of_terms = math.sin(angle) * math.fsum(terms)
    return 2 / math.pi * (angle + sum_of_terms) if odd else sum_of_terms
