"""The blind index of id numbers: a keyed hash by which a number is looked up without being stored."""

from __future__ import annotations

import base64
import hmac

import polars as pl
from django.conf import settings

from baansuk.thai import tables as thai

# 128 of the 256 bits: far from any collision among a nation's numbers, and half the size of the index.
_LENGTH = 22


def blind_index(kind: str, digits: str) -> str:
    """Return the index of one id number; without the key it can be neither read back nor tried out."""
    return _hash(_key(), f"{kind}:{digits}")


def mark_ids(id_keys: pl.Series) -> pl.DataFrame:
    """Return id_key, id_index and id_masked of distinct ``kind:number`` texts."""
    key = _key()
    marked = pl.Series("id_index", [_hash(key, text) for text in id_keys.to_list()], dtype=pl.String)
    numbers = id_keys.str.splitn(":", 2).struct.field("field_1")
    return pl.DataFrame({"id_key": id_keys, "id_index": marked, "id_masked": thai.masks(numbers)})


def _hash(key: bytes, text: str) -> str:
    return base64.urlsafe_b64encode(hmac.digest(key, text.encode(), "sha256"))[:_LENGTH].decode()


def _key() -> bytes:
    return str(settings.BLIND_INDEX_KEY).encode()
