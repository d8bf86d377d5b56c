"""Private folders: closed to others, gone at the end, and what a killed process left is found by its lock."""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys

import pytest

from baansuk.thai.words import Refusal
from baansuk.vault import house, private

HOLD = """
import sys, time
from pathlib import Path
from baansuk.vault import house, private
house.configure(Path(sys.argv[1]) / "keys", Path(sys.argv[1]) / "private")
(private.folder() / "clear").write_text("1234567890123")
print(private.folder(), flush=True)
time.sleep(60)
"""


@pytest.fixture
def another(vault):
    """Another process that holds a clear file in its private folder."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(vault)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    folder = type(vault)(process.stdout.readline().strip())
    yield process, folder
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_private_folder_is_closed_to_others_and_stays_the_same(vault):
    folder = private.folder()
    assert folder == private.folder()
    for path in (folder, folder.parent):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    private.leave()
    assert not folder.exists()
    assert private.folder() != folder


def test_a_room_is_emptied_though_its_work_failed(vault):
    with pytest.raises(ValueError, match="no"), private.room("spill") as room:
        (room / "deep").mkdir()
        (room / "deep" / "clear").write_text("x")
        raise ValueError("no")
    assert not room.exists()
    assert private.folder().exists()


def test_what_comes_in_pieces_lies_as_one_file_while_it_is_read_and_no_longer(vault):
    with private.lying([b"one ", b"two"], "book.xlsx") as path:
        assert (path.name, path.read_bytes()) == ("book.xlsx", b"one two")
    assert not path.exists() and not path.parent.exists()


def test_the_living_keep_their_folder_and_the_dead_lose_it(another):
    process, folder = another
    mine = private.folder()
    assert private.empty_the_dead() == 0
    assert (folder / "clear").exists()
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert (folder / "clear").exists()
    assert private.empty_the_dead() == 1
    assert not folder.exists()
    assert mine.exists()


def test_a_process_that_ends_leaves_nothing(vault):
    ends = HOLD.replace("time.sleep(60)", "")
    done = subprocess.run([sys.executable, "-c", ends, str(vault)], capture_output=True, text=True, check=True)
    assert not type(vault)(done.stdout.strip()).exists()


def test_stray_files_and_other_roots_are_emptied_too(vault):
    old = vault / "on-disk"
    house.configure(vault / "keys", (vault / "private", old))
    for root in (private.folder().parent, old):
        root.mkdir(exist_ok=True, mode=0o700)
        (root / "1-dead").mkdir()
        (root / "1-dead" / "lock").touch()
        (root / "1-dead" / "clear").write_text("x")
    assert private.empty_the_dead() == 2
    assert sorted(path.name for path in old.iterdir()) == []


def test_a_folder_that_others_may_open_is_refused(vault):
    (vault / "private").mkdir(mode=0o755)
    (vault / "private").chmod(0o755)
    with pytest.raises(Refusal) as caught:
        private.folder()
    assert caught.value.code == "private_folder_unsafe"
    (vault / "private").rmdir()
    (vault / "elsewhere").mkdir(mode=0o700)
    (vault / "private").symlink_to(vault / "elsewhere")
    with pytest.raises(Refusal):
        private.folder()


def test_a_forked_child_does_not_take_its_parents_folder_along(vault):
    folder = private.folder()
    child = os.fork()
    if child == 0:
        own = private.folder()
        private.leave()
        os._exit(0 if own != folder else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert folder.exists()


def test_memory_is_used_where_it_is_big_enough(tmp_path, monkeypatch):
    assert private.default_places(tmp_path, shared=tmp_path) == (tmp_path / "private",)
    if private._is_tmpfs(private.MEMORY):
        monkeypatch.setattr(private, "LEAST_MEMORY", 0)
        assert private.default_places(tmp_path)[0].parent == private.MEMORY
        monkeypatch.setattr(private, "LEAST_MEMORY", 1 << 60)
        assert private.default_places(tmp_path) == (tmp_path / "private",)


def test_a_process_that_dies_leaves_no_image_of_its_memory(vault):
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    try:
        private.empty_the_dead()
        assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)


def test_what_a_process_makes_after_its_start_is_its_owners_alone(vault, tmp_path):
    before = os.umask(0o022)
    try:
        private.empty_the_dead()
        (tmp_path / "made").write_text("x")
        (tmp_path / "folder").mkdir()
        assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("made", "folder")] == [0o600, 0o700]
    finally:
        os.umask(before)
