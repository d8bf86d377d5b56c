"""What a run needs to count exactly: the profiles of the edition in use until now, the lists of help, the neighbourhood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from baansuk.assess.sets import Rules
from baansuk.assess.stamps import comparable
from baansuk.collect.erased import shows_erased
from baansuk.people import editions
from baansuk.people.models import Edition
from baansuk.vault.shelf import unsealed


@dataclass(frozen=True, slots=True)
class Earlier:
    """The edition that a new one is compared with: its profiles (None where they are no series), and what to keep of it."""

    profiles: Path | None
    about: dict[str, Any]


@contextmanager
def earlier_profiles(number: int, stamp: str) -> Iterator[Earlier]:
    """Open the profiles of the edition that ``number`` replaces; there is nothing to compare where none was in use.

    An edition that holds what has been erased since is not read again, and one that was judged by other rules is named
    and not compared: its figures answer another question.
    """
    before = Edition.objects.filter(state="current", number__lt=number).first()
    if before is None or shows_erased(before):
        yield Earlier(None, {})
        return
    rules = before.about.get("assessed", {}).get("rules", "")
    path = editions.folder(before.number) / "profiles.parquet"
    compared = comparable(rules, stamp) and path.exists()
    as_of = before.published_at.isoformat() if before.published_at else ""
    about = {"edition": before.number, "as_of": as_of, "rules": rules, "compared": compared}
    if not compared:
        yield Earlier(None, about)
        return
    with unsealed(path) as clear:
        yield Earlier(clear, about)


def lists_of_help(rules: Rules, sources: Sequence[str]) -> list[str]:
    """Return the sources that are lists of help, in order; one that the rules do not name is taken for a list."""
    kinds = {one.source: one.kind for one in rules.labels.list}
    return [source for source in sorted(sources) if kinds.get(source, "list") == "list"]
