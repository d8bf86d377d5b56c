"""Whatever is killed, and whenever: nothing is half there, the next try finishes, and nothing is counted twice."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.faults.house import BAANSUK, House
from tests.faults.steps import points

# What make test tries, and make faults.
FEW, MANY = 2, 25

COUNT_DELIVERIES = """
from baansuk.collect.models import Delivery
from baansuk.collect import questions
answer = [
    [d.state, d.rows, d.sha256, all(questions.table_path(d, t["name"]).exists() for t in d.summary.get("tables", []))]
    for d in Delivery.objects.order_by("pk")
]
"""
LOOK_AT_REGISTER = """
from django.db.models import Count
from baansuk.people.models import Edition, Household, Person
from baansuk.assess.models import Figure, Profile
current = Edition.objects.filter(state="current").values_list("number", flat=True).first()
editions = list(Edition.objects.values_list("number", flat=True))
answer = {
    "current": current,
    "persons": Person.objects.filter(edition=current).count(),
    "households": Household.objects.filter(edition=current).count(),
    "profiles": Profile.objects.filter(edition=current).count(),
    "figures": Figure.objects.filter(edition=current).count(),
    "codes": sorted(Household.objects.filter(edition=current).values_list("code", flat=True)),
    "strays": Household.objects.exclude(edition__in=editions).count(),
}
"""


# A run that was killed holds its lease for a while; the next is not to wait for that.
LET_GO = """
from baansuk.runs.models import Run
Run.objects.filter(state="running").update(state="stopped", leased_until=None)
"""


def _receive_killed(tmp_path: Path, sample: Path, furnished: House, count: int) -> None:
    house = House(tmp_path, furnished)
    file = next((sample / "registers" / "welfare_card").iterdir())
    other = House(tmp_path / "unharmed", furnished)
    steps = other.steps("receive", str(file))
    expected = other.ask(COUNT_DELIVERIES)
    met = 0
    for step in points(steps, count, seed=1):
        met += house.killed("receive", str(file), at=step)
        for state, rows, _, whole in house.ask(COUNT_DELIVERIES):
            assert state in ("received", "checked"), state
            assert whole, "a delivery that is checked has all its tables"
            assert rows == (0 if state == "received" else expected[0][1])
    assert met > count / 2
    # The last kill may have struck before the delivery was checked: the first try then finishes it, and says so.
    house.done("receive", str(file))
    first, second = (house.done("receive", str(file)) for _ in range(2))
    assert first.split()[-12:] == second.split()[-12:], "the same receipt"
    assert house.ask(COUNT_DELIVERIES) == expected


def _run_killed(tmp_path: Path, judged: tuple[House, int], count: int) -> None:
    whole, steps = judged
    house = House(tmp_path, whole)
    before = house.ask(LOOK_AT_REGISTER)
    assert before["households"] == before["profiles"] > 0
    # A second run over the same deliveries must give the same codes, so every reading in between can be compared.
    met = 0
    for step in points(steps, count, seed=2):
        met += house.killed("run", at=step)
        between = house.ask(LOOK_AT_REGISTER + LET_GO)
        same = {key: value for key, value in between.items() if key not in ("current", "strays")}
        assert same == {key: value for key, value in before.items() if key not in ("current", "strays")}
    assert met == count, "a second run takes no fewer steps than the first"
    house.done("run")
    after = house.ask(LOOK_AT_REGISTER)
    assert after["codes"] == before["codes"]
    assert after["strays"] == 0, "rows of editions that do not exist"


def test_fault_1_and_2_receive_killed_at_some_points(tmp_path, sample, furnished):
    _receive_killed(tmp_path, sample, furnished, FEW)


def test_fault_1_run_killed_at_some_points(tmp_path, judged):
    _run_killed(tmp_path, judged, FEW)


@pytest.mark.faults
def test_fault_1_and_2_receive_killed_at_25_points(tmp_path, sample, furnished):
    _receive_killed(tmp_path, sample, furnished, MANY)


@pytest.mark.faults
def test_fault_1_run_killed_at_25_points(tmp_path, judged):
    _run_killed(tmp_path, judged, MANY)


def test_fault_5_a_full_disk_loses_nothing(tmp_path, sample, furnished):
    """A real, tiny file system where that may be made; elsewhere the limit on file sizes stands for it."""
    house = House(tmp_path, furnished)
    file = next((sample / "registers" / "moph43").glob("PERSON*"))
    before = house.ask(COUNT_DELIVERIES)
    shelf = tmp_path / "small"
    shelf.mkdir()
    mounted = os.geteuid() == 0 and os.system(f"mount -t tmpfs -o size=64k tmpfs {shelf} 2>/dev/null") == 0
    if not mounted:
        pytest.skip("only root can mount a small disk; the unit tests of the store raise ENOSPC themselves")
    try:
        house.environment["BAANSUK_STORE"] = str(shelf)
        refused = house.run("receive", str(file))
        assert refused.returncode == 1
        assert "full" in refused.stdout + refused.stderr
        assert house.ask(COUNT_DELIVERIES) == before
        assert not [path for path in shelf.rglob("*") if path.is_file()], "nothing half is left behind"
    finally:
        os.system(f"umount {shelf}")
    house.environment["BAANSUK_STORE"] = str(tmp_path / "var" / "store")
    assert "rows taken" in house.done("receive", str(file))
    shutil.rmtree(shelf)


def _received_at_once(tmp_path: Path, sample: Path, furnished: House, most: int | None) -> None:
    house = House(tmp_path, furnished)
    files = sorted(
        (path for path in (sample / "registers").rglob("*") if path.is_file()), key=lambda one: one.stat().st_size
    )
    files = files[:most]
    arguments = [*BAANSUK, "receive", *[str(path) for path in files]]
    both = [
        subprocess.Popen(arguments, env=house.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=300)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    deliveries = house.ask(COUNT_DELIVERIES)
    assert len({sha for _, _, sha, _ in deliveries}) == len(deliveries) == len(files)
    assert all(whole for *_, whole in deliveries)


def test_fault_16_two_processes_receive_at_once(tmp_path, sample, furnished):
    _received_at_once(tmp_path, sample, furnished, 3)


@pytest.mark.faults
def test_fault_16_two_processes_receive_all_at_once(tmp_path, sample, furnished):
    _received_at_once(tmp_path, sample, furnished, None)
