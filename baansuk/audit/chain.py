"""The chain that shows whether the trail was touched: how a row is sealed, and how a run of rows is walked through.

Pure: no database, no clock. The key lies outside the database, so whoever can write to the database alone cannot make
a seal. Each thread of a process writes a chain of its own per day; in it every row carries its place, the seal before
it, and the newest row of all chains that it saw. So a row that is changed, taken out, moved or added is found, and the
end of a chain cannot be cut off once a later row, or a published head, has seen it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from baansuk.thai.words import Words

MOST_TOLD = 200
NOTHING = Words("", "")
_plain = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


@dataclass(frozen=True, slots=True)
class Row:
    """One event as it is sealed. ``at`` is microseconds since 1970 in UTC, ``about`` its canonical text."""

    number: int
    at: int
    actor: str
    partner: str
    purpose: str
    post: int | None
    source: str
    address: str
    request: str
    act: str
    outcome: str
    about: str
    listed: int
    list_hash: str
    chain: str
    sequence: int
    seen: int
    previous: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """A row with the seal and the subjects found beside it (their digest)."""

    row: Row
    subjects: str
    seal: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What a head says of one chain: its length, its last event, and the seal of that event."""

    length: int
    number: int
    seal: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was written. ``kind``: edited, removed, moved, added, lost_chain, cut_tail, head, list, no_head."""

    kind: str
    chain: str = ""
    number: int = 0
    told: Words = NOTHING


def canonical(about: Any) -> str:
    """Write what an event is about in one way, whatever the database made of the order of its parts."""
    return _canonical(about if isinstance(about, str) else _plain(about))


@lru_cache(maxsize=4096)
def _canonical(text: str) -> str:
    return _plain(_decode(text))


def _number(text: str) -> float | int:
    """Read a number with a fraction; PostgreSQL gives back 1e+16 as a whole number."""
    read = float(text)
    return int(read) if abs(read) >= 1e16 else read


_decode = json.JSONDecoder(parse_float=_number).decode


def digest_of(subjects: Iterable[tuple[str, str]]) -> str:
    """Return the digest of the subjects of one event, in whatever order they are read; '' of none."""
    listed = sorted(subjects)
    return hashlib.sha256(_plain(listed).encode()).hexdigest() if listed else ""


@lru_cache(maxsize=8)
def key_from(secret: str, use: str = "chain") -> bytes:
    """Return the key of one use, made from the secret that is kept outside the database."""
    return hmac.digest(secret.encode(), f"baansuk audit {use}".encode(), "sha256")


def seal_of(row: Row, subjects: str, key: bytes) -> str:
    """Return the keyed hash of a row, its subjects and its place."""
    parts = (
        *(row.number, row.at, row.actor, row.partner, row.purpose, row.post, row.source, row.address, row.request),
        *(row.act, row.outcome, row.about, row.listed, row.list_hash, row.chain, row.sequence, row.seen, row.previous),
        subjects,
    )
    # Each part with its length, so that none can be pushed into the next.
    text = "".join([f"{len(part)}:{part}" for part in map(str, parts)])
    return urlsafe_b64encode(hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256"))[:43].decode()


@dataclass
class Walk:
    """Walks through sealed rows in the order of their numbers, keeping one place per chain and one bit per row.

    ``anchors``: the hashes of all heads, to one of which the first row of a chain is tied ('' before the first head).
    ``dense``: whether numbers never leave gaps (a database that is written by one at a time).
    """

    key: bytes
    anchors: Collection[str] = ()
    claims: dict[str, Claim] = field(default_factory=dict)
    dense: bool = False
    faults: list[Fault] = field(default_factory=list)
    found: int = 0
    rows: int = 0
    _first: int = 0
    _last: int = 0
    _seen: bytearray = field(default_factory=bytearray)
    _places: dict[str, tuple[int, str]] = field(default_factory=dict)
    _kept: dict[str, str] = field(default_factory=dict)

    def take(self, one: Sealed) -> None:
        """Look at the next row; ``number`` must not be smaller than any taken before."""
        row = one.row
        self._number(row)
        sequence, seal = self._places.get(row.chain, (0, ""))
        if not hmac.compare_digest(one.seal.encode(), seal_of(row, one.subjects, self.key).encode()):
            self._tell("edited", row)
        if row.sequence != sequence + 1:
            self._tell("removed" if row.sequence > sequence + 1 else "moved", row)
        elif row.sequence == 1:
            if row.previous and row.previous not in self.anchors:
                self._tell("head", row, Words("ผูกกับหัวที่ไม่มีแล้ว", "it is tied to a head that is not there"))
        elif row.previous != seal:
            self._tell("removed", row)
        self._places[row.chain] = (row.sequence, one.seal)
        claim = self.claims.get(row.chain)
        if claim and claim.length == row.sequence and (claim.number, claim.seal) == (row.number, one.seal):
            self._kept[row.chain] = one.seal
        self.rows += 1

    def skip(self, number: int) -> None:
        """Remember that a row is there which is not looked at (of an earlier day than asked for)."""
        self._remember(number)

    def _number(self, row: Row) -> None:
        """Check the number itself, and that the row it saw last is there."""
        if not self._first:
            self._first = row.number
        elif row.number <= self._last:
            self._tell("moved", row)
        elif self.dense and row.number != self._last + 1:
            self._tell("removed", row, Words("เลขก่อนหน้าหายไป", "the number before it is missing"))
        # The first row saw only what lies before the chains, or before the day asked for.
        if row.seen >= self._first and not self._is_there(row.seen):
            self._tell(
                "removed", row, Words(f"รายการที่ {row.seen} ที่เคยเห็นหายไป", f"it saw event {row.seen}, which is gone")
            )
        self._remember(row.number)

    def end(self) -> list[Fault]:
        """Compare with what the heads say; return the faults, at most ``MOST_TOLD`` of them."""
        for chain, claim in self.claims.items():
            length = self._places.get(chain, (0, ""))[0]
            if not length:
                self._add(
                    Fault(
                        "lost_chain",
                        chain,
                        claim.number,
                        Words(f"เคยผนึกไว้ {claim.length} แถว", f"{claim.length} rows were sealed"),
                    )
                )
            elif length < claim.length:
                self._add(
                    Fault(
                        "cut_tail",
                        chain,
                        claim.number,
                        Words(
                            f"เคยผนึกไว้ {claim.length} แถว เหลือ {length}",
                            f"{claim.length} rows were sealed, {length} are there",
                        ),
                    )
                )
            elif chain not in self._kept:
                self._add(
                    Fault(
                        "edited",
                        chain,
                        claim.number,
                        Words("หัวเคยผนึกแถวอื่นไว้ที่ตำแหน่งนี้", "the head sealed another row at this place"),
                    )
                )
        return self.faults

    def length_of(self, chain: str) -> int:
        """Return how many rows of a chain were walked through."""
        return self._places.get(chain, (0, ""))[0]

    def chains(self) -> Iterable[str]:
        """Return the chains that were walked through."""
        return self._places.keys()

    def add(self, fault: Fault) -> None:
        """Add a fault found elsewhere."""
        self._add(fault)

    def _remember(self, number: int) -> None:
        if not self._first:
            self._first = number
        place = number - self._first
        if place < 0:
            return
        if place >> 3 >= len(self._seen):
            # A number far beyond all others is itself a forgery; it must not cost the memory of all between.
            self._seen.extend(bytes(min((place >> 3) + 1 - len(self._seen) + 1024, 1 << 28)))
        if place >> 3 < len(self._seen):
            self._seen[place >> 3] |= 1 << (place & 7)
        self._last = number

    def _is_there(self, number: int) -> bool:
        place = number - self._first
        return place >> 3 < len(self._seen) and bool(self._seen[place >> 3] & (1 << (place & 7)))

    def _tell(self, kind: str, row: Row, told: Words = NOTHING) -> None:
        self._add(Fault(kind, row.chain, row.number, told))

    def _add(self, fault: Fault) -> None:
        self.found += 1
        if len(self.faults) < MOST_TOLD:
            self.faults.append(fault)
