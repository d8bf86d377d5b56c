"""The page of bad inputs tells the truth: all 65 cases, only tests and issue codes that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from baansuk.collect.issues import issue_kinds

TESTS = Path(__file__).parent
PAGE = (TESTS.parents[2] / "docs" / "reference" / "inputs.md").read_text(encoding="utf-8")
LINES = dict(re.findall(r"^\| (\d+) \|(.*)$", PAGE, re.MULTILINE))


def test_all_65_cases_stand_on_the_page():
    assert list(map(int, LINES)) == list(range(1, 66))


@pytest.mark.parametrize("number", LINES)
def test_each_case_names_the_tests_that_bear_its_number_and_no_others(number):
    named = re.findall(r"`(test_\w+)::(test_\w+)`", LINES[number])
    bearing = [
        (path.stem, test)
        for path in TESTS.glob("test_*.py")
        for test, numbers in re.findall(
            r"^def (test_case_((?:\d\d_)+)\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE
        )
        if f"{int(number):02}" in numbers.split("_")
    ]
    assert bearing
    assert sorted(named) == sorted(bearing)


def test_answers_on_the_page_are_those_of_the_issue_codes():
    told = re.findall(r"\b([RQ]) ((?:`\w+`(?:, )?)+)", PAGE)
    named = [(answer, code) for answer, codes in told for code in re.findall(r"`(\w+)`", codes)]
    assert len(named) > 20
    assert [(issue_kinds()[code].answer, code) for _, code in named] == named
