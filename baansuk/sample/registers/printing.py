"""How agencies write things: titles, ids with dashes, yes and no, one-line addresses, house numbers and their faults."""

from __future__ import annotations

import numpy as np
import polars as pl

from ..rows import Rows

SEXES = {"male": "ชาย", "female": "หญิง"}
RELATIONS = {
    "head": "หัวหน้าครัวเรือน",
    "spouse": "คู่สมรส",
    "child": "บุตร",
    "parent": "บิดา-มารดา",
    "grandchild": "หลาน",
    "sibling": "พี่-น้อง",
    "relative": "ญาติ",
}
SHORT_TITLES = {"นางสาว": "น.ส.", "เด็กชาย": "ด.ช.", "เด็กหญิง": "ด.ญ.", "ว่าที่ร้อยตรี": "ว่าที่ ร.ต."}


def some(rng: np.random.Generator, count: int, share: float) -> pl.Series:
    """A mask that is true for this share of rows."""
    return pl.Series(rng.random(count) < share)


def labels(titles: pl.Series, rng: np.random.Generator, *, short: float) -> pl.Series:
    """Titles as clerks write them: in full, or short for this share."""
    brief = titles.replace(SHORT_TITLES)
    return pl.select(pl.when(some(rng, len(titles), short)).then(brief).otherwise(titles)).to_series()


def ids_as_written(rng: np.random.Generator, numbers: pl.Series, *, dashed: float) -> pl.Series:
    """Id numbers, for a share written 1-0000-12345-67-8."""
    parts = [numbers.str.slice(start, length) for start, length in ((0, 1), (1, 4), (5, 5), (10, 2), (12, 1))]
    dashes = parts[0] + "-" + parts[1] + "-" + parts[2] + "-" + parts[3] + "-" + parts[4]
    return pl.select(pl.when(some(rng, len(numbers), dashed)).then(dashes).otherwise(numbers)).to_series()


def yes_no(rng: np.random.Generator, flag: pl.Series, yes: str, no: str, *, unknown: float) -> pl.Series:
    """Two words, or nothing for a share: unknown is not no."""
    word = pl.when(some(rng, len(flag), 1 - unknown)).then(pl.when(flag).then(pl.lit(yes)).otherwise(pl.lit(no)))
    return pl.select(word).to_series()


def full_names(who: pl.DataFrame, titles: pl.Series, *, gap: str = "") -> pl.Series:
    """Title, given name and family name in one field; people of one name have no family name."""
    tail = pl.select(pl.coalesce(" " + who["family_name"], pl.lit(""))).to_series()
    return titles + gap + who["given_name"] + tail


def addresses_in_one_line(rng: np.random.Generator, where: pl.DataFrame) -> pl.Series:
    """Addresses in four of the ways they are written on one line."""
    number = where["house_no"].fill_null("-")
    village, name, tambon, amphoe = where["village_no"], where["village"], where["tambon"], where["amphoe"]
    short = " ต." + tambon + " อ." + amphoe + " จ.สมมุติ"
    styles = [
        number + " หมู่ " + village + short,
        number + " ม." + village + " " + name + short,
        "บ้านเลขที่ " + number + " หมู่ที่ " + village + " ตำบล" + tambon + " อำเภอ" + amphoe + " จังหวัดสมมุติ",
        number + " ม." + village + " ต. " + tambon + " อ. " + amphoe + " จ. สมมุติ",
    ]
    lot = pl.Series(rng.integers(0, len(styles), len(where)))
    chosen = pl.when(lot == 0).then(styles[0]).when(lot == 1).then(styles[1]).when(lot == 2).then(styles[2])
    return pl.select(chosen.otherwise(styles[3])).to_series()


def house_number_faults(
    rows: Rows, code: str | None, number: str | None, village_no: str, village_code: str | None
) -> None:
    """Missing house codes and numbers, wrong village numbers, village codes from before a split."""
    if code:
        rows.blank(code, "house_code_missing")
    if number:
        rows.blank(number, "house_no_missing")
    rows.change(village_no, "village_no_wrong", lambda _, old: (old.cast(pl.Int64) % 9 + 1).cast(pl.String))
    if village_code:
        aliases = rows.truth.places.aliases
        old_codes = dict(zip(aliases["new_code"], aliases["old_code"], strict=True))
        rows.change(village_code, "retired_village_code", pl.col(village_code).replace(old_codes))
