"""What the trail costs: of the heaviest list page and of an action with eight clients, on the disk, and to be searched.

`python -m bench audit` measures SQLite, and PostgreSQL where it can be started; AUDIT_ROWS=10000000 fills so large a trail.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from bench.measure import table

CLIENTS, ASKED, TURNS = 8, 6, 10
COMMITS = 200
SEALED_ROWS = int(os.environ.get("AUDIT_SEALED", "1000000"))
ROWS = int(os.environ.get("AUDIT_ROWS", "1000000"))
Figures = dict[str, float]


def main() -> None:
    """Print the cost on both databases, and the questions at AUDIT_ROWS rows."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        costs = {"SQLite": _asked("cost", folder), "PostgreSQL": _asked("cost", folder, postgres=True)}
        searched = _asked("questions", folder)
    rows = []
    for name, cost in costs.items():
        for act, goal in (("list page", 15), ("assign 12 houses", 25), ("change language", 25)):
            share = 100 * (cost[act] - cost[f"{act}, bare"]) / cost[act]
            told = f"{share:.0f}% of {cost[act]:.1f} ms of processor"
            rows.append((f"{name}: trail in a {act}", told, f"at most {goal}%"))
        wall = f"{cost['wall']:.1f} ms with the trail, {cost['wall, bare']:.1f} ms without"
        rows.append((f"{name}: change language, one client, wall", wall, "-"))
    rows.append(("the disk's bare commit (write and fsync)", f"{costs['SQLite']['commit']:.2f} ms", "-"))
    table(f"What the trail costs, {CLIENTS} clients", rows)
    table(f"Questions at {ROWS:,} events", [(name, _told(value), _goal(name)) for name, value in searched.items()])


def _told(value: float) -> str:
    return f"{value:,.2f} s"


def _goal(name: str) -> str:
    if "(worker)" in name:
        return "-"
    return "under 60 s for 1,000,000" if name.startswith("verify") else "under 1 s"


def _asked(what: str, folder: str, *, postgres: bool = False) -> Figures:
    var = Path(folder) / f"{what}-{'postgres' if postgres else 'sqlite'}"
    environment = {
        **os.environ, "BAANSUK_VAR": str(var), "BAANSUK_STORE": str(var / "store"), "BAANSUK_DEMO": "1",
        "BAANSUK_AUDIT_KEY": "the key of a benchmark",
    }  # fmt: skip
    command = [sys.executable, "-m", "bench.audit", what]
    if postgres:
        command = [sys.executable, "tools/with_postgres.py", *command]
    shown = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    figures: Figures = json.loads(shown.splitlines()[-1])
    return figures


# -- what it costs


def cost() -> Figures:
    """Return milliseconds of processor a request, with and without the trail, and on the wall."""
    from bench.signed_in import open_house

    open_house()
    clients, act = _house()
    acts = {"list page": lambda client, _n: client.get("/households/"), **act}
    figures: Figures = {}
    for name, call in acts.items():
        for client in clients:
            assert call(client, 0).status_code in (200, 302)
        rounds = [(_processor(clients, call), _bare(_processor, clients, call)) for _ in range(TURNS)]
        figures[name], figures[f"{name}, bare"] = min(one[0] for one in rounds), min(one[1] for one in rounds)
    alone = clients[:1]
    language = acts["change language"]
    figures["wall"], figures["wall, bare"] = _wall(alone, language), _bare(_wall, alone, language)
    return figures | {"commit": _commit()}


def _house() -> tuple[list[Any], dict[str, Callable[[Any, int], Any]]]:
    """Make a register of households whose list fills its page, eight officers, and a post to change."""
    from baansuk.access import actions
    from baansuk.access.models import Post, User
    from baansuk.access.tests.cast import sign_in_as
    from baansuk.assess.tests.page_fixtures import CODES, HOUSES, make_edition

    User.objects.all().delete()
    make_edition((HOUSES[0],) * 120)
    clients = []
    for number in range(CLIENTS):
        client = sign_in_as("register_keeper")
        User.objects.filter(username="register_keeper").update(username=f"register_keeper_{number}")
        clients.append(client)
    holder = actions.create_user(username="holder", password="word-of-a-holder-1", partner="HOST", by="bench")
    posts: dict[Any, Post] = {
        client: actions.give_post(
            user=holder, role="volunteer", partner="HOST", area_code="990101", title_th=f"อาสาสมมติ {number}",
            title_en=f"Volunteer {number}", by="bench",
        )
        for number, client in enumerate(clients)
    }  # fmt: skip
    houses = ["\n".join(CODES[start : start + 12]) for start in (0, 12)]
    return clients, {
        "assign 12 houses": lambda client, n: client.post(
            f"/posts/{posts[client].pk}/houses/", {"households": houses[n % 2]}
        ),
        "change language": lambda client, n: client.post("/language/", {"language": ("th", "en")[n % 2]}),
    }


def _processor(clients: list[Any], call: Callable[[Any, int], Any]) -> float:
    """Return milliseconds of processor a request, of this process and of the database's own, all clients at once."""
    began, threads, backends = time.process_time(), [], []

    def ask(client: Any) -> None:
        from django.db import connection

        with _of_the_database(connection) as spent:
            for number in range(ASKED):
                call(client, number)
        backends.append(spent[0])
        connection.close()

    for client in clients:
        threads.append(threading.Thread(target=ask, args=(client,)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    return (time.process_time() - began + sum(backends)) * 1000 / (ASKED * len(clients))


@contextmanager
def _of_the_database(connection: Any) -> Iterator[list[float]]:
    """Count the processor that PostgreSQL spends for one connection; SQLite spends it in our own process."""
    spent = [0.0]
    if connection.vendor != "postgresql":
        yield spent
        return
    import psutil

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        backend = psutil.Process(cursor.fetchone()[0])
    before = backend.cpu_times()
    yield spent
    after = backend.cpu_times()
    spent[0] = after.user + after.system - before.user - before.system


def _bare(measured: Callable[..., float], *arguments: Any) -> float:
    """Measure the same without the trail."""
    from baansuk.audit import gate
    from baansuk.web import traces

    with mock.patch.object(gate, "write", lambda *_, **__: 0), mock.patch.object(traces, "_write", lambda *_: None):
        return measured(*arguments)


def _wall(clients: list[Any], call: Callable[[Any, int], Any]) -> float:
    taken = []
    for number in range(4 * ASKED):
        began = time.perf_counter()
        call(clients[0], number)
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)[len(taken) // 2]


def _commit() -> float:
    """Return the median of what the disk needs to make one page durable."""
    path = Path(os.environ["BAANSUK_VAR"]) / "commit"
    taken = []
    with path.open("wb", buffering=0) as file:
        for _ in range(COMMITS):
            began = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)[len(taken) // 2]


# -- what it answers


def questions() -> Figures:
    """Return seconds: the worst of several of each kind of question, and of a whole verification."""
    from bench.signed_in import open_house

    open_house()
    from baansuk.audit import days
    from baansuk.audit.models import Event, Subject
    from baansuk.audit.questions import Asked, acts_by_day, acts_since, find
    from baansuk.audit.verify import verify
    from bench.audit_trail import LAST, days_of, fill, multiply

    Event.objects.all().delete()
    Subject.objects.all().delete()
    sealed = min(ROWS, SEALED_ROWS)
    copies, reports = ROWS // sealed, []
    fill(sealed, copies)
    figures = {f"verify {sealed:,}": _taken(lambda: reports.append(verify()))}
    assert {fault.kind for fault in reports[0].faults} == {"no_head"}, reports[0].faults[:3]
    multiply(sealed, copies)
    first, last = (LAST - timedelta(days=days_of(sealed) * copies)).date(), LAST.date()
    month = timedelta(days=30)
    middle = first + (last - first) / 2
    asked = {
        "who touched a household, the busiest": [Asked(kind="household", code="H-00000001-X")],
        "who touched a household": [Asked(kind="household", code=f"H-{n:08}-X") for n in (7, 777, 77_777, 199_999)],
        "an account in a span": [Asked(actor=f"officer_{n}", begins=middle, ends=middle + month) for n in (1, 9, 399)],
        "an account and an act": [Asked(actor=f"officer_{n}", act="people.export") for n in (1, 9, 399)],
        "an account and an act it never did": [Asked(actor="officer_1", act="people.erase")],
        "a partner, an outcome, a span": [Asked(partner="P1", outcome="refused", begins=first, ends=middle)],
        "an act in a span": [Asked(act="access.come_in", begins=first, ends=first + month)],
        "an outcome nobody had": [Asked(outcome="failed"), Asked(partner="P1", outcome="failed")],
        "a household and an account": [Asked(kind="household", code="H-00000001-X", actor="officer_399")],
    }
    for name, several in asked.items():
        figures[name] = max(_taken(lambda one=one: find(one)) for one in several)
    deep = Event.objects.filter(actor="officer_1").order_by("pk").values_list("pk", flat=True)[100]
    figures["the last pages of an account"] = _taken(lambda: find(Asked(actor="officer_1"), before=deep))
    figures["acts of the last 30 days"] = _taken(lambda: acts_since(LAST - month))
    figures["count all days once (worker)"] = _taken(lambda: days.count_days(by="bench"))
    figures["acts by day of all years"] = _taken(lambda: acts_by_day(first, last))
    figures["seal, first of all chains (worker)"] = _taken(lambda: days.seal(by="bench"))
    return figures


def _taken(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


if __name__ == "__main__":
    Path(os.environ["BAANSUK_VAR"]).mkdir(parents=True, exist_ok=True)
    print(json.dumps({"cost": cost, "questions": questions}[sys.argv[1]]()))
