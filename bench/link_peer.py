"""Runs Splink 5 on a cleaned table and tells F1 and core-seconds: ``python -m bench.link_peer CLEANED TRUTH OUT``."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import duckdb
import numpy as np

# Splink imports these two when it first fetches a result, a core-second that would be counted as linking.
import pandas  # type: ignore[import-untyped]  # noqa: F401
import polars as pl
import pyarrow  # noqa: F401
from numpy.typing import NDArray
from scipy.sparse import coo_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]
from splink import DuckDBAPI, Linker, block_on

from bench.link_peer_model import TUNING, Tuning, settings

SEED = 1
BEFORE_LINKING = ("imports", "load")
# Where a threshold is looked for, in match weights (bits).
WEIGHTS = np.arange(-2.0, 40.0, 0.5)


class Steps:
    """Seconds and core-seconds of each named step of this process."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.core: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure what stands in the block; process time counts all threads."""
        wall, core = time.perf_counter(), time.process_time()
        yield
        self.seconds[name] = round(time.perf_counter() - wall, 3)
        self.core[name] = round(time.process_time() - core, 3)


def run(table: Path, truth: Path, tuning: Tuning = TUNING) -> dict[str, object]:
    """Link ``table`` and return steps, F1 at the threshold that the truth likes best, and what was chosen."""
    steps = Steps()
    steps.core["imports"] = round(time.process_time(), 3)
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    with steps.step("load"):
        connection.execute(f"CREATE TABLE cleaned AS FROM read_parquet('{table}')")
        api = DuckDBAPI(connection)
        linker = Linker(api.register("cleaned"), settings(tuning), log_level=logging.ERROR, validate_settings=False)
    _train(linker, tuning, steps)
    with steps.step("predict"):
        pairs = linker.inference.predict(threshold_match_weight=tuning.keep_above, warning_mode="never")
    persons = _persons(table, truth)
    chosen = _best_threshold(connection, pairs.physical_name, persons)
    with steps.step("cluster"):
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_weight=chosen)
    found = connection.sql(f"FROM {clusters.physical_name}").pl().sort("unique_id")
    precision, recall, f1 = pair_score(found["cluster_id"].to_numpy(), persons)
    counted = {name: cost for name, cost in steps.core.items() if name not in BEFORE_LINKING}
    return {
        "f1": f1,
        "precision": precision,
        "recall": recall,
        "threshold_weight": chosen,
        "core_seconds": round(sum(counted.values()), 2),
        "seconds": round(sum(steps.seconds[name] for name in counted), 2),
        "core_from_reading_to_clusters": round(sum(steps.core.values()), 2),
        "core_by_step": steps.core,
        "pairs_kept": connection.sql(f"SELECT count(*) FROM {pairs.physical_name}").fetchall()[0][0],
        "tuning": asdict(tuning),
        "two_ids": _two_ids(connection, clusters.physical_name),
        "f1_cut_to_one_id": pair_score(_cut_to_one_id(connection, clusters.physical_name), persons)[2],
    }


def _train(linker: Linker, tuning: Tuning, steps: Steps) -> None:
    train = linker.training
    with steps.step("prior"):
        train.estimate_probability_two_random_records_match(
            [
                block_on("national_id"),
                block_on("given_sound", "family_sound", "birth_year", "birth_month", "birth_day"),
            ],
            recall=0.9,
        )
    with steps.step("u"):
        train.estimate_u_using_random_sampling(
            max_pairs=tuning.u_pairs, seed=SEED, min_count_per_level=None, num_chunks=1
        )
    with steps.step("m"):
        for rule in (("given_sound", "family_sound"), ("birth_year", "birth_month", "birth_day", "tambon")):
            train.estimate_parameters_using_expectation_maximisation(
                block_on(*rule),
                estimate_without_term_frequencies=True,
                max_pairs=tuning.em_pairs,
            )


def _persons(table: Path, truth: Path) -> NDArray[np.int64]:
    """Return the number of the true person of each record, in the order of unique_id."""
    records = pl.scan_parquet(table).select("unique_id", "record_id")
    joined = records.join(pl.scan_parquet(truth), on="record_id", how="left").sort("unique_id").collect()
    return joined["person"].rank("dense").cast(pl.Int64).to_numpy()


def _best_threshold(connection: duckdb.DuckDBPyConnection, pairs: str, persons: NDArray[np.int64]) -> float:
    """Try every threshold by the truth: a benefit that nobody has in practice, and that we do not take ourselves."""
    edges = connection.sql(f"SELECT unique_id_l, unique_id_r, match_weight FROM {pairs}").fetchnumpy()
    tried = []
    for weight in WEIGHTS:
        kept = edges["match_weight"] >= weight
        left, right = edges["unique_id_l"][kept], edges["unique_id_r"][kept]
        graph = coo_array((np.ones(len(left), dtype=bool), (left, right)), shape=(len(persons), len(persons)))
        tried.append((pair_score(connected_components(graph, directed=False)[1], persons)[2], float(weight)))
    return max(tried)[1]


def pair_score(clusters: NDArray[np.generic], persons: NDArray[np.int64]) -> tuple[float, float, float]:
    """Return precision, recall and F1 over all pairs in one person, counted by the sizes of groups."""
    frame = pl.DataFrame({"cluster": clusters, "person": persons})

    def within(*columns: str) -> int:
        sizes = pl.col("len").cast(pl.Int64)
        return int(frame.group_by(columns).len().select((sizes * (sizes - 1) // 2).sum()).item())

    both, found, true = within("cluster", "person"), within("cluster"), within("person")
    return both / max(found, 1), both / max(true, 1), 2 * both / max(found + true, 1)


def _two_ids(connection: duckdb.DuckDBPyConnection, clusters: str) -> int:
    """Count persons who hold two valid, different ids."""
    query = f"""SELECT count(*) FROM (SELECT cluster_id FROM {clusters} JOIN cleaned USING (unique_id)
        GROUP BY cluster_id HAVING count(DISTINCT cleaned.national_id) > 1)"""
    return int(connection.sql(query).fetchall()[0][0])


def _cut_to_one_id(connection: duckdb.DuckDBPyConnection, clusters: str) -> NDArray[np.int64]:
    """Return the groups in which no person holds two valid ids, as nobody may without a human: records without an id
    stay with the most of their person."""
    rows = connection.sql(
        f"SELECT unique_id, cluster_id, cleaned.national_id FROM {clusters} JOIN cleaned USING (unique_id)"
    )
    frame = rows.pl().sort("unique_id")
    of_id = frame.drop_nulls("national_id").group_by("cluster_id", "national_id").len()
    most = of_id.sort("len", "national_id", descending=[True, False]).unique(
        "cluster_id", keep="first", maintain_order=True
    )
    parted = frame.join(
        most.select("cluster_id", most="national_id"), on="cluster_id", how="left", maintain_order="left"
    )
    part = pl.struct("cluster_id", pl.coalesce("national_id", "most"))
    groups: NDArray[np.int64] = parted.select(part.rank("dense").cast(pl.Int64)).to_series().to_numpy()
    return groups


def main() -> None:
    """Write what the run tells as JSON to OUT."""
    table, truth, out = (Path(text) for text in sys.argv[1:4])
    out.write_text(json.dumps(run(table, truth), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
