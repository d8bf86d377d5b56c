"""กชช.2ค: what each village has - road, water, power, signal - in one workbook of area facts."""

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
from .printing import house_number_faults

SOURCE = "nrd2c"
ROADS = ["ลาดยาง/คอนกรีต", "ลูกรัง", "ทางดิน", "รถเข้าไม่ถึง"]
WATER = ["ประปาทั่วถึง", "ประปาบางส่วน", "แหล่งน้ำธรรมชาติ", "ขาดแคลน"]
POWER = ["ไฟฟ้าทั่วถึง", "ไฟฟ้าบางส่วน", "โซลาร์เซลล์", "ไม่มีไฟฟ้า"]
SIGNAL = ["สัญญาณดี", "สัญญาณอ่อน", "ไม่มีสัญญาณ"]
# Shares of the answers above by kind of village; invented, so that the hills and the forest lack most.
SHARES = {
    "ordinary": ((0.88, 0.1, 0.02, 0), (0.8, 0.15, 0.04, 0.01), (0.97, 0.03, 0, 0), (0.9, 0.1, 0)),
    "highland": ((0.35, 0.35, 0.25, 0.05), (0.3, 0.3, 0.32, 0.08), (0.55, 0.2, 0.2, 0.05), (0.4, 0.4, 0.2)),
    "forest": ((0.1, 0.3, 0.45, 0.15), (0.08, 0.2, 0.55, 0.17), (0.2, 0.2, 0.45, 0.15), (0.2, 0.4, 0.4)),
}


def tables(truth: Truth) -> Iterator[Table]:
    """One row per village asked; the row belongs to no household (its number is that of the village's first house)."""
    rng = stream(truth.seed, "register", SOURCE)
    villages = truth.places.villages
    asked = np.flatnonzero(rng.random(len(villages)) < truth.rates.coverage[SOURCE])
    if not len(asked):
        asked = np.array([0])
    nobody = np.full(len(asked), -1, dtype=np.int64)
    rows = Rows(truth, SOURCE, rng, nobody, nobody)
    mine = villages.select(pl.all().gather(asked))
    tambon = truth.places.tambons.select(pl.all().gather(mine["tambon"].cast(pl.UInt32)))
    houses = np.bincount(truth.houses.village, minlength=len(villages))[asked]
    people = np.bincount(truth.houses.village, weights=truth.conditions.residents, minlength=len(villages))[asked]
    rows.put(
        {
            "รหัสหมู่บ้าน": mine["code"],
            "หมู่ที่": mine["no"].cast(pl.String),
            "ชื่อหมู่บ้าน": mine["th"],
            "ตำบล": tambon["th"],
            "อำเภอ": truth.places.amphoe["th"].gather(tambon["amphoe"].cast(pl.UInt32)),
            "จำนวนครัวเรือน": pl.Series(houses).cast(pl.String),
            "จำนวนประชากร": pl.Series(people.astype(np.int64)).cast(pl.String),
        }
    )
    kind = mine["kind"].to_numpy()
    for place, (header, answers) in enumerate(
        {"ถนน": ROADS, "น้ำใช้": WATER, "ไฟฟ้า": POWER, "สัญญาณโทรศัพท์": SIGNAL}.items()
    ):
        drawn = {k: choose(rng, len(asked), shares[place]) for k, shares in SHARES.items()}
        rows.put({header: np.array(answers)[np.select([kind == k for k in drawn], list(drawn.values()))]})
        rows.blank(header, "answer_unknown")
    rows.put({"วันที่สำรวจ": dates.show(dates.some_days(rng, len(rows), dt.date(2025, 2, 3), dt.date(2025, 3, 28)), "be")})
    house_number_faults(rows, None, None, "หมู่ที่", "รหัสหมู่บ้าน")
    numbers = frozenset({"จำนวนครัวเรือน", "จำนวนประชากร"})
    yield Table(SOURCE, "กชช2ค", rows, whole(rows, "nrd2c/nrd2c_2568.xlsx"), numbers)
