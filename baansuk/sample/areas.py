"""Draws the map: a province in the open sea, cut into tambons and amphoe whose borders meet exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from .draws import Real, Whole

CENTRE = (101.8, 9.4)  # lon, lat: open water of the Gulf of Thailand, so no real village can carry invented poverty
CELLS_PER_TAMBON = 60
GRID = 1e-5  # degrees, about one metre: every corner lies on it, so neighbouring borders are the same points


@dataclass(frozen=True)
class Shapes:
    """Outlines and points: tambons in amphoe order; ``cells`` are points inside each tambon, near its middle first."""

    province: BaseGeometry
    amphoe: list[BaseGeometry]
    tambons: list[BaseGeometry]
    amphoe_of_tambon: Whole
    cells: list[Real]


def count_areas(persons: int) -> tuple[int, int, int]:
    """How many amphoe, tambons and villages: 4, 12, 80 for 20,000 persons; 18, 150, 2,000 for a million."""
    scale = persons / 20_000
    amphoe = max(2, round(4 * scale**0.3845))
    tambons = max(amphoe + 1, round(12 * scale**0.6456))
    villages = max(2 * tambons, round(80 * scale**0.8228))
    return amphoe, tambons, villages


def draw_shapes(rng: np.random.Generator, amphoe: int, tambons: int) -> Shapes:
    """Cut a blob into many small Voronoi cells, then join the cells nearest each tambon's seat, and tambons into amphoe.

    Joining cells instead of drawing straight lines gives borders that look like borders; because every tambon is made
    of whole cells and every amphoe of whole tambons, no gaps or overlaps can appear.
    """
    outline = _blob(rng, 0.22 + 0.034 * np.sqrt(tambons))
    points = _points_in(rng, outline, tambons * CELLS_PER_TAMBON)
    cells, middles = _cells(outline, points)
    seats = _spread(rng, middles, tambons)
    tambon_of_cell = _nearest(middles, seats)
    centres = _spread(rng, seats, amphoe)
    amphoe_of_seat = _nearest(seats, centres)
    order = _amphoe_order(amphoe_of_seat, centres, seats)
    shapes, inner = [], []
    for seat in order:
        mine = tambon_of_cell == seat
        shapes.append(shapely.union_all(cells[mine], grid_size=GRID))
        near = np.argsort(np.hypot(*(middles[mine] - seats[seat]).T), kind="stable")
        inner.append(middles[mine][near])
    amphoe_of = _renumber(amphoe_of_seat[order])
    whole = [
        shapely.union_all([s for s, a in zip(shapes, amphoe_of, strict=True) if a == n], grid_size=GRID)
        for n in range(amphoe)
    ]
    return Shapes(shapely.union_all(whole, grid_size=GRID), whole, shapes, amphoe_of, inner)


def _blob(rng: np.random.Generator, radius: float) -> BaseGeometry:
    angle = np.linspace(0, 2 * np.pi, 240, endpoint=False)
    length = np.ones_like(angle)
    for wave in range(2, 30):
        length += rng.normal(0, 0.22 / wave**1.15) * np.cos(wave * angle + rng.uniform(0, 2 * np.pi))
    length = radius * np.clip(length, 0.55, 1.5)
    return shapely.Polygon(np.column_stack([CENTRE[0] + length * np.cos(angle), CENTRE[1] + length * np.sin(angle)]))


def _points_in(rng: np.random.Generator, outline: BaseGeometry, count: int) -> Real:
    west, south, east, north = outline.bounds
    found: list[Real] = []
    while sum(map(len, found)) < count:
        some = rng.uniform((west, south), (east, north), size=(count, 2))
        found.append(some[shapely.contains_xy(outline, some[:, 0], some[:, 1])])
    return np.concatenate(found)[:count]


def _cells(outline: BaseGeometry, points: Real) -> tuple[np.ndarray, Real]:
    pieces = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=outline))
    cut = shapely.get_parts(shapely.set_precision(shapely.intersection(pieces, outline), GRID))
    cut = cut[shapely.area(cut) > 0]
    inside = shapely.point_on_surface(cut)
    middles = np.column_stack([shapely.get_x(inside), shapely.get_y(inside)])
    order = np.lexsort((middles[:, 1], middles[:, 0]))
    return cut[order], middles[order]


def _spread(rng: np.random.Generator, points: Real, count: int) -> Real:
    """Pick ``count`` of the points, evenly spread: Lloyd's rounds, then the point nearest each centre."""
    centres = points[rng.choice(len(points), size=count, replace=False)]
    for _ in range(12):
        near = _nearest(points, centres)
        for number in range(count):
            mine = points[near == number]
            if len(mine):
                centres[number] = mine.mean(axis=0)
    taken: list[int] = []
    for centre in centres:
        for index in np.argsort(np.hypot(*(points - centre).T), kind="stable"):
            if index not in taken:
                taken.append(int(index))
                break
    return points[taken]


def _nearest(points: Real, centres: Real) -> Whole:
    # Axis by axis, and in place: an array of both at once takes three times as long.
    east, north = (points[:, None, axis] - centres[None, :, axis] for axis in (0, 1))
    east *= east
    north *= north
    east += north
    near: Whole = np.argmin(east, axis=1).astype(np.int64)
    return near


def _amphoe_order(amphoe_of_seat: Whole, centres: Real, seats: Real) -> Whole:
    """Tambons amphoe by amphoe, the amphoe nearest the middle first (it is the capital's), its middle tambon first."""
    from_middle = np.hypot(*(centres - np.array(CENTRE)).T)
    rank = np.argsort(np.argsort(from_middle, kind="stable"), kind="stable")
    from_centre = np.hypot(*(seats - centres[amphoe_of_seat]).T)
    return np.lexsort((from_centre, rank[amphoe_of_seat])).astype(np.int64)


def _renumber(groups: Whole) -> Whole:
    return np.concatenate([[0], np.cumsum(groups[1:] != groups[:-1])]).astype(np.int64)
