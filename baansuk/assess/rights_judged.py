"""By which benefits an edition was asked, in the order in which its letters stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from baansuk.assess.rights import Benefit
from baansuk.assess.rights_checking import CheckedBenefit, CheckedBenefits
from baansuk.assess.rights_versions import checked_of
from baansuk.people.models import Edition


@dataclass(frozen=True, slots=True)
class Judged:
    """The benefits whose letters an edition holds, in the order of the letters, and the day of the ages."""

    checked: CheckedBenefits
    day: dt.date
    person: Sequence[CheckedBenefit]
    household: Sequence[CheckedBenefit]

    def of_unit(self, unit: str) -> Sequence[CheckedBenefit]:
        """Return those of persons or of households."""
        return self.person if unit == "person" else self.household

    @property
    def every(self) -> list[CheckedBenefit]:
        """All of them, in the order of the list."""
        return list(self.checked.benefits)

    def of_code(self, code: str) -> CheckedBenefit | None:
        """Return one of them."""
        return next((one for one in self.every if one.benefit.code == code), None)


def judged_by(edition: Edition) -> Judged | None:
    """Return the benefits of an edition; None before it was asked, and where its list is not known any more.

    Letters say nothing by another list than their own: a clause that was the second may be the first now.
    """
    checked = checked_of(edition)
    if checked is None:
        return None
    day = dt.date.fromisoformat(edition.about["assessed"]["rights"]["day"])
    return Judged(checked, day, checked.of_unit("person"), checked.of_unit("household"))


def called_on(listed: Sequence[CheckedBenefit]) -> list[Benefit]:
    """Return the benefits for which somebody is called on: not one that only would be in another's place."""
    return [one.benefit for one in listed if not one.benefit.instead_of]
