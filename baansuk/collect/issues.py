"""The vocabulary of what can be wrong with a cell or row: its answer, its words, and the shape of the issues table."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

import polars as pl

from baansuk.thai.words import Words

REFUSED = "R"
QUESTION = "Q"
# One line per thing found: ``column`` is the header as it stands in the file, "" when the whole row is meant.
SHAPE: Mapping[str, type[pl.DataType]] = MappingProxyType(
    {
        "table": pl.String,
        "row": pl.Int64,
        "column": pl.String,
        "value": pl.String,
        "code": pl.String,
        "answer": pl.String,
        "hint": pl.String,
    }
)
LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class IssueKind:
    """One kind of issue: R (row refused) or Q (a person looks), the numbers of the cases it answers, and its words."""

    code: str
    answer: str
    cases: tuple[int, ...]
    words: Words


@lru_cache(maxsize=1)
def issue_kinds() -> Mapping[str, IssueKind]:
    """Return every kind of issue by its code, in file order."""
    tables = tomllib.loads(files("baansuk.collect").joinpath("issues.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            code: IssueKind(code, one["answer"], tuple(one.get("case", ())), Words(one["th"], one["en"]))
            for code, one in tables.items()
        }
    )


def no_issues() -> pl.DataFrame:
    """Return an issues table without a line."""
    return pl.DataFrame(schema=dict(SHAPE))


def as_issues(found: pl.DataFrame, table: str) -> pl.DataFrame:
    """Give a frame of ``row, column, value, code`` (and perhaps ``hint``) the shape of the issues table.

    Values are cut to 200 letters: a cell of a megabyte must not travel on in the error file.
    """
    answers = {code: kind.answer for code, kind in issue_kinds().items()}
    hint = pl.col("hint") if "hint" in found.columns else pl.lit("")
    return found.select(
        pl.lit(table).alias("table"),
        pl.col("row").cast(pl.Int64),
        pl.col("column").cast(pl.String),
        pl.col("value").cast(pl.String).fill_null("").str.slice(0, LONGEST_VALUE),
        pl.col("code").cast(pl.String),
        pl.col("code").cast(pl.String).replace_strict(answers, return_dtype=pl.String).alias("answer"),
        hint.cast(pl.String).fill_null("").alias("hint"),
    )


def issue_lines(lines: Iterable[tuple[int, str, str, str]], table: str) -> pl.DataFrame:
    """Return an issues table of ``(row, column, value, code)`` lines."""
    frame = pl.DataFrame(
        list(lines), schema={"row": pl.Int64, "column": pl.String, "value": pl.String, "code": pl.String}, orient="row"
    )
    return as_issues(frame, table)
