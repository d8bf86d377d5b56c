"""Keys as whoever keeps a house meets them: missing, wrong, of another province, and a store older than sealing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.house import House

PLAIN = """
from pathlib import Path
from django.conf import settings
folder = Path(settings.STORE) / "deliveries" / ("a" * 64)
folder.mkdir(parents=True)
(folder / "raw").write_bytes(b"1234567890123,somebody")
answer = str(folder / "raw")
"""


@pytest.fixture(scope="module")
def house(begun, tmp_path_factory) -> House:
    return House(tmp_path_factory.mktemp("house"), begun)


def refused(house: House, *arguments: str) -> str:
    result = house.run(*arguments)
    assert result.returncode == 1, result.stdout
    return result.stdout + result.stderr


# Each key and each command, the master key by all of them.
MISSING = {
    "master": [("link",), ("init", "--no-input"), ("worker", "--once"), ("doctor",)],
    "baansuk_index_key": [("link",), ("doctor",)],
    "baansuk_audit_key": [("init", "--no-input"), ("worker", "--once")],
}


@pytest.mark.parametrize("name", sorted(MISSING))
def test_a_missing_key_is_named_and_nothing_is_made_in_its_place(house, name):
    path = house.folder / "var" / "keys" / name
    whole = path.read_bytes()
    path.unlink()
    try:
        for arguments in MISSING[name]:
            said = refused(house, *arguments)
            assert "is missing" in said and name.upper().removeprefix("MASTER") in said
            assert not path.exists()
    finally:
        path.write_bytes(whole)
        path.chmod(0o600)
    if name == "master":
        assert "data keys open" in house.done("doctor")


def test_the_keys_of_another_province_are_said_to_be_so(house, keys_elsewhere):
    keys = house.folder / "var" / "keys"
    mine = keys.with_name("mine")
    keys.rename(mine)
    shutil.copytree(keys_elsewhere, keys)
    try:
        assert "belong to another database" in refused(house, "link")
    finally:
        shutil.rmtree(keys)
        mine.rename(keys)
    house.done("keys", "show")


def test_no_secret_is_shown(house):
    shown = house.done("keys", "show", "--all")
    secrets = [path.read_text().strip() for path in (house.folder / "var" / "keys").iterdir() if path.is_file()]
    assert "master" in shown
    assert not any(secret in shown for secret in secrets if len(secret) > 30)


def test_a_store_older_than_sealing_is_found_and_sealed(house):
    path = Path(house.ask(PLAIN))
    assert "keys seal-store" in refused(house, "doctor")
    assert "Sealed 1 file" in house.done("keys", "seal-store")
    assert b"somebody" not in path.read_bytes()
    assert "Every file of the store is sealed" in house.done("doctor")
    assert "Sealed 0 file" in house.done("keys", "seal-store")
