"""The areas that whoever looks urgently may choose by name: an amphoe, then its tambons, then the villages of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from baansuk.access.classes import HOUSEHOLD
from baansuk.access.held import grants_of
from baansuk.access.questions import today
from baansuk.access.scope import URGENT_FOR, Scope
from baansuk.places.questions import children_of, names_of
from baansuk.thai.words import Words

Named = tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class AreasToPick:
    """What may be chosen at each step; a step whose step before is not taken offers nothing."""

    amphoes: Named = ()
    tambons: Named = ()
    villages: Named = ()


def areas_to_pick(scope: Scope, *, amphoe: str = "", tambon: str = "") -> AreasToPick:
    """Return the areas that an agreement grants the seat's partner to help in, as far as they are chosen already."""
    granted = {
        one.granted.area_code
        for one in grants_of([scope.partner], today())
        if one.purpose == URGENT_FOR and one.granted.field_class == HOUSEHOLD and one.granted.area_code
    }
    amphoes = _below({code[:2] for code in granted}, granted)
    tambons = _below([amphoe], granted) if amphoe in amphoes else {}
    villages = _below([tambon], granted) if tambon in tambons else {}
    return AreasToPick(*(tuple(one.items()) for one in (amphoes, tambons, villages)))


def _below(above: Iterable[str], granted: set[str]) -> dict[str, Words]:
    codes = [one.code for code in sorted(above) for one in children_of(code) if _touches(one.code, granted)]
    names = names_of(codes)
    return {code: names[code] for code in codes}


def _touches(code: str, granted: set[str]) -> bool:
    return any(code.startswith(one) or one.startswith(code) for one in granted)
