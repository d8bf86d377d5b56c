"""A text column that every database sorts and ranges alike, by code point."""

from __future__ import annotations

from typing import Any

from django.db import models


class KeyField(models.CharField):  # type: ignore[type-arg]  # django-stubs wants the set and get types, which are CharField's own
    """Text compared byte by byte: PostgreSQL's own collation would order Thai keys and prefixes in another way."""

    def db_parameters(self, connection: Any) -> Any:
        found = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            found["collation"] = "C"
        return found
