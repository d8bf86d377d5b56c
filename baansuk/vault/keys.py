"""The keyring: data keys wrapped by a master key, made durable before they are used, destroyed for good, rotated."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag

from baansuk.vault import masters as master_keys
from baansuk.vault.durable import sync_folder, write_once, write_over
from baansuk.vault.masters import VARIABLE, Master
from baansuk.vault.refusals import key_destroyed, key_missing, key_wrong, master_in_environment

VALUES: Final = "values"
STORE: Final = "store"


@dataclass(frozen=True, slots=True)
class DataKey:
    """A key that seals data; ``place`` says what it may seal (a top folder of the store), "" for values."""

    id: str
    kind: str
    place: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """What may be told of a data key: all but its secret."""

    id: str
    kind: str
    place: str
    master: str


class Keyring:
    """The keys of one house, in a folder that only the owner may open.

    ``given`` is the master key of the environment, "" to keep it in the folder. Opening makes a master key only where
    no data key was ever made: a lost master key must be put back, never replaced.
    """

    def __init__(self, folder: Path, given: str = "") -> None:
        self.folder = folder
        self._given = given
        self._known: dict[str, DataKey] = {}
        (folder / "data").mkdir(parents=True, exist_ok=True, mode=0o700)
        self.masters = self._masters()

    def new_key(self, kind: str = STORE, place: str = "") -> DataKey:
        """Make a data key and return it once it is durable."""
        return self.keep(fresh_key(kind, place))

    def keep(self, key: DataKey) -> DataKey:
        """Wrap a key made by ``fresh_key`` and return it once it is durable; until then nothing may name it."""
        with self._alone():
            self.masters = self._masters()  # another process may have rotated since
            write_once(self._path(key.id), _wrapped(key, self.masters[0]))
        self._known[key.id] = key
        return key

    def key(self, key_id: str) -> DataKey:
        """Return a data key. Raises Refusal ``key_missing``, ``key_wrong`` or ``key_destroyed``, naming it."""
        if not self._path(key_id).exists():  # looked at each time: another process may have destroyed it
            self._known.pop(key_id, None)
            raise self._gone(key_id)
        if key_id not in self._known:
            self._known[key_id] = self._unwrapped(key_id)
        return self._known[key_id]

    def values_key(self) -> DataKey:
        """Return the key that seals the values of the database now; older ones are found by ``key``."""
        pointer = self.folder / VALUES
        if not pointer.exists():
            write_once(pointer, self.new_key(VALUES).id.encode())
        return self.key(pointer.read_text(encoding="ascii").strip())

    def new_values_key(self) -> DataKey:
        """Make the key that seals values from now on; the older ones stay until no value names them."""
        key = self.new_key(VALUES)
        write_over(self.folder / VALUES, key.id.encode())
        return key

    def destroy(self, key_id: str) -> None:
        """Destroy a data key: what it sealed can never be read again, here or in any copy. Safe to repeat."""
        path = self._path(key_id)
        write_once(self._tomb(key_id), datetime.now(UTC).date().isoformat().encode())
        if path.exists():
            with path.open("r+b") as file:
                file.write(bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink(missing_ok=True)
            sync_folder(path.parent)
        self._known.pop(key_id, None)

    def listed(self) -> list[Listed]:
        """Return what may be told of every data key, sorted by place."""
        rows = [(key_id, self._row(key_id)) for key_id in self._ids()]
        found = [Listed(key_id, row["kind"], row["place"], row["master"]) for key_id, row in rows]
        return sorted(found, key=lambda key: (key.kind, key.place, key.id))

    def at(self, place: str) -> list[str]:
        """Return the ids of every key that may seal what lies at a place."""
        return [one.id for one in self.listed() if one.place == place]

    def contents(self) -> dict[str, bytes]:
        """Return every file of the folder by its name within it, all of one moment: a rotation waits meanwhile."""
        with self._alone():
            found = {}
            for path in sorted(self.folder.rglob("*")):
                with suppress(FileNotFoundError):  # destroyed this moment
                    if path.is_file() and path.name[0] != ".":
                        found[path.relative_to(self.folder).as_posix()] = path.read_bytes()
            return found

    def rotate(
        self,
        progress: Callable[[int, int], None] | None = None,
        before_forgetting: Callable[[Master], None] | None = None,
    ) -> Master:
        """Wrap every data key by a new master key and forget the old one; interrupted, the next call goes on.

        ``before_forgetting`` is called with the new master when all is wrapped by it and the old one still opens all.
        """
        new = self._next_master()
        left = [key_id for key_id in self._ids() if self._row(key_id)["master"] != new.name]
        for done, key_id in enumerate(left, start=1):
            with self._alone():
                if self._path(key_id).exists():
                    write_over(self._path(key_id), _wrapped(self._unwrapped(key_id), new))
            if progress:
                progress(done, len(left))
        if before_forgetting:
            before_forgetting(new)
        if not self._given:
            with self._alone():
                write_over(master_keys.file_of_masters(self.folder), master_keys.written([new]))
                self.masters = [new]
        return new

    def _next_master(self) -> Master:
        with self._alone():
            self.masters = self._masters()
            if len(self.masters) > 1:  # an earlier rotation was cut short, or the environment gives both
                return self.masters[0]
            if self._given:
                raise master_in_environment()
            self.masters = [master_keys.new_master(), *self.masters]
            write_over(master_keys.file_of_masters(self.folder), master_keys.written(self.masters))
            return self.masters[0]

    def _masters(self) -> list[Master]:
        if self._given:
            return master_keys.read_masters(self._given, VARIABLE)
        path = master_keys.file_of_masters(self.folder)
        if not path.exists():
            if any((self.folder / "data").iterdir()):
                raise key_missing("master", str(path))
            write_once(path, master_keys.written([master_keys.new_master()]))
        return master_keys.read_masters(path.read_text(encoding="ascii", errors="replace"), str(path))

    def _unwrapped(self, key_id: str) -> DataKey:
        row = self._row(key_id)
        master = next((one for one in self.masters if one.name == row["master"]), None)
        if master is None:
            self.masters = self._masters()
            master = next((one for one in self.masters if one.name == row["master"]), None)
        if master is None:
            have = ", ".join(one.name for one in self.masters)
            raise key_wrong(
                "master",
                f"กุญแจ {key_id} ผนึกด้วยกุญแจแม่ {row['master']} แต่ที่นี่มี {have} (ของจังหวัดอื่น หรือสำรองไว้คนละชุด)",
                f"{key_id} is wrapped by {row['master']}, but here is {have} (of another province, or of another copy).",
            )
        try:
            secret = master.unwrap(b64decode(row["wrapped"]), _about(key_id, row["kind"], row["place"]))
        except (InvalidTag, ValueError) as error:
            raise _damaged(key_id) from error
        return DataKey(key_id, row["kind"], row["place"], secret)

    def _row(self, key_id: str) -> dict[str, str]:
        try:
            row = json.loads(self._path(key_id).read_bytes())
            return {name: str(row[name]) for name in ("kind", "place", "master", "wrapped")}
        except FileNotFoundError:
            raise self._gone(key_id) from None
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(key_id) from error

    def _gone(self, key_id: str) -> Exception:
        if self._tomb(key_id).exists():
            return key_destroyed(key_id, self._tomb(key_id).read_text(encoding="ascii"))
        return key_missing(key_id, str(self._path(key_id)))

    def _ids(self) -> list[str]:
        names = sorted(path.name for path in (self.folder / "data").iterdir())
        return [name for name in names if "." not in name]

    def _path(self, key_id: str) -> Path:
        if not key_id.replace("-", "").isalnum() or not key_id.isascii():
            raise _damaged("?")  # a name that a tampered header gives must not lead out of the folder
        return self.folder / "data" / key_id

    def _tomb(self, key_id: str) -> Path:
        return self._path(key_id).with_name(f"{key_id}.destroyed")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the keyring's lock for one short step, against other processes and threads."""
        handle = os.open(self.folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def fresh_key(kind: str = STORE, place: str = "") -> DataKey:
    """Make a data key that lies nowhere yet."""
    return DataKey(f"{kind[:1]}-{secrets.token_hex(8)}", kind, place, secrets.token_bytes(master_keys.SECRET_BYTES))


def _wrapped(key: DataKey, master: Master) -> bytes:
    wrapped = master.wrap(key.secret, _about(key.id, key.kind, key.place))
    row = {"kind": key.kind, "place": key.place, "master": master.name, "wrapped": b64encode(wrapped).decode()}
    return json.dumps(row).encode()


def _about(key_id: str, kind: str, place: str) -> bytes:
    return json.dumps(["baansuk data key", key_id, kind, place]).encode()


def _damaged(key_id: str) -> Exception:
    return key_wrong(key_id, "แฟ้มกุญแจเสียหายหรือถูกแก้", "its file is damaged or was edited.")
