"""Whatever is killed, and whenever: no clear file outlives the next start, and a rotation of keys goes on where it was."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.faults.house import House
from tests.faults.steps import points

# What make test tries, and make faults.
FEW, MANY = 2, 25

OPEN_ALL = """
from pathlib import Path
from django.conf import settings
from baansuk.access.key_marks import check_keys
from baansuk.people.models import FactSheet, Person
from baansuk.people.sealed import open_numbers, open_sheets
from baansuk.vault import house, older_store, shelf
check_keys()
keyring = house.keyring()
keys = [keyring.key(one.id).id for one in keyring.listed()]
store = Path(settings.STORE)
files = [path for top in older_store.tops(store) for path in top.rglob("*") if path.is_file() and path.name != shelf.KEY]
sizes = [len(shelf.opened(path).read()) for path in files]
persons = list(Person.objects.exclude(id_sealed="").order_by("pk"))
sheets = FactSheet.objects.values_list("household_code", "field_class", "facts", "sealed")
numbers = open_numbers([one.id_sealed for one in persons], [one.code for one in persons])
open_sheets([row for row in sheets if row[3]])
answer = {
    "keys": len(keys), "files": sizes, "numbers": numbers, "masters": len(keyring.masters),
    "clear": len(list(older_store.clear_files(store))),
    "values": sorted({one.id_sealed.split(".")[1] for one in persons}),
}
"""
# Tables of many records lie in files while they are linked, which is what is looked for; those of few never leave memory.
AS_OF_MANY = "from baansuk.link import linker\nlinker.FEW = 0\n"
# A run that was killed holds its lease for a while; this is not about that.
LET_GO = """
from django.db import connection
from baansuk.runs.models import Run
Run.objects.filter(state="running").update(state="stopped", leased_until=None)
connection.close()
"""
MORE_KEYS = "from baansuk.vault import house\nanswer = [house.keyring().new_key().id for _ in range(60)]"


def _clear(folder: Path, marks: list[bytes]) -> list[str]:
    """The files below a folder in which a number of the sample, or a Parquet file, stands clear."""
    found = []
    for path in folder.rglob("*"):
        content = _content(path)
        if content.startswith(b"PAR1") or any(mark in content for mark in marks):
            found.append(str(path.relative_to(folder)))
    return found


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.is_file() else b""
    except FileNotFoundError:  # a run at work has done with it
        return b""


def _numbers(sample: Path) -> list[bytes]:
    """Some id numbers as a register of the sample holds them."""
    register = next((sample / "registers" / "welfare_card").iterdir())
    words = register.read_bytes().replace(b'"', b"|").replace(b",", b"|").split(b"|")
    numbers = sorted({word for word in words if len(word) == 13 and word.isdigit()})
    assert len(numbers) > 20
    return random.Random(3).sample(numbers, 20)


def _left_clear(tmp_path: Path, sample: Path, judged: tuple[House, int], count: int) -> None:
    whole, steps = judged
    house, marks = House(tmp_path / "house", whole), _numbers(sample)
    # Few points may all miss what lies clear, so the first is where it does.
    for step in (None, *points(steps, count, seed=4)[1:]):
        assert house.killed("run", at=step, first=AS_OF_MANY + LET_GO), "a run that met no such step ends by itself"
        assert step or _clear(house.folder / "private", marks), "the test would not see what it looks for"
        _nothing_left(house, marks)


def _receipt_left_clear(tmp_path: Path, sample: Path, furnished: House, count: int) -> None:
    file = next((sample / "registers" / "welfare_card").iterdir())
    steps = House(tmp_path / "unharmed", furnished).steps("receive", str(file))
    house, marks = House(tmp_path / "house", furnished), _numbers(sample)
    for step in points(steps, count, seed=6):
        house.killed("receive", str(file), at=step)
        _nothing_left(house, marks)


def _nothing_left(house: House, marks: list[bytes]) -> None:
    """After the next start of anything."""
    house.done("keys", "show")
    assert not [path for path in (house.folder / "private").rglob("*") if path.is_file()]
    assert _clear(house.folder, marks) == []


def _rotation_killed(tmp_path: Path, judged: tuple[House, int], count: int) -> None:
    house = House(tmp_path / "house", judged[0])
    house.ask(MORE_KEYS)
    before = house.ask(OPEN_ALL)
    assert before["clear"] == 0 and before["numbers"]
    steps = house.steps("keys", "rotate", "--values")
    again = house.ask(OPEN_ALL)
    assert again["values"] != before["values"] and again["numbers"] == before["numbers"]
    cut = 0
    for step in points(steps, count, seed=5):
        house.killed("keys", "rotate", "--values", at=step)
        between = house.ask(OPEN_ALL)
        assert {name: between[name] for name in ("files", "numbers", "clear")} == {
            name: before[name] for name in ("files", "numbers", "clear")
        }
        cut += between["masters"] == 2 or len(between["values"]) == 2
    house.done("keys", "rotate", "--values")
    after = house.ask(OPEN_ALL)
    assert (after["masters"], len(after["values"])) == (1, 1)
    assert after["numbers"] == before["numbers"]
    assert cut, "no step cut a rotation in two"


def test_a_run_killed_at_some_points_leaves_nothing_clear(tmp_path, sample, judged):
    _left_clear(tmp_path, sample, judged, FEW)


def test_a_rotation_killed_at_some_points_goes_on(tmp_path, judged):
    _rotation_killed(tmp_path, judged, FEW)


@pytest.mark.faults
def test_a_run_killed_at_25_points_leaves_nothing_clear(tmp_path, sample, judged):
    _left_clear(tmp_path, sample, judged, MANY)


@pytest.mark.faults
def test_a_rotation_killed_at_25_points_goes_on(tmp_path, judged):
    _rotation_killed(tmp_path, judged, MANY)


@pytest.mark.faults
def test_a_receipt_killed_at_25_points_leaves_nothing_clear(tmp_path, sample, furnished):
    _receipt_left_clear(tmp_path, sample, furnished, MANY)
