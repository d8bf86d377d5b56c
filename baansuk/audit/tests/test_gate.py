"""The trail is written with the act or the act fails."""

import pytest
from django.db import DatabaseError, connection, transaction

from baansuk.audit import gate
from baansuk.audit.models import Event, Subject


@pytest.mark.django_db
def test_an_event_keeps_who_what_and_on_whom():
    with transaction.atomic():
        gate.write("people.look", by="keeper", partner="KEEPER", subjects=[("household", "H-1")], about={"rows": 1})
    event = Event.objects.get()
    assert (event.act, event.actor, event.partner, event.outcome) == ("people.look", "keeper", "KEEPER", "done")
    assert (event.about, event.listed) == ({"rows": 1}, 1)
    assert list(Subject.objects.values_list("event", "kind", "code")) == [(event.pk, "household", "H-1")]


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_refuses():
    with pytest.raises(RuntimeError, match="outside the transaction"):
        gate.write("people.look", by="keeper")
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_row_goes_when_the_act_is_rolled_back():
    with pytest.raises(KeyError), transaction.atomic():
        gate.write("people.change", by="keeper")
        raise KeyError
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_many_subjects_are_counted_not_listed():
    many = [("household", f"H-{n}") for n in range(gate.MOST_SUBJECTS + 1)]
    with transaction.atomic():
        gate.write("assess.export", by="keeper", subjects=many)
    assert Event.objects.get().listed == gate.MOST_SUBJECTS + 1
    assert not Subject.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_case_fault_33_the_act_fails_when_the_trail_cannot_be_written():
    # Put aside and not dropped: a table that was made anew would be one that the role of the pages may not write.
    with connection.cursor() as cursor:
        cursor.execute("alter table audit_event rename to audit_event_aside")
    try:
        with pytest.raises(DatabaseError), transaction.atomic():
            Subject.objects.create(event=0, kind="household", code="H-1")  # stands for any act
            gate.write("people.change", by="keeper")
        assert not Subject.objects.exists()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("alter table audit_event_aside rename to audit_event")
