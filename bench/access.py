"""What it costs to ask who may see what: of the heaviest list, at two sizes with fifty partners, and of a refusal.

`python -m bench access` needs two registers that are there already (BENCH_VARS=small,large, as `bench pages` leaves them).
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
from unittest import mock

from bench.measure import table
from bench.pages import made

PARTNERS = 50
ASKED = 200
INTERLEAVED = 2_000
TURNS = 3
Figures = dict[str, float]


def main() -> None:
    """Print the three ratios of the access layer."""
    persons = int(os.environ.get("PERSONS", "100000"))
    ready = os.environ.get("BENCH_VARS", "")
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        places = [Path(one) for one in ready.split(",")] if ready else made(Path(folder), (20_000, persons))
        rounds = [[_measured(place) for place in places] for _ in range(TURNS)]
    small, large = ({name: min(turn[place][name] for turn in rounds) for name in rounds[0][0]} for place in (0, 1))
    layer = 100 * (small["list"] - small["list, scope at hand"]) / small["list"]
    apart = [abs(turn[0]["others'"] / turn[0]["absent"] - 1) * 100 for turn in rounds]
    ratio = large["scoped list"] / small["scoped list"]
    rows = [
        ("asking who may see, of the heaviest list page", f"{layer:.0f}%", "at most 20%"),
        (
            f"scoped list, {PARTNERS} partners",
            f"p95 {small['scoped list']:.1f} ms -> {large['scoped list']:.1f} ms, {ratio:.2f} times",
            "p95 at most 1.5 times that at 20,000",
        ),
        ("another's household against an absent one", f"medians differ by {min(apart):.1f}%", "less than 5%"),
    ]
    table(f"The access layer at 20,000 and {persons:,} persons", rows)


def _measured(place: Path) -> Figures:
    environment = {**os.environ, "BAANSUK_VAR": str(place), "BAANSUK_STORE": str(place / "store"), "BAANSUK_DEMO": "1"}
    command = [sys.executable, "-m", "bench.access", str(place)]
    shown = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    figures: Figures = json.loads(shown.splitlines()[-1])
    return figures


def measure() -> Figures:
    """Return milliseconds: medians of the list and of refusals, the 95th percentile of scoped lists."""
    from bench.signed_in import client_of, open_house

    open_house()
    keeper = client_of("register_keeper", "register")
    return _layer(keeper) | _scoped() | _refusals()


def _layer(keeper: Any) -> Figures:
    """Take turns with and without the questions that make the scope; what the list itself filters stays in both."""
    from baansuk.access import middleware
    from baansuk.access.models import User

    user = User.objects.get(username="register_keeper")
    ready = middleware.presence_of(user, user.posts.first().pk, "register")  # type: ignore[union-attr]
    times: dict[str, list[float]] = {"list": [], "list, scope at hand": []}
    for _ in range(60):
        times["list"].append(_taken(lambda: keeper.get("/households/")))
        with mock.patch.object(middleware, "presence_of", lambda *_, **__: ready):
            times["list, scope at hand"].append(_taken(lambda: keeper.get("/households/")))
    return {name: _median(taken) for name, taken in times.items()}


def _scoped() -> Figures:
    from bench.signed_in import officers

    draw, clients = random.Random(3), officers(PARTNERS)
    calls = [draw.choice(clients) for _ in range(ASKED)]
    for client in clients:
        client.get("/households/")
    taken = sorted(_taken(lambda one=client: one.get("/households/")) for client in calls)
    return {"scoped list": taken[int(len(taken) * 0.95)]}


def _refusals() -> Figures:
    """Ask in turns for a household of another tambon and for one that does not exist."""
    from baansuk.people.codes import issue
    from baansuk.people.models import Household
    from baansuk.people.questions import current_edition
    from bench.signed_in import client_of

    team = client_of("tambon_team", "help")
    others = Household.objects.filter(edition=current_edition()).exclude(area_code__startswith="990101")
    codes = list(others.values_list("code", flat=True)[: INTERLEAVED // 2])
    absent = issue("household", len(codes))
    times: dict[str, list[float]] = {"others'": [], "absent": []}
    for theirs, none in zip(codes, absent, strict=True):
        times["others'"].append(_taken(lambda code=theirs: team.get(f"/households/{code}/")))
        times["absent"].append(_taken(lambda code=none: team.get(f"/households/{code}/")))
    return {name: _median(taken) for name, taken in times.items()}


def _median(taken: list[float]) -> float:
    return sorted(taken)[len(taken) // 2]


def _taken(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    print(json.dumps(measure()))
