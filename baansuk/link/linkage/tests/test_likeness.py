"""How far apart two names may be and still be one with a slip of the pen."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from baansuk.link.linkage.likeness import few_apart

PAGE = "สมมุติ" * 270  # what somebody put into the field of a name


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("สมมุติ", "สมมุด", True),
        ("สมมุติ", "สมหมาย", False),
        # A row may hold a page, which is held against others by how it begins.
        (PAGE, PAGE + "ทดลอง", True),
        (PAGE, "ทดลอง" + PAGE, False),
    ],
)
def test_two_letters_apart_is_near(one: str, other: str, near: bool) -> None:
    assert few_apart(pl.Series([one]), pl.Series([other]), np.array([2])).tolist() == [near]
