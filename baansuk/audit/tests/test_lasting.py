"""What is written lasts before anything leaves, although it is drawn meanwhile."""

import sqlite3
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from baansuk.audit import gate, lasting
from baansuk.audit.lasting import Ending, lasting_meanwhile
from baansuk.audit.models import Event

on_sqlite = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="on PostgreSQL the whole request is one transaction"
)


def _look():
    gate.write("people.look", by="keeper", subjects=[("household", "H-1")])


@pytest.mark.django_db(transaction=True)
def test_it_lasts_where_the_block_ends():
    with lasting_meanwhile(_look):
        pass
    assert not connection.in_atomic_block
    with pytest.raises(KeyError), transaction.atomic():  # what comes after is a transaction of its own
        gate.write("people.change", by="keeper")
        raise KeyError
    assert [event.act for event in Event.objects.all()] == ["people.look"]


@pytest.mark.django_db(transaction=True)
def test_inside_a_longer_transaction_it_goes_with_it():
    with pytest.raises(KeyError), transaction.atomic():
        with lasting_meanwhile(_look):
            pass
        raise KeyError
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_could_not_be_written_stops_the_drawing():
    drawn = []
    with pytest.raises(RuntimeError, match="no trail"), lasting_meanwhile(_broken):
        drawn.append("page")
    assert not drawn and not Event.objects.exists()


def _broken():
    gate.write("people.look", by="keeper")
    raise RuntimeError("no trail")


@pytest.mark.django_db(transaction=True)
def test_a_page_that_cannot_be_drawn_leaves_its_trail():
    with pytest.raises(KeyError), lasting_meanwhile(_look):
        raise KeyError
    assert Event.objects.count() == 1
    assert not connection.in_atomic_block


class _Disk:
    """A driver whose disk takes what is written when it is told to, or does not."""

    def __init__(self, error=None):
        self.told, self.took, self._error = threading.Event(), False, error

    def commit(self):
        self.told.wait(20)
        if self._error:
            raise self._error
        self.took = True


@pytest.mark.django_db
def test_whoever_waits_goes_on_only_when_the_disk_has_it():
    disk = _Disk()
    ending = Ending(disk)
    threading.Timer(0.05, disk.told.set).start()
    ending.wait()
    assert disk.took


@on_sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("error", [sqlite3.OperationalError("disk is full"), MemoryError()])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_disk_that_does_not_take_it_is_an_error_of_the_database(error):
    disk = _Disk(error)
    disk.told.set()
    with pytest.raises(DatabaseError):
        Ending(disk).wait()


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_what_the_disk_did_not_take_is_undone(monkeypatch):
    disk = _Disk(sqlite3.OperationalError("disk is full"))
    disk.told.set()
    monkeypatch.setattr(lasting, "Ending", lambda _driver: Ending(disk))
    with pytest.raises(DatabaseError), lasting_meanwhile(_look):
        pass
    assert not Event.objects.exists() and not connection.in_atomic_block
