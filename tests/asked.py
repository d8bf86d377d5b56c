"""Which tests of the database PostgreSQL is asked again: those that between them ask it everything that SQLite was asked.

`make tests` notes what each test asks, `make tests-postgres` chooses by it (docs/decisions/0099-what-is-tested-where.md).
"""

from __future__ import annotations

import hashlib
import heapq
import json
import os
import pickle
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from tests.three_roles import ON_POSTGRES

# Where the tests on SQLite note what they ask, and those on PostgreSQL read which of them to ask again.
FOLDER = os.environ.get("BAANSUK_TESTS_ASKED", "")
# Cheaper than this, a test is asked again whatever it asks; in seconds of a processor.
CHEAP = 0.025
# A list in a question may have any length, and a literal or the name of a savepoint any value.
_VARIES = [
    (re.compile(r"SAVEPOINT \S+"), "SAVEPOINT"),
    (re.compile(r"'[^']*'|\b\d+\b"), "#"),
    (re.compile(r"(\((?:[^()]*)\)|%s|#)(?:, \1)+"), r"\1"),
    # Each row that is changed in one go has a line of its own.
    (re.compile(r"(WHEN \([^()]*\) THEN (?:%s|#))(?: \1)+"), r"\1"),
]
_BY_A_PAGE = "page: "
# A question that was put together: however a test came by it, what stands in it is the house's.
_COMPOSED = re.compile(r"\b(?:JOIN|LIKE|OR|UNION|WITH|CASE)\b|\(\s*SELECT\b", re.IGNORECASE)


@dataclass
class Asked:
    """What one test asked and what it cost, in seconds of the processor."""

    cost: float = 0.0
    what: set[str] = field(default_factory=set)


def shape(sql: str) -> str:
    """Return a question without what differs from one time to the next."""
    for varies, alike in _VARIES:
        sql = varies.sub(alike, sql)
    return sql


@cache
def _is_composed(known: str) -> bool:
    return bool(_COMPOSED.search(known))


def _asks_the_house() -> bool:
    """Return whether a question comes from the house itself, not from a test that furnishes it or looks at what came out.

    A look of a test's own tells nothing of the house on PostgreSQL, but had the dear test that takes it run again.
    """
    frame = sys._getframe(2)
    while frame and not (name := frame.f_globals.get("__name__", "")).startswith(("baansuk.", "tests.", "bench.")):
        frame = frame.f_back
    return frame is not None and not name.startswith("tests.") and ".tests." not in name


class Notes:
    """What every test of this process asked the database, and which pages it asked for with what answer."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._tests: dict[str, Asked] = {}
        self._now: Asked | None = None
        self._by_a_page = False
        self._shapes: dict[str, str] = {}
        self._without: list[str] = []

    def without(self, files: Iterable[str]) -> None:
        """Note the files that hold no test of the database."""
        self._without = sorted(files)

    def listen(self, connection: BaseDatabaseWrapper) -> None:
        """Hear every question from here on."""
        connection.execute_wrappers.append(self._hear)

    def _hear(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if self._now:
            # Pages have a role of their own on PostgreSQL, with policies before every row.
            known = self._shapes.get(sql) or self._shapes.setdefault(sql, shape(str(sql)))
            if self._by_a_page:
                self._now.what.add(_BY_A_PAGE + known)
            elif known not in self._now.what and (_is_composed(known) or _asks_the_house()):
                self._now.what.add(known)
        return execute(sql, params, many, context)

    @contextmanager
    def page(self) -> Iterator[None]:
        """Know that what is asked inside is asked by a page."""
        self._by_a_page = True
        try:
            yield
        finally:
            self._by_a_page = False

    def answered(self, request: Any, status: int) -> None:
        """Note which page was asked for, and how it answered."""
        if self._now:
            place = getattr(request.resolver_match, "view_name", "") if request.resolver_match else "nowhere"
            self._now.what.add(f"{request.method} {place} {status}")

    @contextmanager
    def of(self, test: str) -> Iterator[None]:
        """Note what is asked inside as asked by a test."""
        self._now, began = Asked(), time.process_time()
        try:
            yield
        finally:
            self._now.cost = time.process_time() - began
            self._tests[test], self._now = self._now, None

    def write(self) -> None:
        """Leave it for those who choose; nothing of what a question was asked with stands in it."""
        numbers: dict[str, int] = {}
        tests = {
            test: [round(one.cost, 4), sorted(numbers.setdefault(what, len(numbers)) for what in one.what)]
            for test, one in self._tests.items()
            if one.what
        }
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps({"what": list(numbers), "tests": tests, "without": self._without}))


NOTES = (
    Notes(Path(FOLDER, f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}.json"))
    if FOLDER and not ON_POSTGRES
    else None
)


class ByPages:
    """A middleware of the tests: what is asked during a request is noted as asked by a page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with NOTES.page():
            answer = self.get_response(request)
        NOTES.answered(request, answer.status_code)
        return answer


def once(key: bytes, work_out: Callable[[], Any]) -> Any:
    """Return what was worked out for a key before in this run of ``make test``, be it by another process."""
    if not FOLDER:
        return work_out()
    place = Path(FOLDER) / f"{hashlib.sha256(key).hexdigest()}.pickle"
    if place.is_file():
        return pickle.loads(place.read_bytes())
    answer = work_out()
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(pickle.dumps(answer))
    unfinished.rename(place)
    return answer


def read(folder: Path) -> dict[str, Asked]:
    """Return what the processes of an earlier run noted."""
    known: dict[str, Asked] = {}
    for file in sorted(folder.glob("*.json")):
        noted = json.loads(file.read_text())
        for test, (cost, numbers) in noted["tests"].items():
            known[test] = Asked(cost, {noted["what"][number] for number in numbers})
    return known


def without_database(folder: Path) -> set[Path]:
    """Return the files in which an earlier run found no test of the database, as far as nobody wrote in them since."""
    return {
        Path(file)
        for noted in folder.glob("*.json")
        for file in json.loads(noted.read_text())["without"]
        if Path(file).is_file() and Path(file).stat().st_mtime < noted.stat().st_mtime
    }


def chosen(known: dict[str, Asked], given: Iterable[str]) -> set[str]:
    """Return those of the given tests that together ask everything once: what is unknown or cheap, and of the others few."""
    tests = set(given)
    taken = {test for test in tests if test not in known or known[test].cost < CHEAP}
    left = set().union(*(known[test].what for test in tests & set(known)))
    # What a page asks is asked with the policies before every row, and need not be asked without them as well.
    left -= {one.removeprefix(_BY_A_PAGE) for one in left if one.startswith(_BY_A_PAGE)}
    left -= set().union(*(known[test].what for test in taken & set(known)))
    # Whoever asks most that is new for what it costs, and by name where two are alike: every process chooses the same.
    dear = [(-len(known[test].what) / known[test].cost, test) for test in tests - taken]
    heapq.heapify(dear)
    while left:
        _, test = heapq.heappop(dear)
        # What others asked since makes it worth less, never more: only who comes out on top is worked out anew.
        worth = -len(known[test].what & left) / known[test].cost
        if dear and (worth, test) > dear[0]:
            heapq.heappush(dear, (worth, test))
        else:
            taken.add(test)
            left -= known[test].what
    return taken - _spared(known, taken)


def _spared(known: dict[str, Asked], taken: set[str]) -> set[str]:
    """Return those of the dear whose every question others ask who were taken after them, the dearest first."""
    asking = Counter(what for test in taken & set(known) for what in known[test].what)
    spared = set()
    for test in sorted(taken & set(known), key=lambda one: (-known[one].cost, one)):
        if known[test].cost < CHEAP:
            break
        # What a page asks counts as asked without the policies as well, as above.
        if all(asking[what] > 1 or asking[_BY_A_PAGE + what] > 0 for what in known[test].what):
            spared.add(test)
            asking.subtract(known[test].what)
    return spared
