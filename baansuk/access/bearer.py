"""The machine's door: a token in the header of a request becomes the same scope that its user has on the pages."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from baansuk.access import token_actions
from baansuk.access.caller import address_of
from baansuk.access.middleware import scope_on
from baansuk.access.models import Token
from baansuk.access.row_security import act_as
from baansuk.access.scope import NOBODY, Scope
from baansuk.access.token_questions import scope_of_token, seconds_token_waits, token_of
from baansuk.access.tokens import read_key
from baansuk.audit.setting import acting_from, here, learn


class MustWait(Exception):
    """Too many tokens were wrong: this one is not looked at for so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Bearer(HttpBearer):
    """``Authorization: Bearer bsk_…`` and nothing else: a session's cookie opens no door here, so no page elsewhere can use it."""

    def __init__(self, only: Callable[[Scope], bool] | None = None) -> None:
        """``only``: for whom there is such a place at all; for others it is absent, before anything they sent is read."""
        super().__init__()
        self.only = only

    def __call__(self, request: HttpRequest) -> Token | None:
        """Forget whatever the session said, then let a token speak."""
        request.scope, request.offered = NOBODY, ()  # type: ignore[attr-defined]
        token: Token | None = super().__call__(request)
        if token is not None and self.only and not self.only(scope_on(request)):
            raise Http404
        return token

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """Return the token in force and put its scope on the request; None for all others, which are counted.

        A token that failed too often waits even when it is right at last. An address that failed too often waits only
        with wrong ones: one forgotten script must not lock out the office that shares its address.
        """
        key, address = read_key(token), address_of(request)
        wait, wait_if_wrong = seconds_token_waits(address, key.prefix)
        if wait:
            raise MustWait(wait)
        found = token_of(key)
        if found is not None:
            if found.last_used_on != timezone.localdate():
                # Apart from what the request itself leaves: that the token was used does not say what it was used for.
                with acting_from(here()):
                    token_actions.use(token=found, by=found.user.get_username())
            scope = scope_of_token(found)
            request.scope = scope  # type: ignore[attr-defined]
            learn(partner=scope.partner, purpose=scope.purpose, post=scope.post)
            act_as(scope)
            return found
        if wait_if_wrong:
            raise MustWait(wait_if_wrong)
        token_actions.turn_token_away(address=address, key=key, by="door")
        return None
