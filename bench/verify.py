"""Verification: the candidate list of a province and all its villages' workbooks, in a register of PERSONS.

`python -m bench verify` makes a register; BENCH_VAR=folder takes one that is there already (a round is opened in it).
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bench.main_job import BAANSUK, main_job
from bench.measure import cost_of, table

GOAL = "together at most 5 minutes at 1,000,000 persons"
ROUND = ("verify", "open", "bench-1", "--title", "bench", "--area", "99", "--order", "1")


def main() -> None:
    """Measure the three commands, start-up included: the list, the list again, the workbooks."""
    persons = int(os.environ.get("PERSONS", "100000"))
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        var = os.environ.get("BENCH_VAR", "")
        if not var:
            main_job(Path(folder), persons)
            var = str(Path(folder) / "var")
        environment = {"BAANSUK_VAR": var, "BAANSUK_STORE": str(Path(var) / "store"), "BAANSUK_LANGUAGE": "en"}
        out = Path(folder) / "workbooks"
        first = cost_of([*BAANSUK, *ROUND], environment=environment)
        again = cost_of([*BAANSUK, *ROUND], environment=environment)
        books = cost_of(
            [*BAANSUK, "verify", "sheets", "--out", str(out), "--round", "bench-1"], environment=environment
        )
        villages = sum(1 for _ in out.iterdir())
    load = os.getloadavg()[0]
    rows = [
        ("candidate list", str(first), GOAL),
        ("the same list again", str(again), "-"),
        (f"{villages:,} workbooks", str(books), GOAL),
    ]
    table(f"Verification, {persons:,} persons (load of the machine {load:.0f})", rows)


if __name__ == "__main__":
    main()
