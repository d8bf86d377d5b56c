"""The one-time codes of the demonstration's accounts: their secrets are known to all, so that the codes can be printed."""

from __future__ import annotations

import base64
import hashlib
import time

from allauth.mfa.models import Authenticator

from baansuk.access import one_time
from baansuk.access.demonstration import ACCOUNTS, Player
from baansuk.access.models import User
from baansuk.access.second_factors import APP


def secret_of(username: str) -> str:
    """Return the secret of a demonstration account: the same in every demonstration, of no worth elsewhere."""
    return base64.b32encode(hashlib.sha1(f"baansuk demonstration {username}".encode()).digest()).decode()  # noqa: S324


def code_now(user: User) -> str:
    """Return the code that this account may use now; one already used is passed over, as the door refuses it."""
    return codes_now().get(user.username, "")


def codes_now() -> dict[str, str]:
    """Return the code of every demonstration account that has a code app."""
    rows = Authenticator.objects.filter(type=APP, user__password_sample=True)
    now = time.time()
    return {
        name: one_time.code_of(secret_of(name), one_time.usable_step(now, data.get("last_step", -1)))
        for name, data in rows.values_list("user__username", "data")
    }


def shown_cast() -> list[tuple[Player, str]]:
    """Return the cast of the demonstration, each with its code."""
    codes = codes_now()
    return [(player, codes.get(player.username, "")) for player in ACCOUNTS]
