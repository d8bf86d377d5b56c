"""กสศ.: poor pupils as schools report them, one CSV; pupils without papers carry a G-code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import polars as pl

from .. import dates
from ..draws import stream
from ..listing import people_on_list
from ..tables import Table, whole
from ..truth import Truth, gather
from .printing import full_names, house_number_faults, labels

SOURCE = "eef"
CLASSES = ["อ.1", "อ.2", "อ.3", "ป.1", "ป.2", "ป.3", "ป.4", "ป.5", "ป.6", "ม.1", "ม.2", "ม.3"]
FIRST_AGE = 3
LINE = 3_000  # baht per person per month, the scheme's line (domain paper section 7)
WHO = ["g_code", "national_id", "title", "given_name", "family_name", "sex", "pupil_grant"]
WHERE = ["tambon", "house_no", "village_no", "amphoe"]


def tables(truth: Truth) -> Iterator[Table]:
    """Pupils of kindergarten to lower secondary whose teachers proposed them."""
    rng = stream(truth.seed, "register", SOURCE)
    life, share = truth.people, truth.rates.coverage
    pupil = (life.age >= 4) & (life.age < 15) & ((life.age < 6) | truth.persons["learning"].to_numpy()) & life.here
    poor, near = truth.conditions.poor[truth.home], truth.conditions.strain[truth.home] > 0.5
    chance = np.where(poor, share["eef_poor"], np.where(near, share["eef_near"], 0.0))
    chance = np.where(truth.persons["g_code"].is_not_null().to_numpy(), share["eef_g_code"], chance)
    proposed = rng.random(len(pupil)) < chance
    rows = people_on_list(truth, SOURCE, rng, pupil & (proposed | truth.persons["pupil_grant"].to_numpy()), truth.home)
    who, where = rows.people(*WHO), rows.address(*WHERE)
    school = np.maximum(truth.places.villages["tambon"].to_numpy()[truth.houses.village[rows.household]], 0)
    grade = np.clip(np.floor(life.age[rows.person]).astype(np.int64) - FIRST_AGE, 0, len(CLASSES) - 1)
    guardian = gather(truth.persons, truth.houses.first[truth.home[rows.person]])
    month = truth.conditions.households["income_person_year"].to_numpy()[rows.household] // 12
    # Teachers put down what a visit shows and the scheme asks for; it lies below what the yearly survey finds.
    month = np.where(month > LINE, rng.integers(110, 301, len(rows)) * 10, month)
    decided = pl.Series(rng.random(len(rows)) < 0.9)
    rows.put(
        {
            "รหัสโรงเรียน": "9900" + pl.Series(school + 1).cast(pl.String).str.zfill(4),
            "โรงเรียน": "โรงเรียนบ้าน" + where["tambon"],
            "ชั้น": np.array(CLASSES)[grade],
            "เลขประจำตัวนักเรียน": pl.coalesce(who["g_code"], who["national_id"]),
            "คำนำหน้า": labels(who["title"], rng, short=0.6),
            "ชื่อ": who["given_name"],
            "นามสกุล": who["family_name"],
            "เพศ": who["sex"].replace_strict({"male": "ช", "female": "ญ"}),
        }
    )
    rows.births("วันเกิด", "be")
    rows.put(
        {
            "ผู้ปกครอง": full_names(guardian, guardian["title"]),
            "บ้านเลขที่": where["house_no"],
            "หมู่ที่": where["village_no"],
            "ตำบล": where["tambon"],
            "อำเภอ": where["amphoe"],
            "จังหวัด": "สมมุติ",
            "รายได้เฉลี่ยต่อคนต่อเดือน": pl.Series(month).cast(pl.String),
            "สถานะทุน": pl.when(who["pupil_grant"])
            .then(pl.lit("ได้รับทุน"))
            .when(decided)
            .then(pl.lit("ไม่ได้รับ"))
            .otherwise(pl.lit("รอพิจารณา")),
            "วันที่สำรวจ": dates.show(dates.some_days(rng, len(rows), dt.date(2025, 11, 3), dt.date(2025, 12, 19)), "be"),
        }
    )
    rows.spoil_text("ชื่อ", "นามสกุล")
    rows.spoil_titles("คำนำหน้า")
    rows.spoil_ids("เลขประจำตัวนักเรียน")
    house_number_faults(rows, None, "บ้านเลขที่", "หมู่ที่", None)
    rows.change("รายได้เฉลี่ยต่อคนต่อเดือน", "zero_for_unknown", lambda _, old: pl.Series(["0"] * len(old)))
    yield Table(SOURCE, "eef_pupils_2568_2", rows, whole(rows, "eef/eef_pupils_2568_2.csv"))
