"""What is erased is gone from every file and stays gone: two persons, a tombstone, a repeat answered, a restored backup told."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from django.conf import settings as house_settings

from baansuk.access.models import User
from baansuk.access.scope import NOBODY, Scope
from baansuk.access.tests.cast import vouch_for
from baansuk.agree.annexes import Contents
from baansuk.agree.tests.house import approved, in_force
from baansuk.assess.tests.page_fixtures import CODES, EDITION, PERSON_CODES, make_edition
from baansuk.collect.actions import declare, receive
from baansuk.collect.deciding_actions import accept
from baansuk.collect.models import Delivery, ErasedFile
from baansuk.collect.questions import raw_file, table_path
from baansuk.collect.tests.files import HEADERS, PEOPLE, ROW, csv_bytes
from baansuk.people.consent_questions import held_back
from baansuk.people.models import RecordLink
from baansuk.protect import erasure_actions, request_actions, tombstones
from baansuk.protect.erasure_questions import due_deliveries
from baansuk.protect.models import Erasure, SubjectRequest, Tombstone
from baansuk.protect.retention import Keeping, due_day, due_of
from baansuk.protect.tests.conftest import take_in
from baansuk.runs.models import Run
from baansuk.thai.words import Refusal
from baansuk.vault.shelf import unsealed
from tests.kept import written_once

pytestmark = pytest.mark.django_db
PERSON = PERSON_CODES[0]
FIRST, SECOND = replace(NOBODY, username="first"), replace(NOBODY, username="second")


@pytest.fixture(autouse=True)
def two_persons(db, settings, tmp_path):
    for name in ("first", "second", "unknown"):
        User.objects.create_user(username=name, password="x")
    vouch_for("first", "second")
    settings.ELSEWHERE, settings.VAR = tmp_path / "elsewhere", tmp_path


def other_row(number: int, name: str, identity: str) -> list[str]:
    return [str(number), identity, name, *ROW[3:]]


ROWS = [ROW, other_row(2, "นางอื่น นิทานดี", "3000000000129"), other_row(3, "นายสาม เรื่องเล่า", "5000000000036")]


def _delivered() -> int:
    make_edition()
    declare(PEOPLE % "text", by="test")
    made = accept(receive(io.BytesIO(csv_bytes(ROWS)), filename="people.csv", by="test"), by="test", because="ทดสอบ")
    return link(made).pk


delivered_once = written_once(_delivered)


@pytest.fixture
def delivered(delivered_once, spare_keys) -> Delivery:
    """An accepted text file of three persons, the first of whom is the person who asks to be erased."""
    return Delivery.objects.get(pk=delivered_once)


def link(made: Delivery) -> Delivery:
    frame = table(made)
    record = frame.filter(pl.col("row") == frame["row"].min())["record_id"].item()
    RecordLink.objects.filter(person_code=PERSON).delete()
    RecordLink.objects.create(
        edition=EDITION, record_id=record, person_code=PERSON, household_code=CODES[0], household_rule="x", source="people",
        delivery=made.pk, row=2, table="people",
    )  # fmt: skip
    return made


def table(delivery: Delivery) -> pl.DataFrame:
    delivery.refresh_from_db()
    with unsealed(table_path(delivery, delivery.summary["tables"][0]["name"])) as clear:
        return pl.read_parquet(clear)


def raw(delivery: Delivery) -> bytes:
    with unsealed(raw_file(delivery)) as clear:
        return clear.read_bytes()


def asked_to_erase(keeper: Scope) -> SubjectRequest:
    made = take_in(keeper, "erase")
    return request_actions.tie(request=made, code=PERSON, scope=keeper, by="x")


def erase_whole(delivery: Delivery) -> Tombstone:
    erasure = erasure_actions.ask_for_delivery(delivery=delivery, because="ครบกำหนดเก็บ", scope=FIRST, by="first")
    [stone] = erasure_actions.approve(erasure=erasure, scope=SECOND, by="second")
    return stone


def erase_person(keeper: Scope) -> list[Tombstone]:
    request = asked_to_erase(keeper)
    erasure = erasure_actions.ask_for_person(request=request, because="เจ้าตัวขอ", scope=FIRST, by="first")
    return erasure_actions.approve(erasure=erasure, scope=SECOND, by="second")


def test_a_delivery_goes_with_its_key_and_its_receipt_answers_a_repeat(delivered):
    old = delivered.sha256
    copy = Path(house_settings.STORE).parent / "copy"
    shutil.copytree(Path(house_settings.STORE), copy)
    stone = erase_whole(delivered)
    delivered.refresh_from_db()
    assert delivered.state == "erased" and not (Path(house_settings.STORE) / "deliveries" / old).exists()
    with pytest.raises(Refusal) as refused, unsealed(copy / "deliveries" / old / "raw"):
        pass
    assert "destroyed" in refused.value.code, "a copy taken before opens no more"
    again = receive(io.BytesIO(csv_bytes(ROWS)), filename="people.csv", by="test")
    assert again.receipt == delivered.receipt and "Erased on" in again.reason_en and "ลบถาวรเมื่อ" in again.reason_th
    assert not (Path(house_settings.STORE) / "deliveries" / old).exists(), "what was just kept went again"
    assert (stone.old_hash, stone.row_count, stone.asked_by, stone.by) == (old, 3, "first", "second")
    assert Run.objects.filter(job="register").count() == 1
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize(("by", "code"), [("first", "own_draft"), ("unknown", "person_unknown")])
def test_an_erasure_takes_two_persons(by, code, delivered):
    erasure = erasure_actions.ask_for_delivery(delivery=delivered, because="ครบกำหนด", scope=FIRST, by="first")
    with pytest.raises(Refusal) as refused:
        erasure_actions.approve(erasure=erasure, scope=SECOND, by=by)
    assert refused.value.code == code and len(table(delivered)) == 3 and not tombstones.place_of().exists()
    with pytest.raises(Refusal) as refused:
        erasure_actions.ask_for_delivery(delivery=delivered, because="ครบกำหนด", scope=FIRST, by="first")
    assert refused.value.code == "asked_already"
    erasure_actions.decline(erasure=erasure, scope=SECOND, by="second")
    with pytest.raises(Refusal):
        erasure_actions.approve(erasure=erasure, scope=SECOND, by="second")
    assert Erasure.objects.get().state == "declined"


def test_one_persons_rows_go_from_the_tables_and_the_text_and_all_others_stay(delivered, keeper):
    old, before = delivered.sha256, table(delivered)
    [stone] = erase_person(keeper)
    after = table(delivered)
    assert delivered.sha256 == stone.new_hash != old and stone.old_hash == old and not stone.raw_dropped
    assert after.to_dicts() == before.filter(~pl.col("record_id").is_in(stone.rows)).to_dicts() and len(after) == 2
    kept = raw(delivered).decode()
    assert ROW[2] not in kept and ROW[1] not in kept and "นางอื่น นิทานดี" in kept
    assert kept.count("\n") == csv_bytes(ROWS).decode().count("\n"), "every other row keeps its number"
    assert not (Path(house_settings.STORE) / "deliveries" / old).exists()
    assert held_back("help") == held_back("plan") == {PERSON} and Run.objects.filter(job="register").exists()
    again = receive(io.BytesIO(csv_bytes(ROWS)), filename="people.csv", by="test")
    assert again.receipt == delivered.receipt and len(table(again)) == 2, "the old file brings nobody back"


def test_an_older_list_that_no_longer_counts_loses_the_row_too(delivered, keeper):
    newer = [ROW, *ROWS[1:2]]
    accept(receive(io.BytesIO(csv_bytes(newer)), filename="people.csv", by="test"), by="test", because="ทดสอบ")
    delivered.refresh_from_db()
    assert delivered.state == "superseded"
    link(Delivery.objects.get(state="accepted"))
    stones = erase_person(keeper)
    assert {stone.receipt for stone in stones} == set(Delivery.objects.values_list("receipt", flat=True))
    assert all(ROW[2] not in raw(one).decode() for one in Delivery.objects.all())


def test_of_a_workbook_the_raw_file_is_dropped_whole_and_said(edition, keeper):
    book = openpyxl.Workbook()
    book.active.title = "people"
    for row in (HEADERS, *ROWS):
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    declare(PEOPLE % "workbook", by="test")
    made = receive(io.BytesIO(file.getvalue()), filename="people.xlsx", by="test", source="people")
    assert made.state in ("checked", "held"), made.reason_en
    made = link(accept(made, by="test", because="ทดสอบ"))
    [stone] = erase_person(keeper)
    made.refresh_from_db()
    assert stone.raw_dropped and not made.has_raw and not raw_file(made).exists() and len(table(made)) == 2


def test_nobody_is_erased_while_a_case_is_open_or_a_law_keeps_the_facts(delivered, keeper):
    request, other = asked_to_erase(keeper), take_in(keeper, "correct")
    request_actions.tie(request=other, code=PERSON, scope=keeper, by="x")
    with pytest.raises(Refusal) as refused:
        erasure_actions.ask_for_person(request=request, because="เจ้าตัวขอ", scope=FIRST, by="first")
    assert refused.value.code == "open_case" and other.number in refused.value.words.en
    request_actions.withdraw(request=other, scope=keeper, by="x")
    made = in_force("MOU-1", "CDD")
    approved(made, "CDD", Contents(
        registers=("people",), classes=("aggregate", "household"), purposes=("help",), areas=("99",), basis_24="legal_duty",
        onward={"people": "state"}, retention_months=24,
    ))  # fmt: skip
    Delivery.objects.update(agreement="MOU-1")
    with pytest.raises(Refusal) as refused:
        erasure_actions.ask_for_person(request=request, because="เจ้าตัวขอ", scope=FIRST, by="first")
    assert refused.value.code == "law_keeps" and not Erasure.objects.exists()


def test_the_tombstone_lies_elsewhere_and_names_nobody(delivered, keeper):
    erase_person(keeper)
    [line] = tombstones.lines()
    assert line["what"] == "person" and len(line["rows"]) == 1 and line["person_code"] == PERSON
    assert ROW[2] not in json.dumps(line, ensure_ascii=False) and ROW[1] not in json.dumps(line)


def test_nothing_is_erased_when_the_tombstone_cannot_be_written(delivered, settings, tmp_path):
    (tmp_path / "file").write_text("in the way")
    settings.ELSEWHERE = tmp_path / "file"
    with pytest.raises(Refusal) as refused:
        erase_whole(delivered)
    assert refused.value.code == "tombstone_failed" and len(table(delivered)) == 3


@pytest.mark.parametrize("what", ["delivery", "person"])
def test_a_restored_backup_replays_the_tombstones_before_it_serves(what, delivered, keeper):
    old, store = delivered.sha256, Path(house_settings.STORE)
    row = Delivery.objects.filter(pk=delivered.pk).values().get()
    if what == "person":
        before = {
            path.relative_to(store): path.read_bytes()
            for path in (store / "deliveries" / old).rglob("*")
            if path.is_file()
        }
        with unsealed(raw_file(delivered)) as clear:
            text = clear.read_bytes()
        tables = table(delivered)
        erase_person(keeper)
        assert before and text and len(tables) == 3
        # The backup brings back the row and the files, under a key that it also kept.
        ErasedFile.objects.all().delete()
        Tombstone.objects.all().delete()
        Delivery.objects.filter(pk=delivered.pk).delete()
        back = receive(io.BytesIO(csv_bytes(ROWS)), filename="people.csv", by="test")
        Delivery.objects.filter(pk=back.pk).update(receipt=row["receipt"])
        line = next(iter(tombstones.lines()))
        shift = {record % 10**9 + back.pk * 10**9 for record in line["rows"]}
        tombstones.place_of().write_text(json.dumps(line | {"rows": sorted(shift)}) + "\n")
        assert tombstones.replay_tombstones() == 1
        again = Delivery.objects.get(pk=back.pk)
        assert again.sha256 != old and ROW[2] not in raw(again).decode() and len(table(again)) == 2
    else:
        erase_whole(delivered)
        Tombstone.objects.all().delete()
        Delivery.objects.filter(pk=delivered.pk).update(state="accepted", summary=row["summary"])
        assert tombstones.replay_tombstones() == 1
        assert Delivery.objects.get().state == "erased"
    assert Tombstone.objects.count() == 1
    assert tombstones.replay_tombstones() == 0, "a second call finds nothing to do"


def test_the_due_day_follows_from_the_annex_and_the_end_of_the_agreement(delivered):
    assert due_day(dt.date(2026, 8, 31), 6) == dt.date(2027, 2, 28)
    assert due_day(dt.date(2026, 12, 15), 12) == dt.date(2027, 12, 15)
    keep = [Keeping("A", "bmn", "X", 6, dt.date(2026, 1, 31)), Keeping("A", "bmn", "Y", 12, dt.date(2026, 1, 31))]
    assert due_of("A", "bmn", keep) == dt.date(2027, 1, 31) and due_of("A", "eef", keep) is None
    made = in_force("MOU-1", "CDD")
    approved(made, "CDD", Contents(
        registers=("people",), classes=("aggregate",), purposes=("plan",), areas=("99",), basis_24="statistics",
        onward={"people": "state"}, retention_months=12,
    ))  # fmt: skip
    Delivery.objects.update(agreement="MOU-1")
    assert due_deliveries() == []
    type(made).objects.filter(pk=made.pk).update(term_to=dt.date(2025, 9, 30))
    [due] = due_deliveries()
    assert due.over and due.day == dt.date(2026, 9, 30) and due.delivery.pk == delivered.pk


def test_the_second_person_need_not_see_the_person(delivered, keeper, dpo):
    """On PostgreSQL the officer's own session is shown no record: those are meant that the keeper found."""
    erasure = erasure_actions.ask_for_person(request=asked_to_erase(keeper), because="เจ้าตัวขอ", scope=FIRST, by="first")
    assert erasure.records == {str(delivered.pk): [RecordLink.objects.get(person_code=PERSON).record_id]}
    RecordLink.objects.all().delete()
    [stone] = erasure_actions.approve(erasure=erasure, scope=dpo, by="second")
    assert stone.row_count == 1 and ROW[2] not in raw(delivered.__class__.objects.get(pk=delivered.pk)).decode()
