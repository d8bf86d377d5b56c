"""The pages people open most: the heaviest list against a bare Django page, a household and a search at two sizes.

`python -m bench pages` makes a register of 20,000 and one of PERSONS (default 100,000) and measures both;
`python -m bench.pages VAR` prints the figures of one that is already there as JSON.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.main_job import main_job
from bench.measure import table

SMALL = 20_000
ROUNDS = 60
TURNS = 3
ASKED = 200
Figures = dict[str, float]


def main() -> None:
    """Measure both sizes and print the table; BENCH_VARS=small,large takes registers that are there already."""
    persons = int(os.environ.get("PERSONS", "100000"))
    ready = os.environ.get("BENCH_VARS", "")
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        places = [Path(one) for one in ready.split(",")] if ready else made(Path(folder), (SMALL, persons))
        small, large = _in_turns(*places)
    rows = [
        ("list page, 50 households", _rate(large), f"at least 60% of a bare Django page (small: {_share(small):.0f}%)"),
    ]
    for name in (
        "household page",
        "family page",
        "name, whole word",
        "name, first letters",
        "name and family name",
        "house number",
    ):
        before, after = small[name], large[name]
        goal = "p95 at most 1.5 times that at 20,000"
        rows.append((name, f"p95 {before:.1f} ms -> {after:.1f} ms, {after / before:.2f} times", goal))
    table(f"Pages at {SMALL:,} and {persons:,} persons (whole requests, one process)", rows)


def made(folder: Path, sizes: tuple[int, ...]) -> list[Path]:
    """Make a register of each size and return where each lies."""
    for persons in sizes:
        main_job(folder / str(persons), persons)
    return [folder / str(persons) / "var" for persons in sizes]


def _in_turns(small: Path, large: Path) -> tuple[Figures, Figures]:
    """Measure both in turns and take the best of each: what else a shared machine does must not look like size."""
    rounds = [(_measured(small), _measured(large)) for _ in range(TURNS)]
    best = [{name: min(one[place][name] for one in rounds) for name in rounds[0][place]} for place in (0, 1)]
    return best[0], best[1]


def _measured(place: Path) -> Figures:
    environment = {**os.environ, "BAANSUK_VAR": str(place), "BAANSUK_STORE": str(place / "store")}
    command = [sys.executable, "-m", "bench.pages", str(place)]
    shown = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    figures: Figures = json.loads(shown.splitlines()[-1])
    return figures


def _share(figures: Figures) -> float:
    return 100 * figures["bare"] / figures["list"]


def _rate(figures: Figures) -> str:
    ours, bare = 1000 / figures["list"], 1000 / figures["bare"]
    return f"{ours:.0f}/s of {bare:.0f}/s bare: {_share(figures):.0f}%"


def measure(place: str) -> Figures:
    """Return milliseconds: medians of the list and the bare page, 95th percentiles of the others."""
    os.environ["BAANSUK_VAR"] = place
    from bench.signed_in import client_of, open_house

    open_house()
    keeper = client_of("register_keeper", "register")
    return _list_and_bare(keeper) | _household_and_searches(keeper)


def _list_and_bare(keeper: Any) -> Figures:
    """Take turns, so that whatever else the machine does falls on both."""
    from django.test import Client, override_settings

    from baansuk.access.models import User
    from bench import bare_page

    with override_settings(ROOT_URLCONF="bench.bare_page"):
        with override_settings(MIDDLEWARE=bare_page.MIDDLEWARE):
            bare = Client()
            bare.force_login(User.objects.get(username="register_keeper"))
            bare.get("/bare/")
        times: dict[str, list[float]] = {"list": [], "bare": []}
        for _ in range(ROUNDS):
            times["list"].append(_taken(lambda: _shown(keeper.get("/households/"))))
            times["bare"].append(_taken(lambda: _shown(bare.get("/bare/"))))
    return {name: sorted(taken)[ROUNDS // 2] for name, taken in times.items()}


def _shown(answer: Any) -> None:
    assert answer.status_code == 200, answer.status_code


def some_homes() -> list[Any]:
    """Return some households of the current edition, the same ones each time."""
    from baansuk.people.models import Household
    from baansuk.people.questions import current_edition

    draw = random.Random(1)
    inside = Household.objects.filter(edition=current_edition(), area_code__startswith="99")
    rows = inside.order_by("pk").values_list("pk", flat=True)
    first, last = rows[0], rows.reverse()[0]
    return list(inside.filter(pk__in=[draw.randint(first, last) for _ in range(ASKED)]))


def household_times(reader: Any) -> list[float]:
    """Return the milliseconds of some household pages, the shortest first."""
    calls = [lambda home=home: _shown(reader.get(f"/households/{home.code}/")) for home in some_homes()]
    for call in calls[:10]:
        call()
    return sorted(_taken(call) for call in calls)


def _household_and_searches(keeper: Any) -> Figures:
    from baansuk.people.models import Person
    from baansuk.people.questions import current_edition

    homes, number = some_homes(), current_edition()
    heads = [
        Person.objects.filter(edition=number, household_code=home.code).exclude(given_name="").first() for home in homes
    ]
    people = [person for person in heads if person is not None]

    def find(text: str) -> None:
        _shown(keeper.post("/households/find/", {"text": text}))

    asked: dict[str, list[Callable[[], Any]]] = {
        "household page": [lambda home=home: _shown(keeper.get(f"/households/{home.code}/")) for home in homes],
        "family page": [lambda home=home: _shown(keeper.get(f"/households/{home.code}/family/")) for home in homes],
        "name, whole word": [lambda one=one: find(one.given_name) for one in people],
        "name, first letters": [lambda one=one: find(one.given_name[:3]) for one in people],
        "name and family name": [lambda one=one: find(f"{one.given_name} {one.family_name}") for one in people],
        "house number": [
            lambda home=home: find(f"{home.house_no} ม.{home.village_no}") for home in homes if home.house_no
        ],
    }
    return {name: _p95(calls) for name, calls in asked.items()}


def _p95(calls: list[Callable[[], Any]]) -> float:
    for call in calls[:10]:
        call()
    taken = sorted(_taken(call) for call in calls)
    return taken[int(len(taken) * 0.95)]


def _taken(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
