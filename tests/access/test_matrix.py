"""The access matrix: roles, kinds of partner, states of an agreement, classes of facts and addresses, allowed and refused alike.

What is expected comes from ``oracle.py``, which does not import the code that decides; which cells are asked, from ``sample.py``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from baansuk.access.models import Grant
from baansuk.access.roles import ROLES
from baansuk.access.tests.cast import AGREEMENT, grant, purpose_of
from baansuk.web import errors
from baansuk.web.sentences import SENTENCES
from tests.access import oracle
from tests.access.addresses import MACHINE, PAGES, Place
from tests.access.sample import (
    ASKED,
    BESIDE,
    BY_AGREEMENT,
    BY_ROLE,
    CASES,
    FOR_KEEPERS,
    asked,
    asked_by,
    ever_opens,
    granted_classes,
    is_shown,
    may_open,
    sides,
)
from tests.access.traces import Trail
from tests.access.world import (
    API_TEXT,
    COLUMNS,
    MARKS,
    Reader,
    World,
    agreement,
    body,
    delivered_under,
    make_world,
    move,
    officer,
)
from tests.kept import written_once

ABSENT = "/no/such/page/"
# The cast in parts, for workers side by side: each part makes an agreement once for all its roles.
PARTS = [sorted(oracle.CAST)[start::4] for start in range(4)]


def _pages(patterns: list[Any], before: str = "") -> Iterator[tuple[str, str]]:
    for one in patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield address, one.name or ""
        else:
            yield from _pages(one.url_patterns, address)


def _machine_addresses() -> set[tuple[str, str]]:
    described = json.loads(Client().get("/api/v1/openapi.json").content)
    return {(method, address) for address, methods in described["paths"].items() for method in methods}


def test_every_page_has_a_declared_door():
    names = {
        name
        for address, name in _pages(get_resolver().url_patterns)
        if not address.startswith("api/v1/") or name in ("openapi-json", "api-root")
    }
    assert names - set(PAGES) == set(), "say in tests/access/addresses.py who may come in"
    assert set(PAGES) - names == set(), "gone from the house"


def test_every_address_of_the_machines_door_has_a_declared_door():
    assert _machine_addresses() == set(MACHINE), "say in tests/access/addresses.py who may come in"


def test_every_role_has_a_second_opinion():
    assert set(ROLES) == set(oracle.CAST)


def test_the_matrix_has_at_least_eight_thousand_cells():
    doors = sum(len(sides(place)) for case in ASKED for role in ROLES for *_, place in asked_by(role, case))
    looks = sum(is_shown(number, role) for number in range(len(granted_classes())) for role in ROLES)
    shown = looks * len(WINDOWS) * len(oracle.CLASSES)
    assert doors + shown >= 8_000


def test_no_pair_of_role_address_and_state_is_left_out():
    met = {(role, case, name) for role in oracle.CAST for case in ASKED for name, *_ in asked_by(role, case)}
    every = {(role, case, name) for role in oracle.CAST for case in ASKED for name, *_ in asked(case)}
    for left, right in ((0, 1), (1, 2)):
        assert {(one[left], one[right]) for one in met} == {(one[left], one[right]) for one in every}
    for name, _, place in asked(BY_ROLE[0]):
        if place.door in BY_AGREEMENT:
            ever = {role for role in oracle.CAST if ever_opens(place.door, role)}
            granted = {role for role, case, one in met if (one, case) == (name, BY_ROLE[0])}
            assert granted >= (ever if place.door in FOR_KEEPERS else set(oracle.CAST)), name
            assert len(granted) > len(oracle.CAST) / 3, name
            refused = {role for role, case, one in met if one == name and not may_open(case, place.door)}
            assert refused >= ever, name


def test_of_any_two_classes_one_is_granted_without_the_other():
    apart = {(one, other) for granted in granted_classes() for one in granted for other in oracle.EVERY - granted}
    single = set(oracle.CLASSES) - BESIDE
    assert {(one, other) for one in single for other in single if one != other} <= apart


def _address(name: str, kind: str, place: Place, world: World, *, own: bool) -> str:
    gaps = (place.own if own or place.other is None else place.other) or {}
    filled = {gap: world.names.get(str(value), value) for gap, value in gaps.items()}
    if kind == "machine":
        return name.split(" ")[1].format(**filled)
    return place.address or reverse(name, kwargs=filled)


def _ask(reader: Reader, name: str, kind: str, place: Place, world: World, *, own: bool) -> Any:
    address = _address(name, kind, place, world, own=own)
    query = place.query if own or place.query_other is None else place.query_other
    if place.method == "post":
        return reader.browser.post(address, query)
    asks = reader.program if kind == "machine" else reader.browser
    return asks.get(f"{address}?{urlencode(query)}" if query else address)


def _opened(answer: Any) -> bool:
    """A page that refuses what was sent (422, 400, 409) is open all the same; absent and sent to the door are not."""
    to_the_door = answer.status_code == 302 and answer["Location"].startswith(("/sign-in/", "/seat/choose/"))
    return answer.status_code not in (401, 403, 404) and not to_the_door


world = written_once(make_world)


def test_each_role_looks_with_each_class_and_without_it():
    for role in oracle.CAST:
        sets = [classes for number, classes in enumerate(granted_classes()) if is_shown(number, role)]
        for name in set(oracle.CLASSES) - BESIDE:
            assert {name in classes for classes in sets} == {True, False}, (role, name)


@contextmanager
def forgotten() -> Iterator[None]:
    """Take back, at the end, whatever was written inside: the next role finds the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def one_drawn_refusal(monkeypatch):
    """Draw each page of refusal once: nine in ten cells are refused, and here only their status is looked at."""
    drawn = lru_cache(
        lambda template, status: render_to_string(template, {"sentence": SENTENCES["not_found"], "status": status})
    )
    monkeypatch.setattr(errors, "render_to_string", lambda template, named: drawn(template, named["status"]))


@pytest.mark.django_db
@pytest.mark.parametrize("roles", PARTS, ids=lambda roles: roles[0])
def test_doors_open_by_role_partner_agreement_and_area(roles, world, one_drawn_refusal):
    """And every address leaves a row by who asked, for whom it opens and for whom it does not."""
    wrong: list[Any] = []
    for number, (kind, state) in enumerate(ASKED):
        partner = _partner(number, kind, state)
        delivered_under(f"M-{number}")
        for role in roles:
            with forgotten():
                reader = officer(role, partner, _purpose(role, kind, state))
                wrong += _wrong_doors(reader, role, kind, state, world)
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.django_db
def test_only_an_agreement_in_force_or_past_its_last_day_has_grants_stored(world):
    stored = {}
    for number, (kind, state) in enumerate(CASES):
        partner = _partner(number, kind, state)
        stored[kind, state] = Grant.objects.filter(partner=partner).exists()
    granting = {("state", "in_force"), ("figures only", "in_force"), ("state", "past its last day")}
    assert {case for case, found in stored.items() if found} == granting


def _wrong_doors(reader: Reader, role: str, kind: str, state: str, world: World) -> list[Any]:
    wrong = []
    classes = oracle.granted(kind, state)
    trail = Trail(role)
    for name, door, place in asked_by(role, (kind, state)):
        for own in sides(place):
            answer = _ask(reader, name, door, place, world, own=own)
            if (kind, state) == BY_ROLE[0] and (silent := trail.silent(name, answer.status_code)):
                wrong.append((role, name, own, answer.status_code, silent))
            expected = oracle.opens(place.door, role, classes, own=own and role != "stranger")
            if _opened(answer) != expected:
                wrong.append((role, kind, state, name, own, answer.status_code, expected))
    return wrong


def _partner(number: int, kind: str, state: str) -> str:
    code = f"P-{number}"
    body(code, "provincial" if kind != "figures only" else "community_network")
    classes = oracle.EVERY if kind == "state" else frozenset({"aggregate"})
    made = agreement(f"M-{number}", code, annexed=kind != "no annex", classes=classes)
    move(made, state)
    return code


def _purpose(role: str, kind: str, state: str) -> str:
    """The purpose that the seat is offered: none where no agreement grants its partner one."""
    opens = oracle.granted(kind, state) and role != "stranger"
    return purpose_of(role) if opens else ""


# Where values of a household stand: the page, and what a program is given.
WINDOWS = (
    ("household", "page", True),
    ("household", "page", False),
    ("get /api/v1/households/{code}", "machine", True),
    ("get /api/v1/households/{code}", "machine", False),
)
LISTS = (("households", "page"), ("get /api/v1/households", "machine"), ("households_find", "page"))


def _text(answer: Any) -> str:
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("roles", PARTS, ids=lambda roles: roles[0])
def test_values_of_each_class_stand_only_where_it_is_granted(roles, world):
    wrong: list[Any] = []
    for number, classes in enumerate(granted_classes()):
        for role in filter(partial(is_shown, number), roles):
            with forgotten():
                partner = f"C-{number}"
                grant(partner, *ROLES[role].purposes, classes=classes, agreement=AGREEMENT)
                offered = ROLES[role].classes & classes and role != "stranger"
                reader = officer(role, partner, purpose_of(role) if offered else "")
                wrong += _wrong_values(reader, role, classes, world)
                wrong += _names_in_lists(reader, role, classes, world)
    assert not wrong, "\n".join(map(str, wrong))


def _wrong_values(reader: Reader, role: str, classes: frozenset[str], world: World) -> list[Any]:
    wrong = []
    for name, kind, own in WINDOWS:
        place = PAGES[name] if kind == "page" else MACHINE["get", name.split(" ")[1]]
        text = _text(_ask(reader, name, kind, place, world, own=own))
        for field_class in oracle.CLASSES:
            shown = _mark(field_class, kind) in text
            if shown != oracle.shows(field_class, role, classes, own=own and role != "stranger"):
                wrong.append((role, sorted(classes - BESIDE), name, own, field_class, shown))
    return wrong


def _names_in_lists(reader: Reader, role: str, classes: frozenset[str], world: World) -> list[Any]:
    """A name stands in lists and searches only where identity is granted, whatever else is."""
    wrong = []
    expected = oracle.shows("identity", role, classes, own=role != "stranger")
    for name, kind in LISTS:
        place = PAGES[name] if kind == "page" else MACHINE["get", name.split(" ")[1]]
        shown = COLUMNS["identity"] in _text(_ask(reader, name, kind, place, world, own=True))
        reachable = expected and (name != "households_find" or "contact" in classes & oracle.CAST[role].classes)
        if shown != reachable:
            wrong.append((role, sorted(classes - BESIDE), name, "identity", shown))
    return wrong


def _mark(field_class: str, kind: str) -> str:
    if field_class in COLUMNS:
        return COLUMNS[field_class]
    shown = MARKS[field_class][3]
    return API_TEXT.get(field_class, shown) if kind == "machine" else shown
