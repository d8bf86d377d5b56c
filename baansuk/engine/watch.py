"""What each step of a long work costs: time on the wall, time of processors, memory at the peak; children included."""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_OURSELVES: Final = Path("/proc/self")


@dataclass(slots=True)
class Step:
    """What one step has cost so far."""

    seconds: float = 0.0
    core_seconds: float = 0.0


@dataclass(slots=True)
class Watch:
    """Counts the cost of named steps: ``with watch("clean"): …``; a name that comes again is added to."""

    steps: dict[str, Step] = field(default_factory=dict)
    began: float = field(default_factory=time.perf_counter)

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Count what happens inside as step ``name``, also when it fails."""
        wall, core = time.perf_counter(), core_seconds()
        try:
            yield
        finally:
            step = self.steps.setdefault(name, Step())
            step.seconds += time.perf_counter() - wall
            step.core_seconds += core_seconds() - core

    def seconds(self) -> float:
        """Return the seconds on the wall since this watch was made."""
        return time.perf_counter() - self.began

    def told(self) -> list[dict[str, str | float]]:
        """Return the steps in the order in which they first began: step, seconds, core_seconds."""
        return [
            {"step": name, "seconds": round(step.seconds, 3), "core_seconds": round(step.core_seconds, 3)}
            for name, step in self.steps.items()
        ]


def core_seconds() -> float:
    """Return user and system time of this process, of children that have ended, and of those that still run."""
    ours = os.times()
    ended = ours.children_user + ours.children_system
    return ours.user + ours.system + ended + sum(map(_seconds_of, _running_children()))


def peak_bytes() -> int:
    """Return the most memory that this process has held at once, plus the peaks of children that still run."""
    return _peak_of(_OURSELVES) + sum(map(_peak_of, _running_children()))


def _running_children() -> list[Path]:
    """The processes below this one, where /proc tells of them: Spark's JVM ends only after its figures are wanted."""
    if _has_none():
        return []
    found: list[Path] = []
    waiting = [_OURSELVES]
    while waiting:
        for listed in waiting.pop().glob("task/*/children"):
            try:
                below = [Path("/proc") / number for number in listed.read_text(encoding="ascii").split()]
            except OSError:  # it ended while we looked
                continue
            found += below
            waiting += below
    return found


def _has_none() -> bool:
    """Whether the system knows at once that this process has no children: nearly always, and /proc is read in milliseconds."""
    if not hasattr(os, "waitid"):
        return False
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)  # only a look: nobody's child is waited for
    except ChildProcessError:
        return True
    return False


def _seconds_of(process: Path) -> float:
    try:
        # The name of the program, in brackets, may hold anything; what counts stands after it.
        fields = (process / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    own_user, own_system, ended_user, ended_system = (int(value) for value in fields[11:15])
    return (own_user + own_system + ended_user + ended_system) / _TICKS


def _peak_of(process: Path) -> int:
    try:
        for line in (process / "status").read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    # Where there is no /proc. (Where there is, this would count the memory of whoever started us as well.)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (most if sys.platform == "darwin" else most * 1024) if process == _OURSELVES else 0
