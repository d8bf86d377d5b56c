"""Measures link and store on synthetic clean tables: `python bench/link_load.py PERSONS FOLDER` (nobody in it is real).

Makes the clean Parquet of a survey, the health files and five lists, links them, stores the edition in a fresh SQLite
file (or the database of DATABASE_URL) and prints seconds per stage and the peak memory of the whole process.
"""

from __future__ import annotations

import datetime as dt
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from baansuk.link.reading import Table
from baansuk.people.fields import facts_of

GIVEN = [
    a + b
    for a in ("สม", "บุญ", "ทอง", "ดา", "มา", "จัน", "พร", "คำ", "ศรี", "อุ")
    for b in ("ชาย", "หญิง", "มี", "ใจ", "นภา", "วัน", "สุข", "แก้ว", "ลา", "รัตน์")
]
FAMILY = [
    a + b + c
    for a in ("ทดสอบ", "ตัวอย่าง", "สมมติ", "จำลอง")
    for b in ("ใจ", "สุข", "ทอง", "ไทย", "งาม", "ดี", "มั่น", "คง")
    for c in ("", "ดี", "มาก", "ชัย", "วงศ์", "กุล", "พงศ์", "ศักดิ์")
]


def ids(numbers: np.ndarray) -> np.ndarray:
    """Write checksum-valid 13-digit ids of office 0000."""
    first12 = 100_000_000_000 + numbers
    total = np.zeros(len(numbers), dtype=np.int64)
    rest = first12.copy()
    for weight in range(2, 14):
        total += (rest % 10) * weight
        rest //= 10
    check = (11 - total % 11) % 10
    return (first12 * 10 + check).astype(str)


def make(folder: Path, persons: int, seed: int = 1) -> list[Table]:
    """Write the clean tables of ``persons`` made-up persons under ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    draw = np.random.default_rng(seed)
    house = np.sort(draw.integers(0, max(persons * 10 // 33, 1), persons))
    villages = np.array([f"99{a:02d}{t:02d}{v:02d}" for a in range(1, 11) for t in range(1, 11) for v in range(1, 11)])
    place = villages[house * len(villages) // (house.max() + 1)]
    birth = np.datetime64("1940-01-01") + draw.integers(0, 30000, persons).astype("timedelta64[D]")
    people = pl.DataFrame(
        {
            "n": np.arange(persons),
            "house": house,
            "national_id": ids(np.arange(persons)),
            "given_name": np.array(GIVEN)[draw.integers(0, len(GIVEN), persons)],
            "family_name": np.array(FAMILY)[(house * 7919) % len(FAMILY)],
            "birth_date": birth,
            "sex": np.where(draw.random(persons) < 0.5, "male", "female"),
            "village_code": place,
            "chance": draw.random(persons),
        }
    ).with_columns(
        title=pl.when(pl.col("sex") == "male").then(pl.lit("นาย")).otherwise(pl.lit("นาง")),
        birth_precision=pl.lit("day"),
        id_kind=pl.lit("thai_id"),
        given_key=pl.col("given_name"),
        family_key=pl.col("family_name"),
        tambon_code=pl.col("village_code").str.head(6),
        village_no=pl.col("village_code").str.tail(2).cast(pl.Int32).cast(pl.String),
        house_no=(pl.col("house") % 300 + 1).cast(pl.String),
        house_key=(pl.col("house") % 300 + 1).cast(pl.String),
        code=(pl.lit(99_000_000_000) + pl.col("house")).cast(pl.String),
        phone=pl.lit(None, dtype=pl.String),
        relation=pl.when(pl.col("n") == pl.col("n").min().over("house"))
        .then(pl.lit("head"))
        .otherwise(pl.lit("child")),
        family_no=pl.lit(1, dtype=pl.Int32),
        life_status=pl.lit("alive"),
        observed_on=pl.lit(dt.date(2025, 3, 1)),
        observed_precision=pl.lit("day"),
    )
    answers = {
        field.code: pl.when((pl.col("house") * 31 + place * 7) % 23 == 0).then(pl.lit("fail")).otherwise(pl.lit("pass"))
        for place, field in enumerate(facts_of("household"))
        if field.type == "answer"
    }
    tables: list[Table] = []

    def put(delivery: int, source: str, unit: str, number: int, frame: pl.DataFrame) -> None:
        path = folder / f"{source}-{unit}.parquet"
        first = delivery * 1_000_000_000 + number * 100_000_000
        frame = frame.with_row_index("row", offset=2).with_columns(
            pl.col("row").cast(pl.Int64), record_id=pl.col("row").cast(pl.Int64) + first
        )
        frame.drop("n", "house", "chance", "code", strict=False).write_parquet(path)
        tables.append(Table(delivery, source, unit, unit, path, "SAMPLE-2569"))

    def some(low: float, high: float, missing: float) -> pl.DataFrame:
        part = people.filter(pl.col("chance").is_between(low, high))
        gone = (pl.col("n") * 2654435761 % 1000) < missing * 1000
        return part.with_columns(
            national_id=pl.when(gone).then(None).otherwise(pl.col("national_id")),
            id_kind=pl.when(gone).then(pl.lit("none")).otherwise(pl.lit("thai_id")),
        )

    nothing = pl.lit(None, dtype=pl.String)
    bmn = some(0, 0.88, 0.02).with_columns(
        household_key=pl.col("house").cast(pl.String), house_code=nothing, residence=pl.lit("both")
    )
    put(1, "bmn", "person", 2, bmn.with_columns(house_no=nothing, house_key=nothing, occupation=pl.lit("ทำนา")))
    houses = bmn.unique("house", keep="first", maintain_order=True).select(
        "house",
        "household_key",
        "observed_on",
        "observed_precision",
        "house_no",
        "house_key",
        "village_no",
        "village_code",
        "tambon_code",
        house_code=pl.when(pl.col("house") % 5 > 0).then(pl.col("code")).otherwise(None),
    )
    put(
        1,
        "bmn",
        "household",
        1,
        houses.with_columns(**answers).with_columns(
            income_person_year=((pl.col("house") * 37) % 90000).cast(pl.Decimal(14, 2)),
            income_household_year=((pl.col("house") * 137) % 300000).cast(pl.Decimal(14, 2)),
        ),
    )
    moph = some(0.08, 1, 0.03).with_columns(
        household_key=("H" + pl.col("house").cast(pl.String)), residence=pl.lit("both")
    )
    put(
        2,
        "moph43",
        "person",
        2,
        moph.with_columns(
            house_code=nothing, house_no=nothing, house_key=nothing, nationality=pl.lit("099"), education=pl.lit("2")
        ),
    )
    put(
        2,
        "moph43",
        "household",
        1,
        moph.unique("house", keep="first", maintain_order=True).select(
            "house",
            "household_key",
            "observed_on",
            "observed_precision",
            "house_no",
            "house_key",
            "village_no",
            "village_code",
            "tambon_code",
            house_code=pl.col("code"),
            lat=18.0 + pl.col("house") % 1000 / 1000,
            lon=98.0 + pl.col("house") % 997 / 1000,
        ),
    )
    lists = {
        "welfare_card": (0.3, 0.52, 0.02, "welfare_card", True),
        "elderly": (0.85, 1.0, 0.05, "elderly_allowance", 600),
        "disability": (0.4, 0.43, 0.02, "disability_card", True),
        "eef": (0.6, 0.63, 0.1, "pupil_grant", True),
    }
    for number, (source, (low, high, missing, field, value)) in enumerate(lists.items(), start=3):
        said = pl.lit(value) if isinstance(value, bool) else pl.lit(value).cast(pl.Decimal(14, 2))
        frame = some(low, high, missing).with_columns(
            household_key=nothing, house_code=nothing, residence=nothing, relation=nothing, **{field: said}
        )
        put(number, source, "person", 1, frame)
    return tables


def main() -> None:
    persons, folder = int(sys.argv[1]), Path(sys.argv[2])
    os.environ.setdefault("BAANSUK_VAR", str(folder / "var"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baansuk.web.settings")
    import django  # only this benchmark's whole process needs it, and after the folder is known

    django.setup()
    from django.core.management import call_command

    from baansuk.link import actions
    from baansuk.people import actions as people

    began = time.perf_counter()
    tables = make(folder / "clean", persons)
    print(
        f"made {sum(pl.scan_parquet(t.path).select(pl.len()).collect().item() for t in tables):,} records in {time.perf_counter() - began:.1f} s"
    )
    call_command("migrate", verbosity=0)
    last: list[Any] = [time.perf_counter(), time.process_time(), ""]

    def say(done: int, total: int, words: object) -> None:
        if words is not None:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            now, used = time.perf_counter(), time.process_time()
            print(f"{now - last[0]:7.1f} s {used - last[1]:7.1f} core-s  peak {peak:6,.0f} MB  {last[2]}", flush=True)
            last[:] = [now, used, getattr(words, "en", "")]

    began = time.perf_counter()
    number = actions.link_given(tables, by="bench", progress=say)
    say(0, 0, "")
    print(f"edition {number}: {time.perf_counter() - began:.1f} s in all")
    began = time.perf_counter()
    people.publish(edition=number, by="bench")
    print(f"published in {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
