"""Lets a process keep the memory that it has freed, for what it asks for next."""

from __future__ import annotations

import ctypes
import os
from typing import Final

# As glibc's malloc.h numbers its options.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
# Larger than these an array is a mapping of its own: more glibc does not allow.
_ARRAYS: Final = 32 << 20
_KEPT: Final = 256 << 20
# What Polars asks by is jemalloc, which reads this once, when Polars is loaded. Of several places each keeps what the others
# ask the system for; large pieces go to one that keeps nothing; and Polars lets it keep a page for half a second, which a
# linkage of a million records is often done with and back again.
POLARS_MEMORY: Final = "_RJEM_MALLOC_CONF"
_ONE_PLACE: Final = "narenas:1,oversize_threshold:0,dirty_decay_ms:2000,muzzy_decay_ms:0"


def keep_freed_memory() -> None:
    """Tell glibc and, where it is not loaded yet, Polars to hand freed memory out again instead of giving it back to the
    system at once; elsewhere do nothing. What somebody has told Polars otherwise holds.

    Columns of a million numbers come and go a thousand times in a linkage, and the system clears every page that it gives
    anew: of 6.6 core-seconds that is .3 for numpy's columns and as much again for Polars'. To keep pages for ever saves no
    more, and three million records then need 300 MB more.
    """
    os.environ.setdefault(POLARS_MEMORY, _ONE_PLACE)
    try:
        option = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):  # no glibc
        return
    option(_MMAP_THRESHOLD, _ARRAYS)
    option(_TRIM_THRESHOLD, _KEPT)
