"""Deliveries and their agreements: bound when they come in, waiting while none holds, assigned by a person."""

from __future__ import annotations

import io
from importlib import import_module

import pytest
from django.apps import apps

from baansuk.access.questions import today
from baansuk.agree import actions as agree
from baansuk.agree.annexes import Contents
from baansuk.agree.example_actions import load_sample
from baansuk.agree.models import Agreement
from baansuk.agree.tests.house import HELP, approved, drafted, in_force, signed
from baansuk.audit.models import Event, Subject
from baansuk.collect import actions, assigning_actions
from baansuk.collect.declaration import read_declaration
from baansuk.collect.models import Delivery
from baansuk.collect.tests.conftest import make_areas
from baansuk.collect.tests.files import ID_2, PEOPLE, csv_bytes, row
from baansuk.collect.under_agreements import check_usable, is_unassigned, unassigned, usable_tables, waiting_lines
from baansuk.thai.words import Refusal
from tests.kept import written_once

pytestmark = pytest.mark.django_db
ROWS = [row(), row(nr="2", id=ID_2, name="นายสอง ตัวอย่าง", house="5")]
GIVES_PEOPLE = Contents(
    registers=("people",),
    classes=HELP.classes,
    purposes=HELP.purposes,
    areas=HELP.areas,
    basis_24="task",
    retention_months=12,
)


@pytest.fixture
def delivery(receive):
    """An accepted delivery whose declaration names SAMPLE-2569, which is not recorded."""
    return actions.accept(receive(ROWS), by="keeper")


def _recorded() -> Delivery:
    make_areas()
    actions.declare(PEOPLE % "text", by="keeper")
    delivery = actions.receive(io.BytesIO(csv_bytes(ROWS)), filename="people.csv", by="keeper")
    actions.accept(delivery, by="keeper")
    load_sample(by="keeper")
    return delivery


# The same delivery, and the agreement that its declaration names is recorded.
recorded = written_once(_recorded)


def refusal_of(act, **parts) -> str:
    events = Event.objects.count()
    with pytest.raises(Refusal) as told:
        act(**parts)
    assert Event.objects.count() == events
    return told.value.code


def test_a_delivery_of_no_recorded_agreement_waits(delivery):
    usable = usable_tables(today())
    assert (usable.tables, usable.waiting) == ([], 1)
    assert is_unassigned(delivery)
    assert list(unassigned()) == [delivery]


def test_the_refusal_says_what_to_do_when_no_agreement_holds(delivery):
    with pytest.raises(Refusal, match="/agreements/") as told:
        check_usable(usable_tables(today()))
    assert told.value.code == "no_agreement_in_force"


def test_every_agency_that_gives_a_register_has_an_annex_that_says_so(recorded):
    declared = {one.code: one.partner for one in map(read_declaration, actions.shipped_declarations())}
    annexes = Agreement.objects.get(pk="SAMPLE-2569").annexes.all()
    given = {source: annex.partner_id for annex in annexes for source in annex.registers}
    assert given == declared
    assert len(set(declared.values())) == 8


def test_recording_the_agreement_binds_by_its_code(recorded):
    assert [table.delivery for table in usable_tables(today()).tables] == [recorded.pk]
    assert not is_unassigned(recorded)
    assert list(unassigned()) == []


@pytest.mark.parametrize("act", ["suspend", "end", "withdraw"])
def test_a_run_leaves_out_what_came_under_an_agreement_that_ended(recorded, act):
    getattr(agree, act)(agreement=Agreement.objects.get(pk="SAMPLE-2569"), because="ทดสอบ", by="keeper")
    usable = usable_tables(today())
    assert (usable.tables, usable.waiting) == ([], 1)
    assert not is_unassigned(recorded), "it has its agreement; the agreement does not hold"
    with pytest.raises(Refusal):
        check_usable(usable)


def test_the_summary_says_how_many_wait_and_nothing_when_none_does():
    assert "3" in waiting_lines(3)[0][0]
    assert waiting_lines(0) == []


def test_an_undeclared_agreement_is_found_by_the_register_that_an_annex_gives(receive):
    held = in_force()
    approved(held, contents=GIVES_PEOPLE)
    assert receive(ROWS).agreement == "MOU-1"


def test_two_agreements_that_give_a_register_leave_the_choice_to_a_person(receive):
    approved(in_force(), contents=GIVES_PEOPLE)
    approved(in_force("MOU-2", "CDD", "CHAMBER"), contents=GIVES_PEOPLE)
    assert receive(ROWS).agreement == "SAMPLE-2569"


def test_a_declared_agreement_that_is_recorded_goes_before_an_annex(receive):
    approved(in_force(), contents=GIVES_PEOPLE)
    load_sample(by="keeper")
    assert receive(ROWS).agreement == "SAMPLE-2569"


def test_a_person_assigns_an_agreement(delivery):
    in_force()
    done = assigning_actions.assign_agreement(delivery=delivery, agreement="MOU-1", by="keeper")
    assert done.agreement == "MOU-1"
    assert [table.agreement for table in usable_tables(today()).tables] == ["MOU-1"]
    event = Event.objects.get(act="collect.assign_agreement")
    assert event.about["before"] == "SAMPLE-2569"
    assert set(Subject.objects.filter(event=event.pk).values_list("kind", "code")) == {
        ("delivery", delivery.receipt),
        ("agreement", "MOU-1"),
    }


def test_assignments_that_cannot_be(delivery):
    assign = assigning_actions.assign_agreement
    given = {"delivery": delivery, "by": "keeper"}
    drafted("MOU-D")
    signed("MOU-E", example=True)
    for code in ("NONE", "MOU-D", "MOU-E", ""):
        assert refusal_of(assign, agreement=code, **given) == "agreement_unusable"
    in_force("MOU-1", "CHAMBER")
    assign(agreement="MOU-1", **given)
    assert refusal_of(assign, agreement="MOU-1", **given) == "assigned_already"


def test_the_migration_reads_a_missing_code_from_the_declaration(delivery):
    Delivery.objects.update(agreement="")
    module = import_module("baansuk.collect.migrations.0002_bound_to_agreements")
    module.fill_codes(apps, None)
    delivery.refresh_from_db()
    assert delivery.agreement == "SAMPLE-2569"
    Delivery.objects.update(agreement=" MOU-1 ")
    module.fill_codes(apps, None)
    delivery.refresh_from_db()
    assert delivery.agreement == "MOU-1"
