"""What the linkage benchmark feeds to both sides: the sample's registers, the cleaned table, FEBRL, and the JVM's cost."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import polars as pl
import pytest

from baansuk.sample.province import make_sample
from bench import febrl, link_sample, link_spark
from bench.link_cleaned import cleaned

without_peers = pytest.mark.skipif(
    importlib.util.find_spec("splink") is None, reason="the optional group peers is not installed"
)


def _cleaned(folder: Path, *rows: dict[str, str]) -> pl.DataFrame:
    register = folder / "A.parquet"
    pl.DataFrame([{"record_id": f"r{n}"} | row for n, row in enumerate(rows)], infer_schema_length=None).write_parquet(
        register
    )
    return pl.read_parquet(cleaned([register], folder / "cleaned.parquet"))


def test_a_valid_id_is_read_through_thai_digits_and_dashes_and_a_wrong_one_stays_as_digits(tmp_path: Path) -> None:
    frame = _cleaned(
        tmp_path, {"national_id": "๑-๐๐๐๐-๐๐๐๐๐-๐๐-๙"}, {"national_id": "1000000000008"}, {"national_id": "12345"}
    )
    assert frame["national_id"].to_list() == [1000000000009, None, None]
    assert frame["id_digits"].to_list() == ["1000000000009", "1000000000008", "12345"]


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("05/03/2512", (1969, 3, 5)),
        ("1969-03-05", (1969, 3, 5)),
        ("25120305", (1969, 3, 5)),
        ("00/00/2512", (1969, None, None)),
        ("๕/๓/๒๕๑๒", (1969, 3, 5)),
        ("05/03/12", (None, 3, 5)),
        ("ไม่ทราบ", (None, None, None)),
    ],
)
def test_dates_in_parts(tmp_path: Path, written: str, parts: tuple[int | None, ...]) -> None:
    frame = _cleaned(tmp_path, {"birth_date": written})
    assert frame.select("birth_year", "birth_month", "birth_day").row(0) == parts


def test_a_whole_name_and_a_name_in_parts_become_the_same(tmp_path: Path) -> None:
    frame = _cleaned(
        tmp_path,
        {"full_name": "น.ส.ณัฐมล สมมุติสุข"},
        {"title": "นางสาว", "given_name": "ณัฐมล", "family_name": "สมมุติสุข"},
        {"given_name": "นางสาวณัฐมล", "family_name": "สมมุติสุข"},
    )
    assert frame.select("given", "family", "given_sound", "sex").unique().height == 1
    # A distance in bytes is then a distance in letters.
    assert frame["given"].str.len_bytes().to_list() == [5, 5, 5]


def test_codes_of_places_take_the_name_that_the_same_people_write(tmp_path: Path) -> None:
    rows = []
    for number in range(6):
        person = {
            "given_name": "สม" + "กขคงจฉ"[number] + "า",
            "family_name": "จำลอง",
            "birth_date": f"{1960 + number}-01-02",
        }
        home = {"house_no": str(number), "village_no": "4"}
        rows += [
            person | home | {"tambon": "ต.สมมุติ", "amphoe": "นิทาน"},
            person | home | {"tambon": "990101", "amphoe": "9901"},
        ]
    frame = _cleaned(tmp_path, *rows)
    assert frame["tambon"].n_unique() == 1
    assert frame["house"].n_unique() == 6


def test_every_row_of_a_person_in_the_sample_is_converted_with_its_truth(tmp_path: Path) -> None:
    make_sample(tmp_path / "province", persons=400, seed=3, only=("truth", *link_sample.SOURCES))
    made = link_sample.convert(tmp_path / "province", tmp_path)
    ledger = pl.read_parquet(tmp_path / "province/truth/records.parquet").filter(
        pl.col("person_no").is_not_null(), pl.col("source").is_in(link_sample.SOURCES)
    )
    truth = pl.read_parquet(tmp_path / "truth.parquet")
    assert truth.height == ledger.height
    assert truth["record_id"].n_unique() == truth.height
    rows = pl.read_parquet(cleaned(made, tmp_path / "cleaned.parquet")).join(truth, on="record_id")
    # The ledger's person is the row's: nearly every person has one spelling of the given name at most of its rows.
    assert rows.group_by("person").agg(pl.col("given_sound").n_unique())["given_sound"].eq(1).mean() > 0.9


@without_peers
@pytest.mark.parametrize(("name", "records", "pairs"), [("febrl3", 5000, 6538), ("febrl4", 10000, 5000)])
def test_febrl_has_the_pairs_it_is_known_for(tmp_path: Path, name: str, records: int, pairs: int) -> None:
    made = febrl.convert(name, tmp_path)
    sizes = pl.read_parquet(tmp_path / "truth.parquet").group_by("person").len()["len"].cast(pl.Int64)
    assert (sizes.sum(), (sizes * (sizes - 1) // 2).sum()) == (records, pairs)
    assert set(pl.read_parquet(made[0]).columns) == {"record_id", *febrl.COLUMNS.values()}


@without_peers
def test_splink_finds_the_copies_of_a_small_register(tmp_path: Path) -> None:
    from bench.link_peer import pair_score, run  # splink is optional

    make_sample(tmp_path / "province", persons=1000, seed=4, only=("truth", *link_sample.SOURCES))
    table = cleaned(link_sample.convert(tmp_path / "province", tmp_path), tmp_path / "cleaned.parquet")
    told = run(table, tmp_path / "truth.parquet")
    assert told["f1"] > 0.97  # type: ignore[operator]
    three = pl.Series([1, 1, 2]).to_numpy()
    assert pair_score(three, pl.Series([7, 7, 7]).to_numpy()) == (1.0, 1 / 3, 0.5)


def test_what_a_process_starts_and_leaves_behind_is_counted() -> None:
    burn = "import time\nend = time.process_time() + {}\nwhile time.process_time() < end: pass"
    child = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {burn.format(0.6)!r}])"
    cost = link_spark.cost_with_jvm([sys.executable, "-c", child + "; import time; time.sleep(0.2)"])
    assert 0.5 < cost.core < 2
