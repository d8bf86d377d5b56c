"""Thousands of random tamperings with the trail, and all of them are found; a few hundred more in the database itself."""

from __future__ import annotations

import random
from copy import copy
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction

from baansuk.audit import days, gate, verify
from baansuk.audit.chain import Claim, Row, Sealed, Walk, digest_of, key_from, seal_of
from baansuk.audit.models import Event
from tests.amounts import some

KEY = key_from("a secret of the tests")
# A tampering is found as surely in a short trail, at a quarter of the cost: what counts is where in its chain it is.
ROWS, CHAINS, TRIES = some(1_000, whole=4_000), 12, some(3_000, whole=10_000)
SEALED_ROWS, STEP = ROWS * 7 // 10, ROWS // 80
Trail = list[Sealed]


def made() -> Trail:
    """Return rows of a dozen chains as threads write them: each has seen the newest but perhaps not the very newest."""
    draw = random.Random(4)
    rows: Trail = []
    tips: dict[str, tuple[int, str]] = {}
    number = 0
    for _ in range(ROWS):
        number += draw.choice((1, 1, 1, 2))  # a number that a rolled back act of PostgreSQL left out
        chain = f"20261121-{draw.randrange(CHAINS):02}"
        sequence, seal = tips.get(chain, (0, ""))
        row = Row(
            number=number, at=1_700_000_000_000_000 + number, actor=f"officer_{draw.randrange(9)}", partner="HEALTH",
            purpose="help", post=draw.randrange(9), source="web", address="192.0.2.7", request=f"r{number // 2}",
            act="people.look", outcome="done", about='{"page":1}', listed=1, list_hash="", chain=chain,
            sequence=sequence + 1, seen=rows[-1].row.number if rows else 0, previous=seal,
        )  # fmt: skip
        subjects = digest_of([("household", f"H-{number}")])
        rows.append(Sealed(row, subjects, seal_of(row, subjects, KEY)))
        tips[chain] = (row.sequence, rows[-1].seal)
    return rows


def edited(rows: Trail, draw: random.Random) -> Trail:
    """Change one part of one row, its subjects or its seal."""
    at = draw.randrange(len(rows))
    one, name = rows[at], draw.choice((*Row.__slots__, "subjects", "seal"))
    if name in ("subjects", "seal"):
        other = replace(one, **{name: getattr(one, name)[::-1] + "x"})
    else:
        value = getattr(one.row, name)
        changed = f"{value}{draw.choice('xyz')}" if isinstance(value, str) else value + draw.choice((-1, 1, 1000))
        part: dict[str, Any] = {name: changed}
        other = replace(one, row=replace(one.row, **part))
    return sorted([*rows[:at], other, *rows[at + 1 :]], key=lambda one: one.row.number)


def forged(rows: Trail, draw: random.Random) -> Trail:
    """Change one row and seal it, and all after it in its chain, with a key that was guessed."""
    at, wrong = draw.randrange(len(rows)), key_from(f"guess {draw.random()}")
    chain, previous, result = rows[at].row.chain, rows[at].row.previous, list(rows[:at])
    for place, one in enumerate(rows[at:]):
        if one.row.chain == chain:
            row = replace(one.row, previous=previous, actor="nobody" if place == 0 else one.row.actor)
            one = Sealed(row, one.subjects, seal_of(row, one.subjects, wrong))
            previous = one.seal
        result.append(one)
    return result


def removed(rows: Trail, draw: random.Random) -> Trail:
    """Take out one row or a few neighbours, never only the very end of the whole trail."""
    count = draw.choice((1, 1, 1, 2, 5, 40))
    at = draw.randrange(len(rows) - count)
    return rows[:at] + rows[at + count :]


def moved(rows: Trail, draw: random.Random) -> Trail:
    """Let two rows change places, with or without their numbers."""
    first, second = sorted(draw.sample(range(len(rows)), 2))
    one, other = rows[first], rows[second]
    if draw.random() < 0.5:
        numbers = one.row.number, other.row.number
        one = replace(one, row=replace(one.row, number=numbers[1]))
        other = replace(other, row=replace(other.row, number=numbers[0]))
    return [*rows[:first], other, *rows[first + 1 : second], one, *rows[second + 1 :]]


def added(rows: Trail, draw: random.Random) -> Trail:
    """Slip a row in: a copy of another, or a new one with a seal of some other row."""
    one, at = draw.choice(rows), draw.randrange(len(rows))
    copied = replace(one, row=replace(one.row, number=rows[at].row.number, sequence=rows[at].row.sequence))
    return [*rows[: at + 1], copied if draw.random() < 0.7 else one, *rows[at + 1 :]]


def lost(rows: Trail, draw: random.Random) -> Trail:
    """Take a whole chain away."""
    chain = draw.choice(rows).row.chain
    return [one for one in rows if one.row.chain != chain]


def cut(rows: Trail, draw: random.Random) -> Trail:
    """Cut off the end of one chain, or of the whole trail before the end that the last head sealed."""
    if draw.random() < 0.3:
        return rows[: draw.randrange(SEALED_ROWS)]
    chain = draw.choice(rows[:-1]).row.chain
    mine = [place for place, one in enumerate(rows[:-1]) if one.row.chain == chain]
    gone = set(mine[-draw.randint(1, len(mine)) :])
    return [one for place, one in enumerate(rows) if place not in gone or one.row.chain != chain]


WAYS = (edited, edited, edited, forged, removed, removed, moved, moved, added, lost, cut, cut)


class Checkpoints:
    """Walks on from shortly before the first changed row: what lies before was walked once."""

    def __init__(self, rows: Trail, claims: dict[str, Claim]) -> None:
        self.rows, self.kept = rows, []
        walk = Walk(KEY, claims=claims)
        for place, one in enumerate(rows):
            if place % STEP == 0:
                self.kept.append(_copied(walk))
            walk.take(one)
        assert walk.end() == []

    def is_found(self, rows: Trail) -> bool:
        same = next((at for at, (a, b) in enumerate(zip(rows, self.rows, strict=False)) if a is not b), len(rows))
        begin = min(same // STEP, len(self.kept) - 1)
        walk = _copied(self.kept[begin])
        for one in rows[begin * STEP :]:
            walk.take(one)
            if walk.found:
                return True
        return bool(walk.end())


def _copied(walk: Walk) -> Walk:
    other = copy(walk)
    other.faults, other._seen = list(walk.faults), bytearray(walk._seen)
    other._places, other._kept = dict(walk._places), dict(walk._kept)
    return other


def test_thousands_of_random_tamperings_are_all_found():
    rows, draw = made(), random.Random(2026)
    claims = {one.row.chain: Claim(one.row.sequence, one.row.number, one.seal) for one in rows[:SEALED_ROWS]}
    from_here = Checkpoints(rows, claims)
    ways: dict[str, int] = {}
    for number in range(TRIES):
        way = WAYS[number % len(WAYS)]
        assert from_here.is_found(way(rows, draw)), (way.__name__, number)
        ways[way.__name__] = ways.get(way.__name__, 0) + 1
    assert sum(ways.values()) == TRIES
    assert len(ways) == len(set(WAYS))


# -- in the database itself, by whoever may write to it


def _look(act: str, subjects: int) -> None:
    with transaction.atomic():
        gate.write(act, by="keeper", partner="KEEPER", subjects=[("household", f"H-{n}") for n in range(subjects)])


def _filled(settings, tmp_path) -> None:
    settings.ELSEWHERE = tmp_path
    for number in range(30):
        _look(("people.look", "people.search")[number % 2], number % 4)
        if number == 15:
            gate._forget()  # another thread's chain
    days.seal(by="command")


COLUMNS = {
    **{name: f"{name} || 'x'" for name in ("actor", "partner", "purpose", "source", "address", "request", "act")},
    **{name: f"{name} || 'x'" for name in ("outcome", "list_hash", "chain", "previous", "seal")},
    **{name: f"{name} + 100" for name in ("id", "listed", "sequence", "seen")},
    "post": "7",
    "about": """'{"page": 99}'""",
    "at": "'2020-01-01 00:00:00+00:00'",
}


def test_the_table_of_columns_is_whole():
    assert set(COLUMNS) == {field.column for field in Event._meta.local_concrete_fields}


def _found(*statements: str) -> bool:
    """Run statements, verify, and take them back."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        found = not verify.verify().whole
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db(transaction=True)
def test_whoever_may_write_to_the_database_changes_nothing_unseen(settings, tmp_path):
    _filled(settings, tmp_path)
    assert verify.verify().whole
    numbers = list(Event.objects.order_by("pk").values_list("pk", flat=True))
    draw = random.Random(7)
    for column, value in COLUMNS.items():
        number = draw.choice(numbers)
        assert _found(f"update audit_event set {column} = {value} where id = {number}"), column
    for number in draw.sample(numbers[:-1], 8):
        assert _found(f"delete from audit_event where id = {number}"), number
    assert _found(f"delete from audit_event where id >= {numbers[-4]}"), "the end of all chains was sealed"
    assert _found(f"delete from audit_event where id > {numbers[3]}")
    assert _found("delete from audit_event")
    chain = Event.objects.order_by("pk").values_list("chain", flat=True).first()
    assert _found(f"delete from audit_event where chain = '{chain}'")
    assert _found("update audit_event set chain = '', sequence = -id"), "rows cannot be put before the chains"
    assert _found("update audit_subject set code = 'H-x' where id = (select min(id) from audit_subject)")
    assert _found("delete from audit_subject where id = (select max(id) from audit_subject)")
    assert _found(f"insert into audit_subject (event, kind, code) values ({numbers[0]}, 'household', 'H-9')")
    assert _found("insert into audit_subject (event, kind, code) values (999999, 'household', 'H-9')")
    assert verify.verify().whole, "all was taken back"


@pytest.mark.django_db(transaction=True)
def test_heads_are_bound_to_each_other_and_to_the_file_kept_elsewhere(settings, tmp_path):
    _filled(settings, tmp_path)
    for _ in range(3):
        _look("people.look", 1)
        days.seal(by="command")
    kept = days.path().read_bytes()
    lines = kept.splitlines(keepends=True)
    draw = random.Random(5)
    wrong = [b"".join(lines[:at] + lines[at + 1 :]) for at in range(4)]
    wrong += [b"".join([lines[1], lines[0], *lines[2:]]), b""]
    for _ in range(40):
        at = draw.randrange(len(kept))
        if kept[at : at + 1] != b"\n":
            wrong.append(kept[:at] + bytes([kept[at] ^ 1]) + kept[at + 1 :])
    for content in wrong:
        days.path().write_bytes(content)
        assert not verify.verify().whole
    days.path().write_bytes(kept)
    assert verify.verify().whole
    assert _found("delete from audit_head where number = 4"), "the file knows it"
    assert _found("update audit_head set line = line || ' ' where number = 2")
    days.path().write_bytes(b"".join(lines[:3]))
    assert _found("delete from audit_head where number = 4"), "cut in both places, but the trail says that it was made"
