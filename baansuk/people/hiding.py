"""Decides what to hide so that no small count can be worked out: for each, two worlds that nobody could tell from the true one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import product
from math import inf

from baansuk.people.figures import FOUND, OTHER, PASSED, AtLeast, Cell, Limits, Part

TOP = 2
# What a household can answer instead without changing how many there are in all.
SWITCHES = {FOUND: (PASSED, OTHER), PASSED: (FOUND, OTHER), OTHER: (FOUND, PASSED)}
# How far the search for what to hide goes before something dearer is hidden: areas on either side, answers changed at
# once, tries, and how many times as many where none was found. They bound the time, never the safety: what is not found is hidden more widely.
AREAS, NEARBY, TOGETHER, TRIES, PATIENCE = 10, 2, 7, 250, 8


@dataclass(frozen=True)
class Tree:
    """The areas of a release; the area above is the code without its last two digits."""

    areas: tuple[str, ...]
    children: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        held = set(self.areas)
        for area in self.areas:
            if len(area) > TOP and area[:-2] in held:
                self.children.setdefault(area[:-2], []).append(area)

    def leaves(self, area: str) -> Iterator[str]:
        """Yield the smallest areas inside one, itself when there is none below."""
        below = self.children.get(area)
        if not below:
            yield area
            return
        for child in below:
            yield from self.leaves(child)

    def up(self, area: str, stop: str) -> list[str]:
        """Return the way up from an area to below ``stop`` ('' for up to and with the top)."""
        return [area[:size] for size in range(len(area), len(stop), -2) if size >= TOP]

    def partners(self, area: str) -> Iterator[tuple[str, list[str]]]:
        """Yield, from the nearest family to the widest, the area above and the smallest areas in it that lie beside."""
        above = area
        while len(above) > TOP and above[:-2] in self.children:
            inside, above = above, above[:-2]
            yield above, [leaf for child in self.children[above] if child != inside for leaf in self.leaves(child)]


Row = tuple[int, int, int, int]
Count = tuple[str, str, int]
# Some households of ``here`` come to answer ``gains`` instead of ``loses``, and as many of ``there`` the other way
# round ('' for nowhere), so that nothing changes from ``stop`` upward: measure, gains, loses, here, there, stop.
Change = tuple[str, int, int, str, str, str]


class World(dict[Count, int]):
    """A world that nobody could tell from the true one: by how much each count (measure, area, column) differs in it.

    Two are kept for a count that is to be hidden: one in which it is larger, one in which it is smaller. Until the next
    move is made, thousands are weighed in it: by how much each relation holds and how far each end can go is kept.
    """

    def __init__(self, counts: Mapping[Count, int] | None = None) -> None:
        super().__init__(counts or {})
        self.slacks: dict[tuple[int, str], int] = {}
        self.bounds: dict[tuple[str, int, int, str, int, str], int] = {}

    def change(self, count: Count, by: int) -> None:
        """Let a count differ by so much more."""
        self[count] = self.get(count, 0) + by
        self.slacks.clear()
        self.bounds.clear()


Worlds = tuple[World, World]
# A figure that is not told: the count of a measure in an area (with it goes all else), or (False) only its share.
Hidden = tuple[str, str, bool]
# The relation that holds a move back, where, and which way round.
Tight = tuple[int, str, int]


@dataclass(frozen=True, slots=True, order=True)
class _Move:
    """Changes that are made together, and what is lost by hiding them."""

    cost: float
    changes: tuple[Change, ...]


class Hiding:
    """All tables of a province while it is being decided what to hide."""

    def __init__(self, tree: Tree, limits: Limits, worth: Mapping[str, int]) -> None:
        self.tree, self.limits, self.worth = tree, limits, worth
        self.rows: dict[str, dict[str, Row]] = {}
        self.fixed: dict[str, frozenset[str]] = {}
        self.outside: dict[str, frozenset[str]] = {}
        self.hidden: set[Hidden] = set()
        # What ways cost and which areas are the nearest, by measure, until something more of it is hidden.
        self.costs: dict[str, dict[tuple[str, str, bool], float]] = {}
        self.near: dict[str, dict[tuple[str, int], list[tuple[str, list[str]]]]] = {}
        self.ways: dict[tuple[str, str], list[str]] = {}
        self.safe: set[Count] = set()
        self.relations: list[AtLeast] = []
        self.factors: dict[Part, list[tuple[int, int]]] = {}
        self.slacks: dict[tuple[int, str], int] = {}

    def add(self, measure: str, rows: dict[str, Row], closed: frozenset[str], fixed: frozenset[str]) -> None:
        """Take one more table; households of unknown place stay outside its sums where too few of them are found."""
        self.fixed[measure], least = fixed, self.limits.least
        for area in closed - fixed:
            self._hide(measure, area)
        strays = [area for area in rows if is_stray(area) and rows[area][FOUND] < least and area not in fixed]
        for stray in strays:
            for above in () if is_stray(stray[:-2]) else self.tree.up(stray[:-2], ""):
                one, gone = rows[above], rows[stray]
                rows[above] = (one[0] - gone[0], one[1] - gone[1], one[2] - gone[2], one[3] - gone[3])
        self.rows[measure], self.outside[measure] = rows, frozenset(strays)

    def hide_small(self, relations: Sequence[AtLeast], torn: Mapping[str, frozenset[str]]) -> None:
        """Hide every small count and every torn area, then whatever else must be hidden for them to stay so."""
        self.relations = [one for one in relations if all(part[0] in self.rows for part in one.more + one.less)]
        for number, relation in enumerate(self.relations):
            for parts, step in ((relation.more, 1), (relation.less, -1)):
                for part in parts:
                    self.factors.setdefault(part, []).append((number, step))
        small = [
            (measure, area, column)
            for measure in self.rows
            for area in self.tree.areas
            for column in self._small(measure, area, torn=area in torn.get(measure, frozenset()))
        ]
        # From the top down and the dearest first: what those need is hidden anyway and serves the others for nothing.
        for target in sorted(small, key=lambda one: (len(one[1]), -self.worth.get(one[0], 1), one)):
            if target not in self.safe:
                self._protect(target)

    def _small(self, measure: str, area: str, *, torn: bool) -> list[int]:
        """Hide what is small here and return the answers of which the count must not be worked out."""
        found, passed, other, persons = self.rows[measure][area]
        least = self.limits.least
        if area in self.fixed[measure] and not torn:
            return []
        if torn or min(found, passed, persons) < least:
            self._hide(measure, area)
        if 0 < other < least:
            self._conceal({(measure, area, False)})
        if torn:
            return [FOUND, PASSED, OTHER]
        small = [(FOUND, found < least), (PASSED, passed < least), (OTHER, 0 < other < least)]
        return [column for column, is_small in small if is_small and not self._is_nought((measure, area, column))]

    def _is_nought(self, count: Count) -> bool:
        """Say whether everybody knows that a count is nought, because one that is told as nought holds it."""
        measure, area, column = count
        return any(
            step < 0 and all(area in self.fixed[name] and not self.rows[name][area][c] for name, c in relation.more)
            for relation, step in (
                (self.relations[number], step) for number, step in self.factors.get((measure, column), [])
            )
        )

    def _hide(self, measure: str, area: str) -> None:
        self._conceal({(measure, area, True), (measure, area, False)})

    def _conceal(self, figures: set[Hidden]) -> None:
        for measure in {one[0] for one in figures - self.hidden}:
            self.costs[measure], self.near[measure] = {}, {}
        self.hidden |= figures

    def cell(self, measure: str, area: str) -> Cell:
        """Return one figure as it is told."""
        found, passed, _other, persons = self.rows[measure][area]
        if (measure, area, True) in self.hidden:
            return Cell(None, None, None, few=found < self.limits.least and self._says_few(measure, area))
        return Cell(found, None if (measure, area, False) in self.hidden else found + passed, persons)

    def _protect(self, target: Count) -> None:
        """Hide the least worth for which this count could be so much larger or smaller and nobody would see.

        Some households answer otherwise here and as many the other way in another small area; what changes on the way
        is hidden. Where there is no such other area, the way goes over the top: then the province's figure is hidden.
        First comes what costs nothing, because it is hidden already; then one wide step or several small, the cheaper.
        """
        worlds = World(), World()
        left = self._widen(target, worlds, self.limits.spread, 1, 0)
        if left:
            plans = [self._planned(target, worlds, left, wide) for wide in (left, 1)]
            left, _cost, hidden, worlds = min(plans, key=lambda one: (one[0] > 0, one[1]))
            self._conceal(hidden)
        if left:
            left = self._widen(target, worlds, left, 1, inf, TRIES * PATIENCE)
        for figures in self._around(target) if left else ():
            self._conceal(figures)
            left = self._widen(target, worlds, left, 1, 0)
            if not left:
                break
        up, down = worlds
        self.safe.update(key for key in {*up, *down} if abs(up.get(key, 0) - down.get(key, 0)) >= self.limits.spread)

    def _around(self, target: Count) -> Iterator[set[Hidden]]:
        """Yield what is hidden where no way was found: all that is related, nearby and then everywhere, the dearest last."""
        measure, area, _column = target
        related = {measure}
        while (
            more := {
                part[0]
                for relation in self.relations
                if related & {part[0] for part in relation.more + relation.less}
                for part in relation.more + relation.less
            }
            - related
        ):
            related |= more
        worths = sorted({self.worth.get(one, 1) for one in related})
        for beside, worth in product((area[:-2] or area, area[:TOP]), worths):
            yield {
                (other, place, count)
                for other in related
                for place in self.tree.areas
                if self.worth.get(other, 1) <= worth and place.startswith(beside) and place not in self.fixed[other]
                if beside == area[:TOP] or len(place) >= len(area)
                for count in (True, False)
            }

    def _planned(self, target: Count, worlds: Worlds, left: int, wide: int) -> tuple[int, float, set[Hidden], Worlds]:
        """Try to go on with a first step so ``wide``: what is left to do, the cost, what is hidden for it."""
        before, tried = set(self.hidden), (World(worlds[0]), World(worlds[1]))
        after = self._widen(target, tried, left, wide, inf)
        hidden, self.hidden = self.hidden - before, before
        for measure in {one[0] for one in hidden}:
            self.costs[measure], self.near[measure] = {}, {}
        return after, sum(self._weight(*one) for one in hidden), hidden, tried

    def _widen(self, target: Count, worlds: Worlds, left: int, wide: int, dearest: float, tries: int = TRIES) -> int:
        """Make moves, each the cheapest, until the count lies wide open; return how much is left to do."""
        while left > 0:
            move = self._cheapest(target, worlds, min(wide, left), dearest, tries)
            if move is None and wide == 1:
                break
            if move is not None:
                left -= self._make(move, worlds, left)
            wide = 1
        return left

    def _make(self, move: _Move, worlds: Worlds, most: int) -> int:
        """Make a move both ways as far as it goes, and hide what it changes; return how much wider the count lies open."""
        done = 0
        for sign, world, (room, _free, _tight) in zip((1, -1), worlds, self._rooms(move, worlds), strict=True):
            times = min(room, most - done)
            done += times
            for measure, gains, loses, here, there, stop in move.changes:
                for end, way in ((here, times * sign), (there, -times * sign)):
                    for area in self._up(measure, end, stop):
                        for column, step in ((gains, way), (loses, -way)):
                            world.change((measure, area, column), step)
        for measure, gains, loses, here, there, stop in move.changes:
            for area in self._up(measure, here, stop) + self._up(measure, there, stop):
                self._conceal({(measure, area, False), (measure, area, FOUND in (gains, loses))})
        return done

    def _up(self, measure: str, area: str, stop: str) -> list[str]:
        key, out = (area, stop), self.outside[measure]
        if area in out:
            return [one for one in self.tree.up(area, stop) if one in out]
        if key not in self.ways:
            self.ways[key] = self.tree.up(area, stop)
        return self.ways[key]

    def _families(self, measure: str, place: str, most: int) -> list[tuple[str, list[str]]]:
        """Where a change could be made good: in the nearest family first, and at last nowhere, so that the top changes."""
        near, out = self.near.setdefault(measure, {}), self.outside[measure]
        if (place, most) not in near:
            beside = () if place in out else self.tree.partners(place)
            near[place, most] = [(stop, self._nearest(leaves, measure, stop, most)) for stop, leaves in beside]
        return [*near[place, most], ("", [""])]

    def _nearest(self, leaves: Iterable[str], measure: str, stop: str, most: int) -> list[str]:
        """Return the leaves that are the cheapest to change, the fullest first."""
        rows, out = self.rows[measure], self.outside[measure]
        costs = [(self._way(measure, leaf, stop, True), -rows[leaf][FOUND], leaf) for leaf in leaves if leaf not in out]
        return [leaf for cost, _found, leaf in sorted(costs)[:most] if cost < inf]

    def _cheapest(self, target: Count, worlds: Worlds, wide: int, dearest: float, tries: int) -> _Move | None:
        """Return the cheapest move, up to ``dearest``, that leaves a count so much wider open."""
        measure, area, column = target
        best, dear = None, dearest
        inside = list(self.tree.leaves(area))
        for stop, theres in self._families(measure, area, AREAS):
            heres = inside if area in self.outside[measure] else self._nearest(inside, measure, stop, AREAS)
            pairs = product(heres, theres)
            firsts = [(measure, column, other, *pair, stop) for pair in pairs for other in SWITCHES[column]]
            found = self._first_wide([self._with((), 0, one) for one in firsts], worlds, wide, dear, tries)
            if found and (best is None or found.cost < best.cost):
                best, dear = found, found.cost
            if best and not best.cost:
                break
        return best

    def _first_wide(
        self, moves: Sequence[_Move], worlds: Worlds, wide: int, dearest: float, tries: int
    ) -> _Move | None:
        """Try moves from the cheapest on; one that a relation holds back is tried again with one more answer changed."""
        heap = [move for move in moves if move.cost <= dearest and move.cost < inf]
        heapify(heap)
        seen = set()
        for _try in range(tries):
            if not heap:
                break
            move = heappop(heap)
            rooms = self._rooms(move, worlds)
            if sum(room for room, _free, _tight in rooms) >= wide:
                return move
            if sum(free for _room, free, _tight in rooms) < wide:
                continue
            for riding in self._riding(move, [tight for _room, _free, tight in rooms if tight]):
                if riding.cost <= dearest and riding.cost < inf and (key := frozenset(riding.changes)) not in seen:
                    seen.add(key)
                    heappush(heap, riding)
        return None

    def _riding(self, move: _Move, tights: Sequence[Tight]) -> Iterator[_Move]:
        """Yield the move with one more answer changed, so that a relation gives way."""
        taken = {change[0] for change in move.changes}
        for number, place, sign in tights if len(move.changes) < TOGETHER else ():
            relation = self.relations[number]
            for (measure, column), way in [(p, sign) for p in relation.more] + [(p, -sign) for p in relation.less]:
                for there, stop in self._across(move, measure, place) if measure not in taken else ():
                    for other in SWITCHES[column]:
                        gains, loses = (column, other) if way > 0 else (other, column)
                        yield self._with(move.changes, move.cost, (measure, gains, loses, place, there, stop))

    def _across(self, move: _Move, measure: str, place: str) -> Iterable[tuple[str, str]]:
        """Return where a change at a place could be made good: where the move goes itself, nearby, or nowhere."""
        _measure, _gains, _loses, here, there, stop = move.changes[0]
        found = [(there if place == here else here, stop)] if place in (here, there) else []
        for above, leaves in self._families(measure, place, NEARBY):
            found += [(leaf, above) for leaf in leaves]
        return dict.fromkeys(found)

    def _with(self, changes: tuple[Change, ...], cost: float, change: Change) -> _Move:
        measure, gains, loses, here, there, stop = change
        count = FOUND in (gains, loses)
        cost += self._way(measure, here, stop, count) + (self._way(measure, there, stop, count) if there else 0)
        return _Move(cost, (*changes, change))

    def _way(self, measure: str, leaf: str, stop: str, count: bool) -> float:
        """What it costs to hide a count (or its share) on the way up; what the reader knows costs more than anything."""
        costs = self.costs.setdefault(measure, {})
        if (leaf, stop, count) not in costs:
            way = self._up(measure, leaf, stop)
            figures = {(measure, area, one) for area in way for one in (False, count)} - self.hidden
            known = any(area in self.fixed[measure] for area in way)
            costs[leaf, stop, count] = inf if known else sum(self._weight(*one) for one in figures)
        return costs[leaf, stop, count]

    def _weight(self, measure: str, area: str, count: bool) -> int:
        """What a figure is worth: by its measure, its level and its households, and the count more than the share."""
        each = self.worth.get(measure, 1) * self.limits.level_worth.get(str(len(area)), 1)
        return each * (1 + sum(self.rows[measure][area][:3])) * (3 if count else 1)

    def _rooms(self, move: _Move, worlds: Worlds) -> list[tuple[int, int, Tight | None]]:
        """Return for either way how many households a move can be made for, how many without relations, and which is tight."""
        frees = [self._free(move, sign, world) for sign, world in zip((1, -1), worlds, strict=True)]
        places = dict.fromkeys(end for change in move.changes for end in change[3:5] if end) if any(frees) else ()
        pressed = {place: self._pressed(move, place) for place in places}
        return [
            self._room(free, sign, world, pressed) for free, sign, world in zip(frees, (1, -1), worlds, strict=True)
        ]

    def _room(
        self, free: int, sign: int, world: World, pressed: Mapping[str, Mapping[int, int]]
    ) -> tuple[int, int, Tight | None]:
        room, tight = free, None
        for place, strained in pressed.items() if free else ():
            for number, eased in strained.items():
                by = eased * sign
                if by >= 0:
                    continue
                slack = world.slacks.get((number, place))
                if slack is None:
                    slack = self._slack(number, place, world)
                if 0 <= slack < room * -by:
                    room, tight = slack // -by, (number, place, sign)
        return room, free, tight

    def _free(self, move: _Move, sign: int, world: World) -> int:
        """For how many households a move can be made until a count falls below nought or is no longer told as it is."""
        bounds = [self.limits.spread]
        for measure, gains, loses, here, there, stop in move.changes:
            for end, way in ((here, sign), (there, -sign)) if there else ((here, sign),):
                key = measure, gains, loses, end, way, stop
                bound = world.bounds.get(key)
                if bound is None:
                    bound = world.bounds[key] = self._bound(measure, gains, loses, end, way, stop, world)
                bounds.append(bound)
        return min(bounds)

    def _bound(self, measure: str, gains: int, loses: int, end: str, way: int, stop: str, world: World) -> int:
        """The same for one end of one change."""
        column = loses if way > 0 else gains
        bound = self.rows[measure][end][column] + world.get((measure, end, column), 0)
        if FOUND in (gains, loses):
            grows = (gains == FOUND) == (way > 0)
            bound = min(
                [bound, *(self._until_told(measure, area, grows, world) for area in self._up(measure, end, stop))]
            )
        return bound

    def _until_told(self, measure: str, area: str, grows: bool, world: World) -> int:
        """How far a hidden count can go: "fewer than ten" is told of it, or that it is not."""
        true, least = self.rows[measure][area][FOUND], self.limits.least
        found = true + world.get((measure, area, FOUND), 0)
        if grows == (true < least) and self._says_few(measure, area):
            return least - 1 - found if grows else found - least
        return self.limits.spread

    def _says_few(self, measure: str, area: str) -> bool:
        """Whether it is told why a count is hidden: of few households, that it is at least ten would tell of the rest."""
        return sum(self.rows[measure][area][:3]) >= self.limits.least + self.limits.spread

    def _pressed(self, move: _Move, place: str) -> dict[int, int]:
        """By relation, how much each household moved eases or (below nought) strains it in a place."""
        pressed: dict[int, int] = {}
        for measure, gains, loses, here, there, _stop in move.changes:
            if place in (here, there):
                way = 1 if place == here else -1
                for column, step in ((gains, way), (loses, -way)):
                    for number, factor in self.factors.get((measure, column), ()):
                        pressed[number] = pressed.get(number, 0) + step * factor
        return pressed

    def _slack(self, number: int, area: str, world: World) -> int:
        """By how much a relation holds in an area; below nought where the figures themselves break it."""
        relation = self.relations[number]
        if (number, area) not in self.slacks:
            more, less = (sum(self.rows[m][area][c] for m, c in parts) for parts in (relation.more, relation.less))
            self.slacks[number, area] = more - less
        slack = self.slacks[number, area]
        if world and slack >= 0:
            slack += sum(world.get((m, area, c), 0) for m, c in relation.more)
            slack -= sum(world.get((m, area, c), 0) for m, c in relation.less)
        world.slacks[number, area] = slack
        return slack


def is_stray(area: str) -> bool:
    """Say whether a code stands for households of which only the area above is known."""
    return area.endswith("00") and len(area) > TOP
