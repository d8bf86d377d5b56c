"""What the documents say of security can be looked up: every requirement is decided once, and every file and test named is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
SECURITY = PROJECT / "docs" / "security.md"
TABLE = PROJECT / "docs" / "reference" / "asvs.md"
NUMBERS = PROJECT / "tests" / "asvs_numbers.txt"
HOLDS, PART, NOT_HERE, OPEN = "holds", "holds in part", "does not apply", "open"
DECISIONS = (HOLDS, PART, NOT_HERE, OPEN)
# What holds by the language itself, or by a list of pinned packages.
READ_ONLY = {"1.4.1", "3.7.1"}
NAMED = re.compile(r"`((?:baansuk|docs|tests|tools)/[^`\s]+)`")
LINKED = re.compile(r"\]\(([^)#:]+?)(?:#[^)]*)?\)")


def _rows() -> list[list[str]]:
    """Number, level, words, decision, where and proof of each row."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if re.match(r"\| \d", line)]
    rows = [[cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")] for line in lines]
    assert {len(row) for row in rows} == {6}
    return rows


def _wanted() -> dict[str, str]:
    """Number and level of each requirement of the standard."""
    wanted = {}
    for line in NUMBERS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        section, _, listed = line.partition(":")
        wanted |= {f"{section}.{one.partition('/')[0]}": one.partition("/")[2] for one in listed.split()}
    return wanted


@cache
def _tests_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _missing(text: str) -> list[str]:
    """The files and tests named in a text that are not there."""
    missing = []
    for named in NAMED.findall(text):
        file, _, test = named.partition("::")
        path = PROJECT / file
        if not path.exists() or (test and (not path.is_file() or test not in _tests_in(path))):
            missing.append(named)
    return missing


def test_every_requirement_of_levels_1_and_2_is_decided_once():
    wanted, rows = _wanted(), _rows()
    assert (len(wanted), list(wanted.values()).count("1"), list(wanted.values()).count("2")) == (253, 70, 183)
    assert [(number, level) for number, level, *_ in rows] == list(wanted.items())


def test_decisions_are_of_the_closed_list_and_give_their_reasons():
    for number, _level, words, decision, where, proof in _rows():
        assert decision in DECISIONS, number
        assert 3 < len(words) <= 90, f"{number}: our own short words"
        assert where, f"{number} says {decision} and not where or why"
        assert proof or decision != HOLDS or NAMED.search(where) or number in READ_ONLY, f"{number} holds by nothing"


def test_the_counts_above_the_table_are_those_of_the_table():
    text = TABLE.read_text(encoding="utf-8")
    for decision in DECISIONS:
        levels = [level for _number, level, _words, decided, *_ in _rows() if decided == decision]
        assert f"| {decision} | {levels.count('1')} | {levels.count('2')} | {len(levels)} |" in text, decision


def test_most_of_what_holds_is_proved_by_a_test():
    proofs = [proof for _number, _level, _words, decision, _where, proof in _rows() if decision == HOLDS]
    assert sum("tests/" in proof for proof in proofs) / len(proofs) > 0.8


@pytest.mark.parametrize("path", [SECURITY, TABLE], ids=lambda path: path.name)
def test_every_file_and_test_that_is_named_is_there(path):
    text = path.read_text(encoding="utf-8")
    assert len(NAMED.findall(text)) > 20
    assert _missing(text) == []


@pytest.mark.parametrize("path", [SECURITY, TABLE], ids=lambda path: path.name)
def test_every_page_that_is_linked_is_there(path):
    links = LINKED.findall(path.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_each_threat_says_what_does_not_hold():
    """A page that promises everything is believed in nothing."""
    threats = re.split(
        r"^### ", SECURITY.read_text(encoding="utf-8").partition("## Threats")[2].partition("\n## ")[0], flags=re.M
    )[1:]
    assert len(threats) >= 9
    for threat in threats:
        assert "**Does not hold.**" in threat, threat.splitlines()[0]
        assert NAMED.search(threat), f"{threat.splitlines()[0]} names no test"


def test_what_is_missing_is_seen():
    assert _missing("`baansuk/no_such_file.py`, `tests/test_canary.py::test_no_such_test`, `tests/test_canary.py`") == [
        "baansuk/no_such_file.py",
        "tests/test_canary.py::test_no_such_test",
    ]
