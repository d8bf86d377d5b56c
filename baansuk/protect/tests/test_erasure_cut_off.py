"""An erasure that a crash cuts off anywhere is finished by the next start of a worker, once, and by nobody beside who is at it."""

# ruff: noqa: F811 - the fixtures of the other file about erasing are imported by their names
from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings as house_settings

from baansuk.assess.tests.page_fixtures import EDITION
from baansuk.audit.models import Event
from baansuk.collect.models import Delivery
from baansuk.collect.tests.files import ROW
from baansuk.people.models import Edition
from baansuk.protect import carrying_out, tombstones
from baansuk.protect.erasing_lock import erasing
from baansuk.protect.erasure_actions import finish_erasures
from baansuk.protect.models import Erasure, Tombstone
from baansuk.protect.tests.test_erasure import (  # noqa: F401 - fixtures
    delivered,
    delivered_once,
    erase_person,
    erase_whole,
    raw,
    table,
    two_persons,
)
from baansuk.runs.models import Run
from baansuk.vault import shelf

pytestmark = pytest.mark.django_db


class Crash(Exception):
    """The power went."""


def crash(*_given: object, **_named: object) -> None:
    raise Crash


# Before the tombstone; after it and before anything goes; after the database and before the file.
CUTS = {
    "allowed": (tombstones, "append"),
    "told": (carrying_out, "{}"),
    "half gone": (shelf, "erase"),
}


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("what", ["delivery", "person"])
def test_the_next_start_of_a_worker_finishes_it_and_the_one_after_finds_nothing(
    what, cut, delivered, keeper, monkeypatch
):
    old, erase = delivered.sha256, erase_whole if what == "delivery" else erase_person
    module, name = CUTS[cut]
    with monkeypatch.context() as power:
        power.setattr(module, name.format("erase_delivery" if what == "delivery" else "erase_rows"), crash)
        with pytest.raises(Crash):
            erase(delivered if what == "delivery" else keeper)
    assert Erasure.objects.get().state == "done" and (Path(house_settings.STORE) / "deliveries" / old).exists()
    Run.objects.all().delete()
    Edition.objects.filter(number=EDITION).update(about={"deliveries": {str(delivered.pk): ["people", ""]}})
    assert finish_erasures(by="worker") == 1
    assert not (Path(house_settings.STORE) / "deliveries" / old).exists()
    [stone] = Tombstone.objects.all()
    assert (stone.old_hash, stone.asked_by, stone.by, stone.what) == (old, "first", "second", what)
    made = Delivery.objects.get(pk=delivered.pk)
    if what == "delivery":
        assert made.state == "erased"
    else:
        assert ROW[2] not in raw(made).decode() and len(table(made)) == 2 and made.rows_clean == 2
    assert Run.objects.filter(job="register").count() == 1, "the register that is read was made with what is gone"
    events = Event.objects.count()
    assert finish_erasures(by="worker") == 0
    assert Event.objects.count() == events and Run.objects.count() == 1 and Tombstone.objects.count() == 1
    assert len(list(tombstones.lines())) == 1


def test_an_erasure_that_is_whole_gives_a_worker_nothing_to_do(delivered, keeper):
    erase_person(keeper)
    assert finish_erasures(by="worker") == 0 and not Event.objects.filter(act="protect.finish_erasures").exists()


def test_a_worker_leaves_an_erasure_alone_that_somebody_is_at(delivered, monkeypatch):
    with monkeypatch.context() as power:
        power.setattr(carrying_out, "erase_delivery", crash)
        with pytest.raises(Crash):
            erase_whole(delivered)
    with erasing():
        assert finish_erasures(by="worker") == 0
        delivered.refresh_from_db()
        assert delivered.state == "accepted"
    assert finish_erasures(by="worker") == 1
