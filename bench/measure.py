"""Runs a whole process and tells its wall time, its core-seconds and its peak memory, children included."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the wall, seconds of processor, and megabytes at the peak (all processes of the tree together)."""

    wall: float
    core: float
    peak_mb: float

    def __str__(self) -> str:
        return f"{self.wall:7.1f} s wall {self.core:7.1f} core-s {self.peak_mb:7.0f} MB"


def cost_of(command: Sequence[str], *, environment: dict[str, str] | None = None, cwd: Path | None = None) -> Cost:
    """Run ``command`` to its end; raises CalledProcessError with its last lines when it fails."""
    began = time.perf_counter()
    before = os.times()
    process = subprocess.Popen(
        command,
        env=_clean(os.environ) | (environment or {}),
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    watch = _Watch(process.pid)
    watch.start()
    shown, _ = process.communicate()
    watch.stop()
    wall = time.perf_counter() - began
    after = os.times()
    if process.returncode:
        sys.stderr.write(shown[-2000:])
        raise subprocess.CalledProcessError(process.returncode, command)
    core = (after.children_user - before.children_user) + (after.children_system - before.children_system)
    return Cost(wall, core, watch.peak / 1e6)


def _clean(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without what makes every start compile all modules again; neither we nor a peer is that."""
    return {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}


class _Watch(threading.Thread):
    """Looks at the resident memory of a process and its children twenty times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._ended = threading.Event()
        self.peak = 0

    def run(self) -> None:
        try:
            root = psutil.Process(self._pid)
        except psutil.NoSuchProcess:
            return
        while not self._ended.wait(0.05):
            total = 0
            try:
                for process in [root, *root.children(recursive=True)]:
                    total += process.memory_info().rss
            except psutil.NoSuchProcess:
                continue
            self.peak = max(self.peak, total)

    def stop(self) -> None:
        self._ended.set()
        self.join()


def table(title: str, rows: Sequence[tuple[str, str, str]]) -> None:
    """Print rows of what, figure, goal."""
    print(f"\n## {title}")
    width = max((len(row[0]) for row in rows), default=10)
    for what, figure, goal in rows:
        print(f"  {what:<{width}}  {figure}   goal: {goal}")
