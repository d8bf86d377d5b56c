"""A plain comparison means to those who know its shape what it means to the parser; and no word of SQL is taken for a name."""

from __future__ import annotations

import pytest
from sqlglot.dialects.duckdb import DuckDB

from baansuk.assess.language import check
from baansuk.assess.measuring.plain_rules import plain
from baansuk.assess.refused import RuleRefused

WORDS = sorted(word.lower() for word in DuckDB.Tokenizer.KEYWORDS if word.isidentifier())


@pytest.mark.parametrize("kind", ["TINYINT", "BIGINT", "UINTEGER"])
@pytest.mark.parametrize("rule", ["d_1 = 1", " d_1<>0 ", "d_1 >= 300", "d_1<= 2", "d_1 > 000", "d_1 < 999999999"])
def test_it_is_written_as_the_parser_writes_it(rule, kind):
    found, parsed = plain(rule, {"d_1": kind}), check(rule, {"d_1": kind})
    assert found is not None
    assert found.unknown_sql() == parsed.unknown_sql() and found.zero_divisors_sql() == parsed.zero_divisors_sql()
    assert found.sql().replace(" 000", " 0") == parsed.sql() and found.warnings == parsed.warnings


def test_no_word_of_sql_is_a_name_unless_the_parser_takes_it_for_one():
    taken = [word for word in WORDS if plain(f"{word} = 1", {word: "INTEGER"})]
    for word in taken:
        assert check(f"{word} = 1", {word: "INTEGER"}).sql() == f'("{word}" = 1)'
    assert any("_" in word for word in set(WORDS) - set(taken))


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        *(
            ("d_1 = 1", kind)
            for kind in ("HUGEINT", "UBIGINT", "DOUBLE", "DECIMAL(9,2)", "VARCHAR", "BOOLEAN", "STRUCT(a INTEGER)")
        ),
        *(
            (rule, "INTEGER")
            for rule in ("D_1 = 1", "d_2 = 1", "d_1 = -1", "d_1 = 1.0", "d_1 = 1e3", '"d_1" = 1', "d_1 = d_1")
        ),
        *(
            (rule, "INTEGER")
            for rule in ("d_1 = 1 or d_1 = 2", "d_1 == 1", "d_1 != 1", "d_1 = 1;", "not d_1 = 1", "1 = d_1", "")
        ),
    ],
)
def test_all_else_is_for_the_parser(rule, kind):
    assert plain(rule, {"d_1": kind}) is None


def test_a_comparison_of_text_is_refused_by_the_parser():
    with pytest.raises(RuleRefused):
        check("d_1 = 1", {"d_1": "VARCHAR"})
