"""Draws the shares of small areas towards the share of all, because five houses out of ten is mostly chance."""

from __future__ import annotations

from collections.abc import Mapping


def smoothed(counts: Mapping[str, tuple[int, int]]) -> dict[str, float]:
    """Return for each area (found, of how many) its share by the empirical Bayes rule of Marshall (1991, Applied Statistics 40).

    share = m + C (own - m), m the share of all, C = s2 / (s2 + m / n), s2 = sum n (own - m)^2 / sum n - m / mean n, 0 where
    that is negative. Areas of nobody are left out. In a complete register the count is exact; what is drawn together is
    what a few households more or less would have changed.
    """
    held = {area: (found, size) for area, (found, size) in counts.items() if size > 0}
    people = sum(size for _found, size in held.values())
    if not people:
        return {}
    m = sum(found for found, _size in held.values()) / people
    spread = sum(size * (found / size - m) ** 2 for found, size in held.values()) / people
    s2 = max(0.0, spread - m / (people / len(held)))
    return {
        area: m + (s2 / (s2 + m / size) if s2 else 0.0) * (found / size - m) for area, (found, size) in held.items()
    }
