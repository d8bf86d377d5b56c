"""What sealing costs: the whole main job and the household page, each with the seals and without, in one run.

The peer is the same code with the store clear and the values as they are. `python -m bench.encryption VAR` prints the
household page of a register that is there as JSON; the same with `clear` before it reads one whose values lie clear.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.main_job import BAANSUK, furnished
from bench.measure import Cost, cost_of, table

TURNS = 3
# The command with nothing sealed in the database: what a switch of the product must never be.
CLEAR_VALUES = """
import sys
from baansuk.vault import values
values.seal_all = lambda texts, context, rows=None: list(texts)
values.unseal_all = lambda sealed, context, rows=None: list(sealed)
"""
CLEAR_COMMAND = CLEAR_VALUES + "from baansuk.command.__main__ import main\nmain(sys.argv[1:])\n"


def main() -> None:
    """Measure 100,000 persons, or as many as PERSONS says, TURNS times each way in turns; the best of each counts."""
    persons = int(os.environ.get("PERSONS", "100000"))
    turns = int(os.environ.get("TURNS", str(TURNS)))
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        sample = Path(folder) / "sample"
        cost_of([*BAANSUK, "sample", str(sample), "--persons", str(persons)])
        jobs: dict[bool, list[Cost]] = {True: [], False: []}
        houses: dict[bool, Path] = {}
        for turn in range(turns):
            for sealed in (True, False) if turn % 2 else (False, True):
                house = Path(folder) / f"{'sealed' if sealed else 'clear'}-{turn}"
                jobs[sealed].append(_main_job(house, sample, sealed))
                houses[sealed] = house
        pages = _pages(houses, turns)
    with_, without = (min(jobs[sealed], key=lambda cost: cost.wall) for sealed in (True, False))
    core = min(cost.core for cost in jobs[True]) / min(cost.core for cost in jobs[False])
    rows = [
        ("main job, sealed", str(with_), "-"),
        ("main job, clear", str(without), "-"),
        (
            "sealed over clear",
            f"{with_.wall / without.wall:.2f} times wall, {core:.2f} times core",
            "at most 1.3 times",
        ),
        (
            "household page",
            f"median {pages[False][0]:.1f} -> {pages[True][0]:.1f} ms, {pages[True][0] / pages[False][0]:.2f} times; "
            f"p95 {pages[False][1]:.1f} -> {pages[True][1]:.1f} ms, {pages[True][1] / pages[False][1]:.2f} times",
            "at most 1.2 times",
        ),
    ]
    table(f"Cost of encryption, {persons:,} persons (best of {turns} in turns)", rows)


def _main_job(house: Path, sample: Path, sealed: bool) -> Cost:
    """Measure `baansuk run` alone, in a house of its own."""
    environment = {"BAANSUK_VAR": str(house), "BAANSUK_STORE": str(house / "store"), "BAANSUK_LANGUAGE": "en"}
    environment["BAANSUK_STORE_SEALED"] = "yes" if sealed else "no"
    furnished(sample, environment)
    command = BAANSUK if sealed else [sys.executable, "-c", CLEAR_COMMAND]
    return cost_of([*command, "run", str(sample / "registers")], environment=environment)


def _pages(houses: dict[bool, Path], turns: int) -> dict[bool, tuple[float, float]]:
    """Return median and 95th percentile in milliseconds, each the best of some turns."""
    found: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for _ in range(turns):
        for sealed, house in houses.items():
            found[sealed].append(_page(house, sealed))
    return {sealed: (min(m for m, _ in one), min(p for _, p in one)) for sealed, one in found.items()}


def _page(house: Path, sealed: bool) -> tuple[float, float]:
    environment = {**os.environ, "BAANSUK_VAR": str(house), "BAANSUK_STORE": str(house / "store")}
    environment["BAANSUK_STORE_SEALED"] = "yes" if sealed else "no"
    command = [sys.executable, "-m", "bench.encryption", *(() if sealed else ("clear",)), str(house)]
    shown = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    median, p95 = json.loads(shown.splitlines()[-1])
    return float(median), float(p95)


def measure(place: str) -> tuple[float, float]:
    """Return median and 95th percentile of the household page, opened by the keeper, who is granted every class."""
    os.environ["BAANSUK_VAR"] = place
    from bench.signed_in import client_of, open_house

    open_house()
    from bench.pages import household_times

    taken = household_times(client_of("register_keeper", "register"))
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


if __name__ == "__main__":
    if sys.argv[1] == "clear":
        exec(CLEAR_VALUES)
    print(json.dumps(measure(sys.argv[-1])))
