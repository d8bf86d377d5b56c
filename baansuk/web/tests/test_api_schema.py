"""Odd requests made from the OpenAPI description, as several of the cast: nothing breaks, nothing happens unsaid."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python._constants.orchestrator import make_constants_value_source

from baansuk.access.models import SignInTry
from baansuk.assess.tests.page_fixtures import make_edition
from baansuk.collect import actions
from baansuk.collect.tests.files import PEOPLE, csv_bytes
from baansuk.runs import actions as runs
from baansuk.web.api import build
from baansuk.web.tests.api_tools import ROOT, program_as
from tests.amounts import some
from tests.kept import written_once

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
handlers: list[WSGIHandler] = []
DESCRIBED = json.loads(json.dumps(build().get_openapi_schema(path_prefix=f"{ROOT}/")))
PLACES = [f"{method.upper()} {path}" for path, methods in DESCRIBED["paths"].items() for method in methods]


def application(environ: Any, start_response: Any) -> Any:
    """Answer as the house does under the settings of the test that asks.

    As with Django's own client, which connects this again after each of its requests, the one connection of a test must
    outlive a request.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    return handlers[-1](environ, start_response)


def described(*, corners: bool) -> schemathesis.BaseSchema:
    """Return the description; ``corners``: each limit of each parameter is to be tried as well, one by one."""
    how = {"generation": {"mode": "all", "deterministic": True}, "phases": {"coverage": {"enabled": corners}}}
    read = schemathesis.openapi.from_dict(DESCRIBED, config=SchemathesisConfig.from_dict(how))
    read.app = application
    return read


@pytest.fixture
def house(filled, db):
    """A small register, a file and a run, and who answers for it."""
    handlers.append(WSGIHandler())
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    handlers.pop()


def _fill():
    make_edition()
    actions.declare(PEOPLE % "text", by="test")
    actions.receive(io.BytesIO(csv_bytes([])), filename="people.csv", by="test")
    runs.ask("register", by="test")


filled = written_once(_fill)


def tried(place: str, header: str, *, corners: bool, examples: int) -> None:
    """Ask at one place of the description.

    As ``schema.parametrize`` would, which makes up what is tried at all places when the tests are collected, in each of
    four processes.
    """
    schema = described(corners=corners).include(name=place)
    [operation] = (one.ok() for one in schema.get_all_operations() if isinstance(one, Ok))

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def ask(case):
        # Wrong tokens are tried as well; how long they then wait is tested elsewhere.
        SignInTry.objects.all().delete()
        case.call_and_validate(headers={"Authorization": header})

    feedback = FeedbackSources(constants_value_source=make_constants_value_source(schema))
    load_all_checks()
    build_operation_test(config=schema.config, operation=operation, test_func=ask, given_kwargs={}, feedback=feedback)()


@pytest.fixture
def keeper(house):
    return program_as("register_keeper").defaults["HTTP_AUTHORIZATION"]


@pytest.fixture(params=["tambon_team", "auditor", "stranger"])
def other(request, house):
    return program_as(request.param).defaults["HTTP_AUTHORIZATION"]


@pytest.mark.parametrize("place", PLACES)
def test_nothing_breaks_for_the_keeper_and_every_answer_is_as_described(place, keeper):
    tried(place, keeper, corners=True, examples=some(6, whole=15))


@pytest.mark.parametrize("place", PLACES)
def test_nor_for_the_others_of_the_cast(place, other):
    tried(place, other, corners=False, examples=some(3, whole=5))


def test_what_is_tried_is_what_is_published():
    assert Client().get(f"{ROOT}/openapi.json").json() == DESCRIBED
