"""A small register of many random rows for tests of whole runs."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

from baansuk.link.tests import registers

GIVEN = ("สมชาย", "สมหญิง", "บุญมี", "คำแก้ว", "เกียรติ", "แสงดาว")
FAMILY = ("ทดสอบดี", "ตัวอย่างใจ", "สมมติสุข", "")
SOURCES = (("bmn", 1), ("moph43", 2), ("welfare_card", 3), ("college", 4))


def thai_id(number: int) -> str:
    """A checksum-valid id of office 0000."""
    first12 = f"1{number:011d}"
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(first12))
    return f"{first12}{(11 - total % 11) % 10}"


def many_rows(draw: random.Random, persons: int) -> list[dict[str, Any]]:
    """Rows of four sources about ``persons`` persons in houses of about three, with gaps and disagreements."""
    rows: list[dict[str, Any]] = [registers.area(), registers.area(area_code="99010102", road="paved")]
    for number in range(persons):
        home = number // 3
        name = f"{GIVEN[number % len(GIVEN)]} {FAMILY[home % len(FAMILY)]}".strip()
        child = number % 3 == 2
        born = dt.date(1990 + number % 25 if child else 1950 + number % 30, 1 + number % 12, 1 + number % 28)
        clinic_says: dict[str, Any] = {
            "father_id" if number % 2 else "mother_id": thai_id(number - 2) if child else None,
            "spouse_id": thai_id(number - 1) if number % 3 == 1 else None,
            "moved_in_on": dt.date(2024, 1 + number % 12, 1) if number % 5 == 0 else None,
            "moved_in_on_precision": "month",
        }
        for source, delivery in SOURCES:
            if draw.random() < 0.35:
                continue
            listed = source == "welfare_card"
            rows.append(
                registers.person(
                    source=source,
                    delivery=delivery,
                    name=name,
                    title="นาย" if number % 2 else "นาง",
                    sex=draw.choice(["male", "female", None]),
                    born=born,
                    # Now and then a child stands under the number of the one before (case 46).
                    id=None if draw.random() < 0.3 else thai_id(number - (number % 23 == 22)),
                    household_key=None if listed else f"{source}{home}",
                    house=str(home + 1) if listed or draw.random() < 0.5 else None,
                    village=1 + home % 2,
                    residence=draw.choice([None, "lives", "both", "registered"]),
                    relation="head" if number % 3 == 0 else None,
                    family_no=1,
                    welfare_card=listed or None,
                    occupation=draw.choice([None, "ทำนา", 'ค้า"ขาย']),
                    **(clinic_says if source == "moph43" else {}),
                )
            )
    for home in range(persons // 3 + 1):
        for source, delivery in SOURCES[:2]:
            rows.append(
                registers.house(
                    source=source,
                    delivery=delivery,
                    household_key=f"{source}{home}",
                    house_code=None if home % 4 == 0 else f"99{home:09d}",
                    house=str(home + 1),
                    village=1 + home % 2,
                    bmn_01=draw.choice(["pass", "fail", "not_applicable", None]) if source == "bmn" else None,
                    income_person_year=Decimal(draw.randrange(90000)),
                    lat=18.0 + home / 1000 if source == "moph43" else None,
                    lon=98.0 if source == "moph43" else None,
                )
            )
    return rows
