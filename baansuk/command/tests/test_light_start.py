"""What a start loads: every command pays for it, so what one page or one house in ten needs is not in it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from baansuk.command.tests.measured_files import files

SETTLED = "import django, sys; django.setup(); print(*sorted(sys.modules))"
RECEIVES = "import django, sys; django.setup(); import baansuk.collect.actions; print(*sorted(sys.modules))"


def loaded_by(code: str, **environment: str) -> set[str]:
    given = {name: value for name, value in os.environ.items() if not name.startswith(("BAANSUK_", "DATABASE_"))}
    given |= {"DJANGO_SETTINGS_MODULE": "baansuk.web.settings", **environment}
    done = subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.fixture
def var(tmp_path) -> dict[str, str]:
    return {"BAANSUK_VAR": str(tmp_path), "BAANSUK_RUN_TMP": str(tmp_path / "private")}


def test_a_start_loads_nothing_that_reads_tables_or_calls_other_machines(var):
    assert not {"polars", "pyarrow", "numpy", "duckdb", "pydantic", "requests", "xlsxwriter"} & loaded_by(
        SETTLED, **var
    )


def test_a_house_with_single_sign_on_has_what_it_takes(var):
    modules = loaded_by(SETTLED, **var, BAANSUK_SSO_URL="https://sign-on.example/")
    assert "allauth.socialaccount.providers.openid_connect.provider" in modules


def test_receiving_a_file_does_not_load_what_writes_a_workbook(var):
    modules = loaded_by(RECEIVES, **var)
    assert "polars" in modules and not {"xlsxwriter", "requests"} & modules


def test_who_looks_whether_a_source_is_known_need_not_load_what_reads_it(var):
    modules = loaded_by(RECEIVES.replace("collect.actions", "collect.known_sources"), **var)
    assert "baansuk.collect.known_sources" in modules and "polars" not in modules


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
    modules = loaded_by(f"{code}; print(); print(*sorted(sys.modules))")
    assert "baansuk.assess.measuring.quick_counting" in modules
    assert not {"duckdb", "pyarrow", "sqlglot", "scipy", "rich", "cryptography", "django"} & modules
