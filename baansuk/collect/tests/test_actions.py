"""Receiving, accepting, rejecting and withdrawing; cases 34 and 35, and what is acknowledged when the store fails."""

from __future__ import annotations

import errno
import inspect
from pathlib import Path

import polars as pl
import pytest
from django.db import transaction

from baansuk.audit.models import Event, Subject
from baansuk.collect import actions, moves, questions, receiving_actions
from baansuk.collect.models import Declaration, Delivery, Source
from baansuk.collect.reading import read_file
from baansuk.collect.receipts import is_receipt
from baansuk.collect.tests.files import ID_2, PEOPLE, csv_bytes, row
from baansuk.thai.words import Refusal
from baansuk.vault.files import is_sealed
from baansuk.vault.shelf import opened, unsealed

pytestmark = pytest.mark.django_db
ROWS = [row(), row(nr="2", id=ID_2, name="นายสอง ตัวอย่าง", house="5")]


def refusal_of(act, *given, **how):
    with pytest.raises(Refusal) as refusal:
        act(*given, **how)
    return refusal.value.code


def test_a_good_file_is_checked_and_changes_nothing_until_accepted(receive):
    delivery = receive(ROWS)
    assert (delivery.state, delivery.rows, delivery.rows_clean, delivery.rows_refused) == ("checked", 2, 2, 0)
    assert is_receipt(delivery.receipt)
    assert questions.accepted_tables() == []
    actions.accept(delivery, by="keeper")
    table = questions.accepted_tables()[0]
    assert (table.delivery, table.source, table.unit, table.agreement) == (
        delivery.pk,
        "people",
        "person",
        "SAMPLE-2569",
    )
    with unsealed(table.path) as clear:
        rows = pl.read_parquet(clear)
    assert rows["record_id"].to_list() == [delivery.pk * 10**9 + 10**8 + 2, delivery.pk * 10**9 + 10**8 + 3]
    assert rows["record_id"].to_list()[0] // 10**9 == delivery.pk


def test_the_raw_file_is_kept_byte_for_byte_under_its_hash(receive):
    delivery = receive(ROWS)
    assert opened(questions.raw_file(delivery)).read() == csv_bytes(ROWS)
    assert delivery.sha256 in str(questions.raw_file(delivery))


def test_nothing_that_was_received_lies_clear_in_the_store(receive, own_store):
    delivery = receive(ROWS)
    actions.accept(delivery, by="keeper")
    questions.issues_workbook(delivery)
    files = [path for path in own_store.rglob("*") if path.is_file() and path.name != "key"]
    assert sorted(path.name for path in files) == ["issues.parquet", "issues.xlsx", "people.parquet", "raw"]
    assert all(is_sealed(path) for path in files)


def test_the_source_is_recognised_by_the_headers(receive):
    assert receive(ROWS, filename="อะไรก็ได้.csv").source_id == "people"


def test_a_file_of_no_known_source_is_kept_and_refused(receive):
    delivery = receive([], content=b"a,b\r\n1,2\r\n")
    assert (delivery.state, delivery.reason_code, delivery.source) == ("refused", "source_unknown", None)
    assert questions.raw_file(delivery).exists()


@pytest.mark.parametrize("given", [None, "people"])
def test_case_24_the_receipt_of_a_text_named_like_a_workbook_says_so(receive, given):
    delivery = receive([], content=b"a,b\r\n1,2\r\n", filename="list.xlsx", source=given)
    assert (delivery.state, delivery.reason_code) == ("refused", "not_this_source" if given else "source_unknown")
    assert delivery.reason_en.startswith("This is a text file named .xlsx; rename it to .csv")
    assert "ตั้งชื่อเป็น .xlsx" in delivery.reason_th
    assert receive(ROWS, filename="people.xlsx").state == "checked", "what can be read is read whatever its name"


def test_a_file_that_cannot_be_read_is_kept_and_refused_with_its_reason(receive):
    delivery = receive([], source="people")
    assert (delivery.state, delivery.reason_code) == ("refused", "no_rows")
    assert delivery.reason_th and delivery.reason_en
    assert (delivery.rows, questions.raw_file(delivery).exists()) == (0, True)


def test_case_34_the_same_file_again_gives_the_same_receipt_and_no_new_rows(receive):
    first = receive(ROWS)
    again = receive(ROWS, filename="ชื่ออื่น.csv", by="somebody")
    assert (again.pk, again.receipt, again.filename) == (first.pk, first.receipt, "people.csv")
    assert Delivery.objects.count() == 1


def test_case_34_the_same_refused_file_again_gives_the_same_receipt(receive):
    assert receive([], source="people").receipt == receive([], source="people").receipt


def test_case_34_an_accepted_file_stays_accepted_whatever_version_comes_later(receive):
    first = actions.accept(receive(ROWS), by="keeper")
    actions.declare(PEOPLE % "text" + "\n# changed\n", by="keeper")
    assert receive(ROWS).pk == first.pk


def test_a_waiting_file_is_read_anew_under_a_new_declaration(receive):
    first = receive(ROWS)
    actions.declare(PEOPLE % "text" + "\n# changed\n", by="keeper")
    second = receive(ROWS)
    assert second.pk != first.pk
    assert second.declaration.version == 2


def test_case_35_one_changed_row_is_shown_as_one_change(receive):
    actions.accept(receive(ROWS), by="keeper")
    second = receive([ROWS[0], row(nr="2", id=ID_2, name="นายสอง ตัวอย่าง", house="6")])
    found = questions.comparison(second)
    assert found is not None
    assert (found.added, found.changed, found.removed, found.same) == (0, 1, 0, 1)


def test_case_35_rows_added_and_removed_are_counted(receive):
    actions.accept(receive(ROWS), by="keeper")
    found = questions.comparison(receive([ROWS[0], row(nr="3", id="", name="นางสาม ตัวอย่าง")]))
    assert found is not None
    assert (found.added, found.changed, found.removed, found.same) == (1, 0, 1, 1)


def test_a_full_list_takes_the_place_of_the_one_before(receive):
    first = actions.accept(receive(ROWS), by="keeper")
    second = actions.accept(receive(ROWS[:1]), by="keeper")
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "accepted")
    assert [table.delivery for table in questions.accepted_tables()] == [second.pk]


def test_an_older_list_does_not_come_back_by_a_slip_of_the_hand(receive):
    first = actions.accept(receive(ROWS), by="keeper")
    second = actions.accept(receive(ROWS[:1]), by="keeper")
    first.refresh_from_db()
    with pytest.raises(Refusal, match="withdraw the newer one first"):
        actions.accept(first, by="keeper")
    assert [table.delivery for table in questions.accepted_tables()] == [second.pk]


def test_lists_of_different_parts_stand_beside_each_other(receive):
    first = actions.accept(receive(ROWS, filename="people_part1.csv"), by="keeper")
    actions.accept(receive(ROWS[:1], filename="people_part2.csv"), by="keeper")
    first.refresh_from_db()
    assert first.state == "accepted"


def test_withdrawing_brings_back_the_list_before(receive):
    first = actions.accept(receive(ROWS), by="keeper")
    second = actions.accept(receive(ROWS[:1]), by="keeper")
    actions.withdraw(second, by="keeper", because="ส่งผิดไฟล์")
    first.refresh_from_db()
    assert first.state == "accepted"


def test_too_many_bad_rows_wait_for_a_reason(receive):
    bad = [row(nr=str(n), birth="31/04/2510") for n in range(3)]
    delivery = receive([row(), *bad])
    assert (delivery.state, delivery.reason_code) == ("held", "outside_declared")
    assert refusal_of(actions.accept, delivery, by="keeper") == "reason_needed"
    assert actions.accept(delivery, by="keeper", because="ตรวจกับหน่วยงานแล้ว").state == "accepted"


@pytest.mark.parametrize("act", [actions.reject, actions.withdraw])
def test_closing_needs_a_reason(receive, act):
    delivery = receive(ROWS)
    if act is actions.withdraw:
        delivery = actions.accept(delivery, by="keeper")
    assert refusal_of(act, delivery, by="keeper", because=" ") == "reason_needed"


def test_moves_that_are_not_in_the_table_are_refused(receive):
    delivery = actions.reject(receive(ROWS), by="keeper", because="ผิดปี")
    for act in (actions.accept, actions.withdraw):
        assert refusal_of(act, delivery, by="keeper", because="…") == "wrong_state"
    assert not actions.can_accept(delivery)


def test_two_officers_accept_once(receive):
    delivery = receive(ROWS)
    stale = Delivery.objects.get(pk=delivery.pk)
    actions.accept(delivery, by="one")
    assert refusal_of(actions.accept, stale, by="two") == "wrong_state"
    assert Event.objects.filter(act="collect.accept").count() == 1


def test_every_state_has_words_and_an_owner():
    states = {name for name, _ in Delivery.STATES}
    assert set(moves.MOVES) == set(moves.OWNERS) == set(moves.STATE_WORDS) == states


def test_a_declaration_said_twice_is_one_version(source):
    again = actions.declare(PEOPLE % "text", by="other")
    assert (again.version, Declaration.objects.count()) == (1, 1)


def test_shipped_sources_are_loaded_once_and_own_versions_are_kept(db):
    actions.load_shipped_sources(by="command")
    assert set(Source.objects.values_list("code", flat=True)) == {
        "bmn", "codi", "college", "disability", "eef", "elderly", "moph43", "nrd2c", "welfare_card",
    }  # fmt: skip
    before = Declaration.objects.count()
    own = Declaration.objects.get(source="codi").text + "\n# ours\n"
    actions.declare(own, by="keeper")
    actions.load_shipped_sources(by="command")
    assert Declaration.objects.count() == before + 1


ACTS = {
    "declare",
    "receive",
    "accept",
    "reject",
    "withdraw",
    "resume",
    "load_shipped_sources",
    "sweep",
    "assign_agreement",
}


def test_every_act_leaves_an_audit_row_without_personal_values(receive):
    second = actions.accept(receive(ROWS), by="keeper")
    actions.withdraw(second, by="keeper", because="เพราะ 1000000000009")
    actions.reject(receive(ROWS[:1]), by="keeper", because="ผิด")
    acts = set(Event.objects.values_list("act", flat=True))
    assert {
        "collect.declare",
        "collect.receive",
        "collect.read",
        "collect.accept",
        "collect.withdraw",
        "collect.reject",
    } <= acts
    told = " ".join(str(event.about) for event in Event.objects.all()) + " ".join(
        Subject.objects.values_list("code", flat=True)
    )
    for secret in ("1000000000009", "สมมุติ", "people.csv"):
        assert secret not in told


def test_every_public_act_is_in_this_list_and_names_its_actor():
    public = {
        name: act
        for name, act in vars(actions).items()
        if inspect.isfunction(act) and act.__module__.endswith("_actions") and not name.startswith("_")
    }
    asking = {"check_can_accept", "can_accept", "shipped_declarations"}
    assert set(public) - asking == ACTS
    for name in ACTS:
        assert inspect.signature(public[name]).parameters["by"].kind is inspect.Parameter.KEYWORD_ONLY


def test_an_act_whose_audit_fails_does_not_happen(receive, monkeypatch):
    delivery = receive(ROWS)

    def broken(*args, **how):
        raise RuntimeError("trail unavailable")

    monkeypatch.setattr("baansuk.audit.gate.write", broken)
    with pytest.raises(RuntimeError):
        actions.accept(delivery, by="keeper")
    assert Delivery.objects.get(pk=delivery.pk).state == "checked"


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "store_full"), (errno.EIO, "store_failed"), (errno.EROFS, "store_failed")]
)
def test_faults_4_5_6_a_store_that_cannot_write_acknowledges_nothing(receive, monkeypatch, number, code, settings):
    def fails(handle):
        raise OSError(number, "no")

    monkeypatch.setattr("os.fsync", fails)
    with pytest.raises(Refusal) as refusal:
        receive(ROWS)
    assert refusal.value.code == code
    assert Delivery.objects.exclude(state="received").count() == 0
    monkeypatch.undo()
    settings.STORE = Path(settings.STORE)
    assert receive(ROWS).state == "checked"


def test_fault_1_a_reading_cut_short_is_taken_up_again_under_its_receipt(receive, monkeypatch):
    def killed(*args, **how):
        raise SystemExit(9)

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(receiving_actions, "read_file", killed)
        receive(ROWS)
    left = questions.unfinished().get()
    assert questions.accepted_tables() == []
    done = actions.resume(left, by="worker")
    assert (done.receipt, done.state, done.rows) == (left.receipt, "checked", 2)


def test_a_raw_file_damaged_in_the_store_is_no_fault_of_whoever_sent_it(receive, monkeypatch):
    monkeypatch.setattr(receiving_actions, "read_file", lambda *args, **how: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        receive(ROWS)
    left = Delivery.objects.get()
    raw = questions.raw_file(left)
    raw.write_bytes(raw.read_bytes()[:-1] + b"?")
    assert refusal_of(actions.resume, left, by="worker") == "file_damaged"
    assert Delivery.objects.get().state == "received"


def test_fault_2_a_reply_that_was_lost_is_given_again(receive):
    assert receive(ROWS).receipt == receive(ROWS).receipt


def test_fault_19_of_two_workers_one_has_an_effect(receive, monkeypatch):
    real, inside = read_file, list[bool]()

    def slow(*args, **how):
        if not inside:
            inside.append(True)
            with transaction.atomic():
                receive(ROWS, by="second")
        return real(*args, **how)

    monkeypatch.setattr(receiving_actions, "read_file", slow)
    delivery = receive(ROWS, by="first")
    assert Event.objects.filter(act="collect.read").count() == 1
    assert (delivery.state, Delivery.objects.count()) == ("checked", 1)


def test_a_hostile_file_name_is_only_a_name(receive):
    delivery = receive(ROWS, filename="../../etc/<script>\x00\npeople.csv")
    assert delivery.filename == "<script>people.csv"
