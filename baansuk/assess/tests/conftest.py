"""An edition that link has just left behind, on the disk and in the database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from baansuk.access.scope import Scope
from baansuk.access.tests.cast import AGREEMENT, wide_scope
from baansuk.assess.tests.edition_tables import Row, random_households, random_persons, write_edition
from baansuk.people import editions
from baansuk.people.models import Edition, Household
from baansuk.vault.shelf import place_folder

MakeEdition = Callable[..., list[Row]]


@pytest.fixture
def store(own_store: Path) -> Path:
    return own_store


@pytest.fixture
def make_edition(db: None, store: Path) -> MakeEdition:
    """Return what leaves an edition in this test's own database and store."""
    return leave_edition


def leave_edition(number: int = 1, count: int = 300, seed: int = 11, households: list[Row] | None = None) -> list[Row]:
    """Write edition ``number`` in state linked: its Parquet and its household rows."""
    rows = households or random_households(count, seed)
    with place_folder(editions.folder(number)) as files:
        write_edition(files, rows, random_persons(rows, seed))
    about = {"deliveries": {"1": ["bmn", AGREEMENT]}}
    Edition.objects.create(number=number, state="linked", made_at=timezone.now(), about=about)
    Household.objects.bulk_create(
        Household(
            edition=number,
            code=row["household_code"],
            area_code=row["area_code"],
            list_key=row["list_key"],
            name_key=row["household_code"][::-1],
            members=row["members"],
        )
        for row in rows
    )
    return rows


@pytest.fixture
def amphoe_officer() -> Scope:
    return wide_scope("amphoe_officer", "9901", role="amphoe_officer")


@pytest.fixture
def register_keeper() -> Scope:
    return wide_scope("register_keeper", "99", role="register_keeper")


@pytest.fixture
def governor_view() -> Scope:
    return wide_scope("governor_view", "99", role="governor_view", sees_persons=False)


@pytest.fixture
def stranger() -> Scope:
    return wide_scope("stranger", "9902", role="amphoe_officer")
