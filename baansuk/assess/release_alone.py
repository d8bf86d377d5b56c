"""Tells a count that nobody has related to the published ones: in tens, of the province and its amphoe, as figures of frameworks are.

Decision 0085: what lies within the least of a count that is hidden among the published figures of the area is not told.
"""

from __future__ import annotations

from collections.abc import Mapping

from baansuk.assess.frameworks_release import hidden_counts
from baansuk.assess.measured_release import AMPHOE, Reader
from baansuk.assess.measuring.rounding import Rounded, tell_rounded
from baansuk.assess.telling import Telling
from baansuk.places.names import PROVINCE


def reader_of(telling: Telling) -> Reader:
    """Return the reader before the first province of the scope."""
    edition = telling.edition
    province = (telling.scope.areas or ("",))[0][:PROVINCE]
    return Reader(edition.number, edition.published_at, province, telling.known_by_classes(), telling.limits)


def tell_alone(reader: Reader, counts: Mapping[str, int]) -> dict[str, Rounded]:
    """Return what is told of one count by area; nothing below the amphoe, and nothing where no figure is told at all."""
    open_areas, near = hidden_counts(reader)
    held = {area: count for area, count in counts.items() if PROVINCE <= len(area) <= AMPHOE}
    least = reader.limits.least
    tellable = [
        area
        for area, count in held.items()
        if area in open_areas
        and not any(count >= least and abs(count - other) < least for other in near.get(area, frozenset()))
    ]
    return tell_rounded(held, tellable, least=least, spread=reader.limits.spread)
