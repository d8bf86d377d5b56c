"""The page on linking files is worked through as an analyst would: its commands run, and what it says of them is so."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import polars as pl
import pytest

from baansuk.command import __main__ as command
from bench.link_registers import make

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "how-to" / "link-files.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [line.partition("#")[0] for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]
ROWS = [text for kind, text in BLOCKS if kind == "csv"]
LINKAGES = [shlex.split(line)[1:] for line in COMMANDS if line.startswith("baansuk link-files MADE")]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder in which every command of the page was given, one after the other."""
    folder = tmp_path_factory.mktemp("desk")
    [making] = [shlex.split(line) for line in COMMANDS if line.startswith("python -m bench.link_registers")]
    assert making[3:] == ["MADE", "--records", "10000", "--seed", "1"]
    make(folder / "MADE", 10_000, 1)
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        Path("J.csv").write_text(next(text for text in ROWS if text.startswith("left,right,decision")))
        assert [command.run(linkage) for linkage in LINKAGES] == [0] * 4
    return folder


def person_of(result: Path) -> dict[str, str]:
    return dict(pl.read_parquet(result / "clusters.parquet").iter_rows())


def test_the_registers_of_the_page_teach_by_their_ids_and_a_fifth_of_them_would_not(desk, tmp_path):
    assert json.loads((desk / "RESULT" / "report.json").read_text())["learned_from"] == "ids"
    make(tmp_path / "MADE", 2_000, 1)
    files = [str(tmp_path / "MADE" / f"{letter}.parquet") for letter in "ABC"]
    assert command.run(["link-files", *files, "--out", str(tmp_path / "RESULT")]) == 0
    assert json.loads((tmp_path / "RESULT" / "report.json").read_text())["learned_from"] == "agreement"


def test_the_decisions_of_the_page_are_of_pairs_that_wait_and_hold(desk):
    decided = pl.read_csv(desk / "J.csv").select("left", "right", "decision")
    asked = pl.read_parquet(desk / "RESULT" / "review.parquet")
    assert decided.join(asked, on=["left", "right"]).height == len(decided) == 2
    for result in ("DECIDED", "RESULT2"):
        person = person_of(desk / result)
        for left, right, decision in decided.iter_rows():
            assert (person[left] == person[right]) == (decision == "same")
        left_open = pl.read_parquet(desk / result / "review.parquet")
        assert left_open.join(decided, on=["left", "right"]).is_empty()


def test_decisions_that_cannot_hold_are_refused_as_the_page_says(desk, capsys, monkeypatch):
    [said] = re.findall(r"`(A\d+ = .*?)`", PAGE, re.DOTALL)
    first, second, third = re.findall(r"[ABC]\d{8}", said)[:3]
    (desk / "X.csv").write_text(
        f"left,right,decision\n{first},{second},same\n{second},{third},same\n{third},{first},different\n"
    )
    monkeypatch.setenv("BAANSUK_LANGUAGE", "en")
    monkeypatch.chdir(desk)
    files = [f"MADE/{letter}.parquet" for letter in "ABC"]
    assert command.run(["link-files", *files, "--judgements", "X.csv", "--out", "NEVER"]) == 2
    assert " ".join(said.split()) in " ".join(capsys.readouterr().err.split())
    assert not (desk / "NEVER").exists()


def test_the_two_rows_of_the_page_are_one_person_by_the_pattern_it_shows(tmp_path):
    for name, text in zip(("S.csv", "W.csv"), ROWS[:2], strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert (
        command.run(
            ["link-files", *(str(tmp_path / name) for name in ("S.csv", "W.csv")), "--out", str(tmp_path / "R")]
        )
        == 0
    )
    [pattern] = pl.read_parquet(tmp_path / "R" / "links.parquet")["pattern"]
    assert f"`{pattern}`" in PAGE
