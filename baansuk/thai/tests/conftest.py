"""Random inputs are not timed here: a busy machine is not a fault of a rule. Forty examples a
property keep the room under ten seconds; a thousand were run when it was written."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", deadline=None, max_examples=40)
settings.load_profile("untimed")
