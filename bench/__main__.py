"""Prints every benchmark: ``python -m bench [NAME…]``; PERSONS=1000000 for the large ones."""

from __future__ import annotations

import importlib
import os
import platform
import sys
from importlib.metadata import version

NAMES = ("receive", "main_job", "pages", "access", "encryption", "breach", "verify")


def main() -> None:
    """Run the named benchmarks, all when none is named."""
    named = sys.argv[1:] or NAMES
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("django", "duckdb", "polars", "pyarrow", "python-calamine")
    )
    print(f"# Baansuk benchmarks: {os.cpu_count()} cores, Python {platform.python_version()}, {packages}")
    for name in named:
        importlib.import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main()
