"""A framework of the register, given as a file, measures with the analysts' command what the register judges."""

from __future__ import annotations

import polars as pl
import pytest

from baansuk.access.tests.cast import sign_in_as
from baansuk.assess.frameworks import Framework, as_contents, read_framework, shipped_frameworks
from baansuk.assess.frameworks_checking import check_framework
from baansuk.assess.frameworks_file import can_be_file, file_of
from baansuk.assess.tests.framework_tables import framework_households, write_framework_edition
from baansuk.assess.tests.test_frameworks_steps import judged
from baansuk.command.tests.measured_files import Files
from baansuk.thai.words import Refusal


def text_of(framework: Framework) -> str:
    checked = check_framework(framework)
    return file_of(framework, {name for one in framework.indicator for name in checked.columns_of_part(one.code)})


def with_a_line(framework: Framework) -> Framework:
    """The index with an income line beside its answers, and a name in a text that is no line."""
    contents = as_contents(framework)
    contents["line"] = [
        {"name": "poor_line", "th": "เส้น", "en": "Line", "unit": "baht_person_year",
         "value": [{"valid_from": "2017-01-01", "value": "36516", "source": "test"}]}
    ]  # fmt: skip
    for one in contents["indicator"]:
        if one["dimension"] == "income":
            one["passes"] = "income_person_year >= poor_line or bmn_22 = 'poor_line'"
    contents["framework"]["missing"] = "complete-cases"
    return read_framework(contents)


def test_the_file_judges_as_the_register_does(tmp_path):
    framework = with_a_line(shipped_frameworks()["mpi-bmn"])
    households = framework_households(160, 5)
    write_framework_edition(tmp_path / "edition", households, [], {})
    letters, _figures = judged(tmp_path / "edition", frameworks=[framework])
    path = tmp_path / "framework.toml"
    path.write_text(text_of(framework), encoding="utf-8")
    files = Files(tmp_path, tmp_path / "edition" / "household_values.parquet", path)
    assert files.measure() == 0
    codes = pl.read_parquet(files.data)["household_code"].to_list()
    outcomes = [one.code for one in framework.outcome if one.cutoff]
    assert len(outcomes) > 1
    seen = set()
    for row in files.table("profiles"):
        mine = letters[codes[row["row"]]]
        for place, code in enumerate(outcomes, start=1):
            letter = {None: "U", True: "F", False: "P"}[row[f"poor_{place}"]]
            assert letter == mine[f"mpi-bmn.{code}"], row
            seen.add(letter)
    assert seen == {"F", "P", "U"}


@pytest.mark.parametrize("code", [code for code, one in shipped_frameworks().items() if can_be_file(one)])
def test_every_weighted_framework_is_a_file_that_the_command_reads(tmp_path, code):
    from baansuk.assess.measuring.framework import read_framework as read_file

    framework = shipped_frameworks()[code]
    path = tmp_path / "framework.toml"
    path.write_text(text_of(framework), encoding="utf-8")
    read = read_file(path)
    assert [one.name for one in read.indicators] == [
        one.code for part in framework.dimension for one in framework.indicator if one.dimension == part.code
    ]
    assert sum(one.weight for one in read.indicators) == 1


def test_what_is_no_weighted_index_is_refused():
    with pytest.raises(Refusal, match="no indicators that weigh"):
        file_of(shipped_frameworks()["capitals"], ())


@pytest.mark.django_db
def test_the_page_gives_the_file():
    browser = sign_in_as("governor_view")
    page = browser.get("/frameworks/mpi-bmn/").content.decode()
    assert "/frameworks/mpi-bmn/versions/1/measure.toml" in page
    answer = browser.get("/frameworks/mpi-bmn/versions/1/measure.toml")
    assert answer["Content-Disposition"] == 'attachment; filename="mpi-bmn-1.toml"'
    assert answer.content.decode() == text_of(shipped_frameworks()["mpi-bmn"])
    for absent in ("mpi-bmn/versions/9", "capitals/versions/1", "nothing/versions/1"):
        assert browser.get(f"/frameworks/{absent}/measure.toml").status_code == 404
    assert "measure.toml" not in browser.get("/frameworks/capitals/").content.decode()
