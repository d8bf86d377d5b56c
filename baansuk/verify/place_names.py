"""The name of the place of a case, also where the village or all below the province is not known."""

from __future__ import annotations

from collections.abc import Mapping

from baansuk.thai.words import Words

UNKNOWN_PLACE = Words("ไม่ทราบหมู่บ้าน", "village not known")


def place_of(names: Mapping[str, Words], code: str) -> Words:
    """Return the name of an area by its code of up to 8 digits; one filled up with zeros is called by what is known of it.

    ``names`` are those of ``places.questions.names_of``, which has the areas above as well.
    """
    if code in names:
        return names[code]
    known = next((names[code[:size]] for size in (6, 4, 2) if code[:size] in names), None)
    if known is None:
        return Words(f"{UNKNOWN_PLACE.th} ({code})", f"{UNKNOWN_PLACE.en} ({code})")
    return Words(f"{known.th} ({UNKNOWN_PLACE.th})", f"{known.en} ({UNKNOWN_PLACE.en})")
