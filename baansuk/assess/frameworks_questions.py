"""Which version of each framework is in force, which one an edition was judged by, and what waits for approval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from baansuk.assess.frameworks import Framework, read_framework, shipped_frameworks
from baansuk.assess.models import FrameworkVersion
from baansuk.people.models import Edition
from baansuk.runs.models import Run

# The jobs whose runs judge households.
JUDGING_JOBS = ("assess", "register")


@dataclass(frozen=True, slots=True)
class InForce:
    """A framework in force, and the row it stands in; None for one that came with the house and was never used."""

    framework: Framework
    row: FrameworkVersion | None


def in_force(day: date, *, before: datetime | None = None) -> dict[str, InForce]:
    """Return the frameworks in force on a day, by code, in the order in which people meet them.

    Of each the newest approved version that has begun; one that came with the house where there is none. ``before``:
    what was approved later is left out, so that a run ends with the versions it was asked for under.
    """
    found = {code: InForce(framework, None) for code, framework in shipped_frameworks().items()}
    approved = FrameworkVersion.objects.filter(state="approved", valid_from__lte=day).order_by("code", "version")
    if before is not None:
        approved = approved.filter(approved_at__lte=before)
    for row in approved:
        found[row.code] = InForce(read_framework(row.contents), row)
    return found


def framework_in_force(code: str, day: date) -> InForce | None:
    """Return one framework as it is in force on a day; None where there is none of that code."""
    return in_force(day).get(code)


def codes() -> list[str]:
    """Return every code there is a framework of, also those that only wait for approval."""
    known = list(shipped_frameworks())
    return [*known, *(one for one in _stored_codes() if one not in known)]


def _stored_codes() -> list[str]:
    return sorted(set(FrameworkVersion.objects.values_list("code", flat=True)))


def versions_of(code: str) -> list[FrameworkVersion]:
    """Return the versions of a framework that are kept, the newest first."""
    return list(FrameworkVersion.objects.filter(code=code).order_by("-version"))


def version_of(code: str, version: int) -> FrameworkVersion | None:
    """Return one version that is kept."""
    return FrameworkVersion.objects.filter(code=code, version=version).first()


def draft_of(code: str) -> FrameworkVersion | None:
    """Return the version that waits for a second person."""
    return FrameworkVersion.objects.filter(code=code, state="draft").first()


def drafts() -> dict[str, FrameworkVersion]:
    """Return what waits for a second person, by code."""
    return {one.code: one for one in FrameworkVersion.objects.filter(state="draft")}


def next_version(code: str) -> int:
    """Return the number that the next version of a framework gets."""
    shipped = shipped_frameworks().get(code)
    newest = FrameworkVersion.objects.filter(code=code).order_by("-version").first()
    return max(shipped.framework.version if shipped else 0, newest.version if newest else 0) + 1


def pinned(edition: Edition) -> Mapping[str, int]:
    """Return code -> version of the frameworks by which an edition is or will be judged; empty before a run began."""
    found: Mapping[str, int] = edition.about.get("frameworks", {})
    return found


def frameworks_of(edition: Edition) -> dict[str, Framework]:
    """Return the frameworks by which an edition was judged, as they were then, by code."""
    wanted = pinned(edition)
    rows = FrameworkVersion.objects.filter(code__in=list(wanted))
    kept = {row.code: row for row in rows if wanted[row.code] == row.version}
    return {code: read_framework(kept[code].contents) for code in wanted if code in kept}


def framework_of(edition: Edition, code: str) -> Framework | None:
    """Return one framework as an edition was judged by it."""
    version = pinned(edition).get(code)
    row = version_of(code, version) if version else None
    return read_framework(row.contents) if row else None


def run_under_way() -> Run | None:
    """Return the run that is judging households, or waits to, now; its versions are those of when it was asked for."""
    return Run.objects.filter(state__in=("running", "queued"), job__in=JUDGING_JOBS).order_by("asked_at").first()
