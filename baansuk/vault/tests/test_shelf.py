"""The shelf: nothing lies clear in the store, a file opens only in its own place, and an erased folder never again."""

from __future__ import annotations

import shutil

import pytest

from baansuk.thai.words import Refusal
from baansuk.vault import house, private, shelf
from baansuk.vault.files import is_sealed

SECRET = b"1234567890123,somebody"


@pytest.fixture
def store(vault):
    return vault / "store"


def put(path, content=SECRET):
    with shelf.place(path) as clear:
        clear.write_bytes(content)
    return path


def refused(call, *arguments):
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.code


def test_a_placed_file_is_sealed_and_opens(store):
    path = put(store / "deliveries" / "aa" / "people-v1" / "people.parquet")
    assert is_sealed(path)
    assert SECRET not in path.read_bytes()
    with shelf.opened(path) as file:
        assert file.read() == SECRET
    with shelf.unsealed(path) as clear:
        assert clear.read_bytes() == SECRET
        assert clear.name == path.name
        assert private.folder() in clear.parents
    assert not clear.exists()


def test_nothing_is_left_clear_anywhere(store):
    put(store / "runs" / "1" / "a.parquet")
    with shelf.unsealed(store / "runs" / "1" / "a.parquet"):
        pass
    with pytest.raises(ValueError, match="half"), shelf.place(store / "runs" / "1" / "b.parquet") as clear:
        clear.write_bytes(SECRET)
        raise ValueError("half")
    with pytest.raises(ValueError, match="half"), shelf.sealing(store / "runs" / "1" / "c.parquet") as out:
        out.write(SECRET)
        raise ValueError("half")
    assert sorted(path.name for path in (store / "runs" / "1").iterdir()) == ["a.parquet", "key"]
    assert all(SECRET not in path.read_bytes() for path in store.parent.rglob("*") if path.is_file())


def test_a_stream_is_sealed_on_the_way(store):
    path = store / "audit" / "lists" / "abc"
    with shelf.sealing(path) as out:
        for _ in range(1000):
            out.write(SECRET)
    with shelf.opened(path) as file:
        assert file.read() == SECRET * 1000


def test_each_delivery_has_its_own_key_and_papers_share_one(store):
    keys = {
        shelf.key_of(shelf.top_of(put(store / place)) or store)
        for place in (
            "deliveries/aa/raw",
            "deliveries/aa/p-v1/x",
            "deliveries/bb/raw",
            "runs/1/x",
            "agreements/p",
            "agreements/q",
        )
    }
    assert sorted(key.place for key in keys) == ["agreements", "deliveries/aa", "deliveries/bb", "runs/1"]


@pytest.mark.parametrize(
    "other",
    [
        "deliveries/aa/people-v2/people.parquet",
        "deliveries/bb/people-v1/people.parquet",
        "runs/aa/people-v1/people.parquet",
    ],
)
def test_a_file_moved_to_another_place_does_not_open(store, other):
    path = put(store / "deliveries" / "aa" / "people-v1" / "people.parquet")
    put(store / other, b"mine")
    shutil.copy(path, store / other)
    assert refused(shelf.opened, store / other) == "file_damaged"
    assert shelf.opened(path).read() == SECRET


def test_the_store_may_be_moved_as_a_whole(store):
    put(store / "deliveries" / "aa" / "raw")
    store.rename(store.parent / "moved")
    assert shelf.opened(store.parent / "moved" / "deliveries" / "aa" / "raw").read() == SECRET


def test_a_clear_file_in_a_sealed_store_is_not_opened(store):
    path = put(store / "deliveries" / "aa" / "raw")
    path.write_bytes(SECRET)
    assert refused(shelf.opened, path) == "file_not_sealed"
    assert refused(lambda: shelf.unsealed(path).__enter__()) == "file_not_sealed"


def test_a_store_on_an_encrypted_volume_is_clear_and_still_opens_what_was_sealed(store):
    sealed = put(store / "deliveries" / "aa" / "raw")
    before = house.places()
    house.configure(before.keys, before.private, store_sealed=False)
    path = put(store / "deliveries" / "aa" / "p-v1" / "x")
    assert path.read_bytes() == SECRET
    with shelf.sealing(store / "deliveries" / "aa" / "p-v1" / "y") as out:
        out.write(SECRET)
    for each in (sealed, path, path.with_name("y")):
        assert shelf.opened(each).read() == SECRET
        with shelf.unsealed(each) as clear:
            assert clear.read_bytes() == SECRET


def test_erasing_destroys_the_key_so_that_copies_do_not_open(store, tmp_path):
    path = put(store / "deliveries" / "aa" / "raw")
    put(store / "deliveries" / "aa" / "p-v1" / "x")
    other = put(store / "deliveries" / "bb" / "raw")
    shutil.copytree(store / "deliveries" / "aa", tmp_path / "backup")
    erased = shelf.erase(path.parent)
    assert len(erased) == 1
    assert not path.parent.exists()
    shutil.copytree(tmp_path / "backup", path.parent)
    assert refused(shelf.opened, path) == "key_destroyed"
    assert shelf.opened(other).read() == SECRET
    assert shelf.erase(path.parent) == erased
    assert shelf.erase(path.parent) == []


def test_a_full_disk_is_said(store, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    put(store / "deliveries" / "aa" / "raw")
    monkeypatch.setattr("baansuk.vault.durable.os.fsync", full)
    assert refused(put, store / "deliveries" / "aa" / "raw", b"new") == "store_full"
    monkeypatch.undo()
    assert shelf.opened(store / "deliveries" / "aa" / "raw").read() == SECRET
    assert sorted(path.name for path in (store / "deliveries" / "aa").iterdir()) == ["key", "raw"]
