"""Which figures of a framework a reader is told: those of areas in which the reader sees every household that is counted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from baansuk.access.classes import HOUSEHOLD
from baansuk.access.scope import Scope
from baansuk.assess.frameworks import Framework
from baansuk.assess.frameworks_checking import check_framework
from baansuk.assess.frameworks_classes import Classes, classes_of_parts
from baansuk.assess.frameworks_letters import Told
from baansuk.assess.models import FrameworkFigure
from baansuk.people.models import Edition
from baansuk.people.questions import sight_in
from baansuk.people.sight import Sight
from baansuk.thai.words import Words

TENS = 10


@dataclass
class FrameworkTelling:
    """A reader before what the frameworks say in one edition.

    A framework's figures are related to others in ways that nobody has worked out for a province's own rules, so what is
    hidden in one table could come back from another. Whoever does not see the households is told none of them here.
    """

    scope: Scope
    edition: Edition

    @cached_property
    def sight(self) -> Sight:
        return sight_in(self.scope, self.edition)

    def sees(self, classes: Classes, area: str) -> bool:
        """Say whether the reader sees all these classes of every household of an area."""
        if self.scope.houses is not None or not self.scope.sees_persons:
            return False
        return self.sight.throughout(classes | {HOUSEHOLD}, [area])

    def figures(self, framework: Framework, area: str) -> dict[str, Told]:
        """Return what is told of a framework's parts in an area, by part and, of a scale, ``part.level``."""
        open_parts = {code for code, classes in self._classes(framework).items() if self.sees(classes, area)}
        start = f"{framework.code}."
        rows = FrameworkFigure.objects.filter(edition=self.edition.number, area_code=area, measure__startswith=start)
        return {
            key: Told(
                row.households_fail, row.households_pass, row.households_na, row.households_unknown, row.persons_fail
            )
            for row in rows
            if (key := row.measure.removeprefix(start)).partition(".")[0] in open_parts
        }

    def _classes(self, framework: Framework) -> dict[str, Classes]:
        return classes_of_parts(check_framework(framework))


def rough(count: int) -> Words:
    """Say a count as whoever does not see the households may hear it: fewer than ten, or about so many tens."""
    if count < TENS:
        return Words("น้อยกว่า 10 (หรือไม่มี)", "fewer than 10 (or none)")
    tens = count // TENS * TENS
    return Words(f"ประมาณ {tens:,}", f"about {tens:,}")


def exactly(count: int) -> Words:
    """Say a count as it is."""
    return Words(f"{count:,}", f"{count:,}")
