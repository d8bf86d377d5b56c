"""Cases 1 to 16, 22 and 32 of the list of bad inputs: what becomes of a text file that is not as it should be."""

from __future__ import annotations

import pytest

from baansuk.collect.remarks import is_read_elsewhere, remarks
from baansuk.collect.tests.files import HEADERS, ID_1, ID_2, csv_bytes, got, refused, row
from baansuk.thai.words import Refusal

GOOD = [row(nr=str(n), id="", name=f"นาง{'กขคงจฉชซ'[n]}สมมุติ ตัวอย่าง") for n in range(8)]


def header_and(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join([",".join(HEADERS), *lines, ""]).encode(encoding)


def test_case_01_windows_874_is_read_and_named(tmp_path):
    result = got(csv_bytes(GOOD, encoding="cp874"), tmp_path)
    assert result.read.encoding == "Windows-874"
    assert result.rows["given_name"][0] == "กสมมุติ"


def test_case_02_utf8_with_mark_matches_its_first_header(tmp_path):
    result = got(csv_bytes(GOOD, encoding="utf-8-sig"), tmp_path)
    assert result.read.encoding == "UTF-8"
    assert result.rows["raw.ที่"][0] == "0"


@pytest.mark.parametrize(
    ("encoding", "mark", "name"),
    [
        ("utf-16-le", b"\xff\xfe", "UTF-16 LE"),
        ("utf-16-be", b"\xfe\xff", "UTF-16 BE"),
    ],
)
def test_case_03_utf16_is_read(tmp_path, encoding, mark, name):
    result = got(mark + csv_bytes(GOOD, encoding=encoding), tmp_path)
    assert result.read.encoding == name
    assert result.rows["family_name"].to_list() == ["ตัวอย่าง"] * 8


def test_case_04_broken_utf8_is_refused_with_the_offset(tmp_path):
    content = csv_bytes(GOOD * 20)
    at = content.rindex("ตัวอย่าง".encode()) + 1
    broken = content[:at] + b"\xff" + content[at + 1 :]
    with pytest.raises(Refusal, match=rf"byte {at - 1}|byte {at}") as refusal:
        got(broken, tmp_path)
    assert refusal.value.code == "broken_utf8"


@pytest.mark.parametrize("order", [("utf-8", "cp874"), ("cp874", "utf-8")])
def test_case_05_two_encodings_in_one_file_are_refused_with_the_first_bad_row(tmp_path, order):
    first, second = (csv_bytes(GOOD, encoding=encoding) for encoding in order)
    body = second[second.index(b"\n") + 1 :]
    with pytest.raises(Refusal) as refusal:
        got(first + body, tmp_path)
    assert refusal.value.code == "mixed_encodings"
    assert "row 10" in refusal.value.words.en


def test_case_06_garbled_text_is_asked_about(tmp_path):
    garbled = "สมมุติ".encode().decode("cp874", errors="replace")
    result = got(csv_bytes([*GOOD, row(nr="9", job=garbled)]), tmp_path)
    assert (10, "mojibake", "Q") in result.codes


def test_case_06_the_question_offers_the_repaired_text(tmp_path):
    garbled = "สมมุติ".encode().decode("cp874")
    result = got(csv_bytes([*GOOD, row(nr="9", job=garbled)]), tmp_path)
    found = result.issues.filter(code="mojibake")
    assert found["hint"].to_list() == ["สมมุติ"]


def test_case_07_thai_opened_as_western_letters_is_refused(tmp_path):
    western = csv_bytes(GOOD, encoding="cp874").decode("latin-1").encode()
    assert refused(western, tmp_path) == "western_thai"


def test_case_07_bytes_of_no_thai_encoding_are_refused(tmp_path):
    content = csv_bytes(GOOD, encoding="cp874").replace("ทำนา".encode("cp874"), b"\xfc\xfd\xfe\xff")
    assert refused(content, tmp_path) == "unknown_encoding"


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b"])
def test_case_08_control_characters_refuse_the_row(tmp_path, sign):
    result = got(csv_bytes([*GOOD, row(nr="9", job=f"ทำ{sign}นา")]), tmp_path)
    assert result.codes == [(10, "control_characters", "R")]
    assert len(result.rows) == 8


@pytest.mark.parametrize("by", [";", "\t", "|"])
def test_case_09_other_separators_are_found(tmp_path, by):
    result = got(csv_bytes(GOOD, by=by), tmp_path)
    assert result.rows["house_no"].to_list() == ["12/3"] * 8


def test_case_10_a_quote_never_closed_refuses_the_file_at_its_row(tmp_path):
    lines = [",".join(line) for line in GOOD * 200]
    lines[4] = lines[4].replace("ทำนา", '"ทำนา')
    with pytest.raises(Refusal, match="row 6") as refusal:
        got(header_and(*lines), tmp_path)
    assert refusal.value.code == "unclosed_quote"


def test_case_10_a_quote_closed_by_chance_much_later_is_refused_too(tmp_path):
    lines = [",".join(line) for line in GOOD * 200]
    lines[4] = lines[4].replace("ทำนา", '"ทำนา')
    lines[1200] = lines[1200].replace("ทำนา", 'ทำนา"')
    assert refused(header_and(*lines), tmp_path) == "unclosed_quote"


def test_case_10_a_stray_quote_inside_a_word_is_a_letter(tmp_path):
    lines = [",".join(line) for line in GOOD]
    lines[4] = lines[4].replace("ทำนา", 'ไม้ 2"')
    result = got(header_and(*lines), tmp_path)
    assert result.rows["occupation"][4] == 'ไม้ 2"'
    assert len(result.rows) == 8


def test_case_10_a_line_break_inside_quotes_is_one_row(tmp_path):
    result = got(csv_bytes([row(job="ทำนา\nทำสวน"), *GOOD]), tmp_path)
    assert result.rows["raw.อาชีพ"][0] == "ทำนา\nทำสวน"
    assert result.rows["row"].to_list() == list(range(2, 11))


def test_case_11_ragged_rows_are_refused_and_the_others_keep_their_numbers(tmp_path):
    lines = [",".join(line) for line in GOOD]
    lines[2] += ",เกิน"
    lines[5] = "5,ขาด"
    result = got(header_and(*lines), tmp_path)
    assert result.codes == [(4, "ragged_row", "R"), (7, "ragged_row", "R")]
    assert result.rows["row"].to_list() == [2, 3, 5, 6, 8, 9]
    assert result.read.tables[0].rows == 8


def test_case_11_blank_lines_are_not_rows(tmp_path):
    lines = [",".join(line) for line in GOOD]
    result = got(header_and(lines[0], "", lines[1]), tmp_path)
    assert result.codes == []
    assert result.rows["row"].to_list() == [2, 4]


def test_case_12_bare_returns_end_lines(tmp_path):
    assert len(got(csv_bytes(GOOD, end="\r"), tmp_path).rows) == 8


def test_case_13_two_equal_headers_are_refused_by_name_and_place(tmp_path):
    content = csv_bytes(GOOD).replace("อาชีพ".encode(), "ตำบล".encode())
    with pytest.raises(Refusal, match="columns 7, 13") as refusal:
        got(content, tmp_path)
    assert refusal.value.code == "header_twice"
    assert "ตำบล" in refusal.value.words.th


def test_case_14_a_column_of_values_without_header_is_refused(tmp_path):
    content = csv_bytes(GOOD).replace("อาชีพ".encode(), b"")
    with pytest.raises(Refusal, match="Column 13") as refusal:
        got(content, tmp_path)
    assert refusal.value.code == "header_empty"


@pytest.mark.parametrize("odd", ["\u00a0ตำบล ", "ตำ\u200bบล", "ตํา บล", " ตำบล"])
def test_case_15_odd_spaces_in_a_header_do_not_matter(tmp_path, odd):
    result = got(csv_bytes(GOOD).replace("ตำบล".encode(), odd.encode()), tmp_path)
    assert result.rows["tambon_code"].to_list() == ["990101"] * 8


def test_case_16_a_header_under_title_rows_is_found_and_said(tmp_path):
    blank = "," * (len(HEADERS) - 1)
    above = f"บัญชีทดสอบ{blank}\r\nประจำปี 2569{blank}\r\n{blank}\r\n".encode()
    result = got(above + csv_bytes(GOOD), tmp_path)
    assert result.read.tables[0].header_row == 4
    assert result.rows["row"].to_list() == list(range(5, 13))
    about = [result.read.tables[0].about()]
    assert is_read_elsewhere(about)
    assert [words.en for words in remarks(about)] == [
        "the header stands in row 4, not 1 as declared: look at the first rows before you accept it."
    ]


@pytest.mark.parametrize("words", ["รวม", "รวมทั้งสิ้น 8 ราย", "ยอดรวม", "Total"])
def test_case_22_a_total_row_is_not_a_person(tmp_path, words):
    last = ("", words) + ("",) * (len(HEADERS) - 2)
    result = got(csv_bytes([*GOOD, last]), tmp_path)
    assert result.codes == [(10, "total_row", "R")]
    assert len(result.rows) == 8


def test_case_22_a_person_called_like_a_total_is_a_person(tmp_path):
    assert len(got(csv_bytes([row(name="นายรวม ทั้งสิ้น")]), tmp_path).rows) == 1


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b"\xef\xbb\xbf"])
def test_case_32_an_empty_file_is_refused(tmp_path, content):
    assert refused(content, tmp_path) == "empty_file"


def test_case_32_a_header_alone_is_refused(tmp_path):
    assert refused(header_and(), tmp_path) == "no_rows"


def test_missing_required_columns_are_named(tmp_path):
    content = csv_bytes(GOOD).replace("เลขประจำตัว".encode(), "ลำดับคิว".encode())
    with pytest.raises(Refusal, match="เลขประจำตัว") as refusal:
        got(content, tmp_path)
    assert refusal.value.code == "missing_columns"


def test_a_column_that_nobody_declared_is_reported_and_kept_as_received(tmp_path):
    content = csv_bytes([row(id=ID_1), row(nr="2", id=ID_2, house="5")]).replace("อาชีพ".encode(), "ของใหม่".encode())
    result = got(content, tmp_path)
    assert result.read.tables[0].unexpected == ["ของใหม่"]
    assert result.read.tables[0].missing == ["อาชีพ"]
    assert result.rows["raw.ของใหม่"].to_list() == ["ทำนา", "ทำนา"]
    about = [result.read.tables[0].about()]
    assert not is_read_elsewhere(about)
    assert [words.th for words in remarks(about)] == [
        "คอลัมน์ที่แหล่งข้อมูลไม่ได้ประกาศไว้ เก็บตามที่ได้รับแต่ไม่นำไปใช้: ของใหม่",
        "คอลัมน์ที่ประกาศไว้แต่ไฟล์นี้ไม่มี: อาชีพ",
    ]
