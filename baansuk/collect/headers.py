"""Headers as they are compared: those of a file once for all tables that it may be, the declared ones once for all files."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from baansuk.collect.declaration import Column
from baansuk.thai.text import clean


def header_key(text: str) -> str:
    """Return a header as it is compared: no odd spaces, invisible letters, line breaks or case."""
    return re.sub(r"[\s*:]+", "", unicodedata.normalize("NFKC", clean(text)).lower())


def declared_keys(column: Column) -> frozenset[str]:
    """Return the keys of every name under which a column is declared."""
    return _keys(column.header, *column.aliases)


# Declared names only are remembered: what stands in a file is somebody's.
@lru_cache(maxsize=10_000)
def _keys(*names: str) -> frozenset[str]:
    return frozenset(map(header_key, names))
