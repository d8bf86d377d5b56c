"""Memory that has been freed is handed out again: the system need not clear the same pages twice."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from baansuk.engine.memory import POLARS_MEMORY

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
# What Polars goes by stands in the environment once it is loaded; of two wishes its memory heeds the last.
HEEDED = f"""
import os
from baansuk.engine.memory import keep_freed_memory
keep_freed_memory()
import polars
print(dict(wish.split(":") for wish in os.environ["{POLARS_MEMORY}"].split(","))["dirty_decay_ms"])
"""


def said(program: str, **wishes: str) -> str:
    # Polars leaves its own wishes in the environment of a test, where a child would take them for the user's.
    ours = {name: value for name, value in os.environ.items() if name != POLARS_MEMORY}
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=ours | wishes).stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's")
def test_arrays_that_come_and_go_ask_the_system_for_nothing():
    assert int(said(FAULTS.format(keep="keep_freed_memory()"))) < 100 < int(said(FAULTS.format(keep="")))


def test_polars_keeps_what_it_frees_unless_somebody_wishes_otherwise():
    assert said(HEEDED) == "2000"
    assert said(HEEDED, **{POLARS_MEMORY: "dirty_decay_ms:0"}) == "0"
