"""The rule language does what its manual says: every table of the reference page, and the page itself."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from baansuk.assess.kinds import Number, kind_of
from baansuk.assess.language import check
from baansuk.assess.refused import RuleRefused
from baansuk.assess.tests.rule_tables import COLUMNS, REFUSED, SECTIONS, Example, Refused, rendered
from baansuk.assess.values import quoted

REFERENCE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "rule-language.md"
EXAMPLES = [example for section in SECTIONS for example in section.examples]


def answered(rule: str, facts: dict[str, object]) -> bool | None:
    connection = duckdb.connect()
    listed = ", ".join(f"{quoted(name)} {kind}" for name, kind in COLUMNS.items())
    connection.execute(f"create table facts ({listed})")
    connection.execute(f"insert into facts values ({', '.join('?' * len(COLUMNS))})", [facts.get(n) for n in COLUMNS])
    found: list[tuple[bool | None]] = connection.execute(f"select {check(rule, COLUMNS).sql()} from facts").fetchall()
    return found[0][0]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one.rule} of {dict(one.facts)}")
def test_an_example_of_the_manual(example: Example) -> None:
    assert answered(example.rule, dict(example.facts)) is example.answer


@pytest.mark.parametrize("refused", REFUSED, ids=lambda one: one.rule or "empty")
def test_what_the_manual_refuses(refused: Refused) -> None:
    with pytest.raises(RuleRefused) as found:
        check(refused.rule, COLUMNS)
    assert (found.value.code, (found.value.place.line, found.value.place.column)) == (refused.code, refused.place)
    assert found.value.words.th != found.value.words.en


def test_the_reference_page_is_made_from_the_tables() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == rendered(), "run python -m baansuk.assess.tests.rule_tables"


def test_the_columns_of_a_rule_are_known() -> None:
    assert check("income / members > 3 and water is null", COLUMNS).columns == ("income", "members", "water")


def test_a_constant_stands_for_its_value_and_is_no_column() -> None:
    rule = check("income >= line", COLUMNS, {"line": Decimal("38000")})
    assert rule.columns == ("income",)
    assert "38000" in rule.sql()


def test_columns_may_be_renamed_without_touching_the_rule() -> None:
    assert check("owns", COLUMNS).sql({"owns": "h.own_1"}) == "h.own_1"


def test_a_comparison_with_null_is_warned_of() -> None:
    assert [words.en for words in check("members = null or members = null", COLUMNS).warnings] == [
        "A comparison with null is never true; use is null"
    ]
    assert not check("members is null", COLUMNS).warnings


def test_a_near_name_is_offered() -> None:
    with pytest.raises(RuleRefused) as found:
        check("Income > 1", COLUMNS)
    assert "did you mean “income”?" in found.value.words.en


def test_a_column_of_a_type_that_rules_cannot_read_is_as_good_as_absent() -> None:
    with pytest.raises(RuleRefused) as found:
        check("list = 1", {"list": "INTEGER[]"})
    assert found.value.code == "rule.unknown_name"


@pytest.mark.parametrize(
    "text", ["x" * 5000, "(" * 70 + "owns" + ")" * 70, "not " * 900 + "owns", "1+" * 900 + "1 = 1"]
)
def test_a_rule_of_absurd_size_is_refused_and_breaks_nothing(text: str) -> None:
    with pytest.raises(RuleRefused) as refused:
        check(text, COLUMNS)
    assert refused.value.code in ("rule.long", "rule.deep")


@pytest.mark.parametrize(
    "text", ["\x00", "‘x’ = water", "owns and \\", "$$x$$ = water", "E'x' = water", "x'1f' = water"]
)
def test_odd_signs_are_refused_not_crashed_on(text: str) -> None:
    with pytest.raises(RuleRefused):
        check(text, COLUMNS)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("integer", Number(2**31)),
        ("DECIMAL(14,2)", Number(10**14 - 1, 2)),
        ("DECIMAL(38, 0)", Number(10**38 - 1)),
    ],
)
def test_types_of_columns(name: str, kind: Number) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize("name", ["INTEGER[]", "STRUCT(a INTEGER)", "BLOB", "DECIMAL(38,10)", "TIMESTAMP"])
def test_types_that_rules_cannot_read(name: str) -> None:
    with pytest.raises(ValueError, match="cannot read"):
        kind_of(name)


def test_numbers_reach_38_digits_and_no_further() -> None:
    columns = {"a": "DECIMAL(19,0)", "b": "DECIMAL(19,0)"}
    connection = duckdb.connect()
    connection.execute(
        "create table facts as select cast(9999999999999999999 as decimal(19,0)) a, cast(-9999999999999999999 as decimal(19,0)) b"
    )
    product = "99999999999999999980000000000000000001"
    rules = [check(f"a * b {sign} -{product}", columns).sql() for sign in ("=", "<")]
    assert connection.execute(f"select {', '.join(rules)} from facts").fetchall() == [(True, False)]
    with pytest.raises(RuleRefused):
        check("a * b * 2 > 1", columns)


def test_constants_that_are_equal_and_not_the_same_are_told_apart() -> None:
    of_one = check("x = line", {"x": "INTEGER"}, {"line": 1})
    with pytest.raises(RuleRefused):
        check("x = line", {"x": "INTEGER"}, {"line": True})
    assert check("x = line", {"x": "INTEGER"}, {"line": 1}) is of_one
