"""What the tests of the machines' door share: a program with the token of a role of the cast, and two answers compared."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baansuk.access import token_actions
from baansuk.access.models import User
from baansuk.access.questions import seat_of
from baansuk.access.scope import Sitting
from baansuk.access.tests.cast import purpose_of, user_as

ROOT = "/api/v1"


def token_for(user: User, purpose: str) -> str:
    """Return the text of a new token for a user's first post."""
    seat = seat_of(user.posts.order_by("pk")[0])
    return token_actions.make(user=user, sitting=Sitting(seat, purpose), name="test", days=30, by="test")[1].text


def program_as(role: str, **options: Any) -> Client:
    """Return a client that sends the token of a role of the cast and no cookie."""
    text = token_for(user_as(role, **options), purpose_of(role))
    client = Client(headers={"Authorization": f"Bearer {text}"})
    # The first request of a day writes down that the token was used: not among the queries that a test counts.
    client.get(f"{ROOT}/me")
    return client


def told(client: Client, address: str) -> tuple[int, bytes, dict[str, str], int]:
    """Return everything that an answer tells: status, body, headers, and with how many questions it was found."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"{ROOT}{address}")
    return answer.status_code, answer.content, dict(answer.headers), len(asked)
