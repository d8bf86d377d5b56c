"""เบี้ยยังชีพผู้สูงอายุ: the lists of every local government, one workbook each."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from .. import dates
from ..draws import stream
from ..listing import people_on_list, registered_address
from ..rows import Rows
from ..tables import Part, Table, parts_by
from ..truth import Truth
from .printing import full_names, house_number_faults, ids_as_written, labels, some

SOURCE = "elderly"
FILE = "elderly/elderly_2569_{key}.xlsx"
TITLE = "(ข้อมูลสมมุติ) บัญชีรายชื่อผู้มีสิทธิรับเงินเบี้ยยังชีพผู้สูงอายุ ปีงบประมาณ พ.ศ. ๒๕๖๙"
WHO = ["national_id", "title", "given_name", "family_name", "elderly_allowance"]
WHERE = ["local_government", "house_no", "village_no", "tambon", "amphoe"]


def tables(truth: Truth) -> Iterator[Table]:
    """Receivers of the allowance under the local government of the house where they are registered."""
    rng = stream(truth.seed, "register", SOURCE)
    receives = truth.persons["elderly_allowance"].to_numpy() > 0
    receives &= rng.random(len(truth.persons)) < truth.rates.coverage[SOURCE]
    rows = people_on_list(truth, SOURCE, rng, receives, registered_address(truth))
    # A tambon's municipality and its TAO hold different villages: order by payer first.
    payer = rows.address("local_government").to_series()
    rows = rows.only(np.argsort(payer.to_numpy(), kind="stable"))
    payer = rows.address("local_government").to_series()
    _columns(truth, rng, rows)
    names = dict(_names(truth).iter_rows())
    parts = tuple(Part(p.file, p.start, p.stop, (TITLE, names[payer[p.start]])) for p in parts_by(rows, payer, FILE))
    yield Table(SOURCE, "บัญชีรายชื่อ", rows, parts, frozenset({"อายุ", "จำนวนเงิน"}), total="รวม")


def _names(truth: Truth) -> pl.DataFrame:
    zones = truth.places.zones.filter(pl.col("kind") == "local_government")
    return zones.select("zone_code", "zone_th").unique(maintain_order=True)


def _columns(truth: Truth, rng: np.random.Generator, rows: Rows) -> None:
    who, where = rows.people(*WHO), rows.address(*WHERE)
    rows.put({"ลำดับที่": _running(where["local_government"]), "นามสกุล": who["family_name"]})
    rows.former_names("นามสกุล")
    titles = labels(who["title"], rng, short=0.3)
    now = who.with_columns(family_name=rows.frame["นามสกุล"])
    close, apart = full_names(now, titles), full_names(now, titles, gap=" ")
    rows.frame = rows.frame.drop("นามสกุล")
    rows.put(
        {
            "ชื่อ-สกุล": pl.when(some(rng, len(rows), 0.7)).then(close).otherwise(apart),
            "เลขประจำตัวประชาชน": ids_as_written(rng, who["national_id"], dashed=0.25),
        }
    )
    rows.births("วันเดือนปีเกิด", "be")
    in_words = some(rng, len(rows), 0.12) & (rows.frame["วันเดือนปีเกิด"].str.len_chars() == 10).fill_null(False)
    words = _in_words(rows.frame["วันเดือนปีเกิด"])
    rows.put({"วันเดือนปีเกิด": pl.when(in_words).then(words).otherwise(pl.col("วันเดือนปีเกิด"))})
    remarks = np.array(["", "รายใหม่", "ย้ายเข้า"])[np.digitize(rng.random(len(rows)), (0.93, 0.98))]
    rows.put(
        {
            "อายุ": pl.Series(np.floor(truth.people.age[rows.person]).astype(np.int64)).cast(pl.String),
            "บ้านเลขที่": where["house_no"],
            "หมู่ที่": where["village_no"],
            "ตำบล": where["tambon"],
            "อำเภอ": where["amphoe"],
            "จำนวนเงิน": who["elderly_allowance"].cast(pl.Int64).cast(pl.String),
            "หมายเหตุ": pl.Series(remarks).replace({"": None}),
        }
    )
    rows.spoil_text("ชื่อ-สกุล")
    rows.spoil_ids("เลขประจำตัวประชาชน")
    house_number_faults(rows, None, "บ้านเลขที่", "หมู่ที่", None)
    rows.change("จำนวนเงิน", "money_with_comma", pl.col("จำนวนเงิน").str.replace(r"^(\d)(\d{3})$", "$1,$2"))


def _running(keys: pl.Series) -> pl.Series:
    lengths = keys.rle().struct.field("len").to_numpy().astype(np.int64)
    first = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return pl.Series((np.arange(len(keys)) - first + 1).astype(np.int64)).cast(pl.String)


def _in_words(written: pl.Series) -> pl.Series:
    """17/02/2490 -> 17 ก.พ. 2490, also where the day is 00 or the month was swapped with it."""
    month = written.str.slice(3, 2).replace({f"{n + 1:02}": name for n, name in enumerate(dates.MONTHS)})
    return written.str.slice(0, 2).str.strip_prefix("0") + " " + month + " " + written.str.slice(6)
