"""Steps are counted by name, also when they fail; a child that still runs counts as well."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from baansuk.engine.watch import Watch, core_seconds, peak_bytes

BUSY = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass\nprint('done', flush=True)\ninput()"


def test_a_step_that_comes_again_is_added_to_and_a_failing_one_is_counted():
    watch = Watch()
    with watch("read"):
        time.sleep(0.02)
    with pytest.raises(ValueError, match="no"), watch("clean"):
        raise ValueError("no")
    with watch("read"):
        time.sleep(0.02)
    told = watch.told()
    assert [step["step"] for step in told] == ["read", "clean"]
    assert float(told[0]["seconds"]) >= 0.04 > float(told[0]["core_seconds"])


def test_a_child_that_still_runs_counts():
    before, memory = core_seconds(), peak_bytes()
    with subprocess.Popen([sys.executable, "-c", BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stdout.readline() == b"done\n"
        assert core_seconds() - before >= 0.29
        assert peak_bytes() > memory + 1_000_000
        child.communicate(b"\n")
    assert core_seconds() - before >= 0.29, "and after it has ended"


def test_the_peak_stays_when_the_memory_is_given_back():
    much = bytearray(50_000_000)
    much[:] = b"x" * len(much)
    peak = peak_bytes()
    del much
    assert peak_bytes() >= peak > 50_000_000
