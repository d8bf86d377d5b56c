"""One small fictional province, made once and read by all tests of the room."""

from __future__ import annotations

import pytest

from baansuk.sample import make_sample
from baansuk.sample.truth import make_truth

PERSONS, SEED = 3_000, 7


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("province")
    make_sample(place, persons=PERSONS, seed=SEED)
    return place


@pytest.fixture(scope="session")
def truth():
    return make_truth(SEED, PERSONS)


@pytest.fixture(scope="session")
def larger():
    """Ten thousand people in memory, for rates that need numbers."""
    return make_truth(SEED + 1, 10_000)
