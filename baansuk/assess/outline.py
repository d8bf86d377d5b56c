"""Draws an outline with one point in it as a small SVG, for pages and prints that need no map to move about on."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH = 320.0
MARGIN = 12.0
Ring = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A path in units of the picture, its height, and where the point lies (None when it lies outside)."""

    path: str
    width: float
    height: float
    x: float | None
    y: float | None


def draw(geometry: str, lat: float | None, lon: float | None) -> Drawing:
    """Return the outline of a GeoJSON Polygon or MultiPolygon (WGS84) with a point in it, in an equal-distance plane."""
    rings = list(_rings(json.loads(geometry)))
    lons = [spot[0] for ring in rings for spot in ring]
    lats = [spot[1] for ring in rings for spot in ring]
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    # A degree of longitude is shorter than one of latitude, the more so the farther from the equator.
    narrow = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * narrow, (north - south) * 0.9, 1e-9)
    width = (east - west) * narrow * scale + 2 * MARGIN
    height = (north - south) * scale + 2 * MARGIN

    def place(spot: Sequence[float]) -> tuple[float, float]:
        return MARGIN + (spot[0] - west) * narrow * scale, MARGIN + (north - spot[1]) * scale

    path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(place, ring)) + "Z" for ring in rings)
    if lat is None or lon is None or not (west <= lon <= east and south <= lat <= north):
        return Drawing(path, round(width, 1), round(height, 1), None, None)
    x, y = place((lon, lat))
    return Drawing(path, round(width, 1), round(height, 1), round(x, 1), round(y, 1))


def _rings(geometry: dict[str, object]) -> Iterator[Ring]:
    coordinates: list[object] = geometry["coordinates"]  # type: ignore[assignment]  # as GeoJSON has it
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    for polygon in polygons:
        yield from polygon  # type: ignore[misc]  # rings of spots
