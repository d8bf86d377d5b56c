"""A process that has loaded the house once and forks for each command: a cold start costs a processor a second and more.

For tests of what a command does to a house. Where the start itself, a signal or a kill is tested, the process is a real one.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

# What the commands load in the course of their work. Polars and Arrow are loaded and never worked with here. Not DuckDB, by
# which a command knows how to leave, nor what asks for it.
LOADED = (
    "baansuk.command.__main__",
    *(f"baansuk.command.{name}" for name in ("house", "register", "database", "agreements", "clock", "keys", "audit")),
    *(f"baansuk.command.{name}" for name in ("backup", "breach", "demo", "verify")),
    *("numpy", "openpyxl", "pydantic", "sqlglot.dialects.duckdb", "sqlglot.optimizer"),
    *(
        "polars",
        "pyarrow.parquet",
        "baansuk.collect.actions",
        "baansuk.collect.erasing_actions",
        "baansuk.people.actions",
    ),
    *("shapely", "baansuk.protect.erasure_actions", "baansuk.runs.worker", "baansuk.access.tests.cast"),
    *("rich.progress", "baansuk.agree.example_actions", "baansuk.assess.jobs"),
)
# Polars' own, which waits for a file to clean up and holds nothing meanwhile: a fork does without it.
IDLE = "polars-ooc-clea"
# What would work in threads from the moment it is loaded.
ALONE = {
    "OPENBLAS_NUM_THREADS": "1",
    "_RJEM_MALLOC_CONF": "background_thread:false",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
LONGEST = 1 << 20


class Warm:
    """The loaded process, as the tests ask it."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # A house that is nowhere: what the settings said of it is forgotten in each fork.
        nowhere = {"BAANSUK_VAR": os.path.join(tempfile.gettempdir(), "no-house-of-the-tests")}  # noqa: PTH118 - only a name
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BAANSUK_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm", str(theirs.fileno())],
            env=kept | nowhere | ALONE | {"DJANGO_SETTINGS_MODULE": "baansuk.web.settings"},
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
        theirs.close()

    def run(self, work: Mapping[str, Any], timeout: float) -> subprocess.CompletedProcess[str]:
        """Let a fork do something: a command (``arguments``) or lines of Python (``code``), in an ``environment``."""
        with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complained:
            asked = json.dumps({"folder": os.getcwd(), **work}).encode()  # noqa: PTH109 - as a process of its own has it
            socket.send_fds(self._line, [asked], [said.fileno(), complained.fileno()])
            self._line.settimeout(timeout)
            try:
                code = int(self._line.recv(LONGEST) or b"-1")
            except TimeoutError:
                os.killpg(self._process.pid, signal.SIGKILL)
                raise
            said.seek(0)
            complained.seek(0)
            return subprocess.CompletedProcess([], code, said.read(), complained.read())


@cache
def warm() -> Warm:
    """Return the loaded process of this process; it ends when this one does."""
    return Warm()


def _load() -> None:
    import django

    django.setup()
    for name in LOADED:
        import_module(name)
    # A fork has only the thread that forks: another's locks would stay locked in it for ever.
    threads = sorted(path.read_text().strip() for path in Path("/proc/self/task").glob("*/comm"))
    assert len([name for name in threads if name != IDLE]) == 1, (
        f"something that was loaded works in threads: {threads}"
    )
    gc.collect()
    gc.freeze()


def _next_work(line: socket.socket) -> dict[str, Any] | None:
    """Wait for work; return it in a fork of this process, or None at the end of the tests."""
    while True:
        asked, places, _, _ = socket.recv_fds(line, LONGEST, 2)
        if not asked:
            return None
        child = os.fork()
        if not child:
            line.close()
            for standard, place in enumerate(places, start=1):
                os.dup2(place, standard)
                os.close(place)
            work: dict[str, Any] = json.loads(asked)
            return work
        for place in places:
            os.close(place)
        _, status = os.waitpid(child, 0)
        line.send(str(os.waitstatus_to_exitcode(status)).encode())


def _move_in(work: Mapping[str, Any]) -> None:
    """Be a process that was started in this folder and environment, and has not read its settings yet."""
    from django.conf import empty, settings
    from django.db import connections

    os.chdir(work["folder"])
    os.environ.clear()
    os.environ.update(work["environment"])
    tempfile.tempdir = None
    settings._wrapped = empty
    del sys.modules["baansuk.web.settings"]
    with suppress(AttributeError):
        del connections["default"]
    connections._settings = None
    connections.__dict__.pop("settings", None)


def _do(work: Mapping[str, Any]) -> None:
    if "code" in work:
        exec(work["code"], {"__name__": "__main__"})
        return
    from baansuk.command.__main__ import main

    sys.argv = ["baansuk", *work["arguments"]]
    main(work["arguments"])


if __name__ == "__main__":
    _load()
    if (work := _next_work(socket.socket(fileno=int(sys.argv[1])))) is not None:
        _move_in(work)
        _do(work)
