"""Says whether an area exists, as far as an agreement may name it."""

from __future__ import annotations

from baansuk.places import questions as places
from baansuk.places.names import AMPHOE
from baansuk.thai.words import Refusal

# The fictional province: its code stands for no real place, and its agreement is recorded before its areas come in.
SAMPLE_PROVINCE = "99"


def area_exists(code: str) -> bool:
    """Say whether an area is known here."""
    return code == SAMPLE_PROVINCE or places.area(code) is not None


def check_area(code: str) -> None:
    """Raise Refusal ``area_unknown`` for an area that is not known here."""
    if not area_exists(code):
        raise Refusal(
            "area_unknown",
            f"ไม่มีพื้นที่รหัส “{code}” ตรวจรหัส หรือนำเข้าพื้นที่ก่อนด้วย `baansuk places import`",
            f"There is no area with the code “{code}”; check it, or import the areas first (`baansuk places import`)",
        )


def holds_sample_only() -> bool:
    """Say whether the only province whose amphoes are held is the fictional one."""
    held = places.current_areas().filter(level=AMPHOE).values_list("parent", flat=True).distinct()
    return set(held) == {SAMPLE_PROVINCE}
