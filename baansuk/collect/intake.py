"""Takes a kept file in for whoever sent it, by a page or by a program: at once, or in the background when it is large."""

from __future__ import annotations

from baansuk.access.scope import Scope
from baansuk.collect import actions
from baansuk.collect.models import Delivery
from baansuk.collect.store import Kept
from baansuk.runs import actions as runs
from baansuk.runs.models import Run

# Above this a file is read in the background: nobody should wait for an answer for longer than a few seconds.
READ_AT_ONCE_BYTES = 2_000_000


def take_in(scope: Scope, kept: Kept, filename: str, *, source: str = "", sheet: str = "") -> Delivery | Run:
    """Receive a kept file and return its delivery, or, where it is large, the run that will receive it."""
    if kept.size <= READ_AT_ONCE_BYTES:
        return actions.receive(
            kept, filename=filename, by=scope.username, partner=scope.partner, source=source or None, sheet=sheet
        )
    asked = {"sha256": kept.sha256, "filename": filename, "source": source, "sheet": sheet}
    return runs.ask("receive", by=scope.username, partner=scope.partner, arguments=asked, seat=scope)
