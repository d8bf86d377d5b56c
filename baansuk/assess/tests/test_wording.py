"""What officers tripped over in words: stamps, and charts of those who fail."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from baansuk.assess.figure_pages import chart
from baansuk.assess.measures import measures
from baansuk.assess.sets import load_rules
from baansuk.assess.stamps import NAMES, words_of_stamp
from baansuk.thai.words import Words


def test_a_stamp_is_said_as_an_officer_says_it():
    said = words_of_stamp("bmn-2560/1+tpmap/1+labels/2")
    assert said.th == "เกณฑ์ จปฐ. 2560-2564 ฉบับ 1, มิติของ TPMAP ฉบับ 1, ป้ายของครัวเรือน ฉบับ 2"
    assert said.en.startswith("basic minimum needs 2560-2564 BE, version 1")
    assert words_of_stamp("bmn-2565/3").th == "bmn-2565 ฉบับ 3"


def test_every_set_in_force_has_a_name():
    assert {one.partition("/")[0] for one in load_rules().stamp.split("+")} == set(NAMES)


@pytest.mark.parametrize(("spoken", "before"), [("th", "ไม่ผ่าน: "), ("en", "Fails: ")])
def test_bars_of_indicators_say_that_they_count_those_who_do_not_pass(spoken, before):
    held: Any = [(one, None) for one in measures()]
    with translation.override(spoken):
        bars = chart("indicator", held, {}, None, Words("ก", "a"))["names"]
        dimensions = chart("dimension", held, {}, None, Words("ก", "a"))["names"]
    assert len(bars) == 31 and all(name.startswith(before) for name in bars)
    assert not any(name.startswith(before) for name in dimensions)
