"""Cases 16 to 36 of the list of bad inputs: what becomes of a workbook that is not as it should be."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from datetime import date

import odf.opendocument
import odf.table
import odf.text
import openpyxl
import pytest
import xlwt

from baansuk.collect.formats import kind_of
from baansuk.collect.openings import open_file, told_by_name
from baansuk.collect.recognising import recognise
from baansuk.collect.remarks import remarks
from baansuk.collect.tests.files import HEADERS, ID_2, csv_bytes, got, people, refused, rezipped, row, saved, xlsx_bytes
from baansuk.collect.workbook_safety import look_through
from baansuk.thai.words import Refusal

GOOD = [row(nr=str(n), id="", name=f"นาง{'กขคงจฉชซ'[n]}สมมุติ ตัวอย่าง") for n in range(8)]
WORKBOOK = people("workbook")
SHEET = "xl/worksheets/sheet1.xml"


def entry(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def read(content, tmp_path, **how):
    return got(content, tmp_path, name="people.xlsx", declaration=WORKBOOK, **how)


def test_a_workbook_is_read_like_a_text(tmp_path):
    for name in ("book", "text"):
        (tmp_path / name).mkdir()
    as_book = read(xlsx_bytes(GOOD), tmp_path / "book").rows
    assert as_book.equals(got(csv_bytes(GOOD), tmp_path / "text").rows)


def test_case_16_a_header_under_title_rows_is_found_and_said(tmp_path):
    result = read(xlsx_bytes(GOOD, above=[["บัญชีทดสอบ"], ["ประจำปี 2569"], []]), tmp_path)
    assert result.read.tables[0].header_row == 4
    assert result.rows["row"].to_list() == list(range(5, 13))


@pytest.mark.parametrize("cells", ["A2:A3", "A1:B1", "C4:D9"])
def test_case_17_merged_cells_in_header_or_body_are_refused_with_their_range(tmp_path, cells):
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(GOOD)))
    book.active.merge_cells(cells)
    with pytest.raises(Refusal, match=re.escape(cells)) as refusal:
        read(saved(book), tmp_path)
    assert refusal.value.code in ("merged_cells", "header_twice", "header_empty")


def test_case_17_merged_cells_above_the_header_do_not_matter(tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(GOOD, above=[["บัญชีทดสอบ"]])))
    book.active.merge_cells("A1:M1")
    assert len(read(saved(book), tmp_path).rows) == 8


def test_case_18_a_formula_with_a_stored_value_gives_the_value(tmp_path):
    content = xlsx_bytes([*GOOD, row(nr="9", income="=500+500")])
    xml = entry(content, SHEET).replace(b"<f>500+500</f><v />", b"<f>500+500</f><v>1000</v>")
    xml = xml.replace(b"<f>500+500</f><v></v>", b"<f>500+500</f><v>1000</v>")
    result = read(rezipped(content, {SHEET: xml}), tmp_path)
    assert result.codes == []
    assert float(result.rows["income_person_year"][8]) == 1000


def test_case_18_a_formula_without_a_stored_value_refuses_the_row(tmp_path):
    result = read(xlsx_bytes([*GOOD, row(nr="9", income="=500+500")]), tmp_path)
    assert result.codes == [(10, "formula_without_value", "R")]
    assert result.issues["column"].to_list() == ["รายได้"]
    assert len(result.rows) == 8


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#VALUE!"])
def test_case_19_error_cells_refuse_the_row(tmp_path, error):
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(GOOD)))
    book.active["I5"] = error
    book.active["I5"].data_type = "e"
    result = read(saved(book), tmp_path)
    assert result.codes == [(5, "error_cell", "R")]
    assert len(result.rows) == 7


def test_case_20_hidden_rows_are_read_counted_and_said(tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(GOOD)))
    for number in (3, 5, 6):
        book.active.row_dimensions[number].hidden = True
    result = read(saved(book), tmp_path)
    assert result.read.tables[0].hidden_rows == 3
    about = result.read.tables[0].about()
    [said] = remarks([about])
    assert said.en == "3 row(s) were hidden; they are read like the others."
    assert [words.th for words in remarks([about, about])] == ["แผ่นงาน คน: มีแถวที่ซ่อนไว้ 3 แถว อ่านรวมแล้ว"] * 2
    assert len(result.rows) == 8


def two_sheets(names=("หนึ่ง", "สอง")) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(GOOD, sheet=names[0])))
    other = book.create_sheet(names[1])
    for line in (HEADERS, *GOOD[:3]):
        other.append(list(line))
    return saved(book)


def test_case_21_two_sheets_with_rows_ask_which(tmp_path):
    with pytest.raises(Refusal, match=r"หนึ่ง.*สอง") as refusal:
        read(two_sheets(), tmp_path)
    assert refusal.value.code == "which_sheet"


def test_case_21_the_sheet_that_a_person_names_is_read(tmp_path):
    assert len(read(two_sheets(), tmp_path, sheet="สอง").rows) == 3


def test_case_21_the_sheet_that_the_source_declares_is_read(tmp_path):
    assert len(read(two_sheets(("คน", "สำรอง")), tmp_path).rows) == 8


def test_case_22_a_total_row_is_not_a_person(tmp_path):
    result = read(xlsx_bytes([*GOOD, ("", "รวมทั้งสิ้น", 8)]), tmp_path)
    assert result.codes == [(10, "total_row", "R")]


def test_case_23_a_password_is_refused(tmp_path):
    locked = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert refused(locked, tmp_path, name="people.xlsx") == "password"


def xls_bytes() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("คน")
    for number, line in enumerate((HEADERS, *GOOD)):
        for place, text in enumerate(line):
            sheet.write(number, place, text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods_bytes() -> bytes:
    book = odf.opendocument.OpenDocumentSpreadsheet()
    sheet = odf.table.Table(name="คน")
    for line in (HEADERS, *GOOD):
        cells = odf.table.TableRow()
        for text in line:
            cell = odf.table.TableCell(valuetype="string")
            cell.addElement(odf.text.P(text=text))
            cells.addElement(cell)
        sheet.addElement(cells)
    book.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"), [(xls_bytes, "xls"), (ods_bytes, "ods"), (lambda: csv_bytes(GOOD), "text")]
)
def test_case_24_the_content_tells_the_kind_whatever_the_name(tmp_path, content, kind):
    path = tmp_path / "people.xlsx"
    path.write_bytes(content())
    assert kind_of(path) == kind
    declaration = people("text" if kind == "text" else "workbook")
    assert len(got(content(), tmp_path, name="people.xlsx", declaration=declaration).rows) == 8


@pytest.mark.parametrize("content", [b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n", b"<html><table><tr>", b"PAR1xxxx"])
def test_case_24_what_is_no_table_is_refused_by_its_content(tmp_path, content):
    assert refused(content, tmp_path, name="people.xlsx") == "not_a_table"


@pytest.mark.parametrize("name", ["people.xlsx", "people.XLSX", "people.xls", "people.ods"])
def test_case_24_the_refusal_of_a_text_says_that_it_is_named_like_a_workbook(tmp_path, name):
    (tmp_path / "raw").write_text("ไม่ใช่,ตารางนี้\n1,2\n", encoding="utf-8")
    opened = open_file(tmp_path / "raw", name)
    with pytest.raises(Refusal) as refusal, told_by_name(opened):
        recognise(opened, name, [people("text")])
    assert refusal.value.code == "source_unknown"
    ending = name.rpartition(".")[2].lower()
    assert refusal.value.words.en.startswith(f"This is a text file named .{ending}; rename it to .csv")
    assert f".{ending} ให้เปลี่ยนนามสกุลเป็น .csv" in refusal.value.words.th
    assert "The shape of this file is not known" in refusal.value.words.en


@pytest.mark.parametrize(
    ("name", "code"), [("people.csv", "source_unknown"), ("people", "x"), ("people.xlsx", "store_full")]
)
def test_case_24_nothing_is_said_of_a_name_that_is_right_or_of_a_fault_of_the_house(tmp_path, name, code):
    (tmp_path / "raw").write_text("ก,ข\n1,2\n", encoding="utf-8")
    given = Refusal(code, "ไทย", "English")
    with pytest.raises(Refusal) as refusal, told_by_name(open_file(tmp_path / "raw", name)):
        raise given
    assert refusal.value is given


def test_case_25_macros_are_refused(tmp_path):
    content = rezipped(xlsx_bytes(GOOD), {}, {"xl/vbaProject.bin": b"program"})
    assert refused(content, tmp_path, name="people.xlsm") == "macros"


BOMBS = """
import os, resource, sys
from pathlib import Path
from baansuk.collect.openings import open_file
from baansuk.thai.words import Refusal
for path in map(Path, sys.argv[1:]):
    if os.fork():  # each begins as small as the one before
        os.wait()
        continue
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        open_file(path, "people.xlsx")
    except Refusal as refusal:
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(path.name, refusal.code, (after - before) // 1024, flush=True)
    os._exit(0)
"""


@pytest.fixture(scope="module")
def cost_of_opening(tmp_path_factory) -> dict[str, tuple[str, int]]:
    """The refusal of each file that is made to cost much, and how many MB it cost at most in a process of its own."""
    folder = tmp_path_factory.mktemp("bombs")
    bombs = (bomb, lying_bomb, one_long_text, many_entries, last_corner)
    for make in bombs:
        (folder / make.__name__).write_bytes(make())
    ran = subprocess.run(
        [sys.executable, "-c", BOMBS, *(str(folder / make.__name__) for make in bombs)],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return {name: (code, int(megabytes)) for name, code, megabytes in map(str.split, ran.stdout.splitlines())}


def bomb() -> bytes:
    content = rezipped(xlsx_bytes(GOOD), {SHEET: b"<worksheet><sheetData>" + bytes(64 << 20)})
    assert len(content) < 100_000
    return content


def lying_bomb() -> bytes:
    content = bytearray(rezipped(xlsx_bytes(GOOD), {SHEET: b"<worksheet><sheetData>" + b" " * (40 << 20)}))
    at = content.rindex(SHEET.encode()) - 46  # the entry in the list at the end of the file
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(content)


def one_long_text() -> bytes:
    shared = b"<sst><si><t>" + b"x" * 32_000 + b"</t></si></sst>"
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 60_000))
    sheet = b"<worksheet><sheetData>" + cells + b"</sheetData></worksheet>"
    return rezipped(xlsx_bytes(GOOD), {SHEET: sheet}, {"xl/sharedStrings.xml": shared})


def many_entries() -> bytes:
    """A workbook of which 100,000 more entries are listed, all of them the same empty one under another name."""
    content = rezipped(xlsx_bytes(GOOD), {}, {"x/00000": b""})
    begins, ends = content.rindex(b"PK\1\2"), content.rindex(b"PK\5\6")
    listed = content[begins:ends].partition(b"x/00000")
    more = b"".join(listed[0] + b"x/%05d" % number + listed[2] for number in range(100_000))
    end = bytearray(content[ends:])
    end[12:16] = (int.from_bytes(end[12:16], "little") + len(more)).to_bytes(4, "little")  # how long the list is
    return content[:ends] + more + bytes(end)


def last_corner() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(GOOD)))
    book.active.cell(1_048_576, 16_384, "x")
    return saved(book)


@pytest.mark.parametrize(
    ("bomb", "codes"),
    [
        pytest.param("bomb", ["zip_bomb"], id="sheet"),
        # Found while it is unpacked.
        pytest.param("lying_bomb", ["zip_bomb", "broken_file"], id="size told wrongly"),
        pytest.param("one_long_text", ["zip_bomb"], id="one long text named by every cell"),
    ],
)
def test_case_26_a_zip_bomb_is_refused_and_costs_less_than_50_mb(cost_of_opening, bomb, codes):
    code, megabytes = cost_of_opening[bomb]
    assert code in codes
    assert megabytes < 50


def test_case_27_a_zip_of_100_000_entries_is_refused(cost_of_opening):
    code, megabytes = cost_of_opening["many_entries"]
    assert code == "too_many_entries"
    assert megabytes < 130  # the list itself: a kilobyte an entry


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil", "..\\..\\evil", "C:/evil"])
def test_case_28_an_entry_that_would_leave_its_folder_is_refused(tmp_path, name):
    content = rezipped(xlsx_bytes(GOOD), {}, {name: b"x"})
    assert refused(content, tmp_path, name="people.xlsx") == "zip_slip"


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_case_29_entities_are_refused(tmp_path, doctype):
    content = xlsx_bytes(GOOD)
    changed = rezipped(content, {"xl/workbook.xml": doctype + entry(content, "xl/workbook.xml")})
    assert refused(changed, tmp_path, name="people.xlsx") == "entities"


def test_case_30_an_external_link_is_never_fetched(tmp_path):
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    target = b'<Relationships><Relationship Id="rId1" TargetMode="External" Target="http://127.0.0.1:9/x.xlsx"/></Relationships>'
    entries = {"xl/externalLinks/externalLink1.xml": link, "xl/externalLinks/_rels/externalLink1.xml.rels": target}
    assert len(read(rezipped(xlsx_bytes(GOOD), {}, entries), tmp_path).rows) == 8


def test_case_31_a_dimension_that_lies_does_not_matter(tmp_path):
    content = xlsx_bytes(GOOD)
    xml = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', entry(content, SHEET))
    assert len(read(rezipped(content, {SHEET: xml}), tmp_path).rows) == 8


def test_case_31_a_cell_in_the_last_corner_is_refused_before_the_grid_is_made(cost_of_opening):
    code, megabytes = cost_of_opening["last_corner"]
    assert code == "too_wide"
    assert megabytes < 50


def test_case_32_an_empty_sheet_is_refused(tmp_path):
    assert refused(saved(openpyxl.Workbook()), tmp_path, name="people.xlsx", declaration=WORKBOOK) == "no_rows"


def test_case_32_a_header_alone_is_refused(tmp_path):
    assert refused(xlsx_bytes([]), tmp_path, name="people.xlsx") == "no_rows"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_case_33_a_truncated_workbook_is_refused(tmp_path, share):
    content = xlsx_bytes(GOOD)
    assert refused(content[: int(len(content) * share)], tmp_path, name="people.xlsx") == "broken_file"


def test_case_33_a_damaged_workbook_is_refused(tmp_path):
    content = bytearray(xlsx_bytes(GOOD))
    at = content.index(SHEET.encode()) + 60
    content[at : at + 40] = bytes(40)
    assert refused(bytes(content), tmp_path, name="people.xlsx") == "broken_file"


def test_day_cells_of_a_workbook_are_read_by_the_declared_era(tmp_path):
    lines = [row(nr="1"), row(nr="2", id=ID_2, house="5")]
    dated = [(*line[:11], date(2026, 2, 11), *line[12:]) for line in lines]
    declared = people("workbook")
    era = declared.model_copy(
        update={
            "tables": (
                declared.tables[0].model_copy(
                    update={
                        "columns": tuple(
                            c.model_copy(update={"era": "excel"}) if c.field == "observed_on" else c
                            for c in declared.tables[0].columns
                        )
                    }
                ),
            )
        }
    )
    result = got(xlsx_bytes(dated), tmp_path, name="people.xlsx", declaration=era)
    assert result.rows["observed_on"].to_list() == [date(2026, 2, 11)] * 2


def test_what_is_looked_through_is_counted(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(xlsx_bytes(GOOD))
    look = look_through(path)[SHEET]
    assert (look.rows, look.hidden_rows, look.errors, look.formulas) == (9, 0, [], [])
