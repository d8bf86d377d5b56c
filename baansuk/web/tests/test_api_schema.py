"""Odd requests made from the OpenAPI description, as several of the cast: nothing breaks, nothing happens unsaid."""

from __future__ import annotations

import io
import json
from functools import partial

import pytest
from django.test import Client

from baansuk.assess.tests.page_fixtures import make_edition
from baansuk.collect import actions
from baansuk.collect.tests.files import PEOPLE, csv_bytes
from baansuk.runs import actions as runs
from baansuk.web.api import build
from baansuk.web.tests.api_tools import ROOT, program_as
from tests.amounts import some
from tests.kept import written_once

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DESCRIBED = json.loads(json.dumps(build().get_openapi_schema(path_prefix=f"{ROOT}/")))
PLACES = [f"{method.upper()} {path}" for path, methods in DESCRIBED["paths"].items() for method in methods]


def _fill():
    make_edition()
    actions.declare(PEOPLE % "text", by="test")
    actions.receive(io.BytesIO(csv_bytes([])), filename="people.csv", by="test")
    runs.ask("register", by="test")


filled = written_once(_fill)


@pytest.fixture
def tried(filled, db):
    """What asks at one place of the description; whoever only collects the tests does not load what makes requests up."""
    from baansuk.web.tests.odd_requests import answering, tried

    with answering():
        yield partial(tried, DESCRIBED)


@pytest.fixture
def keeper(filled, db):
    return program_as("register_keeper").defaults["HTTP_AUTHORIZATION"]


@pytest.fixture(params=["tambon_team", "auditor", "stranger"])
def other(request, filled, db):
    return program_as(request.param).defaults["HTTP_AUTHORIZATION"]


@pytest.mark.parametrize("place", PLACES)
def test_nothing_breaks_for_the_keeper_and_every_answer_is_as_described(tried, place, keeper):
    tried(place, keeper, corners=True, examples=some(6, whole=15))


@pytest.mark.parametrize("place", PLACES)
def test_nor_for_the_others_of_the_cast(tried, place, other):
    tried(place, other, corners=False, examples=some(3, whole=5))


def test_what_is_tried_is_what_is_published():
    assert Client().get(f"{ROOT}/openapi.json").json() == DESCRIBED
