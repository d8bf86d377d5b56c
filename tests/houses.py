"""A small province and houses that begin or hold it, made once a run, of which each test that drives a house has copies."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.alone import alone
from tests.faults.house import House

# Fewer, and a register of the sample would have no rows.
PERSONS = 400


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what all processes of this run make once."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "houses"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def sample(shared: Path) -> Path:
    """A fictional province with its registers."""
    folder = shared / "province"
    with alone(shared / "of the province"):
        if not folder.is_dir():
            House(shared).done("sample", str(folder), "--persons", str(PERSONS))
    return folder


def _made_once(folder: Path, make: Callable[[], House]) -> House:
    with alone(folder):
        known = folder / "environment.json"
        if not known.is_file():
            known.write_text(json.dumps(make().environment))
    return House.known(folder, json.loads(known.read_text()))


def _begun(folder: Path) -> House:
    house = House(folder)
    house.done("init", "--no-input")
    return house


@pytest.fixture(scope="session")
def begun(shared: Path) -> House:
    """A house with its tables and keys, and nothing in it yet."""
    return _made_once(shared / "begun", lambda: _begun(shared / "begun"))


# What `baansuk init` does first, in a house of which nothing else is looked at.
MAKE_KEYS = """
from baansuk.vault import house, secret_files
secret_files.keep()
answer = house.keyring().new_key().id
"""


@pytest.fixture(scope="session")
def keys_elsewhere(shared: Path) -> Path:
    """The folder of keys of another province."""
    folder = shared / "elsewhere"

    def make() -> House:
        house = House(folder)
        house.ask(MAKE_KEYS)
        return house

    return _made_once(folder, make).folder / "var" / "keys"


@pytest.fixture(scope="session")
def furnished(shared: Path, sample: Path, begun: House) -> House:
    """A house with its tables and areas."""

    def make() -> House:
        house, places = House(shared / "furnished", begun), sample / "places"
        house.done("places", "import", str(places / "areas.csv"), "--villages", str(places / "villages.csv"))
        return house

    return _made_once(shared / "furnished", make)


@pytest.fixture(scope="session")
def judged(shared: Path, sample: Path, furnished: House) -> tuple[House, int]:
    """A house whose register was made of all of the province's registers, and in how many steps."""
    folder = shared / "judged"

    def make() -> House:
        house = House(folder, furnished)
        house.done("receive", "--accept", str(sample / "registers"))
        (folder / "steps").write_text(str(house.steps("run")))
        return house

    return _made_once(folder, make), int((folder / "steps").read_text())
