"""The tiles of the home page say of whom each percentage is one."""

from __future__ import annotations

import pytest
from django.utils import translation

from baansuk.web.overview import Measured, Register
from baansuk.web.tiles import tiles_of


def tile_of(code: str, measured: Measured) -> str:
    everyone = Measured(households=100, answered=100, unknown=0, persons=300, exact=True)
    register = Register(1, None, {"all": everyone, code: measured})
    with translation.override("en"):
        (tile,) = tiles_of(register, "/households/")
        return str(tile.note)


@pytest.mark.parametrize("unknown", [27, None], ids=["said", "not told to this reader"])
def test_share_of_those_known_is_never_called_one_of_all(unknown):
    note = tile_of("label.bmn_fail", Measured(households=36, answered=73, unknown=unknown, persons=90))
    assert note.startswith("49.3%")
    assert "of those known" in note or "ของครัวเรือนที่ทราบ" in note


def test_share_is_one_of_all_where_all_are_known():
    note = tile_of("none.bmn", Measured(households=20, answered=100, unknown=0, persons=50))
    assert "of all households" in note or "ของครัวเรือนทั้งหมด" in note


@pytest.mark.parametrize(
    ("few", "value", "why"),
    [(False, "ไม่แสดง", "ไม่ให้คำนวณย้อน"), (True, "น้อยกว่า 10", "น้อยจนอาจรู้ว่าเป็นบ้านใด")],
)
def test_figure_that_is_withheld_says_why_and_bears_no_alarm(few, value, why):
    everyone = Measured(households=100, answered=100, unknown=0, persons=300)
    hidden = Measured(households=None, answered=None, unknown=None, persons=None, few=few)
    with translation.override("th"):
        (tile,) = tiles_of(Register(1, None, {"all": everyone, "label.mpi_poor": hidden}), "/households/")
    assert value in tile.value and why in tile.note
    assert tile.tone == "unknown"
