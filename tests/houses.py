"""A small province and houses that begin or hold it, made once a run, of which each test that drives a house has copies."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.house import House

PERSONS = 800


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one of the processes that share the tests work in a folder at a time."""
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


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
    with _alone(shared / "of the province"):
        if not folder.is_dir():
            House(shared).done("sample", str(folder), "--persons", str(PERSONS))
    return folder


def _made_once(folder: Path, make: Callable[[], House]) -> House:
    with _alone(folder):
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


@pytest.fixture(scope="session")
def begun_elsewhere(shared: Path) -> House:
    """The same in another province, with keys of its own."""
    return _made_once(shared / "elsewhere", lambda: _begun(shared / "elsewhere"))


@pytest.fixture(scope="session")
def furnished(shared: Path, sample: Path, begun: House) -> House:
    """A house with its tables and areas."""

    def make() -> House:
        house, places = House(shared / "furnished", begun), sample / "places"
        house.done("places", "import", str(places / "areas.csv"), "--villages", str(places / "villages.csv"))
        return house

    return _made_once(shared / "furnished", make)


@pytest.fixture(scope="session")
def judged(shared: Path, sample: Path, furnished: House) -> tuple[House, float]:
    """A house whose register was made of all of the province's registers, and in how many seconds."""
    folder = shared / "judged"

    def make() -> House:
        house = House(folder, furnished)
        house.done("receive", "--accept", str(sample / "registers"))
        (folder / "seconds").write_text(str(house.seconds("run")))
        return house

    return _made_once(folder, make), float((folder / "seconds").read_text())
