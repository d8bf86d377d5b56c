"""Hashes the passwords that are printed in the manual in no time: nobody has to guess them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher

FEW = 1_000


@contextmanager
def hashed_quickly() -> Iterator[None]:
    """Hash with few rounds inside the block; whoever comes in first has the password hashed anew, with all of them.

    Thirteen accounts took longer than all else that a demonstration begins with.
    """
    hasher = get_hasher()
    if not isinstance(hasher, PBKDF2PasswordHasher):
        yield
        return
    full, hasher.iterations = hasher.iterations, FEW
    try:
        yield
    finally:
        hasher.iterations = full
