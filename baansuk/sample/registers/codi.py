"""บ้านพอเพียง: CODI's list of houses to be repaired, one workbook, one row per house with its head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import polars as pl

from .. import dates
from ..draws import choose, stream
from ..rows import Rows
from ..tables import Table, whole
from ..truth import Truth
from .printing import full_names, house_number_faults, labels

SOURCE = "codi"
TITLES = ("(ข้อมูลสมมุติ) บัญชีครัวเรือนผู้เดือดร้อนด้านที่อยู่อาศัย โครงการบ้านพอเพียง จังหวัดสมมุติ ปี 2569",)
DAMAGE = ["หลังคารั่ว", "ฝาผนังผุ", "พื้นทรุด", "หลังคาและฝาผนังผุ", "เสาเอียง", "ไม่มีห้องน้ำ", "โครงสร้างผุทั้งหลัง", "บันไดชำรุด"]
WORKS = ["ซ่อมแซม", "ต่อเติม", "สร้างใหม่"]
CEILING = (19_500, 22_000, 40_000)  # baht a house by kind of work; invented, in the order of the programme's ceilings
WHO = ["national_id", "title", "given_name", "family_name"]
WHERE = ["amphoe", "tambon", "village_no", "house_no", "house_code"]


def tables(truth: Truth) -> Iterator[Table]:
    """A share of the houses that fail indicator 8, and some proposed by the community that the survey finds sound."""
    rng = stream(truth.seed, "register", SOURCE)
    share, conditions = truth.rates.coverage, truth.conditions
    bad = conditions.answers[:, 7] == 0
    chance = np.where(bad, share["codi_bad_house"], np.where(conditions.strain > 0.5, share["codi_other"], 0.0))
    picked = (rng.random(len(chance)) < chance) & truth.houses.dwelling & (conditions.residents > 0)
    household = np.flatnonzero(picked).astype(np.int64)
    twice = rng.random(len(household)) < truth.rates.faults[SOURCE]["double_row"]
    household = np.sort(np.concatenate([household, household[twice]]))
    rows = Rows(truth, SOURCE, rng, truth.houses.first[household], household)
    rows.mark(np.concatenate([[False], household[1:] == household[:-1]])[: len(household)], "double_row")
    _columns(truth, rng, rows)
    parts = whole(rows, "codi/codi_repair_2569.xlsx", TITLES)
    yield Table(SOURCE, "บ้านพอเพียง", rows, parts, frozenset({"ลำดับ", "จำนวนสมาชิก", "งบประมาณ"}))


def _columns(truth: Truth, rng: np.random.Generator, rows: Rows) -> None:
    who, where = rows.people(*WHO), rows.address(*WHERE)
    work = choose(rng, len(rows), (0.68, 0.14, 0.18))
    budget = np.array(CEILING)[work] - rng.integers(0, 14, len(rows)) * 500
    rows.put({"นามสกุล": who["family_name"]})
    rows.former_names("นามสกุล")
    now = who.with_columns(family_name=rows.frame["นามสกุล"])
    rows.frame = rows.frame.drop("นามสกุล")
    damage = pl.Series(DAMAGE).gather(pl.Series(rng.integers(0, len(DAMAGE), len(rows)), dtype=pl.UInt32))
    land = truth.houses.frame["land_document"].gather(rows.household)
    rows.put(
        {
            "ลำดับ": pl.Series(np.arange(len(rows)) + 1).cast(pl.String),
            "อำเภอ": where["amphoe"],
            "ตำบล": where["tambon"],
            "หมู่ที่": where["village_no"],
            "บ้านเลขที่": where["house_no"],
            "รหัสประจำบ้าน": where["house_code"],
            "ชื่อหัวหน้าครัวเรือน": full_names(now, labels(who["title"], rng, short=0.4)),
            "เลขบัตรประชาชน": who["national_id"],
            "จำนวนสมาชิก": pl.Series(truth.conditions.residents[rows.household]).cast(pl.String),
            "เอกสารสิทธิ์ที่ดิน": pl.when(pl.Series(rng.random(len(rows)) < 0.9)).then(land),
            "ส่วนที่ชำรุด": damage,
            "งานที่เสนอ": np.array(WORKS)[work],
            "งบประมาณ": pl.Series(budget).cast(pl.String),
            "วันที่สำรวจ": dates.show(dates.some_days(rng, len(rows), dt.date(2025, 10, 6), dt.date(2026, 2, 27)), "be"),
        }
    )
    rows.spoil_text("ชื่อหัวหน้าครัวเรือน")
    rows.spoil_ids("เลขบัตรประชาชน")
    house_number_faults(rows, "รหัสประจำบ้าน", None, "หมู่ที่", None)
    rows.change("งบประมาณ", "money_with_comma", pl.col("งบประมาณ").str.replace(r"^(\d+)(\d{3})$", "$1,$2"))
