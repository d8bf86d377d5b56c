"""What the command does not take: one line that names the place, exit 2, and --out as it was."""

from __future__ import annotations

import copy
import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from baansuk.assess.measuring.tests.small_frameworks import plan_of, toml
from baansuk.command.tests.measured_files import files

ROOT = Path(__file__).resolve().parents[3]
ROWS = [
    {"x": at % 2, "y": 1, "water": "piped", "w": 1.5, "size": 2, "stratum": "north", "psu": at, "area": "a", "t": 1, "year": 2560}
    for at in range(6)
]  # fmt: skip
DESIGN = {"weight": "w", "strata": "stratum", "psu": "psu", "size": "size"}
PLAN = plan_of(
    "x", "y", design=DESIGN, groups={"by": ["area"]}, time={"column": "t", "year": "year"}, cutoffs=["1/3", "all"]
)


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("BAANSUK_LANGUAGE", "en")


@pytest.fixture
def refused(tmp_path, capsys):
    """Check that rows and a framework are refused in one line, whether --out is there or not; return the line."""

    def told(rows=ROWS, plan=PLAN, *, columns=None, spoil=lambda found: None):
        found = files(tmp_path, rows, plan, columns)
        spoil(found)
        assert found.measure() == 2
        said = capsys.readouterr()
        assert said.out == "" and said.err.count("\n") == 1 and "Traceback" not in said.err, said.err
        assert not (tmp_path / "out").exists()
        result = tmp_path / "earlier"
        result.mkdir()
        for name in ("report.json", "measures.parquet", "profiles.parquet", "curves.parquet", "changes.parquet"):
            (result / name).write_text("as it was")
        assert found.measure("--force", out="earlier") == 2
        assert {path.read_text() for path in result.iterdir()} == {"as it was"}
        capsys.readouterr()
        assert {path.name for path in tmp_path.iterdir()} <= {"data.parquet", "framework.toml", "earlier"}
        return said.err

    return told


def changed(*path, to):
    """PLAN with one thing otherwise: the last of ``path`` set, or taken out when ``to`` is None."""
    plan = copy.deepcopy(PLAN)
    place = plan
    for step in path[:-1]:
        place = place[step]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return plan


FIRST = ("dimension", 0, "indicator", 0)


def test_the_plan_is_taken_when_nothing_is_spoilt(tmp_path):
    assert files(tmp_path, ROWS, PLAN).measure() == 0


@pytest.mark.parametrize("field", ["deprived_if", "applies_if"])
@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("shoe = 1", "shoe"),
        ("X = 1", "X"),
        ("water = 1", "water"),
        ("x = 'one'", "x"),
        ("x = 1; drop table x", ";"),
        ("x in (select 1)", "select"),
        ("(select 1) = 1", ""),
        ("sqrt(x) > 1", "sqrt"),
        ("count(*) > 1", "count"),
        ("read_parquet('x') = 1", "read_parquet"),
        ("y / 0 > 1", "zero"),
        ("y / (1 - 1) > 1", "zero"),
        ("x", ""),
        ("x =", ""),
        ("", ""),
        ("x = 1 -- or so", ""),
    ],
)
def test_a_rule_that_is_not_of_the_language_or_of_the_columns(field, rule, said, refused):
    line = refused(plan=changed(*FIRST, field, to=rule))
    assert said in line
    assert '"x"' in line or "x:" in line or "x," in line or "indicator x" in line, line  # the indicator is named
    assert field in line


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (changed("dimension", 0, "weight", to="1/2"), "1/2"),
        (changed("dimension", 0, "weight", to="0.9999999999999999999999"), "exactly 1"),
        (changed("dimension", 0, "weight", to="heavy"), "heavy"),
        (changed("dimension", 0, "weight", to="1/0"), "1/0"),
        (changed("dimension", 0, "weight", to="-1"), "-1"),
        (changed("dimension", 0, "indicator", 0, "weight", to="1/2"), "y"),  # x has a weight, y has none
        (changed("dimension", 0, "indicator", to=[]), "life"),
        (changed("dimension", to=[]), "dimension"),
        (changed("framework", "cutoffs", to=["0"]), "0"),
        (changed("framework", "cutoffs", to=["1.01"]), "1.01"),
        (changed("framework", "cutoffs", to=["101%"]), "101%"),
        (changed("framework", "cutoffs", to=["-1/3"]), "-1/3"),
        (changed("framework", "cutoffs", to=["a third"]), "a third"),
        (changed("framework", "cutoffs", to=["1/0"]), "1/0"),
        (changed("framework", "cutoffs", to=["nan"]), "nan"),
        (changed("framework", "cutoffs", to=[f"{at}/100" for at in range(1, 22)]), "20"),
        (changed("framework", "cutoffs", to=[]), "cutoffs"),
        (changed("framework", "cutoffs", to=None), "cutoffs"),
        (changed("framework", "missing", to="zero"), "zero"),
        (changed("framework", "colour", to="red"), "colour"),
        (changed("design", "stratum", to="stratum"), "stratum"),
        (changed("design", "single_psu", to="ignore"), "ignore"),
        (changed("groups", "for", to=["area"]), "for"),
        (changed("time", "month", to="t"), "month"),
        (changed("sampling", to={"weight": "w"}), "sampling"),
        (changed("dimension", 0, "colour", to="red"), "colour"),
        (changed(*FIRST, "colour", to="red"), "colour"),
        (changed(*FIRST, "name", to="y"), "y"),
        (changed(*FIRST, "name", to=None), "name"),
        (changed(*FIRST, "deprived_if", to=None), "deprived_if"),
        (changed("design", "weight", to="kilos"), "kilos"),
        (changed("design", "strata", to="layers"), "layers"),
        (changed("design", "psu", to="village"), "village"),
        (changed("design", "size", to="persons"), "persons"),
        (changed("groups", "by", to=["area", "region"]), "region"),
        (changed("time", "column", to="round"), "round"),
        (changed("time", "year", to="fiscal"), "fiscal"),
        (changed("design", "weight", to="water"), "water"),
        (changed("design", "size", to="water"), "water"),
    ],
)
def test_a_framework_that_says_what_cannot_be(plan, said, refused):
    assert said in refused(plan=plan)


def test_weights_of_some_dimensions_only(refused):
    plan = changed("dimension", 0, "weight", to="1/2")
    plan["dimension"].append({"name": "home", "indicator": [{"name": "z", "deprived_if": "y = 0"}]})
    assert "home" in refused(plan=plan)


def test_indicators_that_do_not_sum_to_their_dimension(refused):
    plan = changed("dimension", 0, "weight", to="1")
    for one, weight in zip(plan["dimension"][0]["indicator"], ("1/2", "0.4999"), strict=True):
        one["weight"] = weight
    assert "life" in refused(plan=plan)


def test_two_dimensions_of_one_name(refused):
    plan = copy.deepcopy(PLAN)
    plan["dimension"].append({"name": "life", "indicator": [{"name": "z", "deprived_if": "y = 0"}]})
    assert "life" in refused(plan=plan)


@pytest.mark.parametrize(
    ("text", "said"),
    [("[framework\nname = 1", "framework.toml"), ("", "framework"), ("a = 1\na = 2", "framework.toml")],
)
def test_a_file_that_is_no_framework(text, said, refused):
    assert said in refused(plan=text)


def test_bytes_that_are_no_text(refused):
    said = refused(spoil=lambda found: found.framework.write_bytes(b"\xff\xfe\x00"))
    assert "framework.toml" in said and "save it again as UTF-8" in said


def test_files_that_are_missing(tmp_path, capsys):
    found = files(tmp_path, ROWS, PLAN)
    found.data.unlink()
    assert found.measure() == 2
    assert capsys.readouterr().err == f"There is no file {found.data}: check its name and folder.\n"
    found = files(tmp_path, ROWS, PLAN)
    found.framework.unlink()
    assert found.measure() == 2
    assert capsys.readouterr().err == f"There is no file {found.framework}: check its name and folder.\n"
    assert not (tmp_path / "out").exists()


def test_folders_where_files_should_be(tmp_path, capsys):
    found = files(tmp_path, ROWS, PLAN)
    for place in (found.data, found.framework):
        place.unlink()
        place.mkdir()
        assert found.measure() == 2
        assert f"{place} is a folder" in capsys.readouterr().err


def test_a_framework_as_a_thai_desk_writes_it(tmp_path):
    found = files(tmp_path, ROWS, PLAN)
    text = found.framework.read_text().replace('"1/3"', '"๑/๓"').replace("\n", "\r\n")
    found.framework.write_bytes(b"\xef\xbb\xbf" + text.encode())  # Notepad's mark before the first letter
    assert found.measure() == 0
    assert {one["k"] for one in found.table("measures")} == {"๑/๓", None}


def test_rows_that_are_no_parquet(refused):
    assert "data.parquet" in refused(spoil=lambda found: found.data.write_text("x,y\n1,1\n"))


def test_parquet_that_is_cut(refused):
    def cut(found):
        whole = found.data.read_bytes()
        found.data.write_bytes(whole[: len(whole) // 2])

    assert "data.parquet" in refused(spoil=cut)


def test_no_rows(refused):
    assert "no rows" in refused([], columns=pl.DataFrame(ROWS).schema)


def one_row(**figures):
    """The rows with one of them otherwise."""
    return [ROWS[0], {**ROWS[1], **figures}, *ROWS[2:]]


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"w": -0.5}, "w"),
        ({"w": None}, "w"),
        ({"w": float("nan")}, "w"),
        ({"w": float("inf")}, "w"),
        ({"size": -1}, "size"),
        ({"size": None}, "size"),
        ({"psu": None}, "psu"),
        ({"stratum": None}, "stratum"),
        ({"t": None}, "t"),
        ({"year": None}, "year"),
        ({"stratum": "lonely"}, "lonely"),
    ],
)
def test_rows_that_the_design_cannot_use(figures, said, refused):
    assert said in refused(one_row(**figures))


def test_one_time_with_two_years(refused):
    assert "year" in refused(one_row(year=2561))


def test_weights_that_are_all_nothing_leave_no_figure_but_are_taken(tmp_path):
    found = files(tmp_path, [{**row, "w": 0.0} for row in ROWS], PLAN)
    assert found.measure() == 0
    assert {row["b"] for row in found.table("measures")} == {None}


def test_a_result_is_replaced_only_by_force_and_only_if_it_is_one(tmp_path, capsys):
    found = files(tmp_path, ROWS, PLAN)
    assert found.measure() == 0
    (tmp_path / "out" / "mark").touch()
    capsys.readouterr()
    assert found.measure() == 2
    assert "--force" in capsys.readouterr().err and (tmp_path / "out" / "mark").exists()
    assert found.measure("--force") == 0
    assert not (tmp_path / "out" / "mark").exists()
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").touch()
    assert found.measure("--force", out="other") == 2
    assert (other / "thesis.txt").exists()


def test_a_store_inside_what_would_be_replaced(tmp_path, capsys):
    found = files(tmp_path, ROWS, PLAN)
    assert found.measure() == 0
    (tmp_path / "out" / "store").mkdir()
    (tmp_path / "out" / "store" / "kept").write_text("mine")
    capsys.readouterr()
    assert found.measure("--force", "--store", tmp_path / "out" / "store") == 2
    assert "lies in" in capsys.readouterr().err and (tmp_path / "out" / "store" / "kept").read_text() == "mine"


def test_a_store_that_is_a_file(tmp_path, capsys):
    found = files(tmp_path, ROWS, PLAN)
    (tmp_path / "store").write_text("mine")
    assert found.measure("--store", tmp_path / "store") == 2
    assert "store" in capsys.readouterr().err and (tmp_path / "store").read_text() == "mine"


@pytest.mark.parametrize("name", ["Baansuk_place", "file_row_number"])
def test_a_column_with_the_name_that_rows_are_numbered_by(name, refused):
    assert name in refused([{**row, name: 1} for row in ROWS])


def test_an_unknown_engine_and_option(tmp_path, capsys):
    found = files(tmp_path, ROWS, PLAN)
    assert found.measure("--engine", "abacus") == 2
    assert found.measure("--colour") == 2
    assert not (tmp_path / "out").exists()


def test_a_division_by_zero_is_told_by_indicator_and_counted(tmp_path, capsys):
    rows = [{**row, "zero": at % 3, "never": at % 6} for at, row in enumerate(ROWS)]
    plan = changed(*FIRST, "deprived_if", to="y / zero >= 1")
    plan["dimension"][0]["indicator"][1] |= {"deprived_if": "y / never >= 1", "applies_if": "x = 1 or never = 0"}
    found = files(tmp_path, rows, plan)
    assert found.measure() == 0
    report = found.report()
    assert report["counts"]["missing"] == report["counts"]["divided_by_zero"] == {"x": 2, "y": 1}
    said = " ".join(capsys.readouterr().out.split())
    for warning in (
        'indicator "x": 2 rows where the rule divides by zero are not known.',
        'indicator "y": 1 row where the rule divides by zero is not known.',
    ):
        assert warning in report["warnings"] and warning in said


def test_a_division_by_zero_that_decides_nothing_is_no_warning(tmp_path):
    rows = [{**row, "zero": at % 3} for at, row in enumerate(ROWS)]
    plan = changed(*FIRST, "deprived_if", to="zero > 0 and y / zero >= 1")
    plan["dimension"][0]["indicator"][1] |= {"deprived_if": "y / zero >= 1", "applies_if": "zero > 0"}
    found = files(tmp_path, rows, plan)
    assert found.measure() == 0
    report = found.report()
    assert report["counts"]["divided_by_zero"] == {}
    assert report["warnings"] == [] and report["counts"]["used"] == 6


def test_what_a_store_keeps_of_divisions_by_zero_is_told_again(tmp_path):
    rows = [{"x": at % 2, "y": 1, "zero": at % 3} for at in range(600)]
    plan = plan_of("x", "y")
    plan["dimension"][0]["indicator"][0]["deprived_if"] = "y / zero >= 1"
    found = files(tmp_path, rows, plan)
    told = []
    for out in ("cold", "warm"):
        assert found.measure("--store", str(tmp_path / "store"), out=out) == 0
        told.append(found.report(out))
    assert [one["store"] for one in told] == ["kept", "used"]
    assert told[0]["warnings"] == told[1]["warnings"]
    assert told[1]["warnings"][0] == 'indicator "x": 200 rows where the rule divides by zero are not known.'


def test_the_report_tells_what_was_read_and_what_it_cost(tmp_path):
    found = files(tmp_path, one_row(x=None), PLAN)
    assert found.measure() == 0
    report = found.report()
    assert report["counts"]["rows"] == 6 and report["counts"]["used"] == 5 and report["counts"]["dropped"] == 1
    assert report["counts"]["missing"] == {"x": 1, "y": 0}
    assert report["seconds"] > 0 and report["core_seconds"] > 0 and report["peak_mb"] > 10
    given = {"data": found.data, "framework": found.framework}
    assert report["sha256"] == {name: sha256(path.read_bytes()).hexdigest() for name, path in given.items()}
    assert report["counts"]["units"] == 5 and report["counts"]["units_weighted"] == 5 * 1.5 * 2
    assert report["version"]


# So many rows that it is still at work when it is stopped.
LONG = 3_000_000


def test_ctrl_c_is_exit_3_and_leaves_nothing(tmp_path):
    names = [f"x{at}" for at in range(20)]
    framework = tmp_path / "framework.toml"
    framework.write_text(toml(plan_of(*names, cutoffs=["1/3", "all"])))
    rows = pl.int_range(LONG, eager=True)
    columns = {name: ((rows + at) % 3).cast(pl.Int8) for at, name in enumerate(names)}
    pl.DataFrame(columns).write_parquet(tmp_path / "data.parquet")
    arguments = ["measure", tmp_path / "data.parquet", "--framework", framework, "--out", tmp_path / "out"]
    process = subprocess.Popen(
        [sys.executable, "-m", "baansuk.command", *map(str, arguments)],
        env=os.environ | {"BAANSUK_LANGUAGE": "en"},
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    while process.poll() is None and len(list(tmp_path.iterdir())) < 3:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 3, said
    assert said.count("\n") == 1 and "Traceback" not in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.parquet", "framework.toml"]
