"""Intervals of 95%: on the scale of log odds for shares, straight for changes."""

from __future__ import annotations

from typing import Final

import numpy as np

from baansuk.assess.measuring.counting import Floats

LEVEL: Final = 0.95
# The quantile of the normal distribution that leaves 2.5% above it.
NORMAL: Final = 1.959963984540054
# Degrees of freedom from which on Student's quantile is worked out from the normal one.
_MANY: Final = 1_000


def t_quantile(freedom: int) -> float:
    """Return the quantile of Student's t that leaves 2.5% above it; NaN without degrees of freedom."""
    if freedom <= 0:
        return float("nan")
    if freedom >= _MANY:
        return _near_normal(freedom)
    from scipy.special import stdtrit  # a tenth of a second that a register and a large sample do not pay

    return float(stdtrit(freedom, 0.5 + LEVEL / 2))


def _near_normal(freedom: int) -> float:
    """The quantile by its expansion in 1/n, Abramowitz and Stegun 1964, 26.7.5; what is left out is below 1e-14 here."""
    x, n = NORMAL, float(freedom)
    return (
        x
        + (x**3 + x) / (4 * n)
        + (5 * x**5 + 16 * x**3 + 3 * x) / (96 * n**2)
        + (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / (384 * n**3)
        + (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / (92160 * n**4)
    )


def logit_interval(value: Floats, error: Floats, quantile: float) -> tuple[Floats, Floats]:
    """Return the interval of a share: ln(b/(1-b)) plus and minus quantile times se/(b(1-b)), taken back.

    As svyciprop(method = "logit") of R's survey gives it. At 0 and 1, and where the error is zero, both ends are the share.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = np.log(value / (1 - value))
        reach = quantile * error / (value * (1 - value))
        low, high = 1 / (1 + np.exp(reach - middle)), 1 / (1 + np.exp(-reach - middle))
    certain = (value <= 0) | (value == 1) | (error == 0)
    return np.where(certain, value, low), np.where(certain, value, high)
