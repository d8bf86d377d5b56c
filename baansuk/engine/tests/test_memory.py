"""Memory that has been freed is handed out again: the system need not clear the same pages twice."""

from __future__ import annotations

import subprocess
import sys

import pytest

FAULTS = """
import resource
import numpy as np
from baansuk.engine.memory import keep_freed_memory
{keep}
for _ in range(3):
    columns = [np.ones(3_000_000) for _ in range(6)]
    del columns
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(5):
    columns = [np.ones(3_000_000) for _ in range(6)]
    del columns
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(keep: str) -> int:
    told = subprocess.run(
        [sys.executable, "-c", FAULTS.format(keep=keep)], capture_output=True, text=True, check=True
    ).stdout
    return int(told)


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's")
def test_arrays_that_come_and_go_ask_the_system_for_nothing():
    assert faults("keep_freed_memory()") < 100 < faults("")
