"""What the tests of the commands share."""

from __future__ import annotations

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def tables_are_there(monkeypatch):
    """Let `init` find the test's own tables on PostgreSQL, where it would ask for three roles (tests/test_row_security.py)."""
    if connection.vendor == "postgresql":
        monkeypatch.setattr("baansuk.command.database.migrate_and_protect", lambda: None)
