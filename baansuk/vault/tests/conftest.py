"""A vault of its own for every test of this room."""

from __future__ import annotations

import pytest

from baansuk.vault import house, private
from baansuk.vault.keys import Keyring


@pytest.fixture
def vault(tmp_path):
    """Keys and private folders that nobody else uses; the house's own come back after."""
    before = house.places()
    house.configure(tmp_path / "keys", tmp_path / "private")
    yield tmp_path
    private.leave()
    house.configure(before.keys, before.private, master=before.master, store_sealed=before.store_sealed)


@pytest.fixture
def keyring(tmp_path):
    """A keyring with one master key and no data key."""
    return Keyring(tmp_path / "ring")
