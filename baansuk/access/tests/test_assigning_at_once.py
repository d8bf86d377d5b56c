"""Two who give one post its houses at the same moment: both are done, and no house is there twice."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from baansuk.access import actions
from baansuk.access.models import AssignedHouse, Post
from baansuk.access.tests.cast import user_as
from tests.three_roles import ON_POSTGRES

pytestmark = pytest.mark.skipif(not ON_POSTGRES, reason="SQLite lets one writer in at a time by itself")
HOUSES = [f"H-{number:04d}" for number in range(200)]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_take_their_turn():
    user = user_as("volunteer")
    post = Post.objects.get(user=user)
    AssignedHouse.objects.filter(post=post).delete()
    start, failed = threading.Barrier(2), []

    def assign() -> None:
        try:
            start.wait(10)
            actions.assign_houses(post=post, households=HOUSES, by="keeper")
        except Exception as error:  # noqa: BLE001  whatever it is, the test says so
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=assign) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert failed == []
    assert AssignedHouse.objects.filter(post=post).count() == len(HOUSES)
