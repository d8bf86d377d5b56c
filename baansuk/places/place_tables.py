"""The resolver's answers for a whole table at once, by joins on the distinct places that the table names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import polars as pl

from baansuk.places.names import AMPHOE, LEVELS, PROVINCE, TAMBON, VILLAGE, area_key, village_key
from baansuk.places.resolver import Resolver

_CELLS = ["province", "amphoe", "tambon", "village_no", "written_code"]
_KEYS = ["province_key", "amphoe_key", "tambon_key"]
_ANSWER = ["area_code", "tambon_code", "village_code", "problem"]


def name_table(resolver: Resolver) -> pl.DataFrame:
    """Return every way to name an area: columns province_key, amphoe_key, tambon_key ("" = not named) and code.

    The code is that of the deepest key of the row. One combination of keys with several codes is ambiguous.
    """
    own = pl.DataFrame(
        [(code, key) for code, keys in sorted(resolver.keys.items()) for key in sorted(keys)],
        schema={"code": pl.String, "key": pl.String},
        orient="row",
    )
    codes = own.select("code").unique()
    above = [
        pl.concat([_of_level(own, level), codes.select(pl.col("code").str.slice(0, level), key=pl.lit(""))]).unique()
        for level in (PROVINCE, AMPHOE)
    ]
    province = _of_level(own, PROVINCE).select("code", province_key="key", amphoe_key=pl.lit(""), tambon_key=pl.lit(""))
    amphoe = _of_level(own, AMPHOE).select("code", amphoe_key="key", tambon_key=pl.lit(""))
    tambon = _with_parent(_of_level(own, TAMBON).rename({"key": "tambon_key"}), above[1], AMPHOE, "amphoe_key")
    deeper = [_with_parent(frame, above[0], PROVINCE, "province_key") for frame in (amphoe, tambon)]
    return pl.concat([frame.select(*_KEYS, "code") for frame in (province, *deeper)])


def _of_level(keys: pl.DataFrame, level: int) -> pl.DataFrame:
    return keys.filter(pl.col("code").str.len_bytes() == level)


def _with_parent(frame: pl.DataFrame, parents: pl.DataFrame, level: int, column: str) -> pl.DataFrame:
    return frame.join(
        parents.rename({"code": "parent", "key": column}),
        left_on=pl.col("code").str.slice(0, level),
        right_on="parent",
    )


def _village_table(resolver: Resolver) -> pl.DataFrame:
    """Return tambon, village_key (number or name) and village: held villages and retired ones with today's code."""
    rows = [
        (code[:TAMBON], key, code)
        for code, keys in resolver.keys.items()
        if len(code) == VILLAGE
        for key in {code[TAMBON:], *keys}
    ]
    rows += [
        (old[:TAMBON], old[TAMBON:], today)
        for old, codes in resolver.successors.items()
        if len(old) == VILLAGE and old not in resolver.names
        for today in codes
    ]
    return pl.DataFrame(
        rows, schema={"tambon": pl.String, "village_key": pl.String, "village": pl.String}, orient="row"
    )


@dataclass
class PlaceTable:
    """The tables behind one resolver, built once and used for every batch of rows."""

    resolver: Resolver
    names: pl.DataFrame = field(init=False)
    villages: pl.DataFrame = field(init=False)

    def __post_init__(self) -> None:
        self.names = name_table(self.resolver)
        self.villages = _village_table(self.resolver)

    def resolve_table(
        self,
        rows: pl.DataFrame,
        *,
        province_col: str | None = None,
        amphoe_col: str | None = None,
        tambon_col: str | None = None,
        village_no_col: str | None = None,
        area_code_col: str | None = None,
        default_province: str = "",
    ) -> pl.DataFrame:
        """Return area_code, tambon_code, village_code and problem for each row, in the order of the rows.

        The columns named hold text as written (null = not written). Answers are those of ``Resolver.resolve``, null
        in place of "". Work grows with the distinct places, not with the rows.
        """
        columns = (province_col, amphoe_col, tambon_col, village_no_col, area_code_col)
        cells = rows.select(
            (pl.col(column).cast(pl.String).fill_null("") if column else pl.repeat("", pl.len())).alias(cell)
            for column, cell in zip(columns, _CELLS, strict=True)
        )
        distinct = cells.unique()
        answers = distinct.hstack(self._resolve_distinct(distinct, default_province))
        written = [cell for column, cell in zip(columns, _CELLS, strict=True) if column] or _CELLS[:1]
        return cells.join(answers, on=written, how="left", maintain_order="left").select(_ANSWER)

    def _resolve_distinct(self, cells: pl.DataFrame, default_province: str) -> pl.DataFrame:
        """Return the answers for distinct places, one row each, in their order."""
        keyed = self._with_keys(self._with_context(cells), default_province).with_row_index("place")
        answered = self._with_found(keyed).with_columns(code=_code(), problem=_problem())
        return (
            self._with_village(answered)
            .sort("place")
            .select(
                _or_null("code").alias("area_code"),
                pl.when(_level("code") >= TAMBON).then(pl.col("code").str.slice(0, TAMBON)).alias("tambon_code"),
                pl.when(_level("code") == VILLAGE).then(pl.col("code")).alias("village_code"),
                _or_null("problem").alias("problem"),
            )
        )

    def _with_context(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Add what the code column says: context (a code), doubt (a problem), split (the code became several)."""
        written = cells["written_code"].unique().to_list()
        contexts = [self.resolver.read_code(text) for text in written]
        table = pl.DataFrame(
            {
                "written_code": written,
                "context": [context.code for context in contexts],
                "doubt": [context.problem for context in contexts],
                "split": [bool(context.candidates) for context in contexts],
            },
            schema_overrides={"written_code": pl.String, "context": pl.String, "doubt": pl.String, "split": pl.Boolean},
        )
        return cells.join(table, on="written_code", how="left", maintain_order="left")

    def _with_keys(self, cells: pl.DataFrame, default_province: str) -> pl.DataFrame:
        """Add the keys of the written names; the default province where a name stands without one."""
        keyed = cells.with_columns(
            *(
                _key_of(cells[cell], partial(area_key, level=level)).alias(key)
                for cell, key, level in zip(_CELLS[:3], _KEYS, LEVELS, strict=False)
            ),
            _key_of(cells["village_no"], village_key).alias("village_key"),
        )
        if default_province:
            lacking = (pl.col("province_key") == "") & (pl.col("context") == "") & _named(_KEYS[1:])
            default = self.resolver.province_key(default_province)
            keyed = keyed.with_columns(province_key=pl.when(lacking).then(pl.lit(default)).otherwise("province_key"))
        return keyed

    def _with_found(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Add how many areas carry the names, agree with the code or lie inside it, and one of each."""
        pairs = cells.filter(_named(_KEYS)).select("place", "context", *_KEYS).join(self.names, on=_KEYS)
        agrees = pl.col("code").str.starts_with(pl.col("context")) | pl.col("context").str.starts_with(pl.col("code"))
        inside = agrees & (_level("code") > _level("context"))
        counted = pairs.group_by("place").agg(
            column
            for name, chosen in (("found", pl.lit(True)), ("agreeing", agrees), ("inside", inside))
            for column in (
                chosen.sum().cast(pl.Int64).alias(f"{name}_count")
                if name != "found"
                else pl.len().cast(pl.Int64).alias("found_count"),
                pl.col("code").filter(chosen).min().alias(name),
            )
        )
        counts = [f"{name}_count" for name in ("found", "agreeing", "inside")]
        return cells.join(counted, on="place", how="left").with_columns(pl.col(counts).fill_null(0))

    def _with_village(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Go from the tambon to its village where a number or a name is written."""
        tambon = pl.col("code").str.slice(0, TAMBON)
        asked = cells.filter((pl.col("village_key") != "") & (_level("code") >= TAMBON)).with_columns(tambon=tambon)
        matches = (
            asked.select("place", "code", "tambon", "village_key")
            .join(self.villages, on=["tambon", "village_key"])
            .group_by("place")
            .agg(
                pl.len().alias("village_count"),
                pl.col("village").min(),
                (pl.col("village") == pl.col("code")).any().alias("same_listed"),
            )
        )
        listed = pl.col("tambon").is_in(list(self.resolver.village_tambons))
        number = pl.col("village_key").str.contains("^[0-9]{2}$")
        untold = number & ~listed & pl.col("village").is_null()
        asked = asked.join(matches, on="place", how="left").with_columns(
            village_count=pl.when(untold).then(1).otherwise(pl.col("village_count").fill_null(0)),
            village=pl.when(untold).then(pl.col("tambon") + pl.col("village_key")).otherwise("village"),
            number=number,
            same=(pl.col("village_key") == pl.col("code").str.slice(TAMBON))
            | pl.col("same_listed").fill_null(False)
            | (~number & ~listed),
        )
        decided = asked.select("place", **_village_decision())
        rest = cells.join(decided, on="place", how="anti").select("place", "code", "problem")
        return pl.concat([rest, decided])


def _level(column: str) -> pl.Expr:
    return pl.col(column).str.len_bytes()


def _named(keys: list[str]) -> pl.Expr:
    return pl.any_horizontal(pl.col(key) != "" for key in keys)


def _or_null(column: str) -> pl.Expr:
    return pl.when(pl.col(column) != "").then(pl.col(column))


def _key_of(cells: pl.Series, key: Callable[[str], str]) -> pl.Series:
    """Return the keys of a column; the reading in Python is done once for each different text."""
    written = cells.unique().to_list()
    return cells.replace_strict(written, [key(text) for text in written], return_dtype=pl.String)


def _cases() -> list[tuple[pl.Expr, pl.Expr, pl.Expr]]:
    """Return the rules in the order of ``Resolver``: when, which code, which problem."""
    nothing = pl.lit("")
    context, doubt = pl.col("context"), pl.col("doubt")
    deeper = pl.when(_level("agreeing") > _level("context")).then(pl.col("agreeing")).otherwise(context)
    return [
        (~_named(_KEYS) & pl.col("split"), nothing, pl.lit("ambiguous")),
        (~_named(_KEYS) & (context == "") & (doubt == ""), nothing, pl.lit("missing")),
        (~_named(_KEYS), context, doubt),
        ((doubt == "unknown_code") & (pl.col("found_count") == 1), pl.col("found"), doubt),
        (doubt == "unknown_code", nothing, doubt),
        (pl.col("split") & (pl.col("inside_count") == 1), pl.col("inside"), pl.lit("retired_code")),
        (pl.col("split"), nothing, pl.lit("ambiguous")),
        (pl.col("agreeing_count") == 1, deeper, doubt),
        (pl.col("agreeing_count") > 1, nothing, pl.lit("ambiguous")),
        (context != "", context, pl.when(doubt == "").then(pl.lit("disagree")).otherwise(doubt)),
        (pl.lit(True), nothing, pl.lit("unknown")),
    ]


def _code() -> pl.Expr:
    return pl.coalesce(pl.when(condition).then(code) for condition, code, _ in _cases())


def _problem() -> pl.Expr:
    return pl.coalesce(pl.when(condition).then(problem) for condition, _, problem in _cases())


def _village_decision() -> dict[str, pl.Expr]:
    """Return the code and problem once the village is looked up; an earlier problem is never covered by a later one."""
    one = pl.col("village_count") == 1
    moved = pl.col("number") & (pl.col("village") != pl.col("code") + pl.col("village_key"))
    given = _level("code") == VILLAGE
    later = (
        pl.when(given)
        .then(pl.when("same").then(pl.lit("")).otherwise(pl.lit("disagree")))
        .when(one)
        .then(pl.when(moved).then(pl.lit("retired_code")).otherwise(pl.lit("")))
        .otherwise(pl.lit("unknown_village"))
    )
    return {
        "code": pl.when(~given & one).then(pl.col("village")).otherwise("code"),
        "problem": pl.when(pl.col("problem") == "").then(later).otherwise("problem"),
    }
