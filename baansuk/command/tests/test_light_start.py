"""What a start loads: every command pays for it, so what one page or one house in ten needs is not in it."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

from baansuk.command.tests.measured_files import files

SETTLED = "import django, sys; django.setup(); print(*sorted(sys.modules))"
# One start, and then what more a house loads that looks at a source and receives: what is not there after it was not before.
STEPS = f"{SETTLED}; import baansuk.collect.known_sources; print(*sorted(sys.modules))"
STEPS += "; import baansuk.collect.actions; print(*sorted(sys.modules))"
# What a worker knows, and what it fills columns with that it publishes.
STEPS += "; import baansuk.assess.jobs, pyarrow; from baansuk.people.loading import arrows"
STEPS += "; arrows('', pyarrow.string()); print(*sorted(sys.modules))"


def loaded_by(code: str, **environment: str) -> list[set[str]]:
    """Return the modules that were loaded whenever the code printed them."""
    given = {name: value for name, value in os.environ.items() if not name.startswith(("BAANSUK_", "DATABASE_"))}
    given |= {"DJANGO_SETTINGS_MODULE": "baansuk.web.settings", **environment}
    done = subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True, check=True)
    return [set(line.split()) for line in done.stdout.splitlines()]


@pytest.fixture
def var(tmp_path) -> dict[str, str]:
    return {"BAANSUK_VAR": str(tmp_path), "BAANSUK_RUN_TMP": str(tmp_path / "private")}


def test_a_start_a_look_a_receipt_and_a_worker_load_only_what_they_need(var):
    settled, looked, received, working = loaded_by(STEPS, **var)
    # A start loads nothing that reads tables or calls other machines.
    assert not {"polars", "pyarrow", "numpy", "duckdb", "pydantic", "requests", "xlsxwriter"} & settled
    # Who looks whether a source is known need not load what reads it.
    assert "baansuk.collect.known_sources" in looked and "polars" not in looked
    # Receiving a file does not load what writes a workbook.
    assert "polars" in received and not {"xlsxwriter", "requests"} & received
    # To know of linking and judging is not to begin DuckDB; and Arrow makes no value by way of pandas, which is there.
    assert "baansuk.link.linker" in working and find_spec("pandas")
    assert not {"duckdb", "pandas"} & working


def test_a_house_with_single_sign_on_has_what_it_takes(var):
    (modules,) = loaded_by(SETTLED, **var, BAANSUK_SSO_URL="https://sign-on.example/")
    assert "allauth.socialaccount.providers.openid_connect.provider" in modules


def test_measuring_by_plain_comparisons_loads_no_engine_no_parser_and_no_keys(tmp_path):
    rows = [{"d_1": at % 2, "area": "ab"[at % 2]} for at in range(4)]
    indicator = {"name": "one", "deprived_if": "d_1 = 1"}
    framework = {"name": "x", "unit": "household", "missing": "complete-cases", "cutoffs": ["1/2"]}
    plan = {
        "framework": framework,
        "groups": {"by": ["area"]},
        "dimension": [{"name": "d", "indicator": [indicator]}],
    }
    given = files(tmp_path, rows, plan)
    asked = ["measure", given.data, "--framework", given.framework, "--out", tmp_path / "out"]
    code = f"from baansuk.command.__main__ import run; import sys; assert run({list(map(str, asked))}) == 0"
    *_said, modules = loaded_by(f"{code}; print(); print(*sorted(sys.modules))")
    assert "baansuk.assess.measuring.quick_counting" in modules
    assert not {"duckdb", "pyarrow", "sqlglot", "scipy", "rich", "cryptography", "django"} & modules
