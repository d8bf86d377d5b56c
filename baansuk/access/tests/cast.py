"""The fixed cast for the tests of every room: a signed-in client, or a bare scope, per role."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.test import Client

from baansuk.access import actions
from baansuk.access.demonstration import CAST, Player
from baansuk.access.models import User
from baansuk.access.scope import Scope, Seat, scope_of

FROM = date(2024, 10, 1)
PLAYERS: dict[str, Player] = {player.username: player for player in CAST}


def scope_as(role: str, area_code: str | None = None, houses: Iterable[str] = ()) -> Scope:
    """Return the scope of a role of the cast, in its usual area or in another; touches no database."""
    player = PLAYERS[role]
    seat = Seat(
        1, player.role, player.partner, player.area_code if area_code is None else area_code, player.title, FROM, None
    )
    return scope_of(player.username, seat, houses)


def user_as(role: str, area_code: str | None = None, houses: Iterable[str] = ()) -> User:
    """Make the account and post of a role of the cast in the test's database."""
    player = PLAYERS[role]
    user = actions.create_user(
        username=player.username, password=f"word-of-{role}-1", partner=player.partner, by="test"
    )
    post = actions.give_post(
        user=user,
        role=player.role,
        partner=player.partner,
        area_code=player.area_code if area_code is None else area_code,
        title_th=player.title.th,
        title_en=player.title.en,
        valid_from=FROM,
        by="test",
    )
    if houses:
        actions.assign_houses(post=post, households=houses, by="test")
    return user


def sign_in_as(role: str, area_code: str | None = None, houses: Iterable[str] = (), language: str = "th") -> Client:
    """Return a client signed in as a role of the cast."""
    client = Client()
    client.force_login(user_as(role, area_code, houses))
    client.cookies["language"] = language
    return client
