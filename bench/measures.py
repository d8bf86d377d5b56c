"""``baansuk measure`` beside a plain Polars program that writes the same figures: ``python -m bench.measures [--nation]``.

The households are invented (bench.measure_frames) and lie in no order of place. Each program is a whole process, started
anew; the best of three is told for those of a second or two.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import polars as pl

from bench import measure_frames
from bench.measure import Cost, cost_of

BAANSUK = [sys.executable, "-m", "baansuk.command", "measure"]
PEER = [sys.executable, "-m", "bench.measure_polars"]
KEYS = ["measure", "indicator", "k", "by", "group", "time"]
MILLION, NATION = 1_000_000, 27_000_000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="bench.measures")
    parser.add_argument("--nation", action="store_true", help="27,000,000 households as well (6 GB of disk, minutes)")
    parser.add_argument("--folder", type=Path, help="where to keep the data; a private folder when not given")
    asked = parser.parse_args()
    print(
        f"{platform.machine()}, Python {platform.python_version()}, DuckDB {version('duckdb')}, Polars {version('polars')}"
    )
    with tempfile.TemporaryDirectory(dir=asked.folder) as made:
        million(asked.folder or Path(made), Path(made))
        if asked.nation:
            nation(asked.folder or Path(made), Path(made))


def million(folder: Path, work: Path) -> None:
    """A million households: points and errors against the peer's points."""
    data = _data(folder / "million", MILLION)
    peer = _best("Polars, points", [*PEER, str(data / "households.parquet"), str(work / "peer.parquet")])
    points = _best("baansuk measure, points", _measure(data, "points", work / "points"))
    errors = _best("baansuk measure, with errors", _measure(data, "errors", work / "errors"))
    _agree(work / "points" / "measures.parquet", work / "peer.parquet")
    print(f"  points {points.wall / peer.wall:.2f} times Polars' wall, {points.core / peer.core:.2f} times its core-s")
    print(f"  errors {errors.wall / peer.wall:.2f} times Polars' wall, {errors.core / peer.core:.2f} times its core-s")


def nation(folder: Path, work: Path) -> None:
    """A nation: points from Parquet; packed into a store; other weights and cut-offs from the store."""
    data = _data(folder / "nation", NATION)
    _best("nation, points", _measure(data, "points", work / "nation"), 1)
    kept = ["--store", str(work / "store")]
    _best("nation, packed into a store", [*_measure(data, "points", work / "packed"), *kept], 1)
    other = (data / "points.toml").read_text().replace(f'"{measure_frames.CUTOFF}"', '"2/5"')
    (data / "other.toml").write_text(other)
    _best("nation, another cut-off from the store", [*_measure(data, "other", work / "other"), *kept])
    weighed = other.replace('name = "health"', 'name = "health"\nweight = "1/2"')
    for name in list(measure_frames.DIMENSIONS)[1:]:
        weighed = weighed.replace(f'name = "{name}"\n', f'name = "{name}"\nweight = "1/8"\n')
    (data / "weighed.toml").write_text(weighed)
    _best("nation, other weights from the store", [*_measure(data, "weighed", work / "weighed"), *kept])


def _data(folder: Path, households: int) -> Path:
    if not (folder / "survey.toml").exists():
        measure_frames.make(folder, households)
    return folder


def _measure(data: Path, framework: str, out: Path) -> list[str]:
    files = [str(data / "households.parquet"), "--framework", str(data / f"{framework}.toml")]
    return [*BAANSUK, *files, "--out", str(out), "--force"]


def _best(name: str, command: list[str], turns: int = 3) -> Cost:
    """Run a command some times; tell and return the quickest."""
    best = min((cost_of(command) for _ in range(turns)), key=lambda cost: cost.wall)
    print(f"{name:<45}{best.wall:8.2f} s wall {best.core:7.2f} core-s {best.peak_mb:7.0f} MB", flush=True)
    return best


def _agree(ours: Path, peer: Path) -> None:
    """Hold the two programs to the same figures."""
    one, other = (pl.read_parquet(path).with_columns(pl.col(KEYS).cast(pl.String)).sort(KEYS) for path in (ours, peer))
    if not one.select(KEYS, "n").equals(other.select(KEYS, "n")):
        raise SystemExit("the two programs tell of different figures")
    apart = (one["b"] - other["b"]).abs().max()
    print(f"  {len(one):,} figures each, at most {apart:.1e} apart")


if __name__ == "__main__":
    main()
