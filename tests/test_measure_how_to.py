"""The page on measuring a file is worked through as an analyst would: every command runs and prints what the page prints."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import subprocess
import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from baansuk.assess.measuring.framework import Framework, framework_of
from baansuk.command import __main__ as command

PAGE = Path(__file__).resolve().parents[1] / "docs" / "how-to" / "measure.md"
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
# What a measurement costs is another number every time.
COST = re.compile(r"\([\d.,]+ s, [\d.,]+ core-s, [\d.,]+ MB\)")

# The framework of the issue that asked for the command, word for word.
ASKED_FOR = """
[framework]
name = "example"
unit = "household"
missing = "complete-cases"       # or "available"
cutoffs = ["0.33", "1/3", "20%", "all"]

[design]                         # optional, each key optional
weight = "weight"
strata = "stratum"
psu = "psu"
size = "hh_size"                 # persons per unit
single_psu = "center"            # optional

[groups]
by = ["area", "region"]          # each gives one table; the whole is always given

[time]                           # optional
column = "t"
year = "year"

[[dimension]]
name = "health"
weight = "1/3"                   # optional

[[dimension.indicator]]
name = "nutrition"
deprived_if = "d_nutr = 1"       # null result = missing
applies_if = "true"              # optional; false = not applicable = not deprived, counted apart
weight = "1/6"                   # optional
"""


def read(text: str) -> Framework:
    return framework_of(tomllib.loads(text, parse_float=Decimal), "F.toml")


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


def test_the_framework_of_the_page_is_read_as_it_says():
    [text] = blocks("toml")
    framework = read(text)
    assert [one.text for one in framework.cutoffs] == ["1/3", "50%"] and framework.curves
    assert [one.worth for one in framework.cutoffs] == [Fraction(1, 3), Fraction(1, 2)]
    weights = {one.name: one.weight for one in framework.indicators}
    third, sixth = Fraction(1, 3), Fraction(1, 6)
    assert weights == {"meals": third, "school": third, "water": sixth, "toilet": sixth}
    assert framework.divisor == 6 and framework.design.is_sample
    assert [one.name for one in framework.indicators if not one.always_applies] == ["school"]


def test_the_framework_of_the_issue_is_read_when_its_dots_are_filled():
    """It shows one dimension of a third with an indicator of a sixth; what is left of the whole is added here."""
    rest = "".join(
        f'\n[[dimension]]\nname = "{name}"\nweight = "1/3"\n\n[[dimension.indicator]]\nname = "{name}"\n'
        'deprived_if = "true"\nweight = "1/3"\n'
        for name in ("education", "living")
    )
    other = '\n[[dimension.indicator]]\nname = "mortality"\ndeprived_if = "d_cm = 1"\nweight = "1/6"\n'
    framework = read(ASKED_FOR + other + rest)
    assert [one.text for one in framework.cutoffs] == ["0.33", "1/3", "20%"] and framework.curves
    assert [one.worth for one in framework.cutoffs] == [Fraction(33, 100), Fraction(1, 3), Fraction(1, 5)]
    assert framework.design.center and framework.groups == ("area", "region") and framework.year == "year"
    first = framework.indicators[0]
    assert (first.name, first.weight, first.always_applies) == ("nutrition", Fraction(1, 6), True)


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BAANSUK_LANGUAGE", "en")
    [framework] = blocks("toml")
    Path("F.toml").write_text(framework, encoding="utf-8")
    return tmp_path


def test_every_command_prints_what_the_page_prints(workplace, capfd):
    shown = ""
    for language, text in BLOCKS:
        if language == "python":
            shown = printed(text)
        elif language == "sh":
            shown = typed(text, capfd)
        elif language == "text":
            assert COST.sub("()", shown) == COST.sub("()", text)
            shown = ""
    assert shown == ""  # nothing was printed that the page leaves out


def printed(program: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as found:
        exec(compile(program, str(PAGE), "exec"), {})
    return found.getvalue()


def typed(lines: str, capfd: pytest.CaptureFixture[str]) -> str:
    """Type the lines of a block; Spark takes a minute to start and is tested with the twin."""
    for line in lines.splitlines():
        words = shlex.split(line)
        if "spark" in words:
            continue
        if words[0] == "baansuk":
            assert command.run(words[1:]) == 0, line
        else:
            subprocess.run(line, shell=True, check=True)
    said = capfd.readouterr()
    assert said.err == ""
    return said.out


REFUSED = {
    "waters in": ("water in", "waters in"),
    "water = 1": ("water in ('well', 'river')", "water = 1"),
    "drop": ("not toilet", "not toilet; drop"),
    "2/3 together": (
        'name = "(meals|school|water|toilet)"',
        r'name = "\1"\nweight = "1/3"',
    ),
    'dimension "learning"': ('name = "food"', 'name = "food"\nweight = "1/2"'),
    "1.2": ('"1/3"', '"1.2"'),
    "single PSU": ('psu = "village"', 'psu = "amphoe"'),
    "more than one year": ('column = "year"', 'column = "amphoe"'),
}


@pytest.mark.parametrize("place", REFUSED)
def test_what_the_page_says_of_refusals_is_what_is_said(place, workplace, capfd):
    printed(blocks("python")[0])
    old, new = REFUSED[place]
    said = re.sub(old if "(meals" in old else re.escape(old), new, Path("F.toml").read_text(encoding="utf-8"))
    Path("F.toml").write_text(said, encoding="utf-8")
    assert command.run(["measure", "SURVEY.parquet", "--framework", "F.toml", "--out", "RESULT"]) == 2
    line = capfd.readouterr().err.strip()
    assert f"| `{line}` |" in PAGE.read_text(encoding="utf-8")
