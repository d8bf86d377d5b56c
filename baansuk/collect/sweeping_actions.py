"""Sweeping the store when a worker starts: what a kill or an abandoned wizard left is taken away, and said."""

from __future__ import annotations

import time
from pathlib import Path

from django.conf import settings
from django.db import transaction

from baansuk.audit import gate
from baansuk.collect.models import Delivery
from baansuk.collect.sweeping import Swept, sweep_store
from baansuk.runs.models import Run

LIVE = ("queued", "running")


def sweep(*, by: str) -> Swept:
    """Take away unfinished and abandoned files that are older than a day and belong to no live run."""
    asked = Run.objects.filter(state__in=LIVE).values_list("arguments", flat=True)
    waited_for = {str(arguments.get("sha256", "")) for arguments in asked}
    swept = sweep_store(
        Path(settings.STORE),
        now=time.time(),
        known=lambda digest: digest in waited_for or Delivery.objects.filter(sha256=digest).exists(),
        making_register=Run.objects.filter(state="running", lane="register").exists(),
    )
    if swept.unfinished or swept.abandoned:
        about = {"unfinished": swept.unfinished, "abandoned": swept.abandoned, "bytes": swept.bytes}
        with transaction.atomic():
            gate.write("collect.sweep", by=by, about=about)
    return swept
