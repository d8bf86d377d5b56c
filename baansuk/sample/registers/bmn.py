"""จปฐ.: the yearly survey of living conditions, one workbook per amphoe, households and members on two sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import polars as pl

from .. import dates
from ..draws import Mask, Whole, stream
from ..listing import people_on_list
from ..rows import Rows
from ..tables import Table, parts_by
from ..truth import Truth, gather
from .printing import RELATIONS, SEXES, house_number_faults, ids_as_written, labels, yes_no

SOURCE = "bmn"
FILE = "bmn/bmn_2569_{key}.xlsx"
FIRST, LAST = dt.date(2026, 1, 5), dt.date(2026, 3, 20)
INCOMES = {
    "รายได้อาชีพหลัก": "income_main",
    "รายได้อาชีพรอง": "income_second",
    "รายได้อื่น": "income_other",
    "รายได้จากการทำหรือหาเอง": "income_own",
    "รายได้รวมต่อปี": "income_household_year",
    "รายได้เฉลี่ยต่อคนต่อปี": "income_person_year",
    "รายจ่ายรวมต่อปี": "expense_household_year",
    "หนี้สิน": "debt_household",
}
ANSWERS = [f"ข้อ {number}" for number in range(1, 32)]
HOUSE_NUMBERS = frozenset({"จำนวนสมาชิก", "คะแนนความสุข", *INCOMES, *ANSWERS})
MEMBER_NUMBERS = frozenset({"ลำดับที่", "อายุ", "ครอบครัวที่"})
WHO = [
    "national_id",
    "title",
    "given_name",
    "family_name",
    "sex",
    "relation",
    "family_no",
    "education",
    "occupation",
    "chronic_illness",
    "disability_card",
]
WHERE = ["house_code", "house_no", "village_no", "village", "tambon", "amphoe", "village_code"]


def tables(truth: Truth) -> Iterator[Table]:
    """The two sheets; only households where somebody lives, and not all of them, are surveyed."""
    rng = stream(truth.seed, "register", SOURCE)
    surveyed = _surveyed(truth, rng)
    keys = _keys(truth, surveyed)
    rows = _households(truth, rng, np.flatnonzero(surveyed).astype(np.int64), keys)
    yield Table(SOURCE, "ครัวเรือน", rows, parts_by(rows, rows.address("amphoe_code").to_series(), FILE), HOUSE_NUMBERS)
    rows = _members(truth, rng, surveyed, keys)
    yield Table(SOURCE, "สมาชิก", rows, parts_by(rows, rows.address("amphoe_code").to_series(), FILE), MEMBER_NUMBERS)


def _surveyed(truth: Truth, rng: np.random.Generator) -> Mask:
    share, houses = truth.rates.coverage, truth.houses
    chance = np.where(houses.municipal, share["bmn_municipal"], share["bmn"])
    chance = np.where(houses.hamlet >= 0, share["bmn_hamlet"], chance)
    return (rng.random(len(chance)) < chance) & houses.dwelling & (truth.conditions.residents > 0)


def _keys(truth: Truth, surveyed: Mask) -> pl.Series:
    """Number of the questionnaire: village code and a running number, empty where nobody called."""
    village = truth.houses.village
    count = np.cumsum(surveyed)
    start = np.concatenate([[True], village[1:] != village[:-1]])
    before = np.where(start, count - surveyed, 0)
    running = pl.Series(count - np.maximum.accumulate(before)).cast(pl.String).str.zfill(4)
    key = truth.addresses["village_code"] + "-" + running
    return pl.select(pl.when(pl.Series(surveyed)).then(key)).to_series()


def _households(truth: Truth, rng: np.random.Generator, household: Whole, keys: pl.Series) -> Rows:
    rows = Rows(truth, SOURCE, rng, np.full(len(household), -1, dtype=np.int64), household)
    where = rows.address(*WHERE)
    rows.put(
        {
            "เลขที่แบบสอบถาม": keys.gather(household),
            "วันที่สำรวจ": dates.show(dates.some_days(rng, len(household), FIRST, LAST), "be"),
            "รหัสประจำบ้าน": where["house_code"],
            "บ้านเลขที่": where["house_no"],
            "หมู่ที่": where["village_no"],
            "ชื่อหมู่บ้าน": where["village"],
            "ตำบล": where["tambon"],
            "อำเภอ": where["amphoe"],
            "จังหวัด": "สมมุติ",
            "รหัสหมู่บ้าน": where["village_code"],
            "จำนวนสมาชิก": pl.Series(truth.conditions.residents[household]).cast(pl.String),
        }
    )
    facts = gather(truth.conditions.households, household)
    rows.put({header: facts[column].cast(pl.String) for header, column in INCOMES.items()})
    rows.put({"คะแนนความสุข": facts["happiness"].cast(pl.String)})
    letters = pl.Series(["-", "0", "1"])
    answers = truth.conditions.answers[household]
    rows.put(
        {header: letters.gather(pl.Series(answers[:, n] + 1, dtype=pl.UInt32)) for n, header in enumerate(ANSWERS)}
    )
    house_number_faults(rows, "รหัสประจำบ้าน", "บ้านเลขที่", "หมู่ที่", "รหัสหมู่บ้าน")
    rows.spoil_text("ชื่อหมู่บ้าน", "ตำบล")
    _money_faults(rows)
    for header in ANSWERS:
        rows.blank(header, "answer_unknown")
    return rows


def _money_faults(rows: Rows) -> None:
    """Income of a month in the field of a year, of the house in the field of a person, 0 for unknown, commas."""
    person, house = "รายได้เฉลี่ยต่อคนต่อปี", "รายได้รวมต่อปี"
    whole = rows.frame[house]
    rows.change(person, "income_household_for_person", lambda taken, _: whole.gather(taken))
    month = (pl.col(person).cast(pl.Int64) // 12).cast(pl.String)
    rows.change(person, "income_month_for_year", month)
    zero = rows.change(house, "zero_for_unknown", lambda _, old: pl.Series(["0"] * len(old)))
    rows.change(person, "zero_for_unknown", lambda _, old: pl.Series(["0"] * len(old)), where=zero, rate=1.0)
    for header in ("รายได้อาชีพหลัก", person, "หนี้สิน"):
        rows.change(header, "money_with_comma", pl.col(header).str.replace(r"^(\d+)(\d{3})$", "$1,$2"))


def _members(truth: Truth, rng: np.random.Generator, surveyed: Mask, keys: pl.Series) -> Rows:
    """People who live in a surveyed house; now and then one who is away, or one whose former house still counts him."""
    away = truth.people.lives < 0
    counted_away = rng.random(len(away)) < truth.rates.faults[SOURCE]["away_still_listed"]
    rows = people_on_list(truth, SOURCE, rng, surveyed[truth.home] & (~away | counted_away), truth.home)
    rows.mark(away[rows.person], "away_still_listed")
    former = truth.people.former
    both = (former >= 0) & surveyed[former] & truth.people.here & (rng.random(len(away)) < rows.rates["second_house"])
    rows = rows.with_more(np.flatnonzero(both).astype(np.int64), former[both], "second_house")
    who = rows.people(*WHO)
    start = np.concatenate([[True], rows.household[1:] != rows.household[:-1]])
    place = np.arange(len(rows))
    order = place - np.maximum.accumulate(np.where(start, place, 0)) + 1
    age = np.floor(truth.people.age[rows.person]).astype(np.int64)
    at_home = pl.Series(rows.household == truth.home[rows.person])
    rows.put(
        {
            "เลขที่แบบสอบถาม": keys.gather(rows.household),
            "ลำดับที่": pl.Series(order).cast(pl.String),
            "เลขประจำตัวประชาชน": ids_as_written(rng, who["national_id"], dashed=0.06),
            "คำนำหน้า": labels(who["title"], rng, short=0.3),
            "ชื่อ": who["given_name"],
            "นามสกุล": who["family_name"],
            "เพศ": who["sex"].replace_strict(SEXES),
        }
    )
    rows.births("วันเกิด", "be")
    rows.put(
        {
            "อายุ": pl.Series(age).cast(pl.String),
            "ความสัมพันธ์กับหัวหน้าครัวเรือน": pl.when(at_home)
            .then(who["relation"].replace_strict(RELATIONS))
            .otherwise(pl.lit("ญาติ")),
            "ครอบครัวที่": who["family_no"].cast(pl.String),
            "การศึกษา": who["education"],
            "อาชีพ": who["occupation"],
            "โรคเรื้อรัง": yes_no(rng, who["chronic_illness"], "มี", "ไม่มี", unknown=0.03),
            "มีบัตรคนพิการ": yes_no(rng, who["disability_card"], "มี", "ไม่มี", unknown=0.02),
        }
    )
    rows.former_names("นามสกุล")
    rows.spoil_text("ชื่อ", "นามสกุล")
    rows.spoil_titles("คำนำหน้า")
    rows.spoil_ids("เลขประจำตัวประชาชน")
    return rows
