"""When a session has ended by itself: nobody touched it for too long, or it has lasted a whole day's work."""

from __future__ import annotations

# A session is stamped at most this often, so that reading pages costs no write each.
STAMP_EVERY = 60


def ended(came_in: float, last_seen: float, now: float, *, idle_after: int, longest: int) -> str:
    """Return ``idle``, ``long`` or '' (it goes on); all in seconds. A clock set back ends nothing."""
    if now - last_seen >= idle_after:
        return "idle"
    return "long" if now - came_in >= longest else ""


def stamp_due(last_seen: float, now: float) -> bool:
    """Say whether it is time to write down that the session was used; a stamp from the future is written anew."""
    return not 0 <= now - last_seen < STAMP_EVERY
