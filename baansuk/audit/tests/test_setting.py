"""Where an act came from: what its own words leave out is told by the request, the run or the process."""

from __future__ import annotations

import threading

import pytest
from django.db import transaction

from baansuk.audit import gate, setting
from baansuk.audit.models import Event
from baansuk.audit.setting import Setting, acting_from

WEB = Setting("web", address="192.0.2.7", purpose="help", post=4, partner="HEALTH", request="r-1")


@pytest.fixture(autouse=True)
def a_process_of_no_door(monkeypatch):
    """Commands tried before in this process have said that they are commands."""
    monkeypatch.setattr(setting, "_process", Setting())


def write(**said):
    with transaction.atomic():
        gate.write("people.look", by="somebody", **said)


@pytest.mark.django_db
def test_what_the_act_does_not_say_comes_from_the_setting():
    with acting_from(WEB):
        write()
        write(partner="KEEPER", purpose="register", post=9)
    write()
    told = [(e.source, e.address, e.purpose, e.post, e.partner, e.request) for e in Event.objects.order_by("pk")]
    assert told == [
        ("web", "192.0.2.7", "help", 4, "HEALTH", "r-1"),
        ("web", "192.0.2.7", "register", 9, "KEEPER", "r-1"),
        ("", "", "", None, "", ""),
    ]


@pytest.mark.django_db
def test_what_is_learnt_later_counts_from_then_and_ends_with_the_setting():
    with acting_from(Setting("web", request="r-1")):
        setting.learn(source="api", partner="HEALTH")
        write()
    assert setting.here() == Setting()
    event = Event.objects.get()
    assert (event.source, event.partner, event.request) == ("api", "HEALTH", "r-1")


@pytest.mark.django_db
def test_only_what_lasts_counts_as_written():
    with acting_from(WEB):
        assert not gate.lasts()
        with pytest.raises(KeyError), transaction.atomic():
            gate.write("people.change", by="somebody")
            raise KeyError
        assert not gate.lasts(), "it was rolled back"
        write()
        assert gate.lasts()
    with acting_from(WEB):
        assert not gate.lasts(), "that was another request"


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_counts_as_written():
    with acting_from(WEB) as watch:
        write()
        assert (watch.lasting, gate.lasts()) == (1, True)


@pytest.mark.django_db
def test_a_stream_is_made_in_the_setting_of_its_request_to_its_very_end():
    heard = []

    def pieces():
        try:
            yield setting.here().request
            yield setting.here().request
        finally:
            heard.append(setting.here().request)

    stream = setting.pieces_from(WEB, pieces())
    assert (next(stream), setting.here().request) == ("r-1", "")
    assert list(stream) == ["r-1"]
    broken_off = setting.pieces_from(WEB, pieces())
    next(broken_off)
    broken_off.close()  # type: ignore[attr-defined]  # a generator, as a server closes it
    assert heard == ["r-1", "r-1"]


def test_another_thread_is_no_part_of_the_request():
    told = []
    with acting_from(WEB):
        thread = threading.Thread(target=lambda: told.append(setting.here()))
        thread.start()
        thread.join()
    assert told == [Setting()]
