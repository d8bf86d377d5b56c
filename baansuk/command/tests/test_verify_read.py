"""`baansuk verify read`: each file by its name, what is wrong with it, and at the end which were taken and which not."""

from __future__ import annotations

from pathlib import Path

import pytest

from baansuk.command import __main__ as command
from baansuk.verify.models import Receipt, Sheet
from baansuk.verify.sheet_actions import issue_sheet
from baansuk.verify.tests.rounds import OTHER, OTHER_VILLAGE, OWN, VILLAGE, case_of, filled, make_round
from tests.kept import written_once

pytestmark = pytest.mark.django_db


def make_pages() -> list[Sheet]:
    found = make_round()
    return [issue_sheet(round=found, area_code=area, by="test", scope=None) for area in (VILLAGE, OTHER_VILLAGE)]


pages = written_once(make_pages)


@pytest.fixture
def told(monkeypatch, tmp_path, capsys):
    """Runs the command in a folder and returns its exit code, what it said of each file, and its last sentence."""
    monkeypatch.setenv("BAANSUK_LANGUAGE", "th")
    monkeypatch.setattr("baansuk.command.verify._set_up", lambda: None)
    monkeypatch.chdir(tmp_path)

    def run(*names: str) -> tuple[int, list[str], str]:
        code = command.run(["verify", "read", *names])
        spoken = capsys.readouterr()
        return code, spoken.out.splitlines(), spoken.err.strip()

    return run


def write(name: str, content: bytes) -> str:
    Path(name).write_bytes(content)
    return name


def test_which_files_were_taken_is_said_by_name(pages, told):
    first, second = pages
    good = write("ม1.xlsx", filled(first, {case_of(OWN).number: ("away", "")}))
    empty = write("ม2.xlsx", filled(second, {}))
    text = write("ม3.xlsx", "บ้านเลขที่,ผล\n1,ยืนยัน\n".encode())
    Path("โฟลเดอร์").mkdir()
    code, lines, last = told(good, empty, text, write("ว่าง.xlsx", b""), "ไม่มี.xlsx", "โฟลเดอร์", good)
    assert code == 1 and Receipt.objects.count() == 1
    said = dict(line.split(": ", 1) for line in lines)
    assert "รับแล้ว 1 หลัง" in said["ม1.xlsx"] and "ยังไม่ได้กรอก" in said["ม2.xlsx"]
    assert "ไฟล์ข้อความ" in said["ม3.xlsx"] and said["ว่าง.xlsx"] == "ไฟล์ว่าง"
    assert said["ไม่มี.xlsx"].startswith("ไม่พบไฟล์นี้") and "เป็นโฟลเดอร์" in said["โฟลเดอร์"]
    assert last.startswith("รับแล้ว 1 ไฟล์: ม1.xlsx · ยังไม่ได้รับ 5 ไฟล์: ม2.xlsx")


def test_of_one_file_and_of_none_nothing_is_said_of_others(pages, told):
    code, lines, last = told("ไม่มี.xlsx")
    assert code == 1 and len(lines) == 1 and last == "ยังไม่ได้รับไฟล์ ไม่มี.xlsx แก้ตามข้างบนแล้วสั่งใหม่"
    code, _lines, last = told("ก.xlsx", "ข.xlsx")
    assert code == 1 and last.startswith("ยังไม่ได้รับไฟล์ใดเลย (2 ไฟล์)")


def test_two_fillings_of_one_village_and_one_that_contradicts_are_told_with_their_rows(pages, told):
    number = case_of(OWN).number
    one, two = ({number: ("away", "")}, {number: ("moved", "papers")})
    clash = write("ก.xlsx", filled(pages[0], one)), write("ข.xlsx", filled(pages[0], two))
    other = write("ค.xlsx", filled(pages[1], {case_of(OTHER).number: ("confirmed", "")}))
    code, lines, last = told(*clash, other)
    assert code == 1 and all("กรอกไม่เหมือนกัน" in line for line in lines[:2]) and "รับแล้ว 1 ไฟล์: ค.xlsx" in last
    assert told(clash[0])[0] == 0
    code, lines, _last = told(clash[1])
    assert code == 1 and "รับไปแล้วตามใบรับ" in lines[0] and "บ้านเลขที่ 12/3" in lines[1]
