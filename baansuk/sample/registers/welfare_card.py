"""บัตรสวัสดิการแห่งรัฐ: the finance ministry's list of card holders, one CSV in Windows-874."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import polars as pl

from .. import dates
from ..draws import stream
from ..listing import people_on_list, registered_address
from ..tables import Table, whole
from ..truth import Truth
from .printing import addresses_in_one_line, full_names, ids_as_written, some

SOURCE = "welfare_card"
WHERE = ["house_no", "village_no", "village", "tambon", "amphoe"]


def tables(truth: Truth) -> Iterator[Table]:
    """Every holder once registered in the round of 2565, by no order; the address is that of the house register."""
    rng = stream(truth.seed, "register", SOURCE)
    holder = truth.persons["welfare_card"].to_numpy() & (rng.random(len(truth.persons)) < truth.rates.coverage[SOURCE])
    rows = people_on_list(truth, SOURCE, rng, holder, registered_address(truth), shuffled=True)
    who = rows.people("national_id", "title", "given_name", "family_name")
    rows.put(
        {
            "ลำดับ": pl.Series(np.arange(len(rows)) + 1).cast(pl.String),
            "เลขประจำตัวประชาชน": ids_as_written(rng, who["national_id"], dashed=0.3),
            "นามสกุล": who["family_name"],
        }
    )
    rows.former_names("นามสกุล")
    now = who.with_columns(family_name=rows.frame["นามสกุล"])
    rows.put({"ชื่อ-นามสกุล": full_names(now, who["title"])})
    rows.frame = rows.frame.drop("นามสกุล")
    rows.births("วันเกิด", "be")
    phone = truth.houses.frame["phone"].gather(rows.household)
    spaced = phone.str.slice(0, 3) + "-" + phone.str.slice(3, 3) + "-" + phone.str.slice(6)
    status = np.array(["ใช้งาน", "รอยืนยันตัวตน", "ระงับ"])[np.digitize(rng.random(len(rows)), (0.94, 0.985))]
    rows.put(
        {
            "ที่อยู่": addresses_in_one_line(rng, rows.address(*WHERE)),
            "โทรศัพท์": pl.when(some(rng, len(rows), 0.4)).then(spaced).otherwise(phone),
            "วันที่ลงทะเบียน": dates.show(dates.some_days(rng, len(rows), dt.date(2022, 9, 5), truth.rates.card_day), "be"),
            "สถานะบัตร": status,
        }
    )
    rows.spoil_text("ชื่อ-นามสกุล")
    rows.spoil_ids("เลขประจำตัวประชาชน")
    rows.blank("โทรศัพท์", "phone_missing")
    yield Table(SOURCE, "welfare_card_2569", rows, whole(rows, "welfare_card/welfare_card_2569.csv"))
