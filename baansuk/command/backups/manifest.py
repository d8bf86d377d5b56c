"""What stands in a backup: every file with its hash, under a mark that only the keys can make; no Django, no clock."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from baansuk.command.backups import refusals
from baansuk.vault.durable import write_once
from baansuk.vault.keys import DataKey

FORM: Final = 1
FILE: Final = "manifest.json"
KIND: Final = "backup"


@dataclass(frozen=True, slots=True)
class Part:
    """One sealed piece of the database, or of what lies elsewhere: as it lies in the backup, and what it holds clear.

    ``rows`` and ``columns`` are those of a table of PostgreSQL; a SQLite database is one piece without them.
    """

    name: str
    sha256: str
    size: int
    clear_sha256: str
    clear_size: int
    rows: int = 0
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """One file of the store, by its path there; its content lies in the backup under its hash."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that is said of one snapshot. ``marks`` are those of the keys, ``keys`` the data keys in use then.

    ``gone``: what the database spoke of and the store no longer had.
    """

    snapshot: str
    made_at: str
    vendor: str
    province: tuple[str, ...]
    key: str
    marks: Mapping[str, str]
    keys: tuple[str, ...]
    versions: Mapping[str, str]
    migrations: tuple[tuple[str, str], ...]
    sequences: Mapping[str, int]
    database: tuple[Part, ...]
    elsewhere: tuple[Part, ...]
    store: tuple[Stored, ...]
    gone: tuple[str, ...] = ()
    form: int = field(default=FORM)

    @property
    def size(self) -> int:
        """How many bytes of the backup this snapshot needs."""
        return sum(one.size for one in (*self.database, *self.elsewhere)) + sum(one.size for one in self.store)


def write(manifest: Manifest, path: Path, key: DataKey) -> None:
    """Write the manifest with its mark, durable when this returns."""
    said = asdict(manifest)
    write_once(path, _canonical(said | {"mark": _mark(said, key)}))


def read(path: Path) -> dict[str, Any]:
    """Return what a manifest says, unproven. Raises Refusal for one that is missing, torn or of a newer form."""
    try:
        said = json.loads(path.read_bytes())
        form = said["form"]
        _ = said["key"], said["mark"], said["snapshot"]
    except FileNotFoundError:
        raise refusals.no_backup(str(path)) from None
    except (ValueError, KeyError, TypeError):
        raise refusals.manifest_damaged(str(path)) from None
    if form != FORM:
        raise refusals.manifest_newer(str(path))
    return dict(said)


def proven(said: Mapping[str, Any], key: DataKey, path: Path) -> Manifest:
    """Return the manifest once its mark is found to be one that this key made. Raises Refusal for any other."""
    rest = {name: value for name, value in said.items() if name != "mark"}
    if key.kind != KIND or not hmac.compare_digest(str(said["mark"]).encode(), _mark(rest, key).encode()):
        raise refusals.manifest_damaged(str(path))
    values = dict(rest)
    for name in ("database", "elsewhere"):
        values[name] = tuple(Part(**{**one, "columns": tuple(one["columns"])}) for one in rest[name])
    values["store"] = tuple(Stored(**one) for one in rest["store"])
    values["migrations"] = tuple((app, name) for app, name in rest["migrations"])
    for name in ("province", "keys", "gone"):
        values[name] = tuple(rest[name])
    return Manifest(**values)


def _mark(said: Mapping[str, Any], key: DataKey) -> str:
    own = hmac.digest(key.secret, b"baansuk backup manifest", "sha256")
    return hmac.digest(own, _canonical(said), "sha256").hex()


def _canonical(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
