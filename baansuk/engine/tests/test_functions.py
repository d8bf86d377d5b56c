"""Our own functions give what they promise on either engine; a call inside a call is written out for Spark."""

from __future__ import annotations

from hashlib import md5

import pytest

from baansuk.engine import Step, open_engine
from baansuk.engine.functions import KEYS, Function, by_name
from baansuk.engine.spark_words import to_spark

TEXTS = "select * from (values ('ทอง', 'สุข'), ('สุข', 'ทอง'), ('ทอง', null), (null, 'ทอง'), (null, null)) as t(a, b)"
SHOWN = "select text_key(a), quick_key(a), text_key(nullif(a, 'ทอง')) from texts"


def shown(name):
    with open_engine(name) as engine:
        engine.define(KEYS)
        engine.run(Step("texts", TEXTS))
        return engine.rows(SHOWN)


def check(rows):
    text_keys, quick_keys, inner = zip(*rows, strict=True)
    key = {text: int(md5(text.encode()).hexdigest()[:15], 16) for text in ("ทอง", "สุข")}
    assert sorted(text_keys, key=str) == sorted([key["ทอง"], key["ทอง"], key["สุข"], None, None], key=str)
    assert sorted(inner, key=str) == sorted([key["สุข"], None, None, None, None], key=str)
    of_null = {quick for quick, text in zip(quick_keys, text_keys, strict=True) if text is None}
    assert len(of_null) == 1, "null has a number of its own"
    assert len(set(quick_keys)) == 3


def test_keys_on_duckdb():
    check(shown("duckdb"))


@pytest.mark.spark
def test_keys_on_spark():
    check(shown("spark"))


def test_a_call_within_a_call_is_written_out_with_its_own_value():
    twice = Function("twice", ("x", "y"), duckdb="x + y", spark="x + y")
    functions = by_name([twice])
    told = to_spark("select twice(y, twice(x, 2)) as n from t", functions)
    assert told == "SELECT ((y) + (((x) + (2)))) AS n FROM t"


def test_a_function_that_is_not_defined_is_left_to_spark():
    assert to_spark("select text_key(x) from t") == "SELECT TEXT_KEY(x) FROM t"
    assert "MD5" in to_spark("select text_key(x) from t", by_name(KEYS))


def test_what_a_group_has_found_is_written_as_spark_writes_it():
    assert "'$1-$2'" in to_spark(r"select regexp_replace(x, '(a)(b)', '\1-\2', 'g') from t")
