"""A file kept ahead is the file that would have been kept; whoever leaves early leaves nothing behind."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest

from baansuk.collect import keeping_ahead
from baansuk.collect.keeping_ahead import KeepingAhead
from baansuk.collect.store import PIECE, keep_raw
from baansuk.thai.words import Refusal
from baansuk.vault.shelf import unsealed


@pytest.fixture
def given(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(bytes(range(256)) * (3 * PIECE // 256) + b"the end")
    return path


def left_in(store: Path) -> list[str]:
    return sorted(path.name for path in store.rglob("*") if path.is_file())


def test_it_is_kept_under_its_hash_and_told_of_meanwhile(given, own_store):
    told: list[int] = []
    with KeepingAhead(given, own_store) as ahead:
        kept = ahead.kept(told.append)
    content = given.read_bytes()
    assert (kept.sha256, kept.size) == (hashlib.sha256(content).hexdigest(), len(content))
    with unsealed(kept.path) as clear:
        assert clear.read_bytes() == content
    assert told[-1] == len(content) and told == sorted(told)


def test_whoever_leaves_before_it_is_kept_leaves_nothing(given, own_store, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def slowly(stream, shelf, progress):
        begun.set()
        go_on.wait(10)
        return keep_raw(stream, shelf, progress)

    monkeypatch.setattr(keeping_ahead, "keep_raw", slowly)
    ahead = KeepingAhead(given, own_store)
    with pytest.raises(KeyboardInterrupt), ahead:
        assert begun.wait(10)
        threading.Timer(0.05, go_on.set).start()
        raise KeyboardInterrupt
    assert not ahead._thread.is_alive() and left_in(own_store) == []


@pytest.mark.parametrize("fault", [FileNotFoundError, Refusal])
def test_what_kept_it_from_being_kept_is_raised_where_it_is_waited_for(fault, given, own_store, monkeypatch):
    if fault is FileNotFoundError:
        given.unlink()
    else:
        refusal = Refusal("store_full", "เต็ม", "full")
        monkeypatch.setattr(keeping_ahead, "keep_raw", lambda *_all: (_ for _ in ()).throw(refusal))
    with KeepingAhead(given, own_store) as ahead, pytest.raises(fault):
        ahead.kept(lambda _done: None)
