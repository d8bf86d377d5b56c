"""Which areas lie beside each other, from their outlines: those that share a border or only a corner (queen contiguity)."""

from __future__ import annotations

from collections.abc import Mapping

from shapely import STRtree
from shapely.geometry.base import BaseGeometry

# Outlines drawn by different hands leave slivers: about eleven metres at the equator still count as touching.
SLIVER_DEGREES = 0.0001


def touching(outlines: Mapping[str, BaseGeometry], sliver: float = SLIVER_DEGREES) -> dict[str, tuple[str, ...]]:
    """Return for each area the codes of those beside it, in order; () for an island. Outlines are in degrees."""
    codes = list(outlines)
    shapes = [outlines[code] for code in codes]
    pairs = STRtree(shapes).query(shapes, predicate="dwithin", distance=sliver).T.tolist() if shapes else []
    beside: dict[str, set[str]] = {code: set() for code in codes}
    for one, two in pairs:
        if one != two:
            beside[codes[one]].add(codes[two])
    return {code: tuple(sorted(found)) for code, found in beside.items()}
