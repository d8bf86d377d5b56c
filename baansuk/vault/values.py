"""Sealed values of the database: one text each, bound to its column and its row, under the key of values."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Sequence
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from baansuk.vault import house
from baansuk.vault.refusals import value_damaged

VERSION: Final = "v1"
_NONCE = 12


def seal(text: str, context: str, row: str = "") -> str:
    """Return ``v1.<key id>.<base64>`` of a text. ``context`` is ``table.column``; ``row`` binds it to one row's code.

    An empty text stays empty: that nothing is known is no secret.
    """
    return seal_all([text], context, [row])[0]


def unseal(sealed: str, context: str, row: str = "") -> str:
    """Return the text. Raises Refusal ``value_damaged``, or that of its key."""
    return unseal_all([sealed], context, [row])[0]


def seal_all(texts: Sequence[str], context: str, rows: Iterable[str] | None = None) -> list[str]:
    """Seal many texts; ``rows`` are as many codes. A million short texts take about two seconds."""
    key = house.keyring().values_key()
    encrypt = AESGCM(key.secret).encrypt
    start = f"{VERSION}.{key.id}."
    nonces = secrets.token_bytes(_NONCE * len(texts))
    about = context.encode() + b"\0"
    sealed = []
    for number, (text, row) in enumerate(zip(texts, rows or [""] * len(texts), strict=True)):
        if not text:
            sealed.append("")
            continue
        nonce = nonces[number * _NONCE : (number + 1) * _NONCE]
        sealed.append(start + urlsafe_b64encode(nonce + encrypt(nonce, text.encode(), about + row.encode())).decode())
    return sealed


def unseal_all(sealed: Sequence[str], context: str, rows: Iterable[str] | None = None) -> list[str]:
    """Open many texts. Raises Refusal ``value_damaged``, or that of a key."""
    ciphers: dict[str, AESGCM] = {}
    about = context.encode() + b"\0"
    texts = []
    for one, row in zip(sealed, rows or [""] * len(sealed), strict=True):
        if not one:
            texts.append("")
            continue
        version, _, rest = one.partition(".")
        key_id, _, body = rest.partition(".")
        if version != VERSION or not body:
            raise value_damaged(context)
        if key_id not in ciphers:
            ciphers[key_id] = AESGCM(house.keyring().key(key_id).secret)
        try:
            raw = urlsafe_b64decode(body)
            # Base64 lets letters pass that are none, and bits at the end that say nothing: such an edit is one all the same.
            if urlsafe_b64encode(raw).decode() != body:
                raise ValueError("another spelling of the same bytes")
            texts.append(ciphers[key_id].decrypt(raw[:_NONCE], raw[_NONCE:], about + row.encode()).decode())
        except (InvalidTag, ValueError) as error:
            raise value_damaged(context) from error
    return texts


def key_id_of(sealed: str) -> str:
    """Return the id of the key that a sealed value names, "" for an empty one."""
    return sealed.split(".")[1] if sealed else ""
