"""A hand-made edition of six households in two amphoe, with areas and outlines, for the tests of the pages."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from django.utils import timezone

from baansuk.assess.measures import measures
from baansuk.assess.models import Figure, Mark, Profile
from baansuk.assess.sets import load_rules
from baansuk.people.codes import issue
from baansuk.people.models import AreaFact, Edition, FactSheet, Household, Membership, NameWord, Person, RecordLink
from baansuk.people.sealed import sheet_columns
from baansuk.places.models import Area, Boundary
from baansuk.thai.addresses import house_key
from baansuk.thai.sorting import sort_start
from baansuk.thai.text import fold

EDITION = 7
# Delivery -> source and agreement: every source that a household of HOUSES is found in.
DELIVERIES = {
    "1": ["bmn", "SAMPLE-2569"],
    "2": ["college", "SAMPLE-2569"],
    "3": ["nrd2c", "SAMPLE-2569"],
    "4": ["welfare_card", "SAMPLE-2569"],
    "5": ["eef", "SAMPLE-2569"],
}
AREAS = {
    "99": ("สมมุติ", "Sommut"),
    "9901": ("เมืองสมมุติ", "Mueang Sommut"),
    "9902": ("นิทานดอย", "Nithan Doi"),
    "990101": ("ในเมืองสมมุติ", "Nai Mueang"),
    "990102": ("สวนในฝัน", "Suan Nai Fan"),
    "990201": ("ป่าเรื่องเล่า", "Pa Rueang Lao"),
    "99010101": ("จำลองดอน", "Chamlong Don"),
    "99010102": ("แบบร่างกลาง", "Baep Rang Klang"),
    "99010201": ("ในฝันใหม่", "Nai Fan Mai"),
    "99020101": ("เรื่องเล่าเหนือ", "Rueang Lao Nuea"),
}


def _fixed(seed: int):
    """Bytes that are the same in every run, so that a failing test fails again."""
    state = [seed]

    def draw(count: int) -> bytes:
        out = bytearray()
        while len(out) < count:
            state[0] = (state[0] * 6364136223846793005 + 1442695040888963407) % 2**64
            out += state[0].to_bytes(8, "big")[::-1]
        return bytes(out[:count])

    return draw


CODES = issue("household", 400, random=_fixed(1))
PERSON_CODES = issue("person", 400, random=_fixed(2))


@dataclass(frozen=True)
class House:
    """One household as the tests name it; answers are those of the indicators named, all others pass."""

    area: str
    number: str
    head: tuple[str, str, str]
    fails: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()
    sources: str = "bmn"
    labels: str = "bmn_fail:P mpi_poor:P target_poor:P no_list:P"


HOUSES = (
    House("99010101", "12/3", ("นาย", "ทดสอบ", "สมมุติวงศ์"), (8, 22), (28,), "bmn,college,welfare_card",
          "bmn_fail:F mpi_poor:F target_poor:F no_list:P"),
    House("99010101", "2", ("นาง", "ตัวอย่าง", "นิทานดี"), (23,), (), "bmn", "bmn_fail:F mpi_poor:P target_poor:P no_list:F"),
    House("99010102", "7", ("นาย", "จำลอง", "เรื่องเล่า")),
    House("99010201", "15/1", ("นางสาว", "ในฝัน", "แบบร่าง"), (9,), (), "bmn,eef",
          "bmn_fail:F mpi_poor:F target_poor:P no_list:P"),
    House("99020101", "1", ("นาย", "แสงเงา", ""), (22,), (), "bmn,welfare_card",
          "bmn_fail:F mpi_poor:F target_poor:F no_list:P"),
    House("99010100", "", ("", "", ""), (), tuple(range(1, 32)), "welfare_card",
          "bmn_fail:U mpi_poor:U target_poor:U no_list:P"),
)  # fmt: skip


def make_places() -> None:
    """Make the area tree with square outlines and village points."""
    for place, (code, (thai, english)) in enumerate(AREAS.items()):
        Area.objects.create(
            code=code, level=len(code), parent_id=code[:-2] or None, name_th=thai, name_en=english, match_key=thai,
            sort_key=code, lat=10 + place / 100, lon=100 + place / 100,
        )  # fmt: skip
        if len(code) < 8:
            west, south = 100 + place / 100, 10 + place / 100
            ring = [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]
            geometry = json.dumps({"type": "Polygon", "coordinates": [ring]})
            Boundary.objects.create(area_id=code, geometry=geometry, origin="เส้นเขตสมมุติ")


def make_edition(houses: tuple[House, ...] = HOUSES) -> list[str]:
    """Make places and a current edition of the houses; returns their codes, in the order given."""
    make_places()
    Edition.objects.create(
        number=EDITION, state="current", made_at=timezone.now(), published_at=timezone.now(),
        about={"deliveries": DELIVERIES},
    )  # fmt: skip
    for place, house in enumerate(houses):
        _make_house(place, house)
    _count(houses)
    AreaFact.objects.create(
        edition=EDITION, area_code="99010101", field="road", value="dirt", source="nrd2c", delivery=3,
        observed_on=dt.date(2025, 3, 16), agreement="SAMPLE-2569",
    )  # fmt: skip
    return CODES[: len(houses)]


def _make_house(place: int, house: House) -> None:
    code, person = CODES[place], PERSON_CODES[place]
    title, given, family = house.head
    name_key = " ".join(sort_start(fold(word)) for word in (given, family) if word) or "\U0010fffe"
    Household.objects.create(
        edition=EDITION, code=code, area_code=house.area, list_key=_list_key(place, house), name_key=name_key,
        head_name=f"{title}{given} {family}".strip(), house_no=house.number, house_key=house_key(house.number),
        village_no=house.area[6:].lstrip("0"), house_code=f"9900000{place:04d}", register_kind="tr14", lat=10.123456,
        lon=100.654321, members=1, sources=house.sources,
    )  # fmt: skip
    Person.objects.create(
        edition=EDITION, code=person, household_code=code, area_code=house.area, title=title, given_name=given,
        family_name=family, name_key=name_key, sex="male", birth_date=dt.date(1980, 6, 1), birth_precision="day",
        id_kind="thai_id", id_masked="x-xxxx-xxxx0-00-9", relation="head", sources=house.sources,
    )  # fmt: skip
    Membership.objects.create(
        edition=EDITION, person_code=person, household_code=code, kind="both", relation="head", source="bmn", main=True
    )
    for word in (given, family):
        NameWord.objects.create(
            edition=EDITION, word=sort_start(fold(word)), area_code=house.area, tambon_code=house.area[:6],
            person_code=person, household_code=code,
        )  # fmt: skip
    RecordLink.objects.create(
        edition=EDITION, record_id=1_100_000_000 + place + 2, person_code=person, household_code=code, rule="id",
        household_rule="house_code", source="bmn", delivery=1, row=place + 2, table="member",
    )  # fmt: skip
    _make_facts(code, person, house)
    letters = ["F" if n in house.fails else "U" if n in house.unknown else "P" for n in range(1, 32)]
    Profile.objects.create(
        edition=EDITION, household_code=code, indicator_set=load_rules().stamp, answers="".join(letters),
        dimensions="".join(_dimension(one.indicators, letters) for one in load_rules().dimensions.dimension),
        failed=len(house.fails), unknown=len(house.unknown), labels=house.labels,
    )  # fmt: skip
    for measure in _found_under(house):
        Mark.objects.create(edition=EDITION, measure=measure, list_key=_list_key(place, house), household_code=code)


def _list_key(place: int, house: House) -> str:
    return f"{house.area}{place:06d}"


def _make_facts(code: str, person: str, house: House) -> None:
    survey = {f"bmn_{number:02d}": "fail" for number in house.fails} | {"income_person_year": "24000.00"}
    facts = {
        "economic": [["", 1_100_000_002, "2026-01-23", survey], ["", 2_100_000_009, "2026-02", {"income_person_year": "31000.00"}]],
        "debt": [["", 1_100_000_002, "2026-01-23", {"debt_household": "77777.00"}]],
        "health": [[person, 1_100_000_002, "2026-01-23", {"care_level": "bedridden"}]],
    }  # fmt: skip
    for _code, name, clear, sealed in sheet_columns((code, name, json.dumps(sheet)) for name, sheet in facts.items()):
        FactSheet.objects.create(
            edition=EDITION, household_code=code, field_class=name, facts=json.loads(clear), sealed=sealed
        )


def _dimension(numbers: list[int], letters: list[str]) -> str:
    answers = {letters[number - 1] for number in numbers}
    return next((letter for letter in "FUP" if letter in answers), "N")


def _found_under(house: House) -> list[str]:
    found = [f"bmn.{number:02d}" for number in house.fails]
    found += [f"label.{label[:-2]}" for label in house.labels.split() if label.endswith(":F")]
    return [*found, *(f"list.{source}" for source in house.sources.split(","))]


def _count(houses: tuple[House, ...]) -> None:
    """Count each measure per area, as the run would have."""
    for code in {house.area[:level] for house in houses for level in (2, 4, 6, 8)} | {"99"}:
        inside = [house for house in houses if house.area.startswith(code)]
        for measure in measures():
            fail = sum(measure.code == "all" or measure.code in _found_under(house) for house in inside)
            unknown = sum(len(house.unknown) == 31 for house in inside) if measure.kind in ("indicator", "label") else 0
            unknown = 0 if measure.code in ("all", "label.no_list", "none.bmn") else unknown
            Figure.objects.create(
                edition=EDITION, area_code=code, level=len(code), measure=measure.code, households_fail=fail,
                households_pass=len(inside) - fail - unknown, households_unknown=unknown, persons_fail=fail,
                persons_all=len(inside),
            )  # fmt: skip
