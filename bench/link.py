"""Our linkage beside Splink 5 on the same registers, and on FEBRL: ``python -m bench.link [NAME…] [--engine spark]``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from bench import febrl, link_sample, link_truth
from bench.link_cleaned import cleaned
from bench.link_peer_model import described
from bench.link_spark import bare_session, cost_with_jvm
from bench.measure import Cost, cost_of

BAANSUK = [sys.executable, "-m", "baansuk.command"]
# What both sides do before they link; Splink is fed the cleaned table, so neither side's linking counts it.
BEFORE_LINKING = ("read", "clean")
# What Splink does not do: it stops at clusters in memory, without a queue, a state to go on from, or files.
AFTER_CLUSTERS = ("review", "state", "write")
SEED = 1


@dataclass(frozen=True)
class Registers:
    """The files of one data set and the truth about them."""

    paths: list[Path]
    truth: Path


@dataclass(frozen=True)
class Row:
    """What one data set showed; None where it was not asked."""

    name: str
    records: int
    ours: Cost
    before: link_truth.Score
    after: link_truth.Score
    ceiling: float
    queue: int
    conflicts: int
    two_ids: int
    report: dict[str, Any] = field(repr=False)
    peer: dict[str, Any] | None = field(repr=False)


def generated(records: int, *options: str) -> Callable[[Path], Registers]:
    """Three registers of the generator, which knows nothing of the linker."""

    def make(folder: Path) -> Registers:
        command = [sys.executable, "-m", "bench.link_registers", str(folder)]
        cost_of([*command, "--records", str(records), "--seed", str(SEED), *options])
        return _written(folder)

    return make


def sample(records: int) -> Callable[[Path], Registers]:
    """Three registers of the sample province, of about this many records."""

    def make(folder: Path) -> Registers:
        persons = round(records / link_sample.ROWS_PER_PERSON)
        only = [word for source in ("truth", *link_sample.SOURCES) for word in ("--only", source)]
        cost_of([*BAANSUK, "sample", str(folder / "province"), "--persons", str(persons), *only])
        return Registers(link_sample.convert(folder / "province", folder), folder / "truth.parquet")

    return make


def of_febrl(name: str) -> Callable[[Path], Registers]:
    """One of the FEBRL sets."""
    return lambda folder: Registers(febrl.convert(name, folder), folder / "truth.parquet")


SETS: dict[str, Callable[[Path], Registers]] = {
    "generator-100k": generated(100_000),
    "generator-1m": generated(1_000_000),
    "hard-100k": generated(100_000, "--hard"),
    "no-ids-100k": generated(100_000, "--no-ids", "C"),
    "sample-100k": sample(100_000),
    "sample-1m": sample(1_000_000),
    "febrl3": of_febrl("febrl3"),
    "febrl4": of_febrl("febrl4"),
}


def _written(folder: Path) -> Registers:
    truth = folder / "truth.parquet"
    return Registers(sorted(path for path in folder.glob("*.parquet") if path != truth), truth)


def link(registers: Registers, out: Path, *options: str) -> list[str]:
    """Return the command that links these registers into ``out``."""
    return [*BAANSUK, "link-files", *map(str, registers.paths), "--out", str(out), *options]


def measure(name: str, folder: Path) -> Row:
    """Make a data set, link it twice (the second time with its queue answered), let Splink link it too."""
    registers = SETS[name](folder)
    first, second = folder / "linked", folder / "reviewed"
    ours = cost_of(link(registers, first))
    judged = link_truth.answer(first / "review.parquet", registers.truth)
    cost_of(link(registers, second, "--judgements", str(judged)))
    table = cleaned(registers.paths, folder / "cleaned.parquet")
    ids = _ids(table)
    return Row(
        name=name,
        records=_rows(table),
        ours=ours,
        before=link_truth.score(first / "clusters.parquet", registers.truth),
        after=link_truth.score(second / "clusters.parquet", registers.truth),
        ceiling=link_truth.ceiling(registers.truth, ids),
        queue=_rows(first / "review.parquet"),
        conflicts=link_truth.conflicting_pairs(registers.truth, ids),
        two_ids=link_truth.persons_with_two_ids(first / "clusters.parquet", ids),
        report=json.loads((first / "report.json").read_text()),
        # Splink's rules are tuned for Thai registers; on FEBRL they would show it worse than it is.
        peer=None if name in febrl.FILES else _peer(table, registers.truth, folder / "peer.json"),
    )


def _rows(path: Path) -> int:
    return int(pl.scan_parquet(path).select(pl.len()).collect().item())


def _ids(table: Path) -> pl.DataFrame:
    """Return record_id and id; FEBRL has none at all, which the truth's own reading of registers does not expect."""
    return pl.read_parquet(table, columns=["record_id", "national_id"]).select("record_id", id="national_id")


def alone(report: dict[str, Any], without: tuple[str, ...] = BEFORE_LINKING) -> float:
    """Core-seconds of all steps but those, as ``report.json`` counts them."""
    return sum(float(step["core_seconds"]) for step in report["steps"] if step["step"] not in without)


def _peer(table: Path, truth: Path, out: Path) -> dict[str, Any]:
    cost_of([sys.executable, "-m", "bench.link_peer", str(table), str(truth), str(out)])
    told: dict[str, Any] = json.loads(out.read_text())
    return told


def show(rows: Sequence[Row]) -> None:
    """Print one table, then what either side was set to."""
    titles = (
        *(
            "data set",
            "records",
            "core-s",
            "s",
            "MB",
            "F1",
            "after review",
            "ceiling",
            "queue",
            "true pairs of two ids",
            "two ids",
        ),
        *(
            "linking",
            "to clusters",
            "Splink",
            "times",
            "to clusters",
            "Splink F1",
            "cut to one id",
            "its two ids",
            "error to its",
        ),
    )
    lines = [titles, *(_cells(row) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(titles))]
    for line in lines:
        print("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)))
    print("\nlinking, Splink: core-seconds after cleaning, imports and reading left out on both sides.")
    print("to clusters: without our queue, state and files, which Splink does not make.")
    print("Splink's threshold is the best by the truth; ours is its own.")
    print("cut to one id: Splink's persons of two valid ids taken apart, as ours must be before a human has looked.\n")
    print(f"Splink's settings: {described()}")
    for row in rows:
        if row.peer:
            steps = ", ".join(f"{name} {core}" for name, core in row.peer["core_by_step"].items())
            print(f"  {row.name}: Splink's threshold {row.peer['threshold_weight']} bits; core-s: {steps}")
        print(f"  {row.name}: ours learned from {row.report['learned_from']}; {_settings(row.report)}")


def _settings(report: dict[str, Any]) -> str:
    """What the linker says it was set to, and its core-seconds step by step."""
    steps = ", ".join(f"{step['step']} {step['core_seconds']:.2f}" for step in report["steps"])
    return f"settings {json.dumps(report.get('settings'), ensure_ascii=False)}; core-s: {steps}"


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.name,
        f"{row.records:,}",
        f"{row.ours.core:.1f}",
        f"{row.ours.wall:.1f}",
        f"{row.ours.peak_mb:.0f}",
        f"{row.before.f1:.4f}",
        f"{row.after.f1:.4f}",
        f"{row.ceiling:.4f}",
        f"{row.queue:,} ({row.queue / row.records:.2%})",
        str(row.conflicts),
        str(row.two_ids),
        f"{alone(row.report):.2f}",
        f"{alone(row.report, BEFORE_LINKING + AFTER_CLUSTERS):.2f}",
        *(_beside(row, row.peer) if row.peer else ["-"] * 7),
    )


def _beside(row: Row, peer: dict[str, Any]) -> tuple[str, ...]:
    error = f"{(1 - row.before.f1) / (1 - peer['f1']):.0%}" if peer["f1"] < 1 else "-"
    return (
        f"{peer['core_seconds']:.2f}",
        f"{peer['core_seconds'] / alone(row.report):.1f}",
        f"{peer['core_seconds'] / alone(row.report, BEFORE_LINKING + AFTER_CLUSTERS):.1f}",
        f"{peer['f1']:.4f}",
        f"{peer['f1_cut_to_one_id']:.4f}",
        str(peer["two_ids"]),
        error,
    )


def on_spark(records: int, folder: Path) -> None:
    """Link the same registers on DuckDB and on Spark; a bare session is measured in the same run and taken off."""
    registers = generated(records)(folder)
    duckdb = cost_of(link(registers, folder / "duckdb"))
    bare = bare_session()
    spark = cost_with_jvm(link(registers, folder / "spark", "--engine", "spark"))
    same = _clusters(folder / "duckdb").equals(_clusters(folder / "spark"))
    print(f"{records:,} records: DuckDB {duckdb}; Spark local[2], JVM included {spark}; a bare session {bare}")
    print(f"  less the session {(spark.core - bare.core) / duckdb.core:.1f} times DuckDB; same clusters: {same}")


def _clusters(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / "clusters.parquet").select("record_id", "person_id").sort("record_id")


def main() -> None:
    """Measure the named sets, all when none is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SETS))
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    parser.add_argument("--records", type=int, nargs="*", default=[1_000_000, 5_000_000], help="sizes for Spark")
    asked = parser.parse_args()
    unknown = set(asked.names) - set(SETS)
    if unknown:
        parser.error(f"no such data set: {', '.join(sorted(unknown))}; there are {', '.join(SETS)}")
    packages = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "splink", "polars"))
    print(f"# Linkage: {os.cpu_count()} cores, Python {platform.python_version()}, {packages}")
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        if asked.engine == "spark":
            for records in asked.records:
                on_spark(records, _fresh(Path(folder), str(records)))
        else:
            show([measure(name, _fresh(Path(folder), name)) for name in asked.names or SETS])


def _fresh(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


if __name__ == "__main__":
    main()
