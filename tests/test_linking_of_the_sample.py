"""The sample province from its files to the register: how many true links are found, and how many are false."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from baansuk.agree.example_actions import load_sample
from baansuk.collect import actions as collect
from baansuk.collect.models import Delivery
from baansuk.link.actions import link
from baansuk.people import editions
from baansuk.places.actions import import_places
from baansuk.sample import make_sample
from baansuk.vault.shelf import unsealed

PERSONS = 1_500


@pytest.fixture
def truth_of_links(db: None, tmp_path: Path) -> pl.DataFrame:
    """Make, receive, accept and link; returns the links, each with the true person and household of its record."""
    make_sample(tmp_path, persons=PERSONS, seed=3)
    places = tmp_path / "places"
    import_places(
        places / "areas.csv",
        boundaries=sorted(places.glob("*.geojson")),
        villages=places / "villages.csv",
        zones=places / "zones.csv",
        by="keeper",
    )
    collect.load_shipped_sources(by="keeper")
    for path in sorted((tmp_path / "registers").rglob("*")):
        if path.is_file():
            delivery = collect.receive(path, filename=path.name, by="keeper")
            assert delivery.state in ("checked", "held"), (path.name, delivery.state, delivery.reason_en)
            collect.accept(delivery, by="keeper", because="sample")
    load_sample(by="keeper")
    number = link(by="keeper")
    files = {delivery.pk: delivery.filename for delivery in Delivery.objects.all()}
    with unsealed(editions.folder(number) / "links.parquet") as clear:
        found = pl.read_parquet(clear)
    links = found.with_columns(file=pl.col("delivery").replace_strict(files, return_dtype=pl.String))
    truth = pl.read_parquet(tmp_path / "truth" / "records.parquet").with_columns(
        file=pl.col("file").str.split("/").list.last(),
        unit=pl.when(pl.col("person_no").is_null()).then(pl.lit("household")).otherwise(pl.lit("person")),
    )
    return links.join(truth, on=["file", "unit", "row"], how="inner")


def pairs(frame: pl.DataFrame, *keys: str) -> int:
    """Count the pairs of rows that agree in all of ``keys``."""
    sizes = frame.group_by(*keys).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


def rates(frame: pl.DataFrame, found: str, true: str) -> tuple[float, float]:
    """Return precision and recall over pairs of records."""
    both = pairs(frame, found, true)
    return both / max(pairs(frame, found), 1), both / max(pairs(frame, true), 1)


def test_links_of_persons_and_households_against_the_truth(
    truth_of_links: pl.DataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    people = truth_of_links.filter(pl.col("person_code").is_not_null() & pl.col("person_no").is_not_null())
    assert people.height > 1.5 * PERSONS, "most records must be found in the truth again"
    precision, recall = rates(people, "person_code", "person_no")
    homes = truth_of_links.filter(pl.col("household_no").is_not_null())
    home_precision, home_recall = rates(homes, "household_code", "household_no")
    with capsys.disabled():
        print(f"\npersons: precision {precision:.4f} recall {recall:.4f}; ", end="")  # noqa: T201
        print(f"households: precision {home_precision:.4f} recall {home_recall:.4f}")  # noqa: T201
    assert precision > 0.995 and recall > 0.97
    assert home_precision > 0.94 and home_recall > 0.92
