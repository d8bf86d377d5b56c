"""Which classes of facts a source gives away by naming somebody at all."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from baansuk.access.classes import PERSONAL


@dataclass(frozen=True, slots=True)
class Lists:
    """Classes by source; ``unnamed`` are those that any other source needs."""

    classes: Mapping[str, frozenset[str]]
    unnamed: frozenset[str]

    def of(self, source: str) -> frozenset[str]:
        """Return the classes without which nobody may be told who stands in a source."""
        return self.classes.get(source, self.unnamed)


@lru_cache(maxsize=1)
def load_lists() -> Lists:
    """Read ``lists.toml``; raises ValueError when it names a class that nothing else knows."""
    return read_lists(files("baansuk.people").joinpath("lists.toml").read_text(encoding="utf-8"))


def read_lists(text: str) -> Lists:
    """Read the classes of sources from TOML text (see ``load_lists``)."""
    tables = tomllib.loads(text)
    listed = {source: frozenset(classes) for source, classes in tables["classes"].items()}
    unnamed = frozenset(tables["unnamed"])
    unknown = unnamed.union(*listed.values()) - set(PERSONAL)
    if unknown or not unnamed or not all(listed.values()):
        raise ValueError(f"every source must need a class that there is; unknown: {sorted(unknown)}")
    return Lists(listed, unnamed)
