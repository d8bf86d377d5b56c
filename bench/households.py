"""Judges households by the truth: ``python -m bench households``; PERSONS=20000 of the sample province, as sent and spoilt.

The registers are received once by the main job; then only linked, as they came and with addresses and house codes spoilt
as registers spoil them. Nobody in it is real.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from bench.households_truth import Judged, judge
from bench.main_job import BAANSUK, furnished
from bench.measure import cost_of

if TYPE_CHECKING:
    from baansuk.link.reading import Table

SEED = 2569
# Shares of rows with an address, each on its own; nobody publishes them, so they are high enough for every case to occur.
RATES = {"house_code_missing": 0.5, "spelled_otherwise": 0.1, "one_typo": 0.04, "house_no_missing": 0.04}
# The same number as one agency writes it and another does not.
SPELLINGS = ("{key}หมู่{village}", "{key}ม{village}", "#{key}", "{key}(ใหม่)", "บลท{key}", "{key}-")


def main() -> None:
    """Print how well households are found in the sample as sent, and with its addresses spoilt."""
    persons = int(os.environ.get("PERSONS", "20000"))
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as name:
        folder = Path(name)
        tables, files = received(folder, persons)
        for title, spoil in (("as sent", False), ("addresses spelled otherwise, half the house codes gone", True)):
            given = spoilt(tables, folder / "spoilt") if spoil else tables
            linked = link(given, folder / ("linked-spoilt" if spoil else "linked"))
            tell(f"Households, {persons:,} persons, {title}", judge(linked, folder / "sample" / "truth", files))


def tell(title: str, judged: Judged) -> None:
    """Print one linkage."""
    print(f"\n## {title}")
    print(f"  persons in one household, pairs    {judged.persons}")
    print(f"  rows printed at one house, pairs   {judged.houses}")
    print(
        f"  true households                    {judged.true_homes:,}, found as several: {judged.twice:,}; "
        f"found in all: {judged.found_homes:,}"
    )
    print(
        f"  registered elsewhere               {judged.elsewhere:,}, of these one person with both memberships: "
        f"{judged.two_memberships:,}"
    )
    print(
        f"  moved, both houses told            {judged.moved:,}, of these the old one past and the new one of today: "
        f"{judged.past:,}, on the right day: {judged.dated:,}"
    )
    print(f"  families counted as they are       {judged.families:,} of {judged.true_homes:,}")
    for what, causes in (("lost", judged.lost), ("false", judged.false)):
        told = ", ".join(f"{cause} {count:,}" for cause, count in causes.items())
        print(f"  pairs {what + ' by cause':<28} {told or 'none'}")


def received(folder: Path, persons: int) -> tuple[list[Table], dict[int, str]]:
    """Make the sample and a house, run the main job once; return the clean tables in clear and each delivery's file."""
    environment = {"BAANSUK_VAR": str(folder / "var"), "BAANSUK_LANGUAGE": "en"}
    environment["BAANSUK_STORE"] = str(folder / "var" / "store")
    sample = folder / "sample"
    made = ["sample", str(sample), "--persons", str(persons), "--seed", os.environ.get("SEED", str(SEED))]
    cost_of([*BAANSUK, *made], environment=environment)
    furnished(sample, environment)
    cost_of([*BAANSUK, "run", str(sample / "registers")], environment=environment)
    os.environ |= environment
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baansuk.web.settings")
    import django  # after the folder is known

    django.setup()
    return _clear_tables(folder / "clear")


def _clear_tables(clear: Path) -> tuple[list[Table], dict[int, str]]:
    from baansuk.access.questions import today
    from baansuk.collect.models import Delivery
    from baansuk.collect.under_agreements import usable_tables
    from baansuk.link.reading import Table
    from baansuk.vault.shelf import unsealed

    clear.mkdir()
    told = {
        number: (name, str(part or "")) for number, name, part in Delivery.objects.values_list("pk", "filename", "part")
    }
    tables = []
    for one in usable_tables(today()).tables:
        path = clear / f"{one.delivery}-{one.table}.parquet"
        with unsealed(one.path) as opened:
            shutil.copyfile(opened, path)
        tables.append(
            Table(one.delivery, one.source, one.unit, one.table, path, one.agreement, part=told[one.delivery][1])
        )
    return tables, {number: name for number, (name, _) in told.items()}


def link(tables: Sequence[Table], folder: Path, before: Path | None = None) -> Path:
    """Link clean tables without a database; returns the folder of the edition's files."""
    from baansuk.engine import open_engine
    from baansuk.link.linker import link_tables
    from baansuk.link.workshop import Asked
    from baansuk.people.trust import load_trust

    work = folder / "work"
    work.mkdir(parents=True)
    taken: set[str] = set()
    with open_engine("duckdb", memory="2GB", spill=work / "spill") as engine:
        link_tables(engine, Asked(tables, folder, work, before, load_trust(), _marks, taken, home="99"))
    shutil.rmtree(work)
    return folder


def _marks(keys: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"id_key": keys, "id_index": keys, "id_masked": keys.str.tail(4)})


def spoilt(tables: Sequence[Table], folder: Path) -> list[Table]:
    """Write the tables once more, their addresses and house codes spoilt at ``RATES``."""
    folder.mkdir()
    made = []
    for number, table in enumerate(tables):
        path = folder / table.path.name
        frame = pl.read_parquet(table.path)
        if "house_key" in frame.columns or "house_code" in frame.columns:
            frame = _spoil(frame, np.random.default_rng([SEED, number]))
        frame.write_parquet(path)
        made.append(replace(table, path=path))
    return made


def _spoil(frame: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    def drawn(kind: str) -> pl.Series:
        return pl.Series(rng.random(frame.height) < RATES[kind])

    if "house_code" in frame.columns:
        frame = frame.with_columns(house_code=pl.when(~drawn("house_code_missing")).then("house_code"))
    if "house_key" not in frame.columns:
        return frame
    key, village = pl.col("house_key"), pl.coalesce("village_no", pl.lit("1"))
    which = pl.Series(rng.integers(0, len(SPELLINGS), frame.height))
    spelled = pl.coalesce(
        pl.when(which == number).then(_written(pattern, key, village)) for number, pattern in enumerate(SPELLINGS)
    )
    digit = pl.Series([str(one) for one in rng.integers(0, 10, frame.height)])
    typed = pl.concat_str(key.str.head(key.str.len_chars() - 1), digit)
    return frame.with_columns(
        house_key=pl.when(drawn("house_no_missing")).then(None).when(drawn("one_typo")).then(typed)
        .when(drawn("spelled_otherwise")).then(spelled).otherwise(key)
    )  # fmt: skip


def _written(pattern: str, key: pl.Expr, village: pl.Expr) -> pl.Expr:
    before, _, rest = pattern.partition("{key}")
    after, there, _ = rest.partition("{village}")
    parts = [pl.lit(before), key, pl.lit(after), *([village] if there else [])]
    return pl.concat_str(parts)


if __name__ == "__main__":
    main()
