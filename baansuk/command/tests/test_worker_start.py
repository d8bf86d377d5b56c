"""A worker that starts finishes the erasure that a crash cut off, by the very roles of the database it works with."""

# ruff: noqa: F811 - the fixtures of the tests about erasing are imported by their names
from __future__ import annotations

import pytest

from baansuk.command.unfinished import finish_what_was_cut_off
from baansuk.protect import carrying_out, tombstones
from baansuk.protect.tests.conftest import edition, small_register, spare_keys  # noqa: F401 - fixtures
from baansuk.protect.tests.test_erasure import delivered, delivered_once, erase_whole, two_persons  # noqa: F401 - fixtures
from baansuk.protect.tests.test_erasure_cut_off import Crash, crash
from tests.faults.house import House

pytestmark = pytest.mark.database

ALLOWED = """
import io
from django.conf import settings
from django.utils import timezone
from baansuk.collect.models import Delivery
from baansuk.collect.store import keep_raw
from baansuk.protect.models import Erasure
kept = keep_raw(io.BytesIO(b"a list"), settings.STORE)
made = Delivery.objects.create(
    receipt="R-1", sha256=kept.sha256, filename="x.csv", size=6, state="accepted", received_at=timezone.now(), received_by="x"
)
Erasure.objects.create(
    what="delivery", receipt="R-1", reason="over", asked_by="one", asked_at=timezone.now(), state="done",
    decided_by="two", decided_at=timezone.now(),
)
answer = str(kept.path)
"""
AFTER = """
from pathlib import Path
from baansuk.audit.models import Event
from baansuk.collect.models import Delivery
answer = [Path({path!r}).exists(), Delivery.objects.get().state,
    Event.objects.filter(act="protect.finish_erasures", actor="worker").count()]
"""


def test_the_worker_finishes_what_was_allowed_and_never_begun(begun, tmp_path):
    house = House(tmp_path, begun)
    path = house.ask(ALLOWED)
    assert "1 erasure" in house.done("worker", "--once")
    assert house.ask(AFTER.format(path=path)) == [False, "erased", 1]
    assert "erasure" not in house.done("worker", "--once")


@pytest.mark.django_db
def test_a_disk_that_fails_stops_no_worker_and_is_said(delivered, monkeypatch, capsys):
    with monkeypatch.context() as power:
        power.setattr(carrying_out, "erase_delivery", crash)
        with pytest.raises(Crash):
            erase_whole(delivered)
        power.setattr(tombstones, "erase_delivery", lambda **_named: (_ for _ in ()).throw(OSError("disk")))
        assert finish_what_was_cut_off() == 0
    assert "OSError" in capsys.readouterr().out
    assert finish_what_was_cut_off() == 1
