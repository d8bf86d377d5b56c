"""The names of months, Thai and English, as registers write them and as pages show them."""

from __future__ import annotations

from typing import Final

THAI_FULL: Final = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
THAI_SHORT: Final = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
ENGLISH_FULL: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ENGLISH_SHORT: Final = tuple(name[:3] for name in ENGLISH_FULL)


def _numbers() -> dict[str, str]:
    found: dict[str, str] = {}
    for month in range(12):
        thai = THAI_FULL[month]
        letters = THAI_SHORT[month].replace(".", "")
        written = [thai, ENGLISH_FULL[month].lower(), ENGLISH_SHORT[month].lower(), letters]
        if thai.endswith(("คม", "ยน")):
            written.append(thai[:-2])
        found.update((name, str(month + 1)) for name in written)
    found["กุมภา"] = "2"
    found["sept"] = "9"
    return found


# Written form without dots and in lower-case -> month number; longest first, so that มีนาคม is not read as มีนา.
NUMBERS: Final = dict(sorted(_numbers().items(), key=lambda item: -len(item[0])))
