"""Judges a linkage by the truth, exactly and by group sizes: ``python -m bench.link_truth REGISTERS CLUSTERS.parquet``.

REGISTERS is a folder that bench.link_registers made. A pair is two records of one person, inside a register as well.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1 over all pairs: of the linked that are true, of the true that are linked, and their F1."""

    precision: float
    recall: float
    f1: float


def main() -> None:
    """Print the score, the ceiling and what else the issue counts."""
    folder, clusters = Path(sys.argv[1]), Path(sys.argv[2])
    truth, ids = folder / "truth.parquet", ids_of(folder / f"{letter}.parquet" for letter in "ABC")
    print(score(clusters, truth))
    print(f"ceiling {ceiling(truth, ids):.5f}; true pairs with two ids {conflicting_pairs(truth, ids)}")
    print(f"persons of the linkage with two ids {persons_with_two_ids(clusters, ids)}")


def score(clusters: Path, truth: Path) -> Score:
    """Compare ``clusters`` (record_id, person_id) with ``truth`` (record_id, person), both Parquet.

    Raises ValueError unless both have every record exactly once. Without any linked (true) pair the precision
    (recall) is 1: nothing is wrong (missed).
    """
    said, true = (pl.read_parquet(path) for path in (clusters, truth))
    both = true.join(said, on="record_id", how="inner")
    if not both.height == said.height == true.height == both["record_id"].n_unique():
        raise ValueError("clusters and truth must have the same records, each once")
    return _score(both, "person_id")


def _score(records: pl.DataFrame, group: str) -> Score:
    right, linked, true = (pairs(records, by) for by in (["person", group], [group], ["person"]))
    return Score(
        precision=right / linked if linked else 1.0,
        recall=right / true if true else 1.0,
        f1=2 * right / (linked + true) if linked + true else 1.0,
    )


def pairs(records: pl.DataFrame, by: list[str]) -> int:
    """Count the pairs of rows alike in all columns ``by``: n (n - 1) / 2 for a group of n."""
    size = pl.col("len").cast(pl.Int64)
    return int(records.group_by(by).len().select((size * (size - 1) // 2).sum()).item())


def ids_of(registers: Iterable[Path]) -> pl.DataFrame:
    """Return record_id and id of all records: 13 digits with a right check digit, else null.

    Written here once more, after the issue and not after the linker: Thai digits count, blanks and dashes do not.
    """
    thai = dict(zip("๐๑๒๓๔๕๖๗๘๙", "0123456789", strict=True))
    rows = pl.concat([pl.read_parquet(path, columns=["record_id", "national_id"]) for path in registers])
    number = pl.col("national_id").cast(pl.String).str.replace_many(thai).str.replace_all(r"[\s-]", "")
    digits = [pl.col("id").str.slice(at, 1).cast(pl.Int32) for at in range(13)]
    total = pl.sum_horizontal(digit * (13 - at) for at, digit in enumerate(digits[:12]))
    thirteen = rows.select("record_id", pl.when(number.str.contains(r"^[0-9]{13}$")).then(number).alias("id"))
    return thirteen.with_columns(pl.when((11 - total % 11) % 10 == digits[12]).then("id").alias("id"))


def ceiling(truth: Path, ids: pl.DataFrame) -> float:
    """Return the F1 of the truth cut where valid ids (record_id, id or null) of one person differ.

    What no linker surpasses that never joins two ids unasked: each person falls apart into the records of each id,
    and those without one go with the most.
    """
    records = pl.read_parquet(truth).join(ids, on="record_id", how="left", validate="1:1")
    of_id = records.drop_nulls("id").group_by("person", "id").len()
    largest = of_id.sort("len", "id", descending=[True, False]).unique("person", keep="first", maintain_order=True)
    cut = records.join(largest.select("person", pl.col("id").alias("largest")), on="person", how="left")
    # An id that two persons bear must not join them, so the part is the person and the id together.
    part = pl.struct("person", pl.coalesce("id", "largest")).alias("part")
    return _score(cut.with_columns(part), "part").f1


def conflicting_pairs(truth: Path, ids: pl.DataFrame) -> int:
    """Count the true pairs whose two valid ids differ."""
    known = pl.read_parquet(truth).join(ids.drop_nulls("id"), on="record_id")
    return pairs(known, ["person"]) - pairs(known, ["person", "id"])


def persons_with_two_ids(clusters: Path, ids: pl.DataFrame) -> int:
    """Count the persons of a linkage that hold two or more different valid ids."""
    known = pl.read_parquet(clusters).join(ids.drop_nulls("id"), on="record_id")
    return known.group_by("person_id").agg(pl.col("id").n_unique()).filter(pl.col("id") > 1).height


def answer(review: Path, truth: Path, out: Path | None = None) -> Path:
    """Answer every pair of ``review`` (left, right) by the truth; returns the CSV (left, right, decision).

    It is written to ``out``, by default judgements.csv beside the review. Raises ValueError for a record that the
    truth does not know.
    """
    person = pl.read_parquet(truth, columns=["record_id", "person"])
    asked = pl.read_parquet(review, columns=["left", "right"])
    for side in ("left", "right"):
        of_side = person.select(pl.col("record_id").alias(side), pl.col("person").alias(f"person_{side}"))
        asked = asked.join(of_side, on=side, how="left", maintain_order="left")
    if asked.null_count().sum_horizontal().item():
        raise ValueError("the review has records that the truth does not know")
    same = pl.col("person_left") == pl.col("person_right")
    decision = pl.when(same).then(pl.lit("same")).otherwise(pl.lit("different")).alias("decision")
    path = out or review.with_name("judgements.csv")
    asked.select("left", "right", decision).write_csv(path)
    return path


if __name__ == "__main__":
    main()
