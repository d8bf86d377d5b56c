"""A signal ends a command once and at once, whatever long call it waits for, and not while it tidies up."""

from __future__ import annotations

import os
import signal
import time
from threading import Event, Timer

import pytest

from baansuk.command.stopping import Stopping


def send(number):
    os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_stops_and_the_next_is_not_heard(number):
    before = signal.getsignal(number)
    tidied = False
    with pytest.raises(KeyboardInterrupt), Stopping() as stopping:
        stopping.begin()
        try:
            send(number)
            time.sleep(5)
        finally:
            send(number)
            send(signal.SIGTERM)
            tidied = True
    assert tidied
    assert signal.getsignal(number) is before


def test_a_signal_that_comes_while_the_work_is_prepared_waits_for_its_begin():
    prepared = False
    with pytest.raises(KeyboardInterrupt), Stopping() as stopping:
        send(signal.SIGINT)
        prepared = True
        stopping.begin()
        pytest.fail("it goes on")
    assert prepared


def test_a_long_call_is_woken_from_outside():
    woken = Event()
    with pytest.raises(KeyboardInterrupt), Stopping() as stopping:
        stopping.begin()
        stopping.wake = woken.set
        send(signal.SIGTERM)
    assert woken.wait(5)


def test_what_fails_once_it_was_told_to_stop_fails_because_of_that():
    with pytest.raises(KeyboardInterrupt), Stopping() as stopping:
        stopping.begin()
        try:
            send(signal.SIGTERM)
            time.sleep(5)
        except KeyboardInterrupt:
            raise RuntimeError("query interrupted") from None
    with pytest.raises(RuntimeError), Stopping():
        raise RuntimeError


def test_when_the_work_is_done_no_signal_is_heard():
    with Stopping() as stopping:
        stopping.begin()
        stopping.wake = pytest.fail
        stopping.no_more()
        send(signal.SIGINT)
        send(signal.SIGTERM)


def test_signals_that_were_taken_away_are_taken_back():
    with pytest.raises(KeyboardInterrupt), Stopping() as stopping:
        stopping.begin()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        stopping.listen()
        send(signal.SIGINT)


def test_a_step_of_duckdb_is_interrupted_from_another_thread():
    from baansuk.engine import Step, open_engine

    with open_engine("duckdb") as engine:
        Timer(0.5, engine.interrupt).start()
        began = time.monotonic()
        with pytest.raises(Exception, match="Interrupted"):
            engine.run(
                Step("much", "select count(*) from range(40000) a, range(60000) b where (a.range * b.range) % 7 = 1")
            )
        assert time.monotonic() - began < 5
