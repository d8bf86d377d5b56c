"""What the tests of this room share: a register of fictional households, a keeper and a data protection officer."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from baansuk.access.questions import presence_of, today
from baansuk.access.scope import Scope
from baansuk.access.tests.cast import purpose_of, user_as
from baansuk.assess.tests.page_fixtures import make_edition
from baansuk.protect import request_actions
from baansuk.protect.models import SubjectRequest
from baansuk.vault import house
from tests.kept import written_once

small_register = written_once(make_edition)


@pytest.fixture
def edition(small_register: list[str], db: None) -> list[str]:
    """The codes of the households of a small register."""
    return list(small_register)


@pytest.fixture
def spare_keys(own_vault: Path, tmp_path: Path) -> Iterator[None]:
    """Keys that a test may destroy: of what was written once the next test needs them again."""
    shutil.copytree(own_vault / "keys", tmp_path / "keys")
    house.configure(tmp_path / "keys", own_vault / "private")
    yield
    house.configure(own_vault / "keys", own_vault / "private")


def scope_in(role: str) -> Scope:
    """Return the scope of a role of the cast as the house works it out."""
    user = user_as(role)
    return presence_of(user, user.posts.get().pk, purpose_of(role)).scope


@pytest.fixture
def keeper(db: None) -> Scope:
    """A register keeper's scope."""
    return scope_in("register_keeper")


@pytest.fixture
def dpo(db: None) -> Scope:
    """The data protection officer's scope."""
    return scope_in("data_protection_officer")


def take_in(scope: Scope, kind: str = "see", received: dt.date | None = None, **parts: object) -> SubjectRequest:
    """Take a request of a fictional person in."""
    asked = request_actions.Asked(kind, "counter", received or today(), "นางตัวอย่าง สมมติ", **parts)  # type: ignore[arg-type]  # what a test says of it
    return request_actions.receive(asked=asked, scope=scope, by=scope.username)
