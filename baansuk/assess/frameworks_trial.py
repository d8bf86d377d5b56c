"""Tries a changed framework for a reader: exact counts and a few households to whoever sees them, rough counts to others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from baansuk.access.scope import Scope
from baansuk.assess import looks
from baansuk.assess.frameworks import Framework, rules_digest
from baansuk.assess.frameworks_checking import Checked, check_framework
from baansuk.assess.frameworks_classes import classes_of_rules
from baansuk.assess.frameworks_preview import Changes, try_framework
from baansuk.assess.frameworks_told import TENS, FrameworkTelling, exactly, rough
from baansuk.people import editions
from baansuk.people.models import Edition
from baansuk.people.questions import households_seen
from baansuk.people.seen import SeenHousehold
from baansuk.thai.words import Words

SHOWN = 5
LETTER_WORDS = {
    "P": Words("ผ่าน", "pass"),
    "F": Words("ไม่ผ่าน", "fail"),
    "N": Words("ไม่เกี่ยวข้อง", "not concerned"),
    "U": Words("ไม่ทราบ", "not known"),
}
CARRIES = {"P": Words("ไม่ใช่", "not so"), "F": Words("ใช่", "so"), "U": LETTER_WORDS["U"]}


@dataclass(frozen=True, slots=True)
class Move:
    """So many households go from one answer to another."""

    before: Words
    after: Words
    count: Words


@dataclass(frozen=True, slots=True)
class PartTrial:
    """How the answers of one part change."""

    words: Words
    changed: Words
    moves: Sequence[Move]
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """What a page says of a changed framework before it is saved."""

    parts: Sequence[PartTrial]
    households: int
    exact: bool
    breaks: bool
    seen: Sequence[SeenHousehold]
    edition: int
    more: bool = False
    divided: Words | None = None

    @property
    def nothing(self) -> bool:
        """Say whether no answer changes."""
        return not self.parts


def try_for(scope: Scope, edition: Edition, new: Checked, old: Framework | None, part: str = "") -> Trial:
    """Try a changed framework on the households of the reader's areas in an edition; writes down whose codes are shown.

    Codes and exact counts are told only where the reader sees every household of the areas, by all classes that the old
    and the new rules rest on. Others hear rough counts, since rules typed one after the other could single out a house.
    """
    before = check_framework(old) if old is not None and not old.is_frame else None
    telling, areas = FrameworkTelling(scope, edition), scope.areas
    classes = classes_of_rules(new) | (classes_of_rules(before) if before else frozenset())
    exact = bool(areas) and all(telling.sees(classes, area) for area in areas)
    tried = try_framework(
        editions.folder(edition.number), new, before, day=timezone.localdate(edition.made_at), areas=areas, part=part,
        codes=SHOWN if exact else 0,
    )  # fmt: skip
    seen = _seen(telling, tried.codes, new, part, scope) if tried.codes else []
    words = parts_words(new.framework)
    say = exactly if exact else rough
    parts = [
        PartTrial(words[code][0], say(one.households), _moves(one, words[code][1], exact=exact), edited=code == part)
        for code, one in tried.parts.items()
        if one.households
    ]
    breaks = before is not None and rules_digest(new.framework) != rules_digest(before.framework)
    parts.sort(key=lambda one: not one.edited)
    divided = say(tried.divided_by_zero) if tried.divided_by_zero >= (1 if exact else TENS) else None
    return Trial(parts, tried.households, exact, breaks, seen, edition.number, len(seen) == SHOWN, divided)


def _seen(
    telling: FrameworkTelling, codes: Sequence[str], new: Checked, part: str, scope: Scope
) -> list[SeenHousehold]:
    found = households_seen(telling.sight, codes)
    listed = [found[code] for code in codes if code in found]
    measure = f"{new.code}.{part}" if part else new.code
    looks.at_list(
        [one.code for one in listed],
        by=scope,
        edition=telling.edition.number,
        area=scope.areas[0],
        measure=measure,
        page=1,
    )
    return listed


def parts_words(framework: Framework) -> dict[str, tuple[Words, dict[str, Words]]]:
    """Return, by part, its name and what each letter of it means."""
    found = {one.code: (one.words, LETTER_WORDS) for one in framework.indicator}
    found |= {one.code: (one.words, LETTER_WORDS) for one in framework.dimension}
    for scale in framework.scale:
        levels = {str(level.level): level.words for level in scale.level}
        found[scale.code] = (scale.words, levels | {"U": LETTER_WORDS["U"]})
    return found | {one.code: (one.words, CARRIES) for one in framework.outcome}


def _moves(changes: Changes, letters: dict[str, Words], *, exact: bool) -> list[Move]:
    say = exactly if exact else rough
    largest = sorted(changes.moves.items(), key=lambda one: (-one[1], one[0]))
    return [Move(letters[old], letters[new], say(count)) for (old, new), count in largest]
