"""The three roles of a real PostgreSQL house, for tests that must not run as the superuser of the others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlparse
from uuid import uuid4

import psycopg
from django.db import connection

OWNER, PAGES, RUNS = "baansuk_owner", "baansuk_pages", "baansuk_runs"
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


def address(url: str, role: str, database: str) -> str:
    """Return the address of a database beside the given one, as a role signs in to it."""
    host = parse_qs(urlparse(url).query).get("host", [""])[0]
    return f"postgresql://{role}:@/{database}?host={host}"


def new_database(url: str, like: str = "template1") -> dict[str, str]:
    """Make a database that belongs to the owner's role, empty or like another one that nobody is using just now.

    Return the three addresses as the environment has them.
    """
    name = f"house_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as made:
        made.execute(f'create database "{name}" owner {OWNER} template "{like}"')
    roles = {"DATABASE_OWNER_URL": OWNER, "DATABASE_URL": PAGES, "DATABASE_RUNS_URL": RUNS}
    return {variable: address(url, role, name) for variable, role in roles.items()}


@contextmanager
def signed_in_as(role: str) -> Iterator[None]:
    """Ask Django's own connection as a role; the superuser of the tests comes back at the end."""
    _become(role)
    try:
        yield
    finally:
        _become("")


def _become(role: str) -> None:
    with connection.cursor() as cursor:
        # As the driver's own question: it must not be counted among those of a page.
        cursor.cursor.execute(f"set role {role}" if role else "reset role")


class AsPages:
    """A middleware of the tests: each request is answered by the role of the pages, as in a real house."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with signed_in_as(PAGES):
            answer = self.get_response(request)
        if answer.streaming:
            answer.streaming_content = _as_pages(answer.streaming_content)
        return answer


def _as_pages(pieces):
    made = iter(pieces)
    try:
        while True:
            with signed_in_as(PAGES):
                piece = list(zip(range(1), made, strict=False))
            if not piece:
                return
            yield piece[0][1]
    finally:
        if close := getattr(made, "close", None):
            close()
