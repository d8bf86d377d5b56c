"""The pure parts of the pages: classes of a map, ages, drawings and workbooks that are streamed."""

import io
import json
from datetime import date
from decimal import Decimal
from itertools import pairwise

import openpyxl
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from baansuk.assess import sheet_stream
from baansuk.assess.classes import MOST, cut
from baansuk.assess.geo import feature
from baansuk.assess.household_view import age_words, observed_words
from baansuk.assess.list_rows import badges_of, carried, lists_on
from baansuk.assess.outline import draw
from baansuk.assess.sheet_stream import Sheet, workbook

SHARES = st.lists(st.one_of(st.none(), st.decimals(0, 100, places=1)), max_size=60)


@given(SHARES)
def test_every_figure_falls_in_exactly_one_class(values):
    classes = cut(values, finest=Decimal("0.5"))
    assert len(classes.classes) <= MOST
    assert sum(one.count for one in classes.classes) + classes.unknown == len(values)
    for value in values:
        step = classes.step_of(value)
        if value is None:
            assert step == 0
        else:
            held = next(one for one in classes.classes if one.step == step)
            assert held.low <= value <= held.high


@given(st.lists(st.integers(0, 10**7).map(Decimal), min_size=1, max_size=40))
def test_limits_of_counts_are_whole_and_steps_grow(values):
    classes = cut(values, finest=Decimal(1)).classes
    assert all(one.low == one.low.to_integral_value() and one.high == one.high.to_integral_value() for one in classes)
    assert [one.step for one in classes] == sorted({one.step for one in classes})
    assert all(one.high == two.low for one, two in pairwise(classes))


@pytest.mark.parametrize(
    ("values", "limits"),
    [
        ([12, 24, 21, 25], [10, 15, 20, 25]),
        ([0, 100], [0, 25, 50, 75, 100]),
        ([7], [7, Decimal("7.5")]),
        ([], []),
    ],
)  # fmt: skip
def test_limits_are_round(values, limits):
    classes = cut(map(Decimal, values), finest=Decimal("0.5")).classes
    ends = [classes[-1].high] if classes else []
    assert [one.low for one in classes] + ends == [Decimal(limit) for limit in limits]


@pytest.mark.parametrize(
    ("born", "precision", "expected"),
    [
        (date(1980, 11, 21), "day", "46 ปี"),
        (date(1980, 11, 22), "day", "45 ปี"),
        (date(2024, 2, 29), "day", "2 ปี"),
        (date(1980, 1, 1), "year", "ประมาณ 46 ปี"),
        (None, "", "ไม่ทราบ"),
    ],
)
def test_ages_say_how_sure_they_are(born, precision, expected):
    assert age_words(born, precision, date(2026, 11, 21)).th == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2026-01-23", "23 ม.ค. 2569"), ("2026-02", "ก.พ. 2569"), ("2026", "พ.ศ. 2569"), ("", "ไม่ระบุวันที่")],
)
def test_days_keep_their_precision(text, expected):
    assert observed_words(text).th == expected


def test_labels_and_lists_of_a_row():
    held = carried("bmn_fail:F mpi_poor:F target_poor:U no_list:P")
    assert held == {"bmn_fail", "mpi_poor"}
    assert [tone for tone, _words in badges_of(held)] == ["warn"]
    assert [tone for tone, _words in badges_of({"mpi_poor", "target_poor", "no_list"})] == ["bad", "info"]
    assert lists_on("bmn,eef,welfare_card", {"bmn"}) == 2
    assert lists_on("", {"bmn"}) == 0


def test_a_drawing_keeps_the_point_inside_and_leaves_out_one_that_is_not():
    square = json.dumps({"type": "Polygon", "coordinates": [[[100, 10], [101, 10], [101, 11], [100, 11], [100, 10]]]})
    drawing = draw(square, 10.5, 100.5)
    assert drawing.x == pytest.approx(drawing.width / 2, abs=0.2)
    assert drawing.y == pytest.approx(drawing.height / 2, abs=0.2)
    assert draw(square, 55.0, 3.0).x is None
    assert draw(square, None, None).x is None
    two = json.dumps(
        {
            "type": "MultiPolygon",
            "coordinates": [json.loads(square)["coordinates"], [[[103, 10], [104, 10], [104, 11], [103, 10]]]],
        }
    )
    assert draw(two, None, None).path.count("M") == 2


def test_a_feature_cannot_end_a_script_block():
    text = feature('{"type":"Point","coordinates":[1,2]}', {"name": "</script><b>"})
    assert "</script>" not in text
    assert json.loads(text)["properties"]["name"] == "</script><b>"


def _book(*sheets):
    return b"".join(workbook(sheets))


def test_a_streamed_workbook_reads_back_as_it_was():
    rows: list[tuple[sheet_stream.Cell, ...]] = [
        ("ก", 1, 2.5, None),
        ("<&>\"'", -3, "", "0123"),
        ("แถว\nสอง", 0, "x\x00y", " space "),
    ]
    body = _book(Sheet("ครัวเรือน", [("ก", 10), ("ข", 5), ("ค", 5), ("ง", 5)], rows), Sheet("อื่น & ๆ", [("a", 9)], []))
    book = openpyxl.load_workbook(io.BytesIO(body))
    assert book.sheetnames == ["ครัวเรือน", "อื่น & ๆ"]
    read = list(book.worksheets[0].iter_rows(values_only=True))
    assert read[0] == ("ก", "ข", "ค", "ง")
    assert read[1] == ("ก", 1, 2.5, None)
    assert read[2] == ("<&>\"'", -3, None, "0123")
    assert read[3] == ("แถว\nสอง", 0, "x\ufffdy", " space ")
    assert python_calamine.load_workbook(io.BytesIO(body)).get_sheet_by_index(0).to_python()[2][3] == "0123"


def test_a_list_longer_than_a_sheet_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(sheet_stream, "MOST_ROWS", 101)
    book = openpyxl.load_workbook(io.BytesIO(_book(Sheet("x", [("n", 5)], ((n,) for n in range(250))))))
    assert book.sheetnames == ["x", "x (2)", "x (3)"]
    assert [sheet.max_row for sheet in book.worksheets] == [101, 101, 51]
    assert book.worksheets[2]["A51"].value == 249


def test_the_first_bytes_leave_long_before_the_last_row():
    asked = []

    def rows():
        for number in range(20_000):
            asked.append(number)
            yield (f"แถวที่ {number}" * 20,)

    pieces = workbook([Sheet("x", [("n", 5)], rows())])
    assert len(next(pieces)) > 0
    assert len(asked) <= sheet_stream.ROWS_AT_ONCE
