"""Which version of the list of benefits is in force, by which one an edition was asked, and what waits for approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from baansuk.assess.models import BenefitsVersion
from baansuk.assess.rights import Benefits, BenefitsRefused, benefits, read_benefits
from baansuk.assess.rights_checking import CheckedBenefits, check_benefits, checked_on
from baansuk.people.models import Edition


@dataclass(frozen=True, slots=True)
class ListInForce:
    """The list in force, and the row it stands in; None for the one that came with the house."""

    listed: Benefits
    row: BenefitsVersion | None


def in_force(day: date, *, before: datetime | None = None) -> ListInForce:
    """Return the list of a day: the newest approved version that has begun, or the one that came with the house.

    ``before``: what was approved later is left out, so that a run ends with the list it was asked for under.
    """
    rows = BenefitsVersion.objects.filter(state="approved", valid_from__lte=day)
    if before is not None:
        rows = rows.filter(approved_at__lte=before)
    row = rows.order_by("-version").first()
    return ListInForce(read_benefits(row.contents), row) if row else ListInForce(benefits(), None)


def versions() -> list[BenefitsVersion]:
    """Return the versions that are kept, the newest first."""
    return list(BenefitsVersion.objects.order_by("-version"))


def version_of(number: int) -> BenefitsVersion | None:
    """Return one version that is kept."""
    return BenefitsVersion.objects.filter(version=number).first()


def draft() -> BenefitsVersion | None:
    """Return the version that waits for a second person."""
    return BenefitsVersion.objects.filter(state="draft").first()


def next_version() -> int:
    """Return the number that the next version gets."""
    newest = BenefitsVersion.objects.order_by("-version").values_list("version", flat=True).first()
    return max(benefits().about.version, newest or 0) + 1


def checked_of(edition: Edition) -> CheckedBenefits | None:
    """Return the list by which an edition was asked, checked for its day; None before, or where the list is not known any more."""
    about = edition.about.get("assessed", {}).get("rights")
    if not about:
        return None
    day = date.fromisoformat(about["day"])
    stamp, digest = _shipped()
    # What was asked before digests were kept was asked by what came with the house.
    if (about["stamp"], about.get("digest", digest)) == (stamp, digest):
        return checked_on(day)
    return _checked(about["stamp"], about.get("digest", ""), day)


@lru_cache(maxsize=1)
def _shipped() -> tuple[str, str]:
    """Stamp and digest of the list that came with the house: every page of a household asks for them."""
    return benefits().stamp, benefits().digest


@lru_cache(maxsize=8)
def _checked(stamp: str, digest: str, day: date) -> CheckedBenefits | None:
    """Read a version that is kept; by its digest, because a version does not change once a run used it."""
    for row in BenefitsVersion.objects.filter(digest=digest).exclude(state="draft"):
        listed = read_benefits(row.contents)
        if listed.stamp == stamp:
            try:
                return check_benefits(listed, day)
            except BenefitsRefused:
                return None  # a fact that it reads was taken out of the vocabulary: its letters cannot be explained
    return None
