"""The whole main job: eight agencies' registers in, one register and its figures out."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from bench.measure import Cost, cost_of, table

BAANSUK = [sys.executable, "-m", "baansuk.command"]
GOALS = {100_000: "under 180 s, at most 2,000 MB", 1_000_000: "under 1,200 s, at most 6,000 MB"}


def main() -> None:
    """Measure 100,000 persons, or as many as PERSONS says."""
    persons = int(os.environ.get("PERSONS", "100000"))
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        cost = main_job(Path(folder), persons)
    table(
        f"Main job, {persons:,} persons (sample not counted)",
        [("receive, link, assess, publish", str(cost), GOALS.get(persons, "-"))],
    )


def main_job(folder: Path, persons: int) -> Cost:
    """Make the sample and a house, then measure `baansuk run` alone."""
    environment = {"BAANSUK_VAR": str(folder / "var"), "BAANSUK_LANGUAGE": "en"}
    environment["BAANSUK_STORE"] = str(folder / "var" / "store")
    sample = folder / "sample"
    cost_of([*BAANSUK, "sample", str(sample), "--persons", str(persons)], environment=environment)
    furnished(sample, environment)
    return cost_of([*BAANSUK, "run", str(sample / "registers")], environment=environment)


def furnished(sample: Path, environment: dict[str, str]) -> None:
    """Make a house that knows the areas of the sample."""
    cost_of([*BAANSUK, "init", "--no-input"], environment=environment)
    places = sample / "places"
    cost_of(
        [
            *BAANSUK,
            *("places", "import", str(places / "areas.csv"), "--villages", str(places / "villages.csv")),
            *("--zones", str(places / "zones.csv")),
        ],
        environment=environment,
    )


if __name__ == "__main__":
    main()
