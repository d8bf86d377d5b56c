"""The number of an erased person goes from the rows of their children and spouse too, and from nothing else in these rows."""

from __future__ import annotations

import io
import json
from functools import partial
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from django.conf import settings as house_settings

from baansuk.assess.tests.page_fixtures import make_edition
from baansuk.collect.actions import declare, receive
from baansuk.collect.deciding_actions import accept
from baansuk.collect.erasing_actions import erase_rows
from baansuk.collect.kin_cells import line_without
from baansuk.collect.models import Delivery, ErasedFile
from baansuk.collect.questions import folder_of, raw_file
from baansuk.collect.rewriting import rewrite
from baansuk.collect.tests.files import HEADERS, PEOPLE, ROW, csv_bytes, saved
from baansuk.protect import carrying_out, tombstones
from baansuk.protect.erasure_actions import finish_erasures
from baansuk.protect.models import Erasure, Tombstone
from baansuk.protect.tests.test_erasure import erase_person, link, other_row, raw, table, two_persons  # noqa: F401 - a fixture
from baansuk.protect.tests.test_erasure_cut_off import Crash, crash
from baansuk.thai.ids import check_digit
from baansuk.vault.shelf import unsealed

pytestmark = pytest.mark.django_db
KIN = """  { header = "บิดา", field = "father_id" },
  { header = "มารดา", field = "mother_id" },
]"""
MOTHER = "3000000000129"


def numbered(twelve: str) -> str:
    return f"{twelve}{check_digit(twelve)}"


OTHER = numbered("100000000013")


def dashed(number: str) -> str:
    return "-".join([number[0], number[1:5], number[5:10], number[10:12], number[12]])


def child(number: int, father: str) -> list[str]:
    return [*other_row(number, f'นายลูก{number} "เล็ก", ตัวอย่าง', ""), father, MOTHER]


def content(*rows: list[str]) -> bytes:
    return csv_bytes(rows).replace("อาชีพ".encode(), "อาชีพ,บิดา,มารดา".encode(), 1)


def workbook(*rows: list[str]) -> bytes:
    book = openpyxl.Workbook()
    for row in ([*HEADERS, "บิดา", "มารดา"], *rows):
        book.active.append(list(row))
    return saved(book)


def declare_kin(kind: str) -> None:
    declare((PEOPLE % kind).rstrip().removesuffix("]") + KIN, by="test")


def taken(name: str, given: bytes) -> Delivery:
    return accept(receive(io.BytesIO(given), filename=name, by="test", source="people"), by="test", because="ทดสอบ")


def _family(father: str) -> tuple[int, int]:
    make_edition()
    declare_kin("text")
    own = [ROW[0], father, *ROW[2:], "", ""]
    first = taken("people_part1.csv", content(own, child(2, father), child(3, "")))
    second = taken("people_part2.csv", content(child(4, dashed(father)), child(5, OTHER)))
    return link(first).pk, second.pk


# Of an office that there is, and of none: such a number of kin stands only as received, and in a line of what is wrong.
FATHERS = {number: partial(_family, number) for number in map(numbered, ("100000000012", "108000000012"))}


@pytest.fixture(scope="class", params=FATHERS)
def father(request):
    return request.param


@pytest.fixture(scope="class")
def written(kept, father):
    return kept.stand(FATHERS[father])


@pytest.fixture
def family(written, spare_keys) -> tuple[Delivery, Delivery]:
    """Two files: of the father and a child of his, and of another child beside somebody else's."""
    return Delivery.objects.get(pk=written[0]), Delivery.objects.get(pk=written[1])


def everything(delivery: Delivery) -> str:
    """All that is kept of a delivery: the text, the clean table and what is wrong with it."""
    rows = table(delivery).write_csv()
    with unsealed(folder_of(delivery) / "issues.parquet") as clear:
        issues = pl.read_parquet(clear).write_csv()
    return "\n".join([raw(delivery).decode(), rows, issues]).replace("-", "")


def test_the_number_goes_from_the_rows_of_children_in_every_file_and_all_else_stays(family, father, keeper):
    before, was_raw = [table(one) for one in family], [raw(one).decode() for one in family]
    assert all(father in everything(one) for one in family)
    erase_person(keeper)
    assert not any(father in everything(one) for one in family)
    cells = ["father_id", "raw.บิดา"]
    for was, one in zip(before, family, strict=True):
        after, had = table(one), was.filter(pl.col("raw.เลขประจำตัว") != father)
        bears = had["raw.บิดา"].str.replace_all("-", "") == father
        assert after.drop(cells).to_dicts() == had.drop(cells).to_dicts() and bears.sum() == 1
        assert after.filter(bears).select(cells).row(0) == (None, None)
        assert after.filter(~bears).select(cells).rows() == had.filter(~bears).select(cells).rows()
    wanted = was_raw[0].splitlines(), was_raw[1].replace(f",{dashed(father)},", ",,").splitlines()
    wanted[0][1:3] = ["", wanted[0][2].replace(f",{father},", ",,")]
    assert [raw(one).decode().splitlines() for one in family] == [*wanted]


def test_the_tombstone_of_a_file_without_the_person_names_rows_and_never_the_number(family, father, keeper):
    second, record = family[1], int(table(family[1])["record_id"][0])
    erase_person(keeper)
    second.refresh_from_db()
    stone = Tombstone.objects.get(receipt=second.receipt)
    assert (stone.rows, stone.row_count, stone.kin, second.rows_clean) == ([], 0, {"father_id": [record]}, 2)
    remembered = [*tombstones.lines(), *Erasure.objects.values_list("kin", "records")]
    assert father not in json.dumps(remembered) and str(record) in json.dumps(remembered)


def test_a_restored_backup_loses_the_number_again_and_a_second_call_writes_the_same(family, father, keeper):
    second, given = family[1], raw(family[1])
    with unsealed(raw_file(second)) as clear:
        assert clear.read_bytes() == given
    old, receipt = second.sha256, second.receipt
    erase_person(keeper)
    second.refresh_from_db()
    [line] = [one for one in tombstones.lines() if one["receipt"] == receipt]
    # The backup brings back row and file under a key that it also kept.
    ErasedFile.objects.all().delete()
    Tombstone.objects.all().delete()
    Delivery.objects.filter(pk=second.pk).delete()
    back = taken("people_part2.csv", given)
    Delivery.objects.filter(pk=back.pk).update(receipt=receipt)
    assert back.sha256 == old != second.sha256 and father in everything(back)
    cells = {"father_id": [record % 10**9 + back.pk * 10**9 for record in line["kin"]["father_id"]]}
    made = [rewrite(back, set(), cells, Path(house_settings.STORE)) for _ in range(2)]
    assert made[0] == made[1] and made[0].sha256 == second.sha256
    tombstones.place_of().write_text(json.dumps(line | {"kin": cells}) + "\n")
    assert tombstones.replay_tombstones() == 1 and tombstones.replay_tombstones() == 0
    assert father not in everything(back) and back.sha256 == second.sha256


def test_a_line_of_before_that_knows_of_no_kin_is_replayed(family, keeper):
    erase_person(keeper)
    before = [{name: told for name, told in line.items() if name != "kin"} for line in tombstones.lines()]
    Tombstone.objects.all().delete()
    tombstones.place_of().write_text("".join(json.dumps(line) + "\n" for line in before))
    assert tombstones.replay_tombstones() == 0 and Tombstone.objects.filter(kin={}).count() == 2


@pytest.mark.parametrize("cut", [1, 2])
def test_cut_off_before_either_file_the_next_start_takes_the_number_out(cut, family, father, keeper, monkeypatch):
    calls = []

    def power(**named):
        calls.append(named)
        return crash() if len(calls) == cut else erase_rows(**named)

    with monkeypatch.context() as patched:
        patched.setattr(carrying_out, "erase_rows", power)
        with pytest.raises(Crash):
            erase_person(keeper)
    assert finish_erasures(by="worker") > 0 and finish_erasures(by="worker") == 0
    assert not any(father in everything(one) for one in family) and Tombstone.objects.count() == 2


def test_a_workbook_of_a_child_alone_loses_its_raw_file_and_the_number(edition, keeper):
    number = numbered("100000000012")
    declare_kin("workbook")
    own = [ROW[0], number, *ROW[2:], "", ""]
    first = link(taken("people_part1.xlsx", workbook(own, child(2, OTHER))))
    second = taken("people_part2.xlsx", workbook(child(4, number)))
    erase_person(keeper)
    assert table(first)["father_id"].to_list() == [OTHER] and table(second)["father_id"].to_list() == [None]
    assert not second.has_raw and not raw_file(second).exists()


@pytest.mark.parametrize(
    ("line", "separator", "quote", "left"),
    [
        (b'1|"ab|33|44\r\n', "|", "", b'1|"ab||\r\n'),
        (b'1,"a ""b"", c",33,"44"\n', ",", '"', b'1,"a ""b"", c",,\n'),
        (b"1,ab\n", ",", '"', b"1,ab\n"),
    ],
)
def test_cells_of_a_line_are_emptied_and_every_other_byte_stays(line, separator, quote, left):
    assert line_without(line, {2, 3}, separator, quote) == left
