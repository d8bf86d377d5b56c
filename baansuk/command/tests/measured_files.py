"""Writes small frameworks and their rows to files, runs ``baansuk measure`` on them in this process and reads its tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from baansuk.assess.measuring.tests.small_frameworks import Plan, toml
from baansuk.command import __main__ as command

Row = Mapping[str, Any]
Columns = Mapping[str, Any]  # the Polars type of every column


@dataclass
class Files:
    """A folder with a framework and its rows."""

    folder: Path
    data: Path
    framework: Path

    def measure(self, *more: str | Path, out: str = "out", engine: str | None = None) -> int:
        engines = ["--engine", engine] if engine else []
        places = [self.data, "--framework", self.framework, "--out", self.folder / out]
        return command.run(["measure", *map(str, [*places, *engines, *more])])

    def table(self, name: str, out: str = "out") -> list[dict[str, Any]]:
        """The rows of a table; none where it was not asked for, as changes without times."""
        if not (self.folder / out / f"{name}.parquet").exists():
            return []
        return pl.read_parquet(self.folder / out / f"{name}.parquet").to_dicts()

    def report(self, out: str = "out") -> dict[str, Any]:
        told = json.loads((self.folder / out / "report.json").read_text())
        assert isinstance(told, dict)
        return told


def files(folder: Path, rows: Iterable[Row], plan: Plan | str, columns: Columns | None = None) -> Files:
    """Write the rows and the framework; without ``columns`` Polars guesses the types from the rows."""
    folder.mkdir(parents=True, exist_ok=True)
    data, framework = folder / "data.parquet", folder / "framework.toml"
    pl.DataFrame(list(rows), schema=columns, orient="row", infer_schema_length=None).write_parquet(data)
    framework.write_text(plan if isinstance(plan, str) else toml(plan))
    return Files(folder, data, framework)
