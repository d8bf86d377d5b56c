"""A stolen account: from two moments to whom it reached and the draft of the notice, in a register of PERSONS.

`python -m bench breach` makes a register; BENCH_VAR=folder takes one that is there already, and writes its trail anew.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.main_job import main_job
from bench.measure import cost_of, table

GOAL = "under 5 minutes at 1,000,000 persons"
OTHERS = 200_000
LOOKS, LISTS, SHOWN, WHOLE = 3_000, 400, 50, 2
THIEF = "stolen"


def main() -> None:
    """Measure the command, start-up included."""
    persons = int(os.environ.get("PERSONS", "100000"))
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        var = os.environ.get("BENCH_VAR", "")
        if not var:
            main_job(Path(folder), persons)
            var = str(Path(folder) / "var")
        environment = {"BAANSUK_VAR": var, "BAANSUK_STORE": str(Path(var) / "store"), "BAANSUK_LANGUAGE": "en"}
        subprocess.run([sys.executable, "-m", "bench.breach", "fill"], env=os.environ | environment, check=True)
        command = [
            sys.executable,
            "-m",
            "baansuk.command",
            "breach",
            THIEF,
            "--from",
            "2020-01-01",
            "--to",
            "2099-01-01",
        ]
        said = subprocess.run(command, env=os.environ | environment, check=True, capture_output=True, text=True).stdout
        cost = cost_of(command, environment=environment)
    load = os.getloadavg()[0]
    what = f"{LOOKS:,} pages, {LISTS:,} lists of {SHOWN}, {WHOLE} lists of every household, among {OTHERS:,} events of others"
    table(f"Breach: {what} (load of the machine {load:.0f})", [("count and draft, the second time", str(cost), GOAL)])
    print(said)


def fill() -> None:
    """Give the thief and others something to have done; a trail that is filled already is left."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baansuk.web.settings")
    import django

    django.setup()
    from django.db import transaction

    from baansuk.audit import gate
    from baansuk.audit.models import Event, Head, Subject
    from baansuk.people.models import Household
    from baansuk.people.questions import current_edition
    from bench.audit_trail import fill as fill_trail

    if Event.objects.filter(actor=THIEF).exists():
        return
    began = time.perf_counter()
    # What fills a trail begins at its first row.
    for model in (Event, Subject, Head):
        model.objects.all().delete()
    fill_trail(OTHERS)
    codes = list(Household.objects.filter(edition=current_edition()).order_by("pk").values_list("code", flat=True))
    step = max(1, len(codes) // (LOOKS + LISTS))
    with transaction.atomic():
        for place in range(LOOKS):
            gate.write("people.look", by=THIEF, subjects=[("household", codes[place * step % len(codes)])])
        for place in range(LISTS):
            start = (LOOKS + place) * step % max(1, len(codes) - SHOWN)
            shown = [("household", code) for code in codes[start : start + SHOWN]]
            gate.write("people.look_list", by=THIEF, subjects=shown)
        for _turn in range(WHOLE):
            gate.write("people.export", by=THIEF, outcome="begun")
            gate.write("people.export", by=THIEF, subjects=[("household", code) for code in codes])
    print(f"  filled in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    fill() if sys.argv[1:] == ["fill"] else main()
