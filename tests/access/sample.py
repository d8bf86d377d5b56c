"""Which cells of the access matrix a run asks: all where what is decided differs, and elsewhere every pair, not every triple.

Role, address and state of the agreement make 17,500 cells, of which many ask the same comparison again: whether the seat
keeps the register, whether any grant is stored. Each address meets each state and each state each role; each role meets
each address behind which an agreement decides, and in turns those of the other doors (``PLAIN_DOORS``), where the turn on
PostgreSQL is another than on SQLite (docs/decisions/0099-what-is-tested-where.md). Whom a door never opens for, however much is
granted, asks with everything granted, and with less only as often as it takes to ask each address in each state
(docs/decisions/0121-what-the-web-s-tests-ask-once.md).
``make whole`` asks them all.
"""

from __future__ import annotations

from itertools import combinations

from tests.access import oracle
from tests.access.addresses import MACHINE, PAGES, Place
from tests.amounts import WHOLE
from tests.three_roles import ON_POSTGRES

Case = tuple[str, str]
# Kind of partner and state of its agreement; a partner without personal data, or without annex, in one state only.
CASES: list[Case] = [("state", state) for state in oracle.STATES] + [
    ("figures only", "in_force"),
    ("no annex", "in_force"),
]
# States of an agreement that leave no grant stored: to the database they are one, as a test holds on both.
NOTHING_STORED = ("draft", "signed", "suspended", "ended", "withdrawn", "partner left")
# PostgreSQL decides by the stored grants and by nothing else, so one of such states is asked of it, and all of SQLite.
ASKED = [case for case in CASES if WHOLE or not ON_POSTGRES or case[1] not in NOTHING_STORED[1:]]
# What an agreement decides is asked in every state; what the role alone decides, with an agreement in force and without.
BY_AGREEMENT = ("figures", "persons", "lists", "looks", "kept persons", "review")
BY_ROLE: list[Case] = [("state", "in_force"), ("no annex", "in_force")]
# Doors behind which two thirds of all addresses lie: one comparison each, so a tenth of the roles asks at each address,
# beside those for whom it opens and the stranger.
PLAIN_DOORS = ("keeper", "requests", "signed in", "all")
ALWAYS = ("register_keeper", "data_protection_officer", "stranger")
# No row policy has a say in them; on PostgreSQL it is the turn of others than on SQLite, and of the three of those for whom
# it opens.
OTHERS, TURN = 10, 2 if ON_POSTGRES else 0
# Figures open under an annex of figures only as under any other, and of those who keep nothing a door of keepers asks
# first whether they do: a third of the roles asks at each address.
NARROWER = 3
FOR_KEEPERS = ("kept persons", "looks", "review")

ROLES = sorted(oracle.CAST)
# One class at a time beside what it takes to find a household at all.
BESIDE = frozenset({"aggregate", "household"})
SETS = 5


def asked(case: Case) -> list[tuple[str, str, Place]]:
    """Return name, kind of door (page or machine) and place of every address that the matrix asks of such a partner."""
    return [one for one in _places() if _is_asked(one[2], case)]


def _places() -> list[tuple[str, str, Place]]:
    pages = [(name, "page", place) for name, place in PAGES.items()]
    machine = [(f"{method} {address}", "machine", place) for (method, address), place in MACHINE.items()]
    return [one for one in pages + machine if not one[2].why_not_asked]


def _is_asked(place: Place, case: Case) -> bool:
    return case in BY_ROLE or place.door in BY_AGREEMENT


def asked_by(role: str, case: Case) -> list[tuple[str, str, Place]]:
    """Return those of them at which this role's turn is."""
    # Numbered among all, so that an address has the same number in every state.
    places = [(number, one) for number, one in enumerate(_places()) if _is_asked(one[2], case)]
    return [one for number, one in places if WHOLE or _in_turn(number + TURN, one[2].door, role, case)]


def may_open(case: Case, door: str) -> bool:
    """Say whether such an agreement opens such a door to anybody."""
    return case == ("state", "in_force") or (case == ("figures only", "in_force") and door == "figures")


def ever_opens(door: str, role: str) -> bool:
    """Say whether a door opens for a role where everything is granted; whom it then refuses, it refuses with less as well."""
    return oracle.opens(door, role, oracle.EVERY, own=True)


def _in_turn(number: int, door: str, role: str, case: Case) -> bool:
    turn = number + ROLES.index(role)
    if door in BY_AGREEMENT:
        return _in_turn_by_agreement(turn, door, role, case)
    if door in PLAIN_DOORS:
        return turn % OTHERS == BY_ROLE.index(case) or _always(turn, door, role, case)
    return True


def _in_turn_by_agreement(turn: int, door: str, role: str, case: Case) -> bool:
    if case == ("state", "in_force"):
        return door not in FOR_KEEPERS or turn % NARROWER == 0 or role in ALWAYS or ever_opens(door, role)
    if may_open(case, door):
        return turn % NARROWER == 0
    # Each role in another state; where the door never opens for it, only as many as it takes to ask in every state.
    refusing = [one for one in ASKED if not may_open(one, door)]
    place = turn % len(ROLES)
    return refusing[place % len(refusing)] == case and (place < len(refusing) or ever_opens(door, role))


def _always(turn: int, door: str, role: str, case: Case) -> bool:
    """Say whether a role asks at a plain door out of its turn; where nothing is granted, one of the three does."""
    if ON_POSTGRES and not ever_opens(door, role):
        return False
    return role in ALWAYS and (case == BY_ROLE[0] or turn % len(ALWAYS) == 0)


def sides(place: Place) -> list[bool]:
    """Return whether an address is asked for an object of one's own area (True) and of another (False)."""
    return [True, False] if place.other is not None or place.query_other is not None else [True]


def granted_classes() -> list[frozenset[str]]:
    """Return the sets of classes that an annex grants, each class beside and without each other.

    Ten classes bear the ten pairs of five sets: no class's pair lies within another's, so of any two classes some set
    holds the first without the second. ``household`` is in all: without it no household is found at all.
    """
    classes = [name for name in oracle.CLASSES if name not in BESIDE]
    everything = [oracle.EVERY, oracle.EVERY - {"household"}]
    if WHOLE:
        return [BESIDE | {name} for name in oracle.CLASSES] + everything
    pairs = list(combinations(range(SETS), 2))
    assert len(classes) <= len(pairs), "a class more than there are pairs: let six sets be"
    return [
        BESIDE | {name for name, pair in zip(classes, pairs, strict=False) if one in pair} for one in range(SETS)
    ] + everything


def is_shown(number: int, role: str) -> bool:
    """Say whether a role looks at what is shown under such a set: under three of five in turn, and where all is granted.

    Each class lies in two of the five, so in three there is always one without it.
    """
    return WHOLE or number >= SETS or (number + ROLES.index(role) + TURN) % SETS < 3
