"""How often tests repeat one thing with other values: enough for every kind in `make test`, far more in `make whole`."""

from __future__ import annotations

import os

WHOLE = bool(os.environ.get("BAANSUK_WHOLE"))


def some(here: int, *, whole: int) -> int:
    """Return how many examples, seeds or tries are made now."""
    return whole if WHOLE else here
