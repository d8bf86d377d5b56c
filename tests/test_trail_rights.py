"""On PostgreSQL the roles of pages and runs may add to the trail and read it, and nothing else."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from baansuk.access.row_policies import MOVED_BY_WORKER, ONLY_ADDED
from baansuk.audit import days, gate, indexing, verify
from tests.three_roles import ON_POSTGRES, PAGES, RUNS, signed_in_as

pytestmark = pytest.mark.django_db
on_postgres = pytest.mark.skipif(not ON_POSTGRES, reason="rights of roles are PostgreSQL's")


def test_every_table_of_the_trail_can_only_be_added_to():
    tables = {model._meta.db_table for model in apps.get_models() if model._meta.app_label == "audit"}
    assert tables == {*ONLY_ADDED, *MOVED_BY_WORKER}


@on_postgres
@pytest.mark.parametrize("role", [PAGES, RUNS])
@pytest.mark.parametrize("table", ONLY_ADDED)
def test_no_row_of_the_trail_can_be_changed_or_taken_away(role, table):
    with signed_in_as(role):
        for act in (
            "update {0} set {1} = {1}",
            "delete from {0}",
            "truncate {0}",
            "alter table {0} disable trigger all",
        ):
            column = {"audit_head": "number", "audit_indexedlist": "event"}.get(table, "id")
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(act.format(table, column))


MANY = [("household", f"H-{number}") for number in range(30)]


@on_postgres
@pytest.mark.parametrize("role", [PAGES, RUNS])
def test_what_a_page_touched_waits_unchanged_and_only_the_worker_moves_it(role):
    acts = ["update audit_waiting set lines = ''", "truncate audit_waiting"]
    with signed_in_as(role):
        with transaction.atomic():
            gate.write("people.look_list", by="somebody", subjects=MANY)
        for act in acts + ["delete from audit_waiting"] * (role == PAGES):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(act)
        if role == RUNS:
            assert indexing.write_out() == 1
        assert verify.verify().whole


@on_postgres
@pytest.mark.parametrize("role", [PAGES, RUNS])
def test_both_roles_write_seal_and_read_it(role):
    with signed_in_as(role):
        with transaction.atomic():
            gate.write("people.look", by="somebody", subjects=[("household", "H-1")])
        days.seal(by="somebody")
        assert verify.verify().whole
