"""The made-up registers: as many errors as they say, valid ids, people that hang together, the same for one seed."""

from __future__ import annotations

import random
import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from bench import link_truth
from bench.link_rates import DEFAULT, HARD
from bench.link_registers import make
from bench.link_slips import misheard, misplaced, mistyped
from bench.link_words import words_of
from bench.link_world import people_of

RECORDS = 20_000
THAI = re.compile("[ก-๙]")


@pytest.fixture(scope="module")
def world():
    rng = np.random.default_rng(5)
    words = words_of("thai", rng)
    return words, people_of(8_000, words, DEFAULT.moved, rng)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("default")
    make(out, RECORDS, 7)
    return out


@pytest.fixture(scope="module")
def hard(tmp_path_factory):
    out = tmp_path_factory.mktemp("hard")
    make(out, RECORDS, 7, rates=HARD)
    return out


def registers(folder: Path) -> dict[str, pl.DataFrame]:
    return {letter: pl.read_parquet(folder / f"{letter}.parquet") for letter in "ABC"}


def ids(folder: Path) -> pl.DataFrame:
    return link_truth.ids_of(folder / f"{letter}.parquet" for letter in "ABC")


def pairs_per_record(folder: Path) -> float:
    truth = pl.read_parquet(folder / "truth.parquet")
    return link_truth.pairs(truth, ["person"]) / truth.height


def moved_share(folder: Path) -> float:
    """Of persons with a house code in both A and C, those who have two."""
    truth = pl.read_parquet(folder / "truth.parquet")
    of = {
        letter: register.join(truth, on="record_id").drop_nulls("house_code").unique("person")
        for letter, register in registers(folder).items()
        if letter != "B"
    }
    both = of["A"].join(of["C"], on="person")
    return both.select((pl.col("house_code") != pl.col("house_code_right")).mean()).item()


def test_every_record_once_and_all_text(folder):
    tables = registers(folder)
    record_ids = pl.concat([table["record_id"] for table in tables.values()])
    assert record_ids.len() == record_ids.n_unique() == RECORDS
    assert sorted(record_ids) == sorted(pl.read_parquet(folder / "truth.parquet")["record_id"])
    assert all(kind == pl.String for table in tables.values() for kind in table.schema.values())
    assert min(table.height for table in tables.values()) > RECORDS / 5


def test_columns_are_those_of_each_office(folder):
    a, b, c = registers(folder).values()
    assert {"title", "given_name", "family_name", "house_code"} <= set(a.columns)
    assert "full_name" in b.columns and "house_code" not in b.columns
    assert {"given_name", "family_name", "house_no", "village_no"} <= set(c.columns)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("records", [50, 5_000])
def test_pairs_per_record(tmp_path, seed, records):
    make(tmp_path, records, seed)
    assert pl.read_parquet(tmp_path / "truth.parquet").height == records
    if records >= 5_000:
        assert 0.42 < pairs_per_record(tmp_path) < 0.52


def test_a_few_rows_of_each_register_stand_there_twice(folder):
    truth = pl.read_parquet(folder / "truth.parquet")
    for register in registers(folder).values():
        rows = register.join(truth, on="record_id")
        assert 0.003 < 1 - rows["person"].n_unique() / rows.height < 0.013


def test_one_seed_makes_one_world(folder, tmp_path):
    make(tmp_path / "again", RECORDS, 7)
    make(tmp_path / "other", RECORDS, 8)
    for letter, register in registers(folder).items():
        assert register.equals(pl.read_parquet(tmp_path / "again" / f"{letter}.parquet"))
        assert not register.equals(pl.read_parquet(tmp_path / "other" / f"{letter}.parquet"))


def valid(number: int) -> bool:
    digits = [int(digit) for digit in str(number)]
    total = sum(digit * weight for digit, weight in zip(digits, range(13, 1, -1), strict=False))
    return len(digits) == 13 and (11 - total % 11) % 10 == digits[12]


def test_ids_are_valid_and_nobody_shares_one(world):
    _, people = world
    both = np.concatenate([people.id, people.spare])
    assert len(np.unique(both)) == len(both)
    assert all(valid(int(number)) for number in both[:2_000])
    assert {str(number)[1:3] for number in both} == {"99"}  # a province that does not exist


@pytest.mark.parametrize(("letter", "missing"), [("A", 0.15), ("B", 0.2), ("C", 0.25)])
def test_ids_are_missing_as_often_as_said(folder, hard, letter, missing):
    for made, expected in ((folder, missing), (hard, 0.5)):
        of_register = ids(made).filter(pl.col("record_id").str.starts_with(letter))
        # One id in a hundred is mistyped on top of what is missing.
        assert of_register["id"].null_count() / of_register.height == pytest.approx(expected + 0.01, abs=0.02)


def test_true_pairs_with_two_valid_ids(folder, hard):
    for made in (folder, hard):
        conflicts = link_truth.conflicting_pairs(made / "truth.parquet", ids(made))
        assert 0.004 < conflicts / (pairs_per_record(made) * RECORDS) < 0.012
        assert 0.992 < link_truth.ceiling(made / "truth.parquet", ids(made)) < 0.999


def test_a_register_without_ids(tmp_path):
    make(tmp_path, 2_000, 1, no_ids="C")
    a, _, c = registers(tmp_path).values()
    assert c["national_id"].null_count() == c.height
    assert a["national_id"].null_count() < a.height / 3


def test_dates_in_the_form_of_each_office(folder, hard):
    forms = {"A": r"^\d\d/\d\d/2[45]\d\d$", "B": r"^(19|20)\d\d-\d\d-\d\d$", "C": r"^2[45]\d{6}$"}
    for made, missing in ((folder, DEFAULT.birth_missing), (hard, 0.08)):
        for letter, register in registers(made).items():
            dates = register["birth_date"]
            assert dates.null_count() / dates.len() == pytest.approx(missing, abs=0.012)
            # The others are in the wrong era or have a slip in the year.
            assert 0.98 < dates.drop_nulls().str.contains(forms[letter]).mean() < 1
    day = registers(folder)["A"]["birth_date"].str.slice(0, 2)
    assert 0.012 < (day == "00").mean() < 0.03


def test_moves(folder, hard):
    # Of two registers out of three, the address differs for two thirds of those who moved, and more where only two.
    assert 0.04 < moved_share(folder) < 0.1
    assert 0.12 < moved_share(hard) < 0.22


def test_full_names_have_titles_glued_or_not(folder):
    names = registers(folder)["B"]["full_name"]
    assert 0.3 < names.str.contains(r"^(นาย|นาง|นางสาว)[^ ]").mean() < 0.75
    assert 0.1 < names.str.contains(r"^(นาย|นาง|นางสาว|น\.ส\.) ").mean() < 0.35
    assert names.null_count() == 0


def test_latin_names_have_no_thai_letters(tmp_path):
    make(tmp_path, 2_000, 1, names="latin")
    a, b, _ = registers(tmp_path).values()
    assert not b["full_name"].str.contains(THAI.pattern).any()
    assert not a["family_name"].drop_nulls().str.contains(THAI.pattern).any()


def test_households_and_kin(world):
    words, people = world
    sizes = np.bincount(people.household)
    assert sizes.min() >= 1 and sizes.max() == 8 and 2.5 < sizes.mean() < 3.6
    half = len(words.given) // 2
    assert np.array_equal(people.given >= half, people.woman)
    beside = people.household[1:] == people.household[:-1]
    assert 0.6 < (people.family[1:] == people.family[:-1])[beside].mean() < 0.95
    alike = beside & (people.year[1:] == people.year[:-1])
    twins = alike & (people.month[1:] == people.month[:-1]) & (people.day[1:] == people.day[:-1])
    assert 0.0005 < twins.sum() / len(people.year) < 0.006
    took = people.family != people.birth_family
    assert people.woman[took].all() and 0.05 < took.mean() < 0.25
    assert people.year.max() <= 2021


def test_common_names_are_shared_and_rare_ones_are_not(world):
    _, people = world
    bearers = np.bincount(people.family)
    assert bearers.max() / len(people.family) > 0.003
    assert (bearers[bearers > 0] <= 8).mean() > 0.5


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("ณัฐพล", "ณัฏฐ์พล"), ("ณัฏฐ์พล", "ณัฐพล"), ("วรรณ", "วัณ"), ("ศรี", "ษรี"), ("ศักดิ์", "ศัก"), ("กิตติ", "กิติ"),
        ("ทรัพย์", "ซัพย์"), ("แก้ว", "แกว"), ("ใจ", "ไจ"), ("ไทพร", "ไทยพร"), ("ญาดา", "ยาดา"), ("พงษ์", "พง"), ("ฐิติ", "ถิติ"),
    ],
)  # fmt: skip
def test_names_are_misheard_as_thais_do(word, other):
    chance = random.Random(1)
    write = misheard("thai")
    assert other in {write(word, chance) for _ in range(500)}


def test_a_slip_changes_a_little():
    chance = random.Random(1)
    for word in ("สมมุติชัย", "1991234567891", "Elmfordson"):
        slipped = {mistyped(word, chance) for _ in range(300)}
        assert len(slipped) > 10
        assert {len(other) - len(word) for other in slipped} == {-1, 0, 1}
        changed = [
            sum(a != b for a, b in zip(word, other, strict=True)) for other in slipped if len(other) == len(word)
        ]
        assert max(changed) == 2
    assert mistyped("ก", chance) == "ก" and mistyped("", chance) == ""


def test_a_slip_in_a_date_keeps_its_form():
    chance = random.Random(1)
    slipped = {misplaced("12/04/2530", chance) for _ in range(200)}
    assert len(slipped) > 10
    assert all(re.fullmatch(r"\d\d/\d\d/\d{4}", date) for date in slipped)
