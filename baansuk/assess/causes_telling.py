"""Which figures of causes a reader is told: exact where they see the households, elsewhere in tens; always as association."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from baansuk.access.classes import HOUSEHOLD
from baansuk.access.scope import Scope
from baansuk.assess.causes import Cause, causes
from baansuk.assess.frameworks_classes import Classes, classes_of_parts
from baansuk.assess.map_words import HIDDEN, few_words
from baansuk.assess.measured_release import AMPHOE, Reader
from baansuk.assess.measuring.rounding import Rounded
from baansuk.assess.models import CauseFigure
from baansuk.assess.release_alone import reader_of, tell_alone
from baansuk.assess.telling import Telling
from baansuk.people.models import Edition
from baansuk.people.questions import sight_in
from baansuk.people.sight import Sight
from baansuk.places.names import PROVINCE
from baansuk.thai.words import Words

MOST_PAIRS = 15


@dataclass(frozen=True, slots=True)
class CauseLine:
    """One cause in an area: the most and the least households it could lift, and of how many nobody knows, in words."""

    cause: Cause
    depth: int
    most: Words
    least: Words
    unknown: Words


@dataclass(frozen=True, slots=True)
class Pair:
    """Two causes that the data suggest of the same households, and of how many."""

    first: Words
    second: Words
    support: Words


@dataclass
class CauseTelling:
    """A reader before the causes of one edition."""

    scope: Scope
    edition: Edition

    @cached_property
    def _sight(self) -> Sight:
        return sight_in(self.scope, self.edition)

    @cached_property
    def _classes(self) -> Mapping[str, Classes]:
        return classes_of_parts(causes().framework)

    def _sees(self, codes: Sequence[str], area: str) -> bool:
        if self.scope.houses is not None or not self.scope.sees_persons:
            return False
        wanted = frozenset[str]().union(*(self._classes[code] for code in codes)) | {HOUSEHOLD}
        return self._sight.throughout(wanted, [area])

    def is_exact(self, area: str) -> bool:
        """Say whether all causes of an area are told exactly."""
        return self._sees([one.code for one in causes().causes.cause], area)

    def groups(self, area: str) -> list[tuple[Words, list[CauseLine], list[CauseLine]]]:
        """Return each lack with its personal and its structural causes, the deeper under the nearer."""
        held = self._held(area)
        if not held:
            return []
        catalogue = causes().causes
        found = []
        for lack in catalogue.lack:
            lines = [self._line(area, one, held) for one in catalogue.of_lack(lack.code)]
            personal = [one for one in lines if one.cause.kind == "personal"]
            found.append((lack.words, personal, [one for one in lines if one.cause.kind == "structural"]))
        return found

    def pairs(self, area: str) -> list[Pair]:
        """Return the causes that go together most often, as far as that is told."""
        catalogue = {one.code: one for one in causes().causes.cause}
        held = [
            one for one in self._held(area).values() if one.other and one.cause in catalogue and one.other in catalogue
        ]
        found = []
        for one in sorted(held, key=lambda row: (-row.found, row.cause, row.other)):
            told = self._told(area, (one.cause, one.other), "found", one.found)
            if told not in (HIDDEN, few_words()):
                found.append(Pair(catalogue[one.cause].words, catalogue[one.other].words, told))
        return found[:MOST_PAIRS]

    def _held(self, area: str) -> dict[tuple[str, str], CauseFigure]:
        if self.edition.about.get("assessed", {}).get("causes") != causes().stamp:
            return {}
        rows = CauseFigure.objects.filter(edition=self.edition.number, area_code=area)
        return {(one.cause, one.other): one for one in rows}

    def _line(self, area: str, one: Cause, held: Mapping[tuple[str, str], CauseFigure]) -> CauseLine:
        row = held.get((one.code, ""), CauseFigure())
        most, least, unknown = (
            self._told(area, (one.code, ""), name, getattr(row, name)) for name in ("found", "alone", "unknown")
        )
        return CauseLine(one, causes().causes.depth(one.code), most, least, unknown)

    def _told(self, area: str, pair: tuple[str, str], column: str, count: int) -> Words:
        if self._sees([code for code in pair if code], area):
            return Words(f"{count:,}", f"{count:,}")
        rounded = _province(self._reader, pair, column).get(area, Rounded(None))
        if rounded.few:
            return few_words()
        if rounded.count is None:
            return HIDDEN
        return Words(f"ประมาณ {rounded.count:,}", f"about {rounded.count:,}")

    @cached_property
    def _reader(self) -> Reader:
        return reader_of(Telling(self.scope, self.edition))


@lru_cache(maxsize=256)
def _province(reader: Reader, pair: tuple[str, str], column: str) -> Mapping[str, Rounded]:
    """A published edition does not change: a count of a province is rounded once for all readers who know the same areas."""
    rows = CauseFigure.objects.filter(
        edition=reader.edition,
        cause=pair[0],
        other=pair[1],
        area_code__startswith=reader.province,
        level__range=(PROVINCE, AMPHOE),
    )
    return tell_alone(reader, dict(rows.values_list("area_code", column)))
