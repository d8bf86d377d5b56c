"""A small current edition with records to lay side by side: five persons in two amphoe, one of them of three records."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from baansuk.link.models import ReviewPair
from baansuk.link.review_loading import load_review
from baansuk.link.tests.review_files import review_files
from baansuk.people.codes import issue
from baansuk.people.models import Edition, FactSheet, Household, IssuedCode, Membership, Person, RecordLink
from baansuk.people.sealed import seal_numbers, sheet_columns
from baansuk.places.models import Area

EDITION = 7
DELIVERIES = {"1": ["bmn", "SAMPLE-2569"], "2": ["welfare_card", "SAMPLE-2569"], "3": ["eef", "SAMPLE-2569"]}
AREAS = {
    "99": "สมมุติ", "9901": "เมืองสมมุติ", "9902": "นิทานดอย", "990101": "ในเมืองสมมุติ", "990201": "ป่าเรื่องเล่า",
    "99010101": "จำลองดอน", "99010102": "แบบร่างกลาง", "99020101": "เรื่องเล่าเหนือ",
}  # fmt: skip
_state = [5]


def _bytes(count: int) -> bytes:
    out = bytearray()
    while len(out) < count:
        _state[0] = (_state[0] * 6364136223846793005 + 1442695040888963407) % 2**64
        out += _state[0].to_bytes(8, "big")[::-1]
    return bytes(out[:count])


HOMES = issue("household", 8, random=_bytes)
PERSONS = issue("person", 8, random=_bytes)


def record(delivery: int, row: int) -> int:
    """Return the number of a row of a delivery."""
    return delivery * 1_000_000_000 + 100_000_000 + row


@dataclass(frozen=True)
class Someone:
    """One person: where, what is in use, the full id number, and what each record says."""

    area: str
    name: tuple[str, str, str]
    number: str
    records: Sequence[tuple[int, dict[str, str]]] = field(default_factory=list)


def _said(given: str, family: str, born: str = "1980-06-01", **more: str) -> dict[str, str]:
    return {"title": "นาย", "given_name": given, "family_name": family, "sex": "male", "birth_date": born, **more}


PEOPLE = (
    Someone("99010101", ("นาย", "ณัฐ", "ทดสอบ"), "1100000000009", [(record(1, 2), _said("ณัฐ", "ทดสอบ"))]),
    Someone("99010101", ("นาย", "ณัฏฐ์", "ทดสอบ"), "1100000000017", [(record(2, 3), _said("ณัฏฐ์", "ทดสอบ"))]),
    Someone("99010102", ("นาย", "นัด", "ทดสอบ"), "", [(record(3, 4), _said("นัด", "ทดสอบ", "1980"))]),
    Someone("99020101", ("นาย", "ไกล", "สมมุติ"), "1100000000025", [(record(1, 5), _said("ไกล", "สมมุติ"))]),
    Someone(
        "99010101",
        ("นาย", "รวม", "สมมุติ"),
        "1100000000033",
        [
            (record(1, 6), _said("รวม", "สมมุติ")),
            (record(2, 6), _said("รวม", "สมมุติ")),
            (record(3, 6), _said("ร่วม", "สมมุด")),
        ],
    ),
)
RECORDS = [number for someone in PEOPLE for number, _said in someone.records]


def make_world() -> None:
    """Make places and the current edition of PEOPLE."""
    for code, name in AREAS.items():
        Area.objects.create(
            code=code, level=len(code), parent_id=code[:-2] or None, name_th=name, name_en=f"Area {code}",
            match_key=name, sort_key=code,
        )  # fmt: skip
    now = timezone.now()
    about = {"deliveries": DELIVERIES}
    Edition.objects.create(number=EDITION, state="current", made_at=now, published_at=now, about=about)
    for place, someone in enumerate(PEOPLE):
        _make(place, someone)


def make_queue(*pairs: tuple, events: Sequence[tuple] = ()) -> list[ReviewPair]:
    """Load pairs (left, right, reason[, weight]) into the current edition's queue and return them by rank."""
    load_review(EDITION, *review_files(pairs, events))
    return list(ReviewPair.objects.filter(edition=EDITION).order_by("rank"))


# The first two are spelled alike, the third sounds so; the last lies in another amphoe.
THREE = (
    (record(1, 2), record(2, 3), "uncertain"),
    (record(1, 2), record(3, 4), "uncertain"),
    (record(2, 3), record(3, 4), "two_ids"),
)
FAR = (record(1, 2), record(1, 5), "uncertain")


def _make(place: int, someone: Someone) -> None:
    home, person = HOMES[place], PERSONS[place]
    Household.objects.create(
        edition=EDITION, code=home, area_code=someone.area, list_key=f"{someone.area}{place:06d}", name_key="ก",
        head_name="".join(someone.name), house_no=str(place + 1), village_no="1", members=1, sources="bmn",
    )  # fmt: skip
    title, given, family = someone.name
    Person.objects.create(
        edition=EDITION, code=person, household_code=home, area_code=someone.area, title=title, given_name=given,
        family_name=family, name_key="ก", sex="male", birth_date=dt.date(1980, 6, 1), birth_precision="day",
        id_kind="thai_id" if someone.number else "none", id_masked="1-xxxx-xxxx0-00-x" if someone.number else "",
        id_sealed=seal_numbers([someone.number], [person])[0], relation="head", sources="bmn",
    )  # fmt: skip
    Membership.objects.create(
        edition=EDITION, person_code=person, household_code=home, kind="both", relation="head", source="bmn", main=True
    )
    IssuedCode.objects.create(code=person, kind="person", issued_in=EDITION)
    sheets: dict[str, list[list[object]]] = {"identity": [], "contact": []}
    for number, said in someone.records:
        delivery = number // 1_000_000_000
        RecordLink.objects.create(
            edition=EDITION, record_id=number, person_code=person, household_code=home,
            rule="id" if len(someone.records) > 1 else "alone",
            household_rule="address", source=DELIVERIES[str(delivery)][0], delivery=delivery,
            row=number % 100_000_000, table="people",
        )  # fmt: skip
        sheets["identity"].append([person, number, "2026-01-23", said])
        sheets["contact"].append(["", number, "2026-01-23", {"house_no": str(place + 1), "village_no": "1"}])
    rows = ((home, name, json.dumps(facts)) for name, facts in sheets.items())
    for _code, name, clear, sealed in sheet_columns(rows):
        FactSheet.objects.create(
            edition=EDITION, household_code=home, field_class=name, facts=json.loads(clear), sealed=sealed
        )
