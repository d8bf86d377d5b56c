"""A backup taken under load comes back with equal hashes; a wrong key or a flipped byte is refused and nothing is overwritten."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.faults.house import House
from tests.houses import PERSONS

# A backup of PostgreSQL is made of other pieces, so what those are made into is asked there as well; keys are the same.
on_either_database = pytest.mark.database

# Writes events and takes in files, each another one, until it is told to stop.
LOAD = """
import io, pathlib, sys, time
import django
django.setup()
from django.db import transaction
from baansuk.audit import gate
from baansuk.collect.store import keep_raw
from django.conf import settings
stop = pathlib.Path(sys.argv[1])
number = 0
while not stop.exists():
    number += 1
    kept = keep_raw(io.BytesIO(f"load {number}".encode() * 2000), settings.STORE)
    with transaction.atomic():
        gate.write("test.load", by="load", subjects=[("household", f"H-{number}")], about={"raw": kept.sha256})
    # Put in place whole: a reader must never meet the file between its opening and its first letter.
    (stop.parent / "count.new").write_text(str(number))
    (stop.parent / "count.new").replace(stop.parent / "count")
"""
ROWS = """
import hashlib
from django.db import connection
answer = {}
for table in sorted(connection.introspection.table_names()):
    with connection.cursor() as cursor:
        # By their names: a table may have been made at once, or by one migration after the other.
        columns = sorted(column.name for column in connection.introspection.get_table_description(cursor, table))
        listed = ", ".join(f'"{column}"' for column in columns)
        cursor.execute(f'select {listed} from "{table}"')
        answer[table] = sorted(hashlib.sha256(repr(row).encode()).hexdigest()[:20] for row in cursor.fetchall())
"""
RESTORE = """
from pathlib import Path
from baansuk.command.backups import restoring
from baansuk.command.backups.folders import Backup
from baansuk.thai.words import Refusal
try:
    found = restoring.look(Backup(Path({backup!r})), "", Path({keys!r}), lambda *told: None)
    restoring.check_empty(found)
    restoring.restore(found, [], lambda *told: None)
    answer = ""
except Refusal as refusal:
    answer = refusal.code + ": " + refusal.words.en
"""
LOOK = """
from pathlib import Path
from baansuk.command.backups import restoring
from baansuk.command.backups.folders import Backup
from baansuk.thai.words import Refusal
answer = []
for path, how in {changes!r}:
    path, whole = Path(path), Path(path).read_bytes()
    if how == "flip":
        path.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    elif how == "cut":
        path.write_bytes(whole[:-1])
    elif how == "gone":
        path.unlink()
    elif how.startswith("is "):
        path.write_bytes(Path(how[3:]).read_bytes())
    try:
        restoring.look(Backup(Path({backup!r})), "", Path({keys!r}), lambda *told: None)
        answer.append("")
    except Refusal as refusal:
        answer.append(refusal.code + ": " + refusal.words.en)
    path.write_bytes(whole)
"""


@pytest.fixture(scope="module")
def source(judged, tmp_path_factory) -> House:
    """A house with a register."""
    whole, _steps = judged
    return House(tmp_path_factory.mktemp("source"), whole)


@pytest.fixture(scope="module")
def backed_up(source, tmp_path_factory) -> tuple[House, Path, Path]:
    """A backup that was taken while another process wrote events and files."""
    folder = tmp_path_factory.mktemp("backup")
    load = folder / "load"
    load.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", LOAD, str(load / "stop")],
        env=source.environment | {"DJANGO_SETTINGS_MODULE": "baansuk.web.settings"},
    )
    try:
        while not (load / "count").exists():
            assert process.poll() is None
            time.sleep(0.05)
        before = int((load / "count").read_text())
        source.done("backup", str(folder / "b"), "--keys", str(folder / "k"))
        assert int((load / "count").read_text()) > before, "nothing was written meanwhile: this would prove nothing"
    finally:
        (load / "stop").touch()
        assert process.wait(60) == 0
    return source, folder / "b", folder / "k"


def _files(store: Path) -> dict[str, bytes]:
    return {str(path.relative_to(store)): path.read_bytes() for path in store.rglob("*") if path.is_file()}


def _restored(house: House, backup: Path, keys: Path) -> str:
    said: str = house.ask(RESTORE.format(backup=str(backup), keys=str(keys)))
    return said


@on_either_database
def test_a_backup_under_load_comes_back_with_equal_rows_and_files(backed_up, tmp_path):
    source, backup, keys = backed_up
    target = House(tmp_path)
    assert _restored(target, backup, keys) == ""
    there, here = source.ask(ROWS), target.ask(ROWS)
    assert set(here) == set(there)
    moved = {table for table in there if here[table] != there[table]}
    # What the load and the end of the backup added, and the mark of a restored house.
    assert moved <= {"audit_event", "audit_subject", "audit_head", "access_housemark", "access_dayreached"}
    for table in ("audit_event", "audit_subject", "audit_head"):
        assert set(here[table]) < set(there[table]) or here[table] == there[table], table
    assert len(here["people_person"]) > PERSONS / 2 and len(here["audit_event"]) > 20
    files, source_files = _files(tmp_path / "var" / "store"), _files(source.folder / "var" / "store")
    assert files and all(source_files[name] == content for name, content in files.items())
    # Every file that an event of the snapshot speaks of is there.
    spoken = target.ask(
        "from baansuk.audit.models import Event\n"
        "answer = [one['raw'] for one in Event.objects.filter(act='test.load').values_list('about', flat=True)]"
    )
    assert spoken and all(f"deliveries/{one}/raw" in files for one in spoken)
    _refuses_until_replayed(target)


def _refuses_until_replayed(target: House) -> None:
    refused = target.run("worker", "--once")
    assert refused.returncode == 1 and "erased since" in refused.stderr
    assert target.run("serve").returncode == 1
    assert "may serve" in target.done("restore", "--finish")
    target.done("worker", "--once")
    target.done("audit", "verify")
    assert "No restore" in target.run("restore", "--finish").stderr


@on_either_database
def test_nothing_clear_and_no_key_lies_in_a_backup(backed_up):
    source, backup, keys = backed_up
    names = source.ask(
        "from baansuk.people.models import Person\n"
        "answer = sorted({one for one in Person.objects.values_list('given_name', flat=True) if len(one) > 3})[:50]"
    )
    whole = [path.read_bytes() for path in backup.rglob("*") if path.is_file()]
    secrets = [path.read_bytes().strip() for path in keys.rglob("*") if path.is_file() and path.stat().st_size > 30]
    assert len(names) > 20 and len(secrets) > 5
    assert not [one for one in names if any(one.encode() in content for content in whole)]
    assert not [one for one in secrets if any(one in content for content in whole)]
    assert not [path for path in backup.rglob("*") if path.is_file() and path.stat().st_nlink > 1]
    assert all(path.stat().st_mode & 0o077 == 0 for path in keys.rglob("*"))


def test_the_doctor_knows_the_last_backup(backed_up, tmp_path):
    source, _backup, _keys = backed_up
    assert "0 day(s) old" in source.run("doctor").stdout


def test_writes_that_a_lost_database_left_beside_it_are_data_too(tmp_path):
    from baansuk.command.backups.sqlite_copy import holds_data

    database = tmp_path / "baansuk.sqlite3"
    assert not holds_data(database)
    (tmp_path / "baansuk.sqlite3-wal").write_bytes(b"acknowledged")
    assert holds_data(database)


@on_either_database
def test_a_house_that_holds_data_is_not_restored_over(backed_up):
    source, backup, keys = backed_up
    refused = source.run("restore", str(backup), "--keys", str(keys))
    assert refused.returncode == 1 and "holds data already" in refused.stderr


def _looked(house: House, backup: Path, keys: Path, changes: list[tuple[Path, str]]) -> list[str]:
    """Return what is said of the backup after each change of one file, which is taken back before the next."""
    listed = [(str(path), how) for path, how in changes]
    said: list[str] = house.ask(LOOK.format(backup=str(backup), keys=str(keys), changes=listed))
    return said


def _untouched(house: House) -> bool:
    return not [path for path in (house.folder / "var").rglob("*") if path.is_file()]


@on_either_database
def test_a_flipped_byte_is_refused_by_name_and_nothing_is_written(backed_up, tmp_path):
    _source, backup, keys = backed_up
    target, mine = House(tmp_path / "house"), tmp_path / "b"
    shutil.copytree(backup, mine)
    pieces = [path for path in mine.glob("snapshots/*/*") if path.name in ("database.sqlite3", "people_person")]
    stored = max((mine / "files").glob("*/*"), key=lambda path: path.stat().st_size)
    manifest = next(mine.glob("snapshots/*/manifest.json"))
    ways = {"flip": "SHA-256", "cut": "bytes", "gone": "lacks"}
    changes = [(path, how) for path in (pieces[0], stored) for how in ways]
    said = _looked(target, mine, keys, [*changes, (manifest, "flip"), (manifest, "gone")])
    for (path, how), answer in zip(changes, said, strict=False):
        assert path.name in answer and ways[how] in answer
    assert said[-2].startswith("backup_manifest") and said[-1].startswith("backup_not_there")
    assert _untouched(target)
    assert _looked(target, mine, keys, [(manifest, "nothing")]) == [""]


def test_a_wrong_or_lost_key_is_refused_by_name_and_nothing_is_written(backed_up, keys_elsewhere, tmp_path):
    _source, backup, keys = backed_up
    target, mine, theirs = House(tmp_path / "house"), tmp_path / "k", tmp_path / "theirs"
    shutil.copytree(keys, mine)
    shutil.copytree(keys_elsewhere, theirs)
    data, another = sorted(path for path in (mine / "data").iterdir() if "." not in path.name)[:2]
    wrong = {mine / name: theirs / name for name in ("master", "baansuk_index_key", "baansuk_audit_key")}
    wrong |= {data: another}
    changes = [(path, how) for path, instead in wrong.items() for how in ("gone", f"is {instead}")]
    said = _looked(target, backup, mine, changes)
    for (path, how), answer in zip(changes, said, strict=True):
        assert answer.startswith("key_missing" if how == "gone" else "key_wrong"), answer
        assert path.name.lower() in answer.lower()
    assert _looked(target, backup, theirs, [(theirs / "master", "nothing")])[0].startswith("key_")
    assert _looked(target, backup, tmp_path / "nowhere", [(data, "nothing")])[0].startswith("key_missing")
    assert not (tmp_path / "nowhere").exists() and _untouched(target)


def test_keys_never_lie_in_the_backup(source, tmp_path):
    inside = source.run("backup", str(tmp_path / "b"), "--keys", str(tmp_path / "b" / "k"))
    assert inside.returncode == 1 and "apart" in inside.stderr
    assert source.run("backup", str(tmp_path / "b"), "--keys", str(tmp_path / "b")).returncode == 1
    assert source.run("backup", str(tmp_path / "k" / "b"), "--keys", str(tmp_path / "k")).returncode == 1
    assert source.run("backup", str(source.folder / "var")).returncode == 1
    assert not (tmp_path / "b").exists()


def test_a_second_backup_copies_what_is_new_and_old_ones_go(source, tmp_path):
    backup = tmp_path / "b"
    first = source.done("backup", str(backup))
    assert "keep them elsewhere" in first
    stamps = {path: path.stat().st_mtime_ns for path in (backup / "files").glob("*/*")}
    # An interrupted one: half a file and half a snapshot are there.
    (backup / "snapshots" / "20200101T000000Z-0000.part").mkdir()
    (next((backup / "files").iterdir()) / ".half.1234").write_bytes(b"half")
    second = source.done("backup", str(backup), "--keep", "2")
    assert "(0 of them new)" in second
    assert {path: path.stat().st_mtime_ns for path in (backup / "files").glob("*/*")} == stamps
    assert not list(backup.rglob("*.part")) and not list((backup / "files").glob("*/.*"))
    source.done("backup", str(backup), "--keep", "1")
    assert len(list((backup / "snapshots").iterdir())) == 1
    assert "is whole" in source.done("restore", str(backup), "--check")


def test_keys_kept_before_a_rotation_and_after_it_both_open_the_backup(backed_up, tmp_path):
    source, _backup, _keys = backed_up
    backup, keys, later = tmp_path / "b", tmp_path / "k", tmp_path / "later"
    source.done("backup", str(backup), "--keys", str(keys))
    source.done("keys", "rotate", "--values")
    source.done("backup", str(tmp_path / "b2"), "--keys", str(later))
    open_numbers = (
        "from baansuk.people.models import Person\nfrom baansuk.people.sealed import open_numbers\n"
        "persons = list(Person.objects.exclude(id_sealed='').order_by('code'))\n"
        "answer = open_numbers([one.id_sealed for one in persons], [one.code for one in persons])"
    )
    wanted = source.ask(open_numbers)
    for name, folder in (("then", keys), ("now", later)):
        house = House(tmp_path / name)
        assert _restored(house, backup, folder) == ""
        assert house.ask(open_numbers) == wanted
    house.done("restore", "--finish")
    house.done("audit", "verify")


def test_a_key_destroyed_here_is_destroyed_in_its_copy(source, tmp_path):
    keys = tmp_path / "k"
    key = source.ask("from baansuk.vault import house\nanswer = house.keyring().new_key(place='deliveries/erased').id")
    source.done("backup", str(tmp_path / "b"), "--keys", str(keys))
    assert (keys / "data" / key).exists()
    source.ask(f"from baansuk.vault import house\nhouse.keyring().destroy({key!r})\nanswer = 1")
    source.done("backup", str(tmp_path / "b"), "--keys", str(keys))
    assert not (keys / "data" / key).exists() and (keys / "data" / f"{key}.destroyed").exists()


@on_either_database
def test_a_restore_cut_short_goes_on(source, tmp_path):
    backup, keys = tmp_path / "b", tmp_path / "k"
    source.done("backup", str(backup), "--keys", str(keys))
    target = House(tmp_path / "house")
    cut = RESTORE.replace("found = ", "restoring._database = None\n    found = ").replace(
        "except Refusal as", "except TypeError:\n    answer = 'cut'\nexcept Refusal as"
    )
    assert target.ask(cut.format(backup=str(backup), keys=str(keys))) == "cut"
    refused = target.run("init", "--no-input")
    assert refused.returncode == 1 and "cut short" in refused.stderr
    # The whole command, as on PostgreSQL no other test runs it to its end.
    assert "may serve" in target.done("restore", str(backup), "--keys", str(keys))
    assert target.ask("from baansuk.people.models import Person\nanswer = Person.objects.count()") > PERSONS / 2


def test_a_practice_restore_into_a_folder_leaves_the_house_alone(source, tmp_path):
    if "DATABASE_URL" in source.environment:
        pytest.skip("on PostgreSQL the database is named by its address, not by a folder")
    backup, keys = tmp_path / "b", tmp_path / "k"
    source.done("audit", "seal")
    source.done("backup", str(backup), "--keys", str(keys))
    heads = (source.folder / "var" / "elsewhere" / "heads.jsonl").read_bytes()
    assert str(tmp_path / "new") in source.done(
        "restore", str(backup), "--keys", str(keys), "--into", str(tmp_path / "new")
    )
    assert (source.folder / "var" / "elsewhere" / "heads.jsonl").read_bytes() == heads
    assert (tmp_path / "new" / "baansuk.sqlite3").exists()


ERASE = """
from django.utils import timezone
from baansuk.collect.erasing_actions import erase_delivery
from baansuk.collect.models import Delivery
from baansuk.protect import tombstones
from baansuk.protect.models import Tombstone
found = Delivery.objects.filter(state="accepted", source="welfare_card").first()
stone = Tombstone(what="delivery", receipt=found.receipt, old_hash=found.sha256, reason="test", asked_by="one", by="two")
stone.at = timezone.now()
tombstones.append(stone)
stone.save()
erase_delivery(delivery=found, by="two")
answer = [found.pk, found.sha256]
"""


@on_either_database
def test_what_was_erased_after_the_backup_is_erased_again_before_the_house_serves(source, tmp_path):
    """The last test of this file that uses the source: a delivery of it goes."""
    backup, keys = tmp_path / "b", tmp_path / "k"
    source.done("backup", str(backup), "--keys", str(keys))
    number, digest = source.ask(ERASE)
    source.done("audit", "seal")
    target, elsewhere = House(tmp_path / "house"), tmp_path / "house" / "var" / "elsewhere"
    # The folder kept elsewhere outlives the house: its heads and tombstones know more than the backup.
    shutil.copytree(source.folder / "var" / "elsewhere", elsewhere)
    links = f"from baansuk.people.models import Edition, RecordLink\nanswer = RecordLink.objects.filter(delivery={number}, edition__in=Edition.objects.filter(state='current').values('number')).count()"
    assert _restored(target, backup, keys) == ""
    assert target.ask(links) > 0 and (tmp_path / "house" / "var" / "store" / "deliveries" / digest / "raw").exists()
    assert "1 erasure" in target.done("restore", "--finish")
    assert target.ask(links) == 0 and not (tmp_path / "house" / "var" / "store" / "deliveries" / digest).exists()
    assert len((elsewhere / "tombstones.jsonl").read_text().splitlines()) == 1
    assert "went with a restored backup" in target.done("audit", "verify")
