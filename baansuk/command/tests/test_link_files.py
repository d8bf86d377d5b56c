"""`baansuk link-files`: a result that is whole or not there, exit codes, one sentence for what cannot be linked, no Django."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from baansuk.command import __main__ as command
from tests.amounts import some

ROOT = Path(__file__).resolve().parents[3]
PEOPLE = [
    {"record_id": "1", "given_name": "สมมุติ", "family_name": "ใจสมมุติ", "birth_date": "2543-02-03", "tambon": "หนองดี", "amphoe": "เมืองดี"},
    {"record_id": "2", "given_name": "สมมาด", "family_name": "รักสมมาด", "birth_date": "2510-12-30", "tambon": "หนองดี", "amphoe": "เมืองดี"},
    {"record_id": "3", "given_name": "สมมุต", "family_name": "ใจสมมุติ", "birth_date": "03/02/2543", "tambon": "หนองดี", "amphoe": "เมืองดี"},
]  # fmt: skip


def register(path, rows=PEOPLE):
    pl.DataFrame(rows).write_parquet(path)
    return path


def link_files(*arguments):
    return command.run(["link-files", *map(str, arguments)])


def apart(*arguments, **environment):
    """Run the command as a user does, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "baansuk.command", "link-files", *map(str, arguments)],
        env=os.environ | {"BAANSUK_LANGUAGE": "en"} | environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("BAANSUK_LANGUAGE", "en")


def refused(capsys, *arguments):
    """Check that the arguments are refused in one line; return it."""
    assert link_files(*arguments) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err.count("\n") == 1 and "Traceback" not in told.err
    return told.err


def listed(folder):
    return sorted(path.name for path in folder.iterdir())


RESULT = ["clusters.parquet", "links.parquet", "patterns.parquet", "report.json", "review.parquet", "state"]


def test_every_record_comes_once_and_the_report_says_what_it_took(tmp_path, capsys):
    first = register(tmp_path / "a.parquet", PEOPLE[:2])
    second = tmp_path / "b.csv"
    pl.DataFrame(PEOPLE[2:]).with_columns(shoe=pl.lit("x")).write_csv(second)
    assert link_files(first, second, "--out", tmp_path / "out") == 0
    told = capsys.readouterr().out
    assert told.startswith("3 records of 2 files are ")
    assert "a.parquet has no valid id in 2 rows" in told
    assert listed(tmp_path / "out") == RESULT
    clusters = pl.read_parquet(tmp_path / "out" / "clusters.parquet")
    assert sorted(clusters["record_id"]) == ["1", "2", "3"] and clusters.schema["person_id"] == pl.String
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert [(one["file"], one["rows"], one["form"]) for one in report["inputs"]] == [
        ("a.parquet", 2, "Parquet"),
        ("b.csv", 1, "CSV UTF-8"),
    ]
    assert report["unknown_columns"] == {"b.csv": ["shoe"]}
    assert report["counts"]["clusters"] == 3
    assert report["core_seconds"] > 0 and report["peak_memory_mb"] > 10
    assert {"read", "clean", "write"} <= {step["step"] for step in report["steps"]}


def test_outputs_have_the_columns_that_are_promised(tmp_path):
    assert link_files(register(tmp_path / "a.parquet"), "--out", tmp_path / "out") == 0
    columns = {
        name: pl.read_parquet_schema(tmp_path / "out" / f"{name}.parquet")
        for name in ("clusters", "links", "patterns", "review")
    }
    assert {name: list(schema) for name, schema in columns.items()} == {
        "clusters": ["record_id", "person_id"],
        "links": ["left", "right", "probability", "pattern"],
        "patterns": ["pattern", "label", "candidates", "probability", "example_left", "example_right"],
        "review": ["left", "right", "reason", "rank"],
    }
    assert columns["links"]["probability"] == pl.Float64 and columns["links"]["pattern"] == pl.String


def test_an_existing_folder_is_replaced_only_by_force_and_only_if_it_is_a_result(tmp_path, capsys):
    source = register(tmp_path / "a.parquet")
    out = tmp_path / "out"
    assert link_files(source, "--out", out) == 0
    capsys.readouterr()
    (out / "mark").touch()
    assert "is there already" in refused(capsys, source, "--out", out)
    assert (out / "mark").exists()
    assert link_files(source, "--out", out, "--force") == 0
    assert listed(out) == RESULT
    capsys.readouterr()
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").touch()
    assert "is no earlier result" in refused(capsys, source, "--out", other, "--force")
    assert "is no earlier result" in refused(capsys, source, "--out", source, "--force")
    inside = register(out / "in.parquet")
    assert "lies in" in refused(capsys, inside, "--out", out, "--force")
    assert listed(tmp_path) == ["a.parquet", "other", "out"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,sex\n1,1\n", "a.csv has no column record_id"),
        ("record_id,sex\n1,1\n1,2\n2,1\n", "1 record_id(s) stand more than once (1)"),
        ("record_id,sex\n1,1\n,2\n", "1 record(s) have no record_id, the first in a.csv"),
        ("record_id,shoe\n1,x\n", "a.csv has nothing to link by"),
        ("record_id,sex\n1\n", "a.csv, line 2: the row has more or fewer fields"),
        ("record_id,sex,SEX\n1,1,1\n", "two columns named sex"),
        ("", "a.csv is empty"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(content, said, tmp_path, capsys):
    (tmp_path / "a.csv").write_text(content)
    assert said in refused(capsys, tmp_path / "a.csv", "--out", tmp_path / "out")
    assert listed(tmp_path) == ["a.csv"]


def test_ids_that_two_files_share_are_refused(tmp_path, capsys):
    files = [register(tmp_path / "a.parquet"), register(tmp_path / "b.parquet", PEOPLE[1:])]
    assert "2 record_id(s) stand more than once (2, 3)" in refused(capsys, *files, "--out", tmp_path / "out")


def test_files_that_are_not_there_and_bad_usage(tmp_path, capsys):
    source = register(tmp_path / "a.parquet")
    assert "FILE" in refused(capsys, "--out", tmp_path / "out")
    assert "--out" in refused(capsys, source)
    assert "none.csv cannot be read" in refused(capsys, tmp_path / "none.csv", "--out", tmp_path / "out")
    assert "holds no earlier result" in refused(capsys, source, "--out", tmp_path / "out", "--existing", tmp_path)
    assert "none.csv cannot be read" in refused(
        capsys, source, "--out", tmp_path / "out", "--judgements", tmp_path / "none.csv"
    )
    assert "--engine" in refused(capsys, source, "--out", tmp_path / "out", "--engine", "abacus")
    assert f"{source / 'out'} cannot be made" in refused(capsys, source, "--out", source / "out")
    assert listed(tmp_path) == ["a.parquet"]


def test_judgements_hold_and_those_that_cannot_are_refused(tmp_path, capsys):
    source, judged = register(tmp_path / "a.parquet"), tmp_path / "j.csv"
    judged.write_text("left,right,decision\n1,2,same\n1,3,different\n")
    assert link_files(source, "--out", tmp_path / "out", "--judgements", judged) == 0
    capsys.readouterr()
    person = dict(pl.read_parquet(tmp_path / "out" / "clusters.parquet").iter_rows())
    assert person["1"] == person["2"] != person["3"]
    judged.write_text("left,right,decision\n1,2,same\n2,3,same\n1,3,different\n")
    assert "j.csv contradicts itself: 1 = 2 = 3" in refused(
        capsys, source, "--out", tmp_path / "other", "--judgements", judged
    )
    judged.write_text("left,right,decision\n1,9,same\n")
    assert "names 1 record(s) that no file has (9)" in refused(
        capsys, source, "--out", tmp_path / "other", "--judgements", judged
    )


def test_new_files_are_added_to_an_earlier_result_even_in_its_own_place(tmp_path, capsys):
    first, second = register(tmp_path / "a.parquet", PEOPLE[:2]), register(tmp_path / "b.parquet", PEOPLE[2:])
    out, judged = tmp_path / "out", tmp_path / "j.csv"
    judged.write_text("left,right,decision\n1,2,same\n")
    assert link_files(first, "--out", out, "--judgements", judged) == 0
    before = dict(pl.read_parquet(out / "clusters.parquet").iter_rows())
    capsys.readouterr()
    assert "Records that the earlier result holds already" in refused(
        capsys, first, "--out", tmp_path / "more", "--existing", out
    )
    judged.write_text("left,right,decision\n2,3,same\n1,3,different\n")
    assert "contradicts itself" in refused(
        capsys, second, "--out", tmp_path / "more", "--existing", out, "--judgements", judged
    )
    judged.write_text("left,right,decision\n2,1,same\n2,3,same\n")
    assert link_files(second, "--out", out, "--existing", out, "--force", "--judgements", judged) == 0
    after = dict(pl.read_parquet(out / "clusters.parquet").iter_rows())
    assert after == {"1": before["1"], "2": before["1"], "3": before["1"]}
    assert listed(out) == sorted([*RESULT, "events.parquet"])
    assert pl.read_parquet(out / "events.parquet").select("kind", "person_id", "record_id").rows() == [
        ("join", before["1"], "3")
    ]
    assert json.loads((out / "report.json").read_text())["inputs"][0]["rows"] == 1


@pytest.mark.parametrize(
    "rows",
    [
        PEOPLE[:1],
        [{"record_id": "1", "given_name": None, "sex": None}, {"record_id": "2", "given_name": None, "sex": None}],
        [{"record_id": str(n), "full_name": "กข" * 1000, "national_id": "ก" * 2000} for n in range(3)],
    ],
    ids=["one row", "all null", "2,000 letters"],
)
def test_odd_registers_have_a_sensible_result(rows, tmp_path):
    source = tmp_path / "a.parquet"
    pl.DataFrame(rows, infer_schema_length=None).write_parquet(source)
    assert link_files(source, "--out", tmp_path / "out") == 0
    clusters = pl.read_parquet(tmp_path / "out" / "clusters.parquet")
    assert sorted(clusters["record_id"]) == sorted(row["record_id"] for row in rows)
    if rows[0].get("given_name", "x") is None:
        assert clusters["person_id"].n_unique() == 2, "nothing known is nothing alike"


def test_a_register_without_rows_has_an_empty_result(tmp_path, capsys):
    (tmp_path / "a.csv").write_text("record_id,sex\n")
    assert link_files(tmp_path / "a.csv", "--out", tmp_path / "out") == 0
    assert "a.csv has no rows" in capsys.readouterr().out
    assert pl.read_parquet(tmp_path / "out" / "clusters.parquet").is_empty()


@pytest.mark.spark
@pytest.mark.usefixtures("own_spark")
def test_spark_finds_the_same_persons_and_leaves_as_little_behind(tmp_path, monkeypatch):
    first, second = register(tmp_path / "a.parquet", PEOPLE[:2]), tmp_path / "b.csv"
    pl.DataFrame(PEOPLE[2:]).write_csv(second)
    judged = tmp_path / "j.csv"
    judged.write_text("left,right,decision\n1,3,same\n")
    assert link_files(first, second, "--out", tmp_path / "one", "--judgements", judged) == 0
    monkeypatch.setenv("BAANSUK_ENGINE", "spark")
    assert link_files(first, second, "--out", tmp_path / "other", "--judgements", judged) == 0
    found = [pl.read_parquet(tmp_path / name / "clusters.parquet").sort("record_id") for name in ("one", "other")]
    assert found[0].equals(found[1]) and found[0]["person_id"].n_unique() == 2
    assert listed(tmp_path / "other") == RESULT
    assert json.loads((tmp_path / "other" / "report.json").read_text())["engine"] == "spark"
    assert listed(tmp_path) == ["a.parquet", "b.csv", "j.csv", "one", "other"]
    # And what is added later, of whom one is said to be of a person of before.
    later = register(tmp_path / "c.parquet", [PEOPLE[1] | {"record_id": "4"}, PEOPLE[0] | {"record_id": "5"}])
    judged.write_text("left,right,decision\n1,5,same\n1,2,different\n")
    for name, engine in (("one", "duckdb"), ("other", "spark")):
        monkeypatch.setenv("BAANSUK_ENGINE", engine)
        out = tmp_path / name
        assert link_files(later, "--out", out, "--existing", out, "--force", "--judgements", judged) == 0
    for name in ("clusters", "links", "events"):
        found = [pl.read_parquet(tmp_path / folder / f"{name}.parquet").sort(pl.all()) for folder in ("one", "other")]
        assert found[0].equals(found[1]) and len(found[0])


def large(path, rows=400_000):
    """A register that takes seconds to link."""
    number = pl.int_range(rows, eager=True).cast(pl.String)
    given, family = pl.lit("สมมุติ") + pl.col("record_id"), pl.lit("ใจ") + pl.col("record_id").str.slice(0, 4)
    pl.DataFrame({"record_id": number}).with_columns(given_name=given, family_name=family).write_parquet(path)
    return path


# Each signal and each moment; in whole both at both.
SIGNALS = [(signal.SIGINT, 0.4), (signal.SIGTERM, 0.9), (signal.SIGTERM, 0.4), (signal.SIGINT, 0.9)]


@pytest.mark.slow
@pytest.mark.parametrize(("number", "after"), SIGNALS[: some(2, whole=4)])
def test_a_signal_is_exit_3_and_leaves_nothing(number, after, tmp_path):
    source = large(tmp_path / "a.parquet")
    process = apart(source, "--out", tmp_path / "out")
    while not any(path.name.startswith(".out.") for path in tmp_path.iterdir()):
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(after)
    process.send_signal(number)
    began = time.monotonic()
    told, complaint = process.communicate(timeout=30)
    assert (process.returncode, told) == (3, "")
    assert complaint == "Stopped; nothing was written.\n"
    assert time.monotonic() - began < 5
    assert listed(tmp_path) == ["a.parquet"]


def test_neither_django_nor_pandas_is_imported(tmp_path):
    source = register(tmp_path / "a.parquet")
    code = (
        "import sys\n"
        "from baansuk.command.__main__ import run\n"
        f"assert run(['link-files', {str(source)!r}, '--out', {str(tmp_path / 'out')!r}]) == 0\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'django', 'pandas', 'sqlglot'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "[]"
