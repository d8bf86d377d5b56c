"""ทะเบียนคนพิการ: card holders of the provincial office, a workbook with titles above the header and some Thai digits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import polars as pl

from .. import dates, faults
from ..draws import stream
from ..listing import people_on_list, registered_address
from ..tables import Table, whole
from ..truth import Truth
from .printing import SEXES, house_number_faults, labels, some

SOURCE = "disability"
TITLES = ("(ข้อมูลสมมุติ) ทะเบียนคนพิการที่ได้รับบัตรประจำตัวคนพิการ จังหวัดสมมุติ", "ข้อมูล ณ วันที่ ๓๑ มีนาคม ๒๕๖๙", "")
WHO = ["national_id", "title", "given_name", "family_name", "sex", "disability_kind"]
WHERE = ["house_no", "village_no", "tambon", "amphoe"]


def tables(truth: Truth) -> Iterator[Table]:
    """Holders of the card, with dates of issue and expiry; a third of the rows typed in Thai digits."""
    rng = stream(truth.seed, "register", SOURCE)
    holder = truth.persons["disability_card"].to_numpy() & (
        rng.random(len(truth.persons)) < truth.rates.coverage[SOURCE]
    )
    rows = people_on_list(truth, SOURCE, rng, holder, registered_address(truth))
    who, where = rows.people(*WHO), rows.address(*WHERE)
    issued = dates.some_days(rng, len(rows), dt.date(2017, 1, 4), dt.date(2026, 2, 27))
    expires = dates.show(issued.dt.offset_by("8y"), "be")
    rows.put(
        {
            "ที่": pl.Series(np.arange(len(rows)) + 1).cast(pl.String),
            "เลขประจำตัวประชาชน": who["national_id"],
            "คำนำหน้า": labels(who["title"], rng, short=0.5),
            "ชื่อ": who["given_name"],
            "นามสกุล": who["family_name"],
            "เพศ": who["sex"].replace_strict(SEXES),
        }
    )
    rows.births("วันเกิด", "be")
    rows.put(
        {
            "ประเภทความพิการ": who["disability_kind"],
            "วันออกบัตร": dates.show(issued, "be"),
            "วันหมดอายุ": pl.when(some(rng, len(rows), 0.4)).then(pl.lit("ตลอดชีพ")).otherwise(expires),
            "บ้านเลขที่": where["house_no"],
            "หมู่ที่": where["village_no"],
            "ตำบล": where["tambon"],
            "อำเภอ": where["amphoe"],
            "จังหวัด": "สมมุติ",
            "โทรศัพท์": truth.houses.frame["phone"].gather(rows.household),
        }
    )
    rows.former_names("นามสกุล")
    rows.spoil_text("ชื่อ", "นามสกุล")
    rows.spoil_titles("คำนำหน้า")
    rows.spoil_ids("เลขประจำตัวประชาชน")
    house_number_faults(rows, None, "บ้านเลขที่", "หมู่ที่", None)
    thai = some(rng, len(rows), 0.34)
    written = ["ที่", "เลขประจำตัวประชาชน", "วันเกิด", "วันออกบัตร", "วันหมดอายุ", "บ้านเลขที่", "หมู่ที่"]
    rows.put({c: pl.when(thai).then(faults.thai_digits(pl.col(c))).otherwise(pl.col(c)) for c in written})
    parts = whole(rows, "disability/disability_2569.xlsx", TITLES)
    yield Table(SOURCE, "รายชื่อคนพิการ", rows, parts, total=f"รวม {len(rows):,} คน")
