"""What assessing needs to look for causes as well: the steps behind their letters, and what is stored of them."""

from __future__ import annotations

from collections.abc import Mapping

from baansuk.assess.models import CauseFigure, CauseMember, HouseholdCause

# As in ``actions.STORED``: the table, the columns of its Parquet file, and the order in which the rows go in.
STORED: Mapping[str, tuple[type[HouseholdCause | CauseMember | CauseFigure], tuple[str, ...], str]] = {
    "causes_kept": (HouseholdCause, ("household_code", "letters"), "list_key"),
    "cause_members": (CauseMember, ("household_code", "person_code", "cause"), "household_code, cause, person_code"),
    "cause_figures": (
        CauseFigure,
        ("area_code", "level", "cause", "other", "found", "alone", "unknown"),
        "area_code, cause, other",
    ),
}
