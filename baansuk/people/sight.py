"""What a scope sees of one edition: which classes, where, of what came in under which agreements; no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from baansuk.access.classes import CLASSES, HOUSEHOLD
from baansuk.access.scope import Scope
from baansuk.people.lists import load_lists

CONTACT = "contact"
POSITION = "position"
# Where rows came from: the source, and the agreement under which it delivered them.
Origin = tuple[str, str]
UNKNOWN: Origin = ("", "")
# Whoever is sent to the house may know where exactly it stands; for all others the village is near enough, because an
# exact position of a house in a forest has been used as evidence against those who live in it.
SENT_TO_HOUSES = ("volunteer", "tambon_team")
# Whose work goes from door to door of one village. The number on the door is on the sheets of the check that this role calls,
# and can be read from the road; a telephone number cannot, and stays with the class of contact.
BY_DOOR = ("village_head",)


@dataclass(frozen=True, slots=True)
class Reach:
    """An area in which a class may be seen of what came from some of the edition's origins; ``whole``: from all."""

    area: str
    origins: frozenset[Origin]
    whole: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What may be shown of one household: the classes of its values in use, and the sources that may be named."""

    classes: frozenset[str]
    sources: frozenset[str]


@dataclass
class Sight:
    """A scope before one edition; ``deliveries`` is delivery number (as text) -> source and agreement.

    An edition that does not say where its rows came from counts as delivered under no agreement. What may be read is
    asked of each origin (source and agreement), because a giver may keep its register from being passed on. What persons
    decided is asked when the sight is made: one made for longer than a request must be made anew.
    """

    scope: Scope
    edition: int
    deliveries: Mapping[str, Sequence[str]]
    # Persons whose facts are held back from the scope's purpose at their own request: they are not there.
    held: frozenset[str] = frozenset()
    # What persons let the scope's partner read of themselves beyond its grant, by code.
    agreed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _known: dict[tuple[str, frozenset[Origin]], Seen] = field(default_factory=dict, repr=False)
    _readable: dict[tuple[str, str], frozenset[Origin]] = field(default_factory=dict, repr=False)

    @cached_property
    def origins(self) -> frozenset[Origin]:
        """Where the edition's rows came from."""
        return frozenset(map(_origin, self.deliveries.values())) or frozenset({UNKNOWN})

    @cached_property
    def sources(self) -> Mapping[str, frozenset[Origin]]:
        """The edition's sources, with the origins of each: one for each agreement under which it delivered."""
        found: dict[str, frozenset[Origin]] = {}
        for origin in map(_origin, self.deliveries.values()):
            found[origin[0]] = found.get(origin[0], frozenset()) | {origin}
        return found

    def origin(self, delivery: int | str) -> Origin:
        """Return where a delivery came from; one that the edition does not name came from nowhere known."""
        return _origin(self.deliveries.get(str(delivery), UNKNOWN))

    @cached_property
    def _reaches(self) -> Mapping[str, tuple[Reach, ...]]:
        return {name: self._reaches_of(name) for name in CLASSES} if self.scope.sees_persons else {}

    @cached_property
    def mixed(self) -> bool:
        """Whether some class is granted for a part of the edition's origins only, so that each row must be asked."""
        return any(not reach.whole for reaches in self._reaches.values() for reach in reaches)

    def readable(self, field_class: str, area: str) -> frozenset[Origin]:
        """Return those of the edition's origins from which facts of a class may be read in an area."""
        zone = self._zone(area)
        if (field_class, zone) not in self._readable:
            self._readable[field_class, zone] = frozenset(
                (source, agreement)
                for source, agreement in self.origins
                if self.scope.may_read(field_class, zone, agreement, source)
            )
        return self._readable[field_class, zone]

    @cached_property
    def _zones(self) -> tuple[str, ...]:
        return tuple(sorted({one.area_code for one in self.scope.granted}, key=len, reverse=True))

    def _zone(self, area: str) -> str:
        """Return the narrowest granted area around an area: what lies in the same one is seen alike.

        A page of a province shows fifty villages. To ask every grant for each of them cost more than to fetch its rows.
        """
        return next((zone for zone in self._zones if area.startswith(zone)), area)

    def refused_sources(self, area: str) -> frozenset[str]:
        """Return the sources of which nothing at all may be read in an area."""
        open_here = {source for source, _agreement in self.readable(HOUSEHOLD, area)}
        return frozenset(self.sources) - open_here

    @cached_property
    def staying(self) -> tuple[str, ...]:
        """The edition's sources that may be read in the house but not taken out of it, in order."""
        return tuple(sorted({source for source, under in self.origins if self.scope.must_stay(under, source)}))

    def may_read_said(self, of: str, field_class: str, delivery: int, area: str) -> bool:
        """Say whether a statement may be read: by the grant and its giver's leave, or because the person it is of agreed.

        ``of`` is the person's code, "" for one of the house itself.
        """
        if of in self.held:
            return False
        origin = self.origin(delivery)
        if origin in self.readable(field_class, area) and self._names(origin[0], area, frozenset({origin})):
            return True
        return bool(of) and field_class in self.agreed.get(of, ())

    def reaches(self, field_class: str) -> tuple[Reach, ...]:
        """Return where a class may be seen at all, the wider area before those inside it that see more."""
        return self._reaches.get(field_class, ())

    def areas(self, field_class: str = HOUSEHOLD) -> tuple[str, ...]:
        """Return the areas in which a class may be seen of something, none inside another."""
        listed = [reach.area for reach in self.reaches(field_class)]
        return tuple(one for one in listed if not any(one != other and one.startswith(other) for other in listed))

    def throughout(self, classes: Iterable[str], areas: Iterable[str]) -> bool:
        """Say whether values in use of all these classes may be seen everywhere in these areas, whoever delivered them."""
        wanted = list(areas)
        return bool(wanted) and all(
            any(reach.whole and area.startswith(reach.area) for reach in self.reaches(name))
            for name in classes
            for area in wanted
        )

    def seen_at(self, area: str, came_from: frozenset[Origin] | None = None) -> Seen:
        """Return what may be shown of a household in an area whose rows came from these origins (None: from all).

        A value in use may rest on any row, so a class is shown only where all of them may be read.
        """
        origins = self.origins if came_from is None else came_from
        area = self._zone(area)
        key = (area, origins)
        if key not in self._known:
            self._known[key] = Seen(
                frozenset(name for name in CLASSES if self._shows(name) and origins <= self.readable(name, area)),
                frozenset(source for source, given in self.sources.items() if self._names(source, area, given)),
            )
        return self._known[key]

    def deliveries_at(self, area: str) -> frozenset[int]:
        """Return the deliveries whose rows may be named in an area."""
        return frozenset(
            int(number)
            for number, origin in self.deliveries.items()
            if self._names(origin[0], area, frozenset({_origin(origin)}))
        )

    def _shows(self, field_class: str) -> bool:
        return self.scope.sees_persons and (field_class != POSITION or self.scope.role in SENT_TO_HOUSES)

    def _names(self, source: str, area: str, given: frozenset[Origin]) -> bool:
        """Say whether it may be told in an area that a source, with these origins, names somebody."""
        return all(given <= self.readable(name, area) for name in load_lists().of(source))

    def _reaches_of(self, field_class: str) -> tuple[Reach, ...]:
        found: list[Reach] = []
        for area in sorted({one.area_code for one in self.scope.granted if one.field_class == field_class}):
            covered = self.readable(field_class, area)
            if covered and not any(area.startswith(one.area) and one.origins == covered for one in found):
                found.append(Reach(area, covered, covered == self.origins))
        return tuple(found)


def _origin(said: Sequence[str]) -> Origin:
    return (str(said[0]), str(said[1]))


def still_holds(now: Scope, then: Scope) -> bool:
    """Say whether all that a scope could see before can be seen now: for what lasts longer than a request."""
    return (
        now.post == then.post
        and now.partner == then.partner
        and now.purpose == then.purpose
        and now.sees_persons >= then.sees_persons
        and now.granted >= then.granted
        and (now.houses is None or (then.houses is not None and now.houses >= then.houses))
    )
