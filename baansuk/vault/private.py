"""Private folders: where files may lie clear while a run or a request needs them, gone at its end or at the next start.

Each process has a folder of its own (0700) and holds a lock in it as long as it lives. What a killed process leaves is
known by its lock, which the system let go.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import resource
import secrets
import shutil
import stat
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from baansuk.vault import house
from baansuk.vault.refusals import folder_unsafe

MEMORY: Final = Path("/dev/shm")  # noqa: S108 - the folder made in it is our own and closed to others
# A raw file of 1 GB, its workbook taken apart and what DuckDB spills must find room beside the memory that programs use.
LEAST_MEMORY: Final = 8 * 1024**3
_LOCK = "lock"
_held: dict[int, tuple[Path, int]] = {}
_making = threading.Lock()


def default_places(var: Path, shared: Path = MEMORY) -> tuple[Path, ...]:
    """Return where private folders go: in memory where a big enough tmpfs is, and the folder on disk."""
    mark = hashlib.sha256(str(var.resolve()).encode()).hexdigest()[:12]
    on_disk = var / "private"
    if not _is_tmpfs(shared) or shutil.disk_usage(shared).total < LEAST_MEMORY:
        return (on_disk,)
    return (shared / f"baansuk-{os.getuid()}-{mark}", on_disk)


def folder() -> Path:
    """Return the private folder of this process, made at the first call."""
    root = house.places().private[0]
    with _making:
        held = _held.get(os.getpid())
        if held is None or held[0].parent != root or not held[0].exists():
            held = _made(root)
            _held[os.getpid()] = held
        return held[0]


@contextmanager
def room(name: str = "room") -> Iterator[Path]:
    """Give an empty folder inside this process' own, and remove it with all that is in it."""
    path = folder() / f"{name}-{secrets.token_hex(6)}"
    path.mkdir(mode=0o700)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def lying(pieces: Iterable[bytes], name: str) -> Iterator[Path]:
    """Let what comes in pieces lie as a file of this name in a room of its own, for a reader that needs a file."""
    with room() as folder:
        path = folder / name
        with path.open("wb") as target:
            target.writelines(pieces)
        yield path


def empty_the_dead() -> int:
    """Remove the folders of processes that are no more, and say how many there were; those of the living stay.

    It is asked at each start: from then on this process leaves no image of its memory behind if it dies, and what it
    makes (the database, its journal, a log) is its owner's alone.
    """
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    gone = 0
    for root in house.places().private:
        if not root.is_dir():
            continue
        for path in sorted(root.iterdir()):
            if (os.getpid() not in _held or path != _held[os.getpid()][0]) and _is_dead(path):
                shutil.rmtree(path, ignore_errors=True)
                gone += not path.exists()
    return gone


def leave() -> None:
    """Remove the folder of this process; it is made anew when it is needed again."""
    with _making:
        held = _held.pop(os.getpid(), None)
    if held is not None:
        shutil.rmtree(held[0], ignore_errors=True)
        with suppress(OSError):
            os.close(held[1])
        with suppress(OSError):
            held[0].parent.rmdir()  # the last one out leaves nothing in shared memory


atexit.register(leave)


def _made(root: Path) -> tuple[Path, int]:
    for _ in range(5):
        with suppress(FileNotFoundError):  # another process left as the last one, and took the root along
            return _made_in(root)
    return _made_in(root)


def _made_in(root: Path) -> tuple[Path, int]:
    _closed_to_others(root)
    name = f"{os.getpid()}-{secrets.token_hex(6)}"
    # Locked before it takes its name: a sweep between the two steps would take a folder without a lock for a dead one.
    making = root / f".{name}"
    making.mkdir(mode=0o700)
    handle = os.open(making / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    return making.rename(root / name), handle


def _closed_to_others(root: Path) -> None:
    """Make the root, or see that the one that lies there is ours alone: anybody may make a folder in shared memory."""
    root.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        root.mkdir(mode=0o700)
    found = root.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise folder_unsafe(str(root))


def _is_dead(path: Path) -> bool:
    try:
        handle = os.open(path / _LOCK, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        # Killed before its lock was made; one that is being made this moment has a dot and is left for a minute.
        return not path.name.startswith(".") or _age(path) > 60
    except OSError:
        return True  # a stray file, not one of our folders
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def _age(path: Path) -> float:
    return time.time() - path.stat().st_mtime


def _is_tmpfs(path: Path) -> bool:
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return any(line.split()[1:3] == [str(path), "tmpfs"] for line in mounts.splitlines()) and os.access(path, os.W_OK)
