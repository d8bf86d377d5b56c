"""Makes up odd requests from the OpenAPI description and looks at the answers; loading what does it takes a second."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python._constants.orchestrator import make_constants_value_source

from baansuk.access.models import SignInTry

handlers: list[WSGIHandler] = []


def application(environ: Any, start_response: Any) -> Any:
    """Answer as the house does under the settings of the test that asks.

    As with Django's own client, which connects this again after each of its requests, the one connection of a test must
    outlive a request.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    return handlers[-1](environ, start_response)


@contextmanager
def answering() -> Iterator[None]:
    """Let a fresh house answer, with the settings as they stand now."""
    handlers.append(WSGIHandler())
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    handlers.pop()


def described(description: dict[str, Any], *, corners: bool) -> schemathesis.BaseSchema:
    """Return the description; ``corners``: each limit of each parameter is to be tried as well, one by one."""
    how = {"generation": {"mode": "all", "deterministic": True}, "phases": {"coverage": {"enabled": corners}}}
    read = schemathesis.openapi.from_dict(description, config=SchemathesisConfig.from_dict(how))
    read.app = application
    return read


def tried(description: dict[str, Any], place: str, header: str, *, corners: bool, examples: int) -> None:
    """Ask at one place of the description.

    As ``schema.parametrize`` would, which makes up what is tried at all places when the tests are collected, in each of
    four processes.
    """
    schema = described(description, corners=corners).include(name=place)
    [operation] = (one.ok() for one in schema.get_all_operations() if isinstance(one, Ok))

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def ask(case):
        # Wrong tokens are tried as well; how long they then wait is tested elsewhere.
        SignInTry.objects.all().delete()
        case.call_and_validate(headers={"Authorization": header})

    feedback = FeedbackSources(constants_value_source=make_constants_value_source(schema))
    load_all_checks()
    build_operation_test(config=schema.config, operation=operation, test_func=ask, given_kwargs={}, feedback=feedback)()
