"""Community college household survey: submissions of an XLSForm and its repeat of members, two CSV files."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator

import numpy as np
import polars as pl

from .. import dates
from ..draws import Mask, Whole, stream
from ..listing import people_on_list
from ..rows import Rows
from ..tables import Table, whole
from ..truth import Truth, gather
from .printing import labels, yes_no

SOURCE = "college"
NOTES = [
    "บ้านตัวอย่าง ข้อมูลสมมุติ เจ้าของบ้านให้ข้อมูลดี",
    "ทางเข้าบ้านลำบากช่วงฝน\nควรนัดล่วงหน้า (ข้อมูลสมมุติ)",
    "ผู้ให้ข้อมูลไม่สะดวกบอกรายได้",
    'เด็ก ๆ เรียกบ้านนี้ว่า "บ้านนิทาน"',
]
WHO = [
    "title",
    "given_name",
    "family_name",
    "sex",
    "national_id",
    "relation",
    "family_no",
    "education",
    "occupation",
    "chronic_illness",
    "care_level",
    "welfare_card",
]
WHERE = ["house_no", "village_no", "village_code", "village", "tambon", "amphoe", "house_code"]


def tables(truth: Truth) -> Iterator[Table]:
    """A small survey aimed at the poor: it meets a third of them, and some who are not poor at all."""
    rng = stream(truth.seed, "register", SOURCE)
    share = truth.rates.coverage
    near = truth.conditions.strain > 0.6
    chance = np.where(truth.conditions.poor, share["college_poor"], np.where(near, share["college_near"], 0.0))
    met = (rng.random(len(chance)) < chance) & (truth.conditions.residents > 0)
    keys = _keys(truth, len(met))
    rows = _submissions(truth, rng, np.flatnonzero(met).astype(np.int64), keys)
    yield Table(SOURCE, "college_submissions", rows, whole(rows, "college/college_submissions.csv"))
    rows = _members(truth, rng, met, keys)
    yield Table(SOURCE, "college_members", rows, whole(rows, "college/college_members.csv"))


def _keys(truth: Truth, count: int) -> pl.Series:
    """A uuid for every household, from the seed alone."""
    salt = int.from_bytes(hashlib.sha256(f"college {truth.seed}".encode()).digest()[:8], "big")
    low = stream(truth.seed, "uuid", str(salt))
    blocks = [low.integers(0, 16**size, count) for size in (8, 4, 3, 3, 12)]
    text = [_hexadecimal(block, size) for block, size in zip(blocks, (8, 4, 3, 3, 12), strict=True)]
    return "uuid:" + text[0] + "-" + text[1] + "-4" + text[2] + "-a" + text[3] + "-" + text[4]


def _hexadecimal(values: Whole, size: int) -> pl.Series:
    letters = np.array(list("0123456789abcdef"))
    digits = (values[:, None] >> (4 * np.arange(size - 1, -1, -1, dtype=np.int64))) & 15
    return pl.Series(np.ascontiguousarray(letters[digits]).view(f"<U{size}").ravel())


def _submissions(truth: Truth, rng: np.random.Generator, household: Whole, keys: pl.Series) -> Rows:
    rows = Rows(truth, SOURCE, rng, np.full(len(household), -1, dtype=np.int64), household)
    where, house = rows.address(*WHERE), truth.houses.frame
    facts = gather(truth.conditions.households, household)
    day = dates.show(dates.some_days(rng, len(rows), dt.date(2026, 1, 12), dt.date(2026, 3, 27)), "iso")
    key = keys.gather(household)
    note = pl.Series(NOTES).gather(pl.Series(rng.integers(0, len(NOTES), len(rows)), dtype=pl.UInt32))
    month = (facts["income_person_year"] // 12 // 10 * 10).cast(pl.String)
    rows.put(
        {
            "SubmissionDate": day + "T16:40:00.000+07:00",
            "today": day,
            "enumerator": "cc" + pl.Series(rng.integers(1, 31, len(rows))).cast(pl.String).str.zfill(2),
            "house-house_no": where["house_no"],
            "house-village_no": where["village_no"],
            "house-village_code": where["village_code"],
            "house-village_name": where["village"],
            "house-tambon": where["tambon"],
            "house-amphoe": where["amphoe"],
            "house-house_code": where["house_code"],
            "house-register_kind": house["register_kind"].gather(household),
            "gps-Latitude": (house["lat"].gather(household) + pl.Series(rng.normal(0, 2e-5, len(rows))))
            .round(7)
            .cast(pl.String),
            "gps-Longitude": (house["lon"].gather(household) + pl.Series(rng.normal(0, 2e-5, len(rows))))
            .round(7)
            .cast(pl.String),
            "gps-Altitude": pl.Series(np.round(rng.uniform(1, 40, len(rows)), 1)).cast(pl.String),
            "gps-Accuracy": pl.Series(np.round(rng.uniform(3, 15, len(rows)), 1)).cast(pl.String),
            "members_count": pl.Series(truth.conditions.residents[household]).cast(pl.String),
            "income-person_month": month,
            "debt-total": facts["debt_household"].cast(pl.String),
            "happiness": facts["happiness"].cast(pl.String),
            **{
                f"capital-{c}": facts[f"capital_{c}"].cast(pl.String)
                for c in ("human", "physical", "financial", "natural", "social")
            },
            "note": pl.when(pl.Series(rng.random(len(rows)) < 0.3)).then(note),
            "meta-instanceID": key,
            "KEY": key,
        }
    )
    rows.blank("house-house_code", "house_code_missing")
    whole_house = (facts["income_household_year"] // 12).cast(pl.String)
    rows.change("income-person_month", "income_household_for_person", lambda taken, _: whole_house.gather(taken))
    rows.spoil_text("house-village_name", "house-tambon")
    _position_faults(rows)
    return rows


def _position_faults(rows: Rows) -> None:
    lat, lon = "gps-Latitude", "gps-Longitude"
    before = rows.frame[lat]
    other = rows.frame[lon]
    turned = rows.change(lat, "position_swapped", lambda taken, _: other.gather(taken))
    rows.change(lon, "position_swapped", lambda taken, _: before.gather(taken), where=turned, rate=1.0)
    zero = rows.change(lat, "position_zero", lambda _, old: pl.Series(["0.0"] * len(old)))
    rows.change(lon, "position_zero", lambda _, old: pl.Series(["0.0"] * len(old)), where=zero, rate=1.0)
    gone = rows.blank(lat, "position_missing")
    for column in (lon, "gps-Altitude", "gps-Accuracy"):
        rows.put({column: pl.when(pl.Series(~gone)).then(pl.col(column))})


def _members(truth: Truth, rng: np.random.Generator, met: Mask, keys: pl.Series) -> Rows:
    rows = people_on_list(truth, SOURCE, rng, met[truth.home] & truth.people.here, truth.home)
    who = rows.people(*WHO)
    start = (
        np.concatenate([[True], rows.household[1:] != rows.household[:-1]]) if len(rows) else np.empty(0, dtype=bool)
    )
    place = np.arange(len(rows))
    order = pl.Series(place - np.maximum.accumulate(np.where(start, place, 0)) + 1).cast(pl.String)
    rows.put(
        {
            "members-title": labels(who["title"], rng, short=0.5),
            "members-given": who["given_name"],
            "members-family": who["family_name"],
            "members-sex": who["sex"],
        }
    )
    rows.births("members-birth", "iso")
    parent = keys.gather(rows.household)
    rows.put(
        {
            "members-national_id": who["national_id"],
            "members-relation": who["relation"],
            "members-family_no": who["family_no"].cast(pl.String),
            "members-education": who["education"],
            "members-occupation": who["occupation"],
            "members-chronic": yes_no(rng, who["chronic_illness"], "yes", "no", unknown=0.08),
            "members-care": who["care_level"],
            "members-welfare_card": yes_no(rng, who["welfare_card"], "yes", "no", unknown=0.1),
            "PARENT_KEY": parent,
            "KEY": parent + "/members[" + order + "]",
        }
    )
    rows.former_names("members-family")
    rows.spoil_text("members-given", "members-family")
    rows.spoil_titles("members-title")
    rows.spoil_ids("members-national_id")
    return rows
