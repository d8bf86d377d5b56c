"""What a head of the trail says and how heads hang together: pure, so that a copy kept elsewhere can be checked anywhere.

A head is one line of JSON: how long each chain that has grown is now, and the seal of its last event; the hash of the
head before it; and a seal by a key that the database does not have.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from baansuk.audit.chain import Claim, Fault
from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class Read:
    """One head as it was read back."""

    number: int
    day: str
    hash: str
    previous: str
    claims: Mapping[str, Claim]
    restored: tuple[int, int] | None = None
    before: tuple[int, int] | None = None


def line_of(number: int, at: str, day: str, claims: Mapping[str, Claim], previous: str, key: bytes, **more: Any) -> str:
    """Return the line of a new head. ``more``: ``before``, ``closes`` and ``restored``, where they are said."""
    chains = [[chain, one.length, one.number, one.seal] for chain, one in sorted(claims.items())]
    said = {"number": number, "at": at, "day": day, **more, "chains": chains, "previous": previous}
    return _written(said | {"seal": _seal(said, key)})


def hash_of(line: str) -> str:
    """Return the hash by which the next head names this one."""
    return hashlib.sha256(line.encode()).hexdigest()


def read(line: str, key: bytes) -> Read | None:
    """Read a line back; None when it is not one that was sealed here."""
    try:
        said = json.loads(line)
        seal = said.pop("seal")
        if not hmac.compare_digest(str(seal).encode(), _seal(said, key).encode()):
            return None
        claims = {chain: Claim(length, number, sealed) for chain, length, number, sealed in said["chains"]}
        restored, before = said.get("restored"), said.get("before")
        return Read(
            number=said["number"],
            day=said["day"],
            hash=hash_of(line),
            previous=said["previous"],
            claims=claims,
            restored=(restored["after"], restored["lost_to"]) if restored else None,
            before=(before[0], before[1]) if before else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


@dataclass(frozen=True, slots=True)
class Heads:
    """All heads that hold: what each chain must be at least, every hash a chain may be tied to, and what is wrong."""

    claims: dict[str, Claim]
    anchors: frozenset[str]
    days: frozenset[str]
    before: tuple[int, int] | None
    last: int
    faults: list[Fault]
    restored: list[tuple[int, int]]


def together(published: Sequence[str], stored: Iterable[tuple[int, str]], key: bytes) -> Heads:
    """Check the published file and the database's own copy against each other, and each by itself."""
    faults: list[Fault] = []
    listed = _in_a_row(published, key, faults)
    by_number = {head.number: line for head, line in listed}
    lost = _lost(head for head, _line in listed)
    known = dict(stored)
    for number, line in known.items():
        if number not in by_number:
            faults.append(
                Fault("head", number=number, told=Words("ไม่มีในแฟ้มที่เผยแพร่", "the published file does not have it"))
            )
            if (head := read(line, key)) is None:
                faults.append(Fault("head", number=number, told=Words("ถูกแก้ในฐานข้อมูล", "changed in the database")))
            else:
                listed.append((head, line))
        elif by_number[number] != line:
            faults.append(
                Fault(
                    "head",
                    number=number,
                    told=Words("ฐานข้อมูลกับแฟ้มที่เผยแพร่ไม่ตรงกัน", "it differs between the database and the published file"),
                )
            )
    gone = (one for one in by_number if one not in known and not any(first < one <= last for first, last in lost))
    faults.extend(
        Fault("head", number=number, told=Words("ฐานข้อมูลไม่มีแล้ว", "the database does not have it any more"))
        for number in gone
    )
    return _summed([head for head, _line in listed], lost, faults)


def _in_a_row(published: Sequence[str], key: bytes, faults: list[Fault]) -> list[tuple[Read, str]]:
    """Return the published heads, each tied to the one before it."""
    listed: list[tuple[Read, str]] = []
    previous, number = "", 0
    for place, line in enumerate(published, 1):
        head = read(line, key)
        if head is None:
            faults.append(
                Fault(
                    "head",
                    number=place,
                    told=Words("บรรทัดนี้ของแฟ้มที่เผยแพร่ถูกแก้", "this line of the published file was changed"),
                )
            )
            previous, number = hash_of(line), number + 1
            continue
        if (head.number, head.previous) != (number + 1, previous):
            faults.append(
                Fault(
                    "head",
                    number=head.number,
                    told=Words("บรรทัดก่อนหน้าหายไปหรือถูกย้าย", "a line before it is missing or was moved"),
                )
            )
        previous, number = head.hash, head.number
        listed.append((head, line))
    return listed


def _lost(heads: Iterable[Read]) -> list[tuple[int, int]]:
    """The spans of heads that a restored backup does not know, as a later head says."""
    return [head.restored for head in heads if head.restored]


def _summed(heads: Sequence[Read], lost: list[tuple[int, int]], faults: list[Fault]) -> Heads:
    claims: dict[str, Claim] = {}
    before = None
    for head in heads:
        before = before or head.before
        if any(first < head.number <= last for first, last in lost):
            continue
        for chain, claim in head.claims.items():
            if chain not in claims or claims[chain].length < claim.length:
                claims[chain] = claim
    return Heads(
        claims=claims,
        anchors=frozenset(head.hash for head in heads),
        days=frozenset(head.day for head in heads),
        before=before,
        last=max((head.number for head in heads), default=0),
        faults=faults,
        restored=lost,
    )


def _written(said: Mapping[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _seal(said: Mapping[str, Any], key: bytes) -> str:
    return urlsafe_b64encode(hmac.digest(key, _written(said).encode(), "sha256"))[:43].decode()
