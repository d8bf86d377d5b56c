"""Pages the household list by key: for programs, which read on from where they stopped however long that took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from baansuk.access.election_questions import check_may_export
from baansuk.access.scope import Scope
from baansuk.assess.judged import kept_for
from baansuk.assess.questions import ListedHousehold, found_for
from baansuk.people.models import Edition
from baansuk.people.questions import sight_in, visible_households
from baansuk.people.seen import see_households
from baansuk.places.names import VILLAGE
from baansuk.thai.words import Refusal


@dataclass(frozen=True, slots=True)
class KeyPage:
    """Some households in door order; ``next`` is the code to read on from, None at the end."""

    rows: Sequence[ListedHousehold]
    next: str | None


def households_after(
    scope: Scope, *, area: str = "", measure: str = "", after: str = "", most: int, edition: Edition
) -> KeyPage:
    """Return up to ``most`` households behind the household ``after`` ('' = from the first), as ``households_list`` does.

    Raises Refusal while an election is on there, and where the edition holds no such household any more: a new one has
    been made meanwhile.
    """
    sight = sight_in(scope, edition)
    found, code = found_for(sight, area=area, measure=measure)
    # A program reads a list to its end: it leaves the house as surely as an export does.
    for one in (area,) if area else sight.areas():
        check_may_export(scope, one)
    if after:
        rows = visible_households(sight, walk=False).filter(code=after)
        key = rows.values_list("list_key", flat=True).first()
        if key is None:
            raise Refusal(
                "start_again",
                "ไม่มีครัวเรือนที่อ่านถึงแล้วในทะเบียนฉบับนี้ โปรดเริ่มอ่านใหม่ตั้งแต่ต้น",
                "This register does not hold the household you had come to; begin again from the first.",
            )
        found = found.filter(list_key__gt=key)
    keys = list(found.order_by("list_key").values_list(code, "list_key")[: most + 1])
    households = see_households(sight, {one: key[:VILLAGE] for one, key in keys[:most]})
    kept = kept_for(households.values())
    rows_shown = [ListedHousehold(households[one], kept.get(one)) for one, _key in keys[:most] if one in households]
    return KeyPage(rows_shown, keys[most - 1][0] if len(keys) > most else None)
