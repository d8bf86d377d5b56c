"""Reads tokens: whose a sent one is, what it lets a program see now, and which ones a person has."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from baansuk.access.models import SignInTry, Token, User
from baansuk.access.patience import seconds_left
from baansuk.access.questions import name_hash, presence_of, today
from baansuk.access.scope import Scope
from baansuk.access.tokens import NO_HASH, Key

# One address sends the tokens of a whole office: it may fail this often more than one token before it waits.
PATIENCE_WITH_ADDRESS = 45


def token_of(key: Key) -> Token | None:
    """Return the token in force that was sent; None, after the same work, where it is unknown, wrong or ended."""
    token = Token.objects.select_related("user").filter(prefix=key.prefix).first()
    right = key.is_of(token.secret_hash if token else NO_HASH)
    day = today()
    if token is None or not right or token.revoked_at is not None or token.last_day < day:
        return None
    return token if token.user.is_active else None


def scope_of_token(token: Token) -> Scope:
    """Return what a token lets its program see now; nothing once its post, partner or purpose has ended.

    The seat is compared, not trusted: whoever has a single seat left is found sitting in it, and a token made for
    another post must not move there with them.
    """
    scope = presence_of(token.user, token.post_id, token.purpose, urgent=False).scope
    same = (scope.post, scope.partner, scope.purpose) == (token.post_id, token.partner, token.purpose)
    return scope if same else Scope(username=token.user.get_username())


def tokens_of(user: User) -> QuerySet[Token]:
    """Return a person's own tokens, the newest first."""
    return Token.objects.filter(user=user).select_related("post").order_by("-made_at", "-pk")


def in_force(user: User) -> QuerySet[Token]:
    """Return those of a person's tokens that still open something."""
    return tokens_of(user).filter(revoked_at=None, last_day__gte=today())


def token_for(user: User, prefix: str) -> Token:
    """Return one of a person's own tokens; another's and an absent one are the same Http404."""
    token = tokens_of(user).filter(prefix=prefix).first()
    if token is None:
        raise Http404
    return token


def try_names(address: str, prefix: str) -> tuple[str, str]:
    """Return under which two hashes failures are counted: of this token from this address, and of the address."""
    return name_hash(f"token:{address}:{prefix}"), name_hash(f"token:{address}")


def seconds_token_waits(address: str, prefix: str) -> tuple[int, int]:
    """Return how long this token must wait at this address, and how long a wrong one must, in seconds; one query."""
    of_token, of_address = try_names(address, prefix)
    tried = SignInTry.objects.in_bulk([of_token, of_address])
    now = timezone.now()
    waits = [
        seconds_left(one.failures - more, one.last_at, now) if (one := tried.get(name)) else 0
        for name, more in ((of_token, 0), (of_address, PATIENCE_WITH_ADDRESS))
    ]
    return waits[0], waits[1]
