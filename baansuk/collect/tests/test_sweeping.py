"""What a kill or an abandoned wizard leaves in the store goes after a day, and nothing else ever does."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest

from baansuk.audit.models import Event
from baansuk.collect import actions, questions
from baansuk.collect.store import keep_raw
from baansuk.collect.tests.files import row
from baansuk.people import editions
from baansuk.runs import actions as runs
from baansuk.runs.models import Run

pytestmark = pytest.mark.django_db
DAYS = 24 * 3600


def aged(path: Path, days: float) -> Path:
    """Make a file, or all in a folder, that old."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    for one in (*path.rglob("*"), path):
        os.utime(one, (time.time() - days * DAYS,) * 2)
    return path


def raw(settings, content: bytes, days: float) -> Path:
    """Leave a raw file that old, as an upload or the wizard does."""
    folder = keep_raw(io.BytesIO(content), Path(settings.STORE)).path.parent
    return aged(folder, days)


def test_unfinished_files_go_after_a_day(settings):
    store = Path(settings.STORE)
    old = [
        aged(store / "deliveries" / ".arriving.0123456789ab", 2),
        aged(store / "deliveries" / ("a" * 64) / "people-v1" / ".people.parquet.0123456789ab", 2),
        aged(editions.folder(1) / ".profiles.parquet.0123456789ab", 2),
        aged(editions.folder(1).parent / ".edition-2.building" / "work" / "x.parquet", 2).parents[1],
    ]
    aged(old[-1], 2)
    young = aged(store / "deliveries" / ".arriving.ba9876543210", 0.5)
    finished = aged(editions.folder(1) / "profiles.parquet", 400)
    swept = actions.sweep(by="worker")
    assert not any(path.exists() for path in old)
    assert young.exists() and finished.exists()
    assert (swept.unfinished, swept.bytes >= 16) == (4, True)
    event = Event.objects.get(act="collect.sweep")
    assert event.about["unfinished"] == 4


def test_what_a_wizard_left_goes_and_what_is_owned_stays(settings, receive):
    abandoned = raw(settings, b"a,b\r\n1,2\r\n", 2)
    fresh = raw(settings, b"a,b\r\n3,4\r\n", 0.5)
    delivery = receive([row()])
    owned = aged(questions.raw_file(delivery).parent, 400)
    waited_for = raw(settings, b"a,b\r\n5,6\r\n", 2)
    runs.ask("receive", by="k", arguments={"sha256": waited_for.name, "filename": "x.csv"})
    assert actions.sweep(by="worker").abandoned == 1
    assert not abandoned.exists()
    assert fresh.exists() and owned.exists() and waited_for.exists()


def test_while_a_register_is_made_its_folders_stay(settings):
    run = runs.ask("register", by="k")
    runs.take(run.pk)
    half = aged(editions.folder(3).parent / ".edition-3.building" / "x.parquet", 2).parent
    aged(half, 2)
    actions.sweep(by="worker")
    assert half.exists()
    Run.objects.filter(pk=run.pk).update(state="done")
    actions.sweep(by="worker")
    assert not half.exists()


def test_the_same_file_sent_again_is_not_old_any_more(settings):
    folder = raw(settings, b"a,b\r\n1,2\r\n", 2)
    keep_raw(io.BytesIO(b"a,b\r\n1,2\r\n"), Path(settings.STORE))
    actions.sweep(by="worker")
    assert (folder / "raw").exists()


def test_a_clean_store_leaves_no_trail(settings):
    actions.sweep(by="worker")
    assert not Event.objects.exists()
