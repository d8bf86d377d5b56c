"""A store that is older than sealing: refused clear, sealed in place, and finished though it was cut short."""

from __future__ import annotations

import pytest

from baansuk.thai.words import Refusal
from baansuk.vault import older_store, shelf
from baansuk.vault.files import is_sealed

PLACES = (
    "deliveries/aa/raw",
    "deliveries/aa/p-v1/people.parquet",
    "runs/edition-1/persons.parquet",
    "agreements/paper",
)


@pytest.fixture
def store(vault):
    for place in PLACES:
        path = vault / "store" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(place.encode() * 1000)
    (vault / "store" / "deliveries" / ".arriving.0123456789ab").write_bytes(b"half")
    return vault / "store"


def content(store) -> dict[str, bytes]:
    return {place: shelf.opened(store / place).read() for place in PLACES}


def test_every_clear_file_is_sealed_once(store):
    with pytest.raises(Refusal, match="seal-store"):
        shelf.opened(store / PLACES[0])
    assert {path.relative_to(store).as_posix() for path in older_store.clear_files(store)} == set(PLACES)
    assert older_store.seal_store(store) == 4
    assert content(store) == {place: place.encode() * 1000 for place in PLACES}
    assert all(is_sealed(store / place) for place in PLACES)
    assert older_store.seal_store(store) == 0


def test_cut_short_it_goes_on(store):
    def cut(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        older_store.seal_store(store, cut)
    assert len(list(older_store.clear_files(store))) == 2
    assert older_store.seal_store(store) == 2
    assert content(store) == {place: place.encode() * 1000 for place in PLACES}
