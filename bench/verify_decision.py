"""A screening officer's decision: whole requests, in a round where every household of PERSONS persons is a case.

`python -m bench verify_decision` makes a house of 20,000 persons and one of PERSONS (default 1,000,000), fills each with
cases and decisions by the village, and measures proposing, signing and the queue's page in both.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.measure import table

SMALL, A_HOUSEHOLD, DECISIONS = 20_000, 3, 200
GOAL = "at most 200 ms of server time at 1,000,000 persons"
Figures = dict[str, float]


def main() -> None:
    """Measure both sizes and print the table."""
    persons = int(os.environ.get("PERSONS", "1000000"))
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        small, large = (_measured(Path(folder) / str(size), size) for size in (SMALL, persons))
    load = os.getloadavg()[0]
    rows = [
        (name, f"p50 {small[name]:.0f} -> {large[name]:.0f} ms, p95 {small[name + ' p95']:.0f} -> {large[name + ' p95']:.0f} ms", GOAL)
        for name in ("propose", "sign", "queue page")
    ]  # fmt: skip
    table(f"Decisions at {SMALL:,} and {persons:,} persons (whole requests, one process; load {load:.0f})", rows)


def _measured(place: Path, persons: int) -> Figures:
    place.mkdir()
    environment = {**os.environ, "BAANSUK_VAR": str(place), "BAANSUK_STORE": str(place / "store")}
    command = [sys.executable, "-m", "bench.verify_decision", str(persons)]
    shown = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    figures: Figures = json.loads(shown.splitlines()[-1])
    return figures


def measure(persons: int) -> Figures:
    """Fill the house that BAANSUK_VAR names and return medians and 95th percentiles in milliseconds."""
    from bench.signed_in import client_of, open_house

    open_house()
    from baansuk.access.tests.cast import grant

    grant("CDD", "help")
    _fill(persons // A_HOUSEHOLD)
    officer, chair = client_of("amphoe_officer", "help"), client_of("amphoe_chair", "help")
    queue = "/verify/rounds/bench-1/step/amphoe/"
    numbers = _some_cases()
    for client in (officer, chair):
        client.get(queue)
    return (
        _told("queue page", [lambda: _shown(officer.get(f"{queue}?show=waiting")) for _ in range(30)])
        | _told("propose", [lambda one=one: _decide(officer, one, "propose") for one in numbers])
        | _told("sign", [lambda one=one: _decide(chair, one, "sign") for one in numbers])
    )


def _told(name: str, calls: list[Callable[[], Any]]) -> Figures:
    taken = []
    for call in calls:
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1000)
    taken.sort()
    return {name: taken[len(taken) // 2], f"{name} p95": taken[int(len(taken) * 0.95)]}


def _decide(client: Any, number: str, act: str) -> None:
    version = 0 if act == "propose" else 2
    sent = {"act": act, "version": version, "once": f"bench-{act}", "ticked": ["village_heard", "data_compared"]}
    answer = client.post(
        f"/verify/decided/{number}/decide/", sent, headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    )
    _shown(answer)
    assert b"case-done" in answer.content, answer.content.decode()[:2000]


def _shown(answer: Any) -> None:
    assert answer.status_code == 200, answer.status_code


def _some_cases() -> list[str]:
    from baansuk.verify.models import Case

    inside = Case.objects.filter(area_code__startswith="9901", step="amphoe").order_by("list_key")
    step = max(1, inside.count() // DECISIONS)
    return list(inside.values_list("number", flat=True)[::step])[:DECISIONS]


def _villages() -> Iterator[str]:
    yield from (f"99{a:02}{t:02}{v:02}" for a in range(1, 11) for t in range(1, 11) for v in range(1, 11))


def _fill(households: int) -> None:
    """One round, a case and the village's decision for each household, a committee that is sitting in amphoe 9901."""
    from django.utils import timezone

    from baansuk.people.models import Edition
    from baansuk.places.models import Area
    from baansuk.verify.models import Round

    now = timezone.now()
    about = {"deliveries": {"1": ["bmn", "SAMPLE-2569"]}}
    Edition.objects.create(number=1, state="current", made_at=now, published_at=now, about=about)
    codes = sorted({code[:length] for code in _villages() for length in (2, 4, 6, 8)}, key=len)
    Area.objects.bulk_create(
        [
            Area(code=code, level=len(code), parent_id=code[:-2] or None, name_th=code, name_en=code, match_key=code, sort_key=code)
            for code in codes
            if not Area.objects.filter(pk=code).exists()
        ]
    )  # fmt: skip
    day = now.date()
    round_ = Round.objects.create(
        code="bench-1", title_th="วัด", budget_year=2570, area_code="99", flow="standard/1", rules="default/1",
        opened_on=day, closes_on=day.replace(year=day.year + 1), order_no="1", order_date=day, opened_by="bench", opened_at=now,
    )  # fmt: skip
    _cases(round_, households)
    _sit(round_)


def _cases(round_: Any, households: int) -> None:
    from django.utils import timezone

    from baansuk.people.codes import issue
    from baansuk.verify.models import Case, Decision

    now, villages = timezone.now(), list(_villages())
    numbers, houses = issue("case", households), issue("household", households)
    Case.objects.bulk_create(
        (
            Case(
                number=number, round=round_, household_code=houses[place], area_code=villages[place % 1000],
                list_key=f"{villages[place % 1000]}{place:08}", house_no=str(place), step="amphoe", due_on=now.date(),
                says="mpi_poor", why="mpi_poor", outcome="confirmed", added_at=now,
            )
            for place, number in enumerate(numbers)
        ),
        batch_size=5000,
    )  # fmt: skip
    keys = Case.objects.values_list("pk", flat=True).iterator(chunk_size=20_000)
    Decision.objects.bulk_create(
        (
            Decision(case_id=pk, step="village", kind="record", new="recorded", outcome="confirmed", by="bench", at=now, key=f"b{pk}")
            for pk in keys
        ),
        batch_size=5000,
    )  # fmt: skip


def _sit(round_: Any) -> None:
    from baansuk.verify.attendance import Attendee, seal
    from baansuk.verify.models import Session

    people = [
        Attendee("ประธานสมมติ", "นายอำเภอ", "amphoe_chair", chairs=True),
        Attendee("เลขาสมมติ", "พัฒนาการอำเภอ", "amphoe_officer"),
        *(Attendee(f"กรรมการสมมติ {one}") for one in range(5)),
    ]
    Session.objects.create(
        number="M-BENCH", round=round_, kind="amphoe", area_code="9901", held_on=round_.opened_on, state="open", quorum_needed=4,
        attended=seal(people, "M-BENCH"), called_by="amphoe_officer", called_at=round_.opened_at,
    )  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
