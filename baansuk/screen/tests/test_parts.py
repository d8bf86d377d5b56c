"""The parts pages are built of say in words and signs what they say in colour."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from baansuk.screen.icons import ICONS, svg
from baansuk.screen.pages import Slice, numbered, page_number
from baansuk.screen.templatetags.screen import TONE_ICONS


def drawn(text: str, **values):
    return Template(text).render(Context({"request": RequestFactory().get("/list/?area=99&page=2"), **values}))


@pytest.mark.parametrize("tone", sorted(TONE_ICONS))
def test_badge_has_a_word_and_all_but_the_plain_one_a_sign(tone):
    page = drawn('{% badge tone "ป้าย <b>" "Badge" %}', tone=tone)
    assert "ป้าย" in page
    assert ("<svg" in page) is (tone != "plain")


def test_tones_that_mean_different_things_have_different_signs():
    signs = [sign for tone, sign in TONE_ICONS.items() if tone != "plain"]
    assert len(set(signs)) == len(signs)


def test_unknown_tone_is_an_error_and_not_a_grey_badge():
    with pytest.raises(KeyError):
        drawn('{% badge "purple" "ก" "a" %}')


@pytest.mark.parametrize("name", sorted(ICONS))
def test_icons_are_passed_over_by_screen_readers(name):
    assert 'aria-hidden="true"' in svg(name)


def test_progress_says_how_far_in_words_and_has_a_name():
    page = drawn('{% progress 620 1000 "อ่านแถว" "Reading" %}')
    assert 'value="62"' in page
    assert "620 / 1,000 · 62%" in page
    assert 'aria-label="อ่านแถว"' in page


def test_progress_without_a_total_claims_no_share():
    page = drawn('{% progress 12 0 "เตรียม" "Preparing" %}')
    assert "value=" not in page
    assert "%" not in page


def test_stat_shows_its_meaning_one_tap_away():
    page = drawn('{% stat "1,203" "ตกเกณฑ์" "Fail" "ไม่ผ่านอย่างน้อยหนึ่งข้อ" "At least one" %}')
    assert "<summary>ตกเกณฑ์</summary>" in page
    assert "ไม่ผ่านอย่างน้อยหนึ่งข้อ" in page


def test_stat_without_a_meaning_pretends_none():
    assert "<details" not in drawn('{% stat "1" "คน" "Persons" %}')


def test_empty_state_says_what_to_do_next():
    page = drawn('{% empty_state "ยังไม่มี" "None" "upload" %}<a href="/">ส่ง</a>{% endempty_state %}')
    assert "ยังไม่มี" in page
    assert '<a href="/">ส่ง</a>' in page


def test_wide_table_can_be_scrolled_by_keyboard():
    assert 'tabindex="0"' in drawn('{% table "ก" "a" wide=True %}<tbody></tbody>{% endtable %}')
    assert "tabindex" not in drawn('{% table "ก" "a" %}<tbody></tbody>{% endtable %}')


def test_pager_keeps_the_other_values_of_the_address():
    page = drawn("{% pager slice %}", slice=Slice(rows=[1], before="1", after="3", first=51, total=153))
    assert "/list/?area=99&amp;page=3" in page
    assert "51–51 จาก 153" in page


def test_pager_of_a_single_page_has_no_links():
    assert "href" not in drawn("{% pager slice %}", slice=Slice(rows=[1, 2], first=1, total=2))


@pytest.mark.parametrize(
    ("page", "rows", "before", "after", "first"),
    [(1, 3, "", "2", 1), (2, 3, "1", "3", 4), (3, 1, "2", "", 7), (99, 1, "2", "", 7), (0, 3, "", "2", 1)],
)
def test_numbered_pages_hold_every_row_once_and_out_of_range_gives_the_nearest(page, rows, before, after, first):
    cut = numbered(list(range(7)), page=page, size=3)
    assert (len(cut.rows), cut.before, cut.after, cut.first) == (rows, before, after, first)
    assert cut.last == first + rows - 1


def test_numbered_page_of_nothing_is_empty():
    cut: Slice[int] = numbered([], page=1, size=50)
    assert (list(cut.rows), cut.total, cut.before, cut.after) == ([], 0, "", "")


@pytest.mark.parametrize(("asked", "number"), [(None, 1), ("", 1), ("3", 3), ("-1", 1), ("1e9", 1), ("9" * 30, 1)])
def test_page_number_from_an_address_is_never_an_error(asked, number):
    assert page_number(asked) == number
