"""The order of files and of rows in them changes nothing of what a linkage writes, alone and beside an earlier result."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from baansuk.engine import open_engine
from baansuk.engine.watch import Watch
from baansuk.link.linkage import fitting, rules
from baansuk.link.linkage.columns import COLUMNS
from baansuk.link.linkage.from_files import Given, link_files
from baansuk.link.linkage.tests.small_registers import Row, made
from tests.amounts import WHOLE, some

WRITTEN = ("clusters", "links", "patterns", "review")


def linked(folder: Path, files: Sequence[Sequence[Row]], said: Sequence[tuple[str, ...]] = (), **more: Any) -> Path:
    """Link ``files`` into ``folder``; return it."""
    (folder / "work").mkdir(parents=True)
    paths, judgements = [], None
    for place, rows in enumerate(files):
        paths.append(folder / f"file{place}.parquet")
        pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String)).write_parquet(paths[-1])
    if said:
        judgements = folder / "judgements.csv"
        pl.DataFrame(said, schema=["left", "right", "decision"], orient="row").write_csv(judgements)
    with open_engine("duckdb") as engine:
        link_files(engine, Given(paths, judgements, **more), folder, folder / "work", Watch())
    return folder


def written(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of everything that was written, sorted; the files of persons and links have no order of their own."""
    names = [*WRITTEN, *(["events"] if (folder / "events.parquet").exists() else [])]
    return {name: sorted(pl.read_parquet(folder / f"{name}.parquet").iter_rows()) for name in names}


def shuffled(files: Sequence[Sequence[Row]], seed: int) -> list[list[Row]]:
    lot = random.Random(seed)
    return [lot.sample(rows, len(rows)) for rows in lot.sample(files, len(files))]


def judged(files: Sequence[Sequence[Row]], seed: int) -> list[tuple[str, str, str]]:
    """Pairs of which no two share a record, so that no decision is against another."""
    names = sorted(row["record_id"] or "" for rows in files for row in rows)
    drawn = random.Random(seed).sample(names, 24)
    pairs = [sorted(pair) for pair in zip(drawn[::2], drawn[1::2], strict=True)]
    return [(left, right, ("same", "different", "unsure")[at % 3]) for at, (left, right) in enumerate(pairs)]


FEW, MANY = "few keys are hot", "many keys are hot"


def heated(first: str, second: str) -> list[tuple[str, int]]:
    """Every seed with one of two heats in turn; in whole with both."""
    if WHOLE:
        return [(heat, seed) for heat in (first, second) for seed in range(5)]
    return [(first, 0), (second, 1), (first, 2)]


@pytest.fixture
def heat(request, monkeypatch):
    """Small registers have hot keys and learn from ids only where neither takes much."""
    if request.param == MANY:
        monkeypatch.setattr(rules, "MOST_TO_A_KEY", 3)
        monkeypatch.setattr(rules, "MOST_TO_A_RECORD", 0)
        monkeypatch.setattr(rules, "MOST_BESIDE", 10)
        monkeypatch.setattr(fitting, "FEWEST_LABELLED", 3)


# What one of the two tests asks with few hot keys, the other asks with many.
@pytest.mark.parametrize(("heat", "seed"), heated(FEW, MANY), indirect=["heat"])
def test_all_that_is_written_is_the_same_in_any_order(seed, heat, tmp_path):
    files = made(seed, 160, ids=(0.6, 0.1, 0.95)[seed % 3])
    said = judged(files, seed) if seed % 2 else []
    first = written(linked(tmp_path / "first", files, said))
    assert first["links"], "nothing is linked, so nothing is tested"
    assert first == written(linked(tmp_path / "second", shuffled(files, seed), said[::-1]))


@pytest.mark.parametrize(("heat", "seed"), heated(MANY, FEW), indirect=["heat"])
def test_all_that_is_written_beside_an_earlier_result_is_the_same_in_any_order(seed, heat, tmp_path):
    files = made(seed, 200, ids=(0.6, 0.1, 0.95)[seed % 3])
    early, late = [rows[::2] for rows in files], [rows[1::2] for rows in files]
    said = judged(early, seed) if seed % 2 else []
    first = linked(tmp_path / "first", early, said)
    again = linked(tmp_path / "again", shuffled(early, seed), said)
    more = judged(files, seed + 100)[:2]  # one same, one different
    beside = written(linked(tmp_path / "beside", late, more, existing=first))
    assert beside["events"]
    assert beside == written(linked(tmp_path / "shuffled", shuffled(late, seed + 1), more, existing=again))


@pytest.mark.parametrize("seed", range(some(2, whole=3)))
def test_every_link_is_told_once_however_often_records_are_added(seed, tmp_path):
    files = made(seed, 160)
    said = judged(files[:1], seed)
    folder = linked(tmp_path / "first", files[:1], said)
    for number, rows in enumerate(files[1:]):
        folder = linked(tmp_path / f"more{number}", [rows], existing=folder)
    links = written(folder)["links"]
    pairs = [(left, right) for left, right, _, _ in links]
    assert len(pairs) == len(set(pairs))
    same = {(left, right) for left, right, decision in said if decision == "same"}
    assert same <= set(pairs)
