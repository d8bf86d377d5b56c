"""Measures a process that starts a JVM: processor time is read from /proc, because nobody waits for the JVM's end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

import psutil  # type: ignore[import-untyped]

from bench.measure import Cost

LOOK_EVERY = 0.02  # seconds; what a process uses after the last look at it is not counted
# What every job on Spark pays before its first row: the session as the engine opens it, and one count.
BARE = (
    "from baansuk.engine.engines import open_engine\n"
    "with open_engine('spark') as engine:\n"
    "    assert engine.rows('select count(*) from range(10)') == [(10,)]\n"
)
LOCAL = {"BAANSUK_ENGINE": "spark", "BAANSUK_SPARK_MASTER": "local[2]"}


def bare_session() -> Cost:
    """Start a session, count ten rows, stop."""
    return cost_with_jvm([sys.executable, "-c", BARE])


def cost_with_jvm(command: Sequence[str]) -> Cost:
    """Run ``command`` on Spark local[2] and add up all processes it starts, also those that outlive it; raises
    CalledProcessError with its last lines when it fails."""
    began = time.perf_counter()
    # A file and not a pipe: a JVM that outlives its parent holds a pipe open, and a full one would stop everything.
    with tempfile.TemporaryFile("w+") as shown:
        process = subprocess.Popen(command, env=os.environ | LOCAL, stdout=shown, stderr=subprocess.STDOUT)
        seen, peak = _watch(process)
        if process.returncode:
            shown.seek(0)
            sys.stderr.write(shown.read()[-2000:])
            raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(time.perf_counter() - began, sum(seen.values()), peak / 1e6)


def _watch(process: subprocess.Popen[bytes]) -> tuple[dict[psutil.Process, float], int]:
    """Look at the whole tree until nobody of it is left: processor seconds of each process, and the peak of memory."""
    root = psutil.Process(process.pid)
    alive: set[psutil.Process] = {root}
    seen: dict[psutil.Process, float] = {}
    peak = 0
    while alive:
        if process.poll() is None:
            alive |= {root, *_children(root)}
        memory = 0
        for one in list(alive):
            try:
                # The own time only: that of children is counted with the children.
                seen[one] = sum(one.cpu_times()[:2])
                memory += one.memory_info().rss
                if one.status() == psutil.STATUS_ZOMBIE:
                    alive.discard(one)
            except psutil.NoSuchProcess:
                alive.discard(one)
        peak = max(peak, memory)
        time.sleep(LOOK_EVERY)
    return seen, peak


def _children(root: psutil.Process) -> list[psutil.Process]:
    try:
        return list(root.children(recursive=True))
    except psutil.NoSuchProcess:
        return []
