"""Whether a person has agreed that a partner reads facts of them: the one question, for all who must ask it."""

from __future__ import annotations


def consented(*, person: str, partner: str, purpose: str) -> bool:
    """Say whether the person with this code agreed that a partner reads their facts for a purpose.

    Nobody has: no consent is recorded yet, and until the rooms that record them are built the answer is no, so that a
    partner without official authority gets figures only and what a giver keeps back stays closed.
    """
    return False
