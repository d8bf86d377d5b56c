"""Registers of every make lie before the linker as one view of text, or are refused in one sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime

import duckdb
import polars as pl
import pytest

from baansuk.engine import Step, open_engine
from baansuk.engine.functions import KEYS
from baansuk.link.linkage.inputs import BadInput, check_records, explain, open_registers, roughly
from baansuk.link.linkage.laying import pieces

ENGINES = ["duckdb", pytest.param("spark", marks=pytest.mark.spark)]


def laid(paths, work, engine="duckdb"):
    """Return the rows that are laid before the linker, by record_id, and the registers."""
    work.mkdir(exist_ok=True)
    with open_engine(engine) as opened:
        registers = open_registers(opened, paths, work)
        rows = pl.concat(pieces(opened, registers))
        return rows.sort("source", "record_id").to_dicts(), registers


def refused(paths, work):
    with pytest.raises(BadInput) as refusal:
        laid(paths, work)
    assert "\n" not in refusal.value.words.en and refusal.value.words.th != refusal.value.words.en
    return refusal.value.words.en


def written(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def known(row):
    return {name: value for name, value in row.items() if value is not None}


@pytest.mark.parametrize("engine", ENGINES)
def test_files_of_all_makes_are_one_view(engine, tmp_path):
    parquet, utf, thai = tmp_path / "a.parquet", tmp_path / "b.csv", tmp_path / "c.csv"
    pl.DataFrame(
        {
            "Record_ID ": [1, 2],
            "national_id": [3100000000017.0, float("nan")],
            "birth_date": [date(1980, 2, 3), None],
            "full_name": ["นาย  สมมุติ   ใจดี", ""],
            "phone": pl.Series([None, None], dtype=pl.Null),
            "shoe": ["x", "y"],
        }
    ).write_parquet(parquet)
    written(utf, "\ufeffrecord_id,given_name,full_name,tambon\nb1,สมมุติ,ไม่อ่าน ค่านี้,\nb2,,  นาง สมมาด   ใจงาม ,หนองดี\n")
    written(thai, "record_id;family_name;\u00a0HOUSE_NO\r\nc1;ใจดี;12/3\r\n", "cp874")
    rows, registers = laid([parquet, utf, thai], tmp_path / "work", engine)
    assert [known(row) for row in rows] == [
        {
            "source": 0,
            "record_id": "1",
            "national_id": "3100000000017",
            "birth_date": "1980-02-03",
            "full_name": "นาย  สมมุติ   ใจดี",
        },
        {"source": 0, "record_id": "2"},
        {"source": 1, "record_id": "b1", "given_name": "สมมุติ", "full_name": "ไม่อ่าน ค่านี้"},
        {"source": 1, "record_id": "b2", "full_name": "  นาง สมมาด   ใจงาม ", "tambon": "หนองดี"},
        {"source": 2, "record_id": "c1", "family_name": "ใจดี", "house_no": "12/3"},
    ]
    assert [register.unknown for register in registers] == [("shoe",), (), ()]
    assert [register.form for register in registers] == ["Parquet", "CSV UTF-8", "CSV Windows-874"]


@pytest.mark.parametrize("engine", ENGINES)
def test_numbers_and_moments_become_the_text_a_clerk_would_write(engine, tmp_path):
    path = tmp_path / "a.parquet"
    pl.DataFrame(
        {
            "record_id": ["1", "2"],
            "village_no": [4.0, 4.5],
            "house_no": [12, None],
            "phone": pl.Series([21234567, 0], dtype=pl.UInt64),
            "house_code": [99004939747.0, float("inf")],
            "birth_date": [datetime(1980, 2, 2, 17, 0, tzinfo=UTC), None],
        }
    ).write_parquet(path)
    rows, _ = laid([path], tmp_path / "work", engine)
    assert [known(row) for row in rows] == [
        {
            "source": 0,
            "record_id": "1",
            "village_no": "4",
            "house_no": "12",
            "phone": "21234567",
            "house_code": "99004939747",
            "birth_date": "1980-02-03",
        },
        {"source": 0, "record_id": "2", "village_no": "4.5", "phone": "0"},
    ]


def test_thai_that_begins_after_a_million_letters_decides_the_encoding(tmp_path):
    path = tmp_path / "late.csv"
    rows = [f"r{n},plain" for n in range(150_000)]
    written(path, "\n".join(["record_id,given_name", *rows, "last,สมมุติ"]), "cp874")
    found, registers = laid([path], tmp_path / "work")
    assert registers[0].form == "CSV Windows-874"
    assert next(row for row in found if row["record_id"] == "last")["given_name"] == "สมมุติ"


def test_two_files_of_one_name_in_windows_874_are_both_read(tmp_path):
    for number in "12":
        (tmp_path / number).mkdir()
        written(tmp_path / number / "a.csv", f"record_id,given_name\n{number},สมมุติ{number}\n", "cp874")
    rows, _ = laid([tmp_path / "1" / "a.csv", tmp_path / "2" / "a.csv"], tmp_path / "work")
    assert [row["given_name"] for row in rows] == ["สมมุติ1", "สมมุติ2"]


@pytest.mark.parametrize("text", ["record_id,given_name\n", "record_id,given_name", "record_id,given_name\n1,\n"])
def test_no_rows_and_rows_without_anything_are_no_fault(text, tmp_path):
    rows, _ = laid([written(tmp_path / "a.csv", text)], tmp_path / "work")
    assert len(rows) == text.count("1") and all(set(known(row)) == {"source", "record_id"} for row in rows)


def test_about_how_many_records_there_are(tmp_path):
    csv = written(tmp_path / "a.csv", "record_id,full_name\n" + f"1,{'ก' * 49}\n" * 1000)
    parquet = tmp_path / "b.parquet"
    pl.DataFrame({"record_id": ["1", "2"], "sex": ["1", "2"]}).write_parquet(parquet)
    with open_engine("duckdb") as engine:
        assert roughly(open_registers(engine, [csv, parquet], tmp_path)) == 2 + 1000
        engine.allow(700)
        assert engine.rows("select current_setting('memory_limit')") == [("667.5 MiB",)]


def test_a_name_of_two_thousand_letters_is_kept_whole(tmp_path):
    name = "กข" * 1000
    rows, _ = laid([written(tmp_path / "a.csv", f"record_id,full_name\n1,{name}\n")], tmp_path / "work")
    assert rows[0]["full_name"] == name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a.csv is empty"),
        ("\n1,2\n", "has no header"),
        ("id,given_name\n1,x\n", "has no column record_id"),
        ("record_id,shoe\n1,x\n", "has nothing to link by"),
        ("record_id,Sex, sex \n1,x,y\n", "two columns named sex"),
        ("record_id,sex\x00\n", "neither Parquet nor a CSV"),
        ("PK\x03\x04", "workbook or an archive"),
    ],
)
def test_a_file_that_cannot_serve_is_refused_by_name(text, said, tmp_path):
    told = refused([written(tmp_path / "a.csv", text)], tmp_path / "work")
    assert told.startswith("a.csv") and said in told


def test_a_file_of_another_encoding_is_refused_with_its_place(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("record_id,given_name\n1,สมมุติ".encode("cp874") + b"\xff\n")
    assert "neither UTF-8 nor Windows-874 (byte 29)" in refused([path], tmp_path / "work")


def test_parquet_that_cannot_serve_is_refused_by_name(tmp_path):
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 nothing more")
    assert "cannot be read as such" in refused([path], tmp_path / "work")
    pl.DataFrame({"record_id": ["1"], "sex": ["1"], "SEX": ["2"]}).write_parquet(path)
    assert "two columns named sex" in refused([path], tmp_path / "work")
    pl.DataFrame({"record_id": ["1"], "sex": [["1"]]}).write_parquet(path)
    assert "column sex holds lists" in refused([path], tmp_path / "work")


def test_no_file_and_a_file_that_is_not_there(tmp_path):
    assert "No file was named" in refused([], tmp_path / "work")
    assert "nowhere.csv cannot be read" in refused([tmp_path / "nowhere.csv"], tmp_path / "work")
    assert "cannot be read" in refused([tmp_path], tmp_path / "work")


def checked(ids, engine="duckdb"):
    frame = ", ".join(f"({source}, {'null' if name is None else repr(name)})" for source, name in ids)
    with open_engine(engine) as opened:
        opened.define(KEYS)
        opened.run(Step("cleaned", f"select * from (values {frame}) as t(source, record_id)"))
        check_records(opened)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ([(0, "a"), (1, None)], "1 record(s) have no record_id, the first in file 2"),
        ([(0, "a"), (0, "  "), (1, None)], "2 record(s) have no record_id, the first in file 1"),
        ([(0, "a"), (1, "a"), (1, "b"), (1, "b"), (0, "c")], "2 record_id(s) stand more than once (a, b)"),
        ([(0, name) for name in "abcdabcd"], "4 record_id(s) stand more than once (a, b, c …)"),
    ],
)
def test_records_without_an_id_of_their_own_are_refused(engine, ids, said):
    with pytest.raises(BadInput, match="") as refusal:
        checked(ids, engine)
    assert said in str(refusal.value)


def test_odd_ids_that_differ_pass():
    checked([(0, "a"), (0, " a"), (1, "A"), (1, "!")])


def fault_of(path, work):
    """Read every row; return what is said of the fault."""
    work.mkdir()
    with open_engine("duckdb") as engine:
        registers = open_registers(engine, [path], work)
        with pytest.raises(Exception, match="") as fault:
            list(pieces(engine, registers))
        told = fault.value if isinstance(fault.value, BadInput) else explain(engine, fault.value, registers)
    assert isinstance(told, BadInput)
    return told.words


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (b"1\n", "a.csv, line 3: the row has more or fewer fields"),
        ('1,"สมมุติ\n'.encode(), "a.csv, line 3: a quote is opened and never closed"),
        ("1,สมมุติ\n".encode() * 100_000 + b"2,\xa1\n", "a.csv, line 100003: a letter is not UTF-8"),
    ],
)
def test_a_faulty_row_is_told_by_its_line_and_never_quoted(rows, said, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"record_id,given_name\n0,x\n" + rows)
    told = fault_of(path, tmp_path / "work")
    assert said in told.en and "สมมุติ" not in told.en + told.th


def test_a_file_pasted_together_of_both_encodings_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("record_id,given_name\n1,สมมุติ\n".encode() + "2,สมมาด\n".encode("cp874"))
    assert "mixes UTF-8 and Windows-874" in refused([path], tmp_path / "work")


def test_thai_names_that_look_like_bytes_of_utf_8_are_taken_as_they_are(tmp_path):
    names = ["เนยเนตร", "เธอเธียร", "เนินเนิบ", "เธียรเธอ", "เนรเนตร"]
    path = written(tmp_path / "a.csv", "record_id,given_name\n" + "".join(f"{n},{n}\n" for n in names), "cp874")
    rows, registers = laid([path], tmp_path / "work")
    assert {row["given_name"] for row in rows} == set(names) and registers[0].form == "CSV Windows-874"


def test_a_damaged_parquet_is_told_by_name(tmp_path):
    path = tmp_path / "a.parquet"
    pl.DataFrame({"record_id": [str(n) for n in range(20_000)], "sex": ["1"] * 20_000}).write_parquet(path)
    content = bytearray(path.read_bytes())
    content[8:4000] = b"\xee" * 3992
    path.write_bytes(content)
    assert "a.parquet cannot be read to its end" in fault_of(path, tmp_path / "work").en


def test_a_fault_that_is_none_of_a_file_is_not_explained(tmp_path):
    path = written(tmp_path / "a.csv", "record_id,sex\n1,1\n")
    with open_engine("duckdb") as engine:
        registers = open_registers(engine, [path], tmp_path)
        with pytest.raises(duckdb.Error) as fault:
            engine.rows("select 1 % 'x'")
        assert explain(engine, fault.value, registers) is None
        path.write_text("record_id,sex\n1\n", encoding="utf-8")
        for other in (
            MemoryError("no more"),
            duckdb.CatalogException("no table"),
            duckdb.InterruptException("Interrupted!"),
        ):
            assert explain(engine, other, registers) is None
