"""Many names and texts at once become what each becomes alone."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as some

from baansuk.engine.text_keys import text_keys
from baansuk.link.linkage import spelling as rules
from baansuk.link.linkage.hearing import spellings
from baansuk.link.linkage.tests.test_spelling import TEXTS


@given(texts=some.lists(TEXTS, min_size=1, max_size=30))
def test_many_names_are_spelled_as_each_alone(texts):
    assert spellings(pl.Series(texts)).to_list() == [rules.spelling(text) for text in texts]


def test_many_texts_have_the_keys_of_each_alone():
    assert text_keys(pl.Series(["สมมุติ", None, "a"])).to_list() == [rules.text_key("สมมุติ"), None, rules.text_key("a")]
