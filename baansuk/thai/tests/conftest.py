"""Random inputs are not timed here: a busy machine is not a fault of a rule."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
