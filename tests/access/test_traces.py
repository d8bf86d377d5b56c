"""Every address of the house, asked by those it opens for and by those it does not, leaves a row by who asked."""

from __future__ import annotations

from typing import Any

import pytest

from baansuk.access.tests.cast import purpose_of
from baansuk.audit.models import Event
from tests.access.sample import asked, sides
from tests.access.test_matrix import _ask, _partner, forgotten
from tests.access.world import Reader, World, delivered_under, make_world, officer
from tests.kept import written_once

# One who keeps, one who sees persons, one who sees the trail, one who sees nothing.
ROLES = ("register_keeper", "tambon_team", "auditor", "stranger")

world = written_once(make_world)


def _silent(reader: Reader, role: str, world: World) -> list[Any]:
    silent = []
    for name, door, place in asked(("state", "in_force")):
        for own in sides(place):
            last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            answer = _ask(reader, name, door, place, world, own=own)
            rows = list(
                Event.objects.filter(pk__gt=last, actor__startswith=role).values_list("act", "source", "outcome")
            )
            source = "api" if "/api/v1/" in name or name == "openapi-json" else "web"
            if not rows or any(row[1] != source for row in rows):
                silent.append((role, name, own, answer.status_code, rows))
            if answer.status_code in (403, 404) and not any(row[2] == "refused" for row in rows):
                silent.append((role, name, own, "a refusal that is not called one", rows))
    return silent


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_every_address_leaves_a_row_by_who_asked(role, world):
    partner = _partner(0, "state", "in_force")
    delivered_under("M-0")
    with forgotten():
        silent = _silent(officer(role, partner, purpose_of(role) if role != "stranger" else ""), role, world)
    assert silent == [], "\n".join(map(str, silent))
