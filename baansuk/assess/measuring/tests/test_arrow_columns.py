"""A column of Arrow arrives as numbers, whatever its kind and however it is cut."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from baansuk.assess.measuring.arrow_columns import as_array


@pytest.mark.parametrize("kind", [pa.int8(), pa.int64(), pa.uint64(), pa.float64()])
def test_numbers_are_the_same_and_nothing_is_nan(kind: pa.DataType) -> None:
    assert as_array(pa.array([3, 1, 2], kind)).tolist() == [3, 1, 2]
    cut = pa.chunked_array([pa.array([3], kind), pa.array([None, 2], kind)])
    assert as_array(cut).astype(np.float64).tolist() == pytest.approx([3, np.nan, 2], nan_ok=True)
