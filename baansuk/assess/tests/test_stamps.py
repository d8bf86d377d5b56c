"""Stamps: which figures are one series, and what stands between those that are not."""

from __future__ import annotations

import pytest

from baansuk.assess.stamps import changed_sets, comparable, stamp_of, words_of_break, words_of_stamp

BMN = "bmn-2560/1+tpmap/1+labels/1"


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (BMN, BMN, ()),
        (BMN, "bmn-2560/2+tpmap/1+labels/1", ("bmn-2560",)),
        (BMN, "bmn-2565/1+tpmap/1+labels/1", ("bmn-2560", "bmn-2565")),
        ("capitals/1~aa", "capitals/2~aa", ()),
        ("capitals/1~aa", "capitals/2~bb", ("capitals",)),
        ("capitals/1~aa", "capitals/1~bb", ("capitals",)),
        ("capitals/1", "capitals/2", ("capitals",)),
    ],
)
def test_a_series_breaks_where_the_question_changed(before, after, changed):
    assert changed_sets(before, after) == changed
    assert comparable(before, after) == (not changed)
    assert (words_of_break(before, after) is None) == (not changed)


def test_a_figure_of_unknown_rules_compares_with_nothing():
    assert not comparable("", "")
    assert not comparable(BMN, "")
    said = words_of_break("", "")
    assert said is not None
    assert "ไม่ทราบ" in said.th


def test_the_break_names_what_changed():
    said = words_of_break(BMN, "bmn-2560/2+tpmap/1+labels/1")
    assert said is not None
    assert "จปฐ. 2560-2564" in said.th
    assert "TPMAP" not in said.th


def test_a_digest_is_never_read_out():
    assert words_of_stamp(stamp_of("tpmap", 3, "5f1c9a0b")).en == "the TPMAP dimensions, version 3"
