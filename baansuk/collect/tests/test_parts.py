"""The small parts: receipts, the store, escaping, declarations, guesses, layouts and what only a whole table shows."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from baansuk.collect import encodings, reading_once
from baansuk.collect.cleaning import TOTAL
from baansuk.collect.declaration import read_declaration
from baansuk.collect.escaping import escape_cell, escape_cells
from baansuk.collect.guess import as_declaration, guess, guess_unit
from baansuk.collect.harmless import as_arrow, harmless, may_sum
from baansuk.collect.headers import header_key
from baansuk.collect.issues import issue_kinds
from baansuk.collect.issues_book import write_book
from baansuk.collect.openings import open_file
from baansuk.collect.reading_once import Once
from baansuk.collect.receipts import SIGNS, check_sign, is_receipt, new_receipt
from baansuk.collect.store import keep_raw, place
from baansuk.collect.tests.files import ID_2, PEOPLE, csv_bytes, got, people, row
from baansuk.collect.text_batches import text_batches
from baansuk.collect.text_files import look_at_text, record_ends
from baansuk.collect.workbook_safety import column_letters, column_number
from baansuk.thai import tables
from baansuk.thai.words import Refusal


def test_a_receipt_is_itself_and_no_slip_of_one_sign_is():
    receipt = new_receipt(2569)
    assert is_receipt(receipt)
    body = receipt.split("-")[2]
    for at, was in enumerate(body):
        for sign in SIGNS:
            if sign != was:
                assert not is_receipt(receipt.replace(body, body[:at] + sign + body[at + 1 :]))


def test_swapped_signs_of_a_receipt_are_seen():
    assert check_sign("2569", "346789") != check_sign("2569", "436789")
    assert not is_receipt("R-2569-0O1I5S-A")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-a", "@x", "\t=1", " =1", "|cmd", "＝1", "\r=1"])
def test_case_62_exports_escape_what_a_spreadsheet_would_run(text):
    assert escape_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "-5.25", "สมมุติ", "1-0000", "a=b", ""])
def test_case_62_exports_leave_plain_texts_and_numbers_alone(text):
    assert escape_cell(text) == text


@given(st.text(max_size=12))
@example("\x1f|")
@example("-๓")
def test_case_62_a_column_is_escaped_like_its_cells(text):
    column = pl.DataFrame({"t": [text]}).select(escape_cells(pl.col("t"))).to_series().to_list()
    assert column == [escape_cell(text)]


def test_case_62_63_the_issues_workbook_runs_nothing(tmp_path):
    rows = [
        row(nr="1", job="=1+1"),
        row(nr="2", id="1E+12", job="=cmd|'/C calc'!A0"),
        row(nr="3", birth="31/04/2510", job="<script>"),
    ]
    result = got(csv_bytes(rows), tmp_path)
    write_book(open_file(tmp_path / "raw", "people.csv"), people(), result.issues, tmp_path / "issues.xlsx")
    book = openpyxl.load_workbook(tmp_path / "issues.xlsx")
    assert all(cell.data_type != "f" for sheet in book for line in sheet for cell in line)
    assert not any(sheet.sheet_view is None for sheet in book)


def test_the_issues_workbook_marks_the_bad_cells_and_says_why_in_both_languages(tmp_path):
    rows = [row(nr="1"), row(nr="2", id="1E+12"), row(nr="3", id=ID_2, house="5", birth="24350")]
    result = got(csv_bytes(rows), tmp_path)
    write_book(open_file(tmp_path / "raw", "people.csv"), people(), result.issues, tmp_path / "issues.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "issues.xlsx")["people"]
    head = [cell.value for cell in sheet[1]]
    lines = {line[0].value: line for line in sheet.iter_rows(min_row=2)}
    assert set(lines) == {3, 4}
    bad = lines[3][head.index("เลขประจำตัว")]
    assert (bad.value, bad.fill.start_color.rgb) == ("1E+12", "FFF4C7C3")
    assert lines[4][head.index("วันเกิด")].fill.start_color.rgb == "FFFFE8A3"
    assert lines[3][head.index("อาชีพ")].fill.fill_type is None
    kind = issue_kinds()["id_scientific"]
    assert kind.words.th in lines[3][2].value
    assert kind.words.en in lines[3][3].value


def test_every_issue_has_words_and_an_answer():
    for kind in issue_kinds().values():
        assert kind.answer in ("R", "Q")
        assert kind.words.th
        assert kind.words.en


def test_the_store_places_a_file_whole_or_not_at_all(tmp_path):
    path = tmp_path / "a" / "file"
    with pytest.raises(ValueError, match="half"), place(path) as temporary:
        temporary.write_text("half")
        raise ValueError("half")
    assert list(path.parent.iterdir()) == []
    with place(path) as temporary:
        temporary.write_text("whole")
    assert path.read_text() == "whole"
    assert list(path.parent.iterdir()) == [path]


def test_the_store_syncs_the_file_before_its_name_and_then_the_folder(tmp_path, monkeypatch):
    done: list[str] = []
    monkeypatch.setattr("os.fsync", lambda handle: done.append(str(Path(f"/proc/self/fd/{handle}").readlink())))
    with place(tmp_path / "file") as temporary:
        temporary.write_text("x")
    assert [name.rsplit("/", 1)[-1].startswith(".file.") for name in done] == [True, False]
    assert done[1] == str(tmp_path)


def test_the_same_bytes_are_kept_once(tmp_path):
    first, second = (keep_raw(io.BytesIO(b"same"), tmp_path) for _ in range(2))
    assert first == second
    assert [path.name for path in (tmp_path / "deliveries").iterdir()] == [first.sha256]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('field = "full_name", required', 'field = "no_such", required', "no_such"),
        ("raw = true", 'raw = true, field = "title"', "exactly one"),
        (', era = "BE" },\n  { header = "บ้าน', ' },\n  { header = "บ้าน', "needs an era"),
        ('row_key = ["ที่"]', 'row_key = ["ไม่มี"]', "row key"),
        ('header = "อาชีพ"', 'header = "ตำบล"', "twice"),
        ("code = ", "code == ", "line 2"),
    ],
)
def test_a_wrong_declaration_is_refused_with_what_is_wrong(old, new, said):
    text = PEOPLE % "text"
    assert old in text
    with pytest.raises(Refusal, match=said) as refusal:
        read_declaration(text.replace(old, new, 1))
    assert refusal.value.code == "bad_declaration"


def test_a_guess_reads_headers_and_cells(tmp_path):
    path = tmp_path / "raw"
    lines = ["รหัส13,ชื่อ-สกุล,เกิดเมื่อ,บ้านเลขที่,หมู่ที่,ต.,โทร,อื่นๆ"]
    lines += [
        f"{id_number},นางสมมุติ ตัวอย่าง,02/05/2510,5,4,ทุ่งตัวอย่าง,0812345678,x" for id_number in ("1000000000009",) * 5
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    made = guess(path, "รายชื่อ.csv")
    assert [column.field for column in made.columns] == [
        "national_id", "full_name", "", "house_no", "village_no", "tambon", "phone", "",
    ]  # fmt: skip
    assert made.unit == guess_unit(made.columns) == "person"
    declared = as_declaration(
        made,
        code="made",
        name_th="ก",
        name_en="a",
        partner="X",
        agreement="SAMPLE-2569",
        chosen={"เกิดเมื่อ": "birth_date", "อื่นๆ": "-"},
    )
    fates = {column.header: column.field or column.ignore[:3] for column in declared.tables[0].columns}
    assert (fates["เกิดเมื่อ"], fates["อื่นๆ"]) == ("birth_date", "ไม่")


def test_a_value_is_read_once_however_often_it_stands(monkeypatch):
    monkeypatch.setattr(reading_once, "_FEW", 0)
    asked: list[str] = []

    def read(values: pl.Series) -> pl.DataFrame:
        asked.extend(values.to_list())
        return pl.DataFrame({"upper": values.str.to_uppercase()})

    once = Once()
    assert once.read("x", pl.Series(["a", None, "b", "a"]), read)["upper"].to_list() == ["A", None, "B", "A"]
    assert once.read("x", pl.Series(["c", "a"]), read)["upper"].to_list() == ["C", "A"]
    assert sorted(asked) == ["a", "b", "c"]


@given(st.lists(st.lists(st.text("ab", max_size=3) | st.none(), max_size=12), max_size=6))
def test_values_that_share_a_place_in_the_table_get_each_their_own_answer(batches):
    with pytest.MonkeyPatch.context() as tight:
        tight.setattr(reading_once, "_FEW", 4)
        tight.setattr(reading_once, "_LEAST_BITS", 1)
        tight.setattr(reading_once, "_SLOTS", 1)
        tight.setattr(reading_once, "_MOST", 6)
        once = Once()
        for cells in batches:
            column = pl.Series("t", cells, dtype=pl.String)
            read = once.read("x", column, lambda values: pl.DataFrame({"twice": values + values}))
            assert read["twice"].to_list() == [None if cell is None else cell + cell for cell in cells]


@given(st.lists(st.lists(st.text(alphabet='ab",\n', max_size=4), min_size=2, max_size=3), min_size=1, max_size=8))
def test_records_end_where_the_writer_ended_them(rows):
    written = ['"' + '","'.join(cell.replace('"', '""') for cell in line) + '"\n' for line in rows]
    content = "".join(written).encode()
    ends, unfinished = record_ends(content, ",", '"')
    total, expected = 0, []
    for line in written:
        total += len(line.encode())
        expected.append(total)
    assert ends.tolist() == expected
    assert unfinished == 0


ODD = "\x00\x1f\x7f\x85\u00a0à¸\u202e\ufffdเธนชก\t\n รวมtoal12"


@given(
    st.lists(
        st.text(ODD, max_size=8) | st.sampled_from(["รวม 12", "ก" * 501, "เธ\u0e0aเธ\u0e02", "\u202eกข"]), max_size=5
    )
)
def test_a_look_at_the_bytes_passes_over_no_fault_and_no_line_of_sums(cells):
    column = pl.Series("t", cells, dtype=pl.String)
    texts = as_arrow(column.to_frame().slice(1))
    assert not harmless(texts) or tables.text_faults(column[1:]).null_count() == len(column[1:])
    assert may_sum(texts) or not column[1:].str.contains(TOTAL).any()


@given(st.lists(st.text("กขคงเธนมา้่ 12/.,\t", max_size=30), max_size=5))
def test_plain_texts_are_harmless_at_one_look(cells):
    assert harmless(as_arrow(pl.DataFrame({"t": cells}, schema={"t": pl.String}))) or "เ" in "".join(cells)


class Held:
    """Bytes that open like a file."""

    def __init__(self, content):
        self.content = content

    def open(self, mode):
        return io.BytesIO(self.content)


@given(
    st.lists(
        st.sampled_from(["เธ", "เน", "ข", "เธขเธข", " 12", "\t\n", "\x00", "\x7f", "\u00a0", "\u2026", "รวม", "Total"]),
        max_size=14,
    )
)
def test_a_text_of_windows_874_found_faultless_has_no_fault_wherever_it_is_cut(parts):
    text = "กก," + "".join(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encodings, "SIP", 6)
        patch.setattr(encodings, "PIECE", 9)
        try:
            found = encodings.encoding_of(Held(text.encode("cp874")))
        except Refusal:  # so much of it looks like UTF-8 that nobody reads it as anything
            return
    assert found.codec == "cp874"
    assert not found.faultless or tables.text_faults(pl.Series([text])).null_count() == 1
    assert found.faultless or set(parts) - {"ข", " 12", "\t\n", "รวม", "Total"}
    assert found.sums == any(word in text for word in encodings.SUMS)


@pytest.mark.parametrize("odd", ["", "ค,เกิน,ไป,อีก\n", "ขาด\n", "\n", "a\u00a0b,c,d\n"])
def test_cells_of_windows_874_are_those_of_the_same_text_in_utf_8(tmp_path, odd):
    text = "หนึ่ง,สอง,สาม\n" + 'ก,ข้อ,1\n"เ,ค",,2\n' + odd + 'มา,"ก""ข",3\n'
    read = []
    for encoding in ("cp874", "utf-8"):
        path = tmp_path / encoding
        path.write_bytes(text.encode(encoding))
        [batch] = text_batches(path, look_at_text(path), '"', 1, 3, "people")
        read.append(batch)
    assert read[0].frame.equals(read[1].frame)
    assert read[0].issues.equals(read[1].issues)
    assert read[0].refused == read[1].refused == (odd in ("ค,เกิน,ไป,อีก\n", "ขาด\n"))


@given(st.integers(1, 16_384))
def test_column_letters_and_numbers_agree(number):
    assert column_number(column_letters(number)) == number


@pytest.mark.parametrize("text", ["ตำบล", " ตำบล\u00a0", "ตํ\u200bาบล", "ตำ บล", "ตำบล*"])
def test_headers_are_compared_as_people_read_them(text):
    assert header_key(text) == header_key("ตำบล")
