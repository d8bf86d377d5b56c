"""A restored house serves again, whatever of its files is left."""

# ruff: noqa: F811 - the fixture of the tests about ended registers is imported by its name
from __future__ import annotations

import pytest
from django.utils import timezone

from baansuk.access.models import HouseMark
from baansuk.access.restored_mark import RESTORED, check_ready
from baansuk.assess.tests.test_ended_register import erase, register  # noqa: F401
from baansuk.command.backups import finishing
from baansuk.people.models import Person
from baansuk.people.questions import current_edition

pytestmark = pytest.mark.django_db


def test_a_restored_house_serves_again_though_every_file_was_erased_since(register, monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    HouseMark.objects.create(name=RESTORED, marked_at=timezone.now())
    monkeypatch.setattr(finishing, "check_keys", lambda: None)
    erase(register)
    # Nothing is erased again by this call: an earlier one was cut off after it.
    assert finishing.finish(by="command", listener=lambda *_told: None) == 0
    check_ready()
    assert current_edition() == 0 and not Person.objects.exists()
