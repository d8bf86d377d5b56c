"""The table form gives row by row what the row form gives, whatever is written."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baansuk.places.place_tables import PlaceTable, name_table
from baansuk.places.resolver import Resolved, Resolver
from baansuk.places.tests.conftest import AREAS_CSV
from tests.amounts import some

COLUMNS = {
    "province_col": "p",
    "amphoe_col": "a",
    "tambon_col": "t",
    "village_no_col": "v",
    "area_code_col": "c",
}
BLANK = ["", None, "-", " "]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["ฟ้าใส", "จ.รุ้งงาม", "Fa Sai", "ไม่มีจริง", *BLANK]),
        st.sampled_from(["อ.เมือง", "เมืองฟ้าใส", "จันทร์ฉาย", "Mueang Rung Ngam", "ไม่มีจริง", *BLANK]),
        st.sampled_from(["ต.หนองดาว", "ดาวเหนือ", "จันทร์ฉาย", "บ้านเมฆ", "หนองเดือน", "ไม่มีจริง", *BLANK]),
        st.sampled_from(["1", "ม.2", "9", "50", "0", "123", "บ้านแสงดาว", "ทุ่งดาว", "บ้านใด", *BLANK]),
        st.sampled_from(
            ["99", "TH9902", "990101", "99010102", "99010150", "99020107", "990103", "99010305", "990209", "99010109",
             "95", "x", "980101", "9903", "99010100", *BLANK]
        ),
    ),
    max_size=30,
)  # fmt: skip


@pytest.fixture(scope="module")
def table(fiction: Resolver) -> PlaceTable:
    return PlaceTable(fiction)


def as_row(answer: Resolved) -> tuple[str | None, ...]:
    return tuple(one or None for one in (answer.code, answer.tambon_code, answer.village_code, answer.problem))


@settings(max_examples=some(120, whole=400), deadline=None)
@given(rows=ROWS, default=st.sampled_from(["", "98", "99"]))
def test_table_and_row_agree(table: PlaceTable, rows: list[tuple[str | None, ...]], default: str) -> None:
    frame = pl.DataFrame(rows, schema=dict.fromkeys("patvc", pl.String), orient="row")
    answers = table.resolve_table(frame, **COLUMNS, default_province=default)
    assert answers.columns == ["area_code", "tambon_code", "village_code", "problem"]
    assert answers.rows() == [as_row(table.resolver.resolve(*row, default_province=default)) for row in rows]


@settings(max_examples=some(40, whole=100), deadline=None)
@given(rows=ROWS, left_out=st.sets(st.sampled_from(sorted(COLUMNS))))
def test_columns_that_a_file_lacks_are_blank(table: PlaceTable, rows: list[tuple], left_out: set[str]) -> None:
    frame = pl.DataFrame(rows, schema=dict.fromkeys("patvc", pl.String), orient="row")
    kept = {name: column for name, column in COLUMNS.items() if name not in left_out}
    blanked = frame.with_columns(pl.lit("").alias(COLUMNS[name]) for name in left_out)
    assert table.resolve_table(frame, **kept).equals(table.resolve_table(blanked, **COLUMNS))


def test_order_and_repeats_are_kept(table: PlaceTable) -> None:
    frame = pl.DataFrame({"t": ["ดาวเหนือ", "หนองดาว", "ดาวเหนือ", None] * 50})
    answers = table.resolve_table(frame, tambon_col="t")
    assert answers["tambon_code"].to_list() == ["990101", None, "990101", None] * 50
    assert answers["problem"].to_list() == [None, "ambiguous", None, "missing"] * 50


def test_codes_kept_as_numbers_are_read_as_text(table: PlaceTable) -> None:
    answers = table.resolve_table(pl.DataFrame({"c": [990101, None]}), area_code_col="c")
    assert answers["tambon_code"].to_list() == ["990101", None]


def test_no_rows_and_no_columns(table: PlaceTable) -> None:
    assert table.resolve_table(pl.DataFrame({"t": []}, schema={"t": pl.String}), tambon_col="t").height == 0
    assert table.resolve_table(pl.DataFrame({"other": [1, 2]}))["problem"].to_list() == ["missing", "missing"]


def test_the_name_table_names_each_area_with_and_without_its_parents(fiction: Resolver) -> None:
    names = name_table(fiction)
    assert names.columns == ["province_key", "amphoe_key", "tambon_key", "code"]
    ways = names.filter(pl.col("code") == "990102").select("province_key", "amphoe_key").unique()
    # fa sai in two scripts or not named, times four ways to name its amphoe or not at all
    assert ways.height == 3 * 4
    assert set(names["code"].str.len_bytes()) == {2, 4, 6}
    assert names.unique().height == names.height


def test_the_answers_come_back_for_each_area_of_the_list(table: PlaceTable) -> None:
    lines = [line.split(",") for line in AREAS_CSV.splitlines()[1:]]
    frame = pl.DataFrame([(cells[7], cells[4], cells[1]) for cells in lines], schema=["p", "a", "t"], orient="row")
    answers = table.resolve_table(frame, province_col="p", amphoe_col="a", tambon_col="t")
    assert answers["tambon_code"].to_list() == [cells[0] for cells in lines]
