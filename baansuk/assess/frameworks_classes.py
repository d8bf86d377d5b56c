"""Which classes of facts each part of a framework rests on: who may not see one is not told what the part says of anybody."""

from __future__ import annotations

from collections.abc import Collection

from baansuk.access.classes import HOUSEHOLD
from baansuk.assess.frameworks_checking import Checked
from baansuk.assess.frameworks_columns import OUTCOME_COUNTS, classes_of_columns, classes_of_members

Classes = frozenset[str]


def classes_of_parts(checked: Checked) -> dict[str, Classes]:
    """Return the classes behind every part of a framework, by its code."""
    framework = checked.framework
    found = {one.code: _of_columns(checked, checked.columns_of_part(one.code)) for one in framework.indicator}
    found |= {one.code: _of_columns(checked, checked.columns_of_part(one.code)) for one in framework.scale}
    for dimension in framework.dimension:
        inside = [found[one.code] for one in framework.indicator if one.dimension == dimension.code]
        found[dimension.code] = _all(inside)
    indicators = _all([found[one.code] for one in framework.indicator])
    for outcome in framework.outcome:
        if outcome.cutoff:
            found[outcome.code] = indicators
            continue
        read = checked.outcomes[outcome.code].columns
        parts = [found[name] for name in read if name in found]
        counted = indicators if set(read) & set(OUTCOME_COUNTS) else frozenset[str]()
        rest = frozenset(name for name in read if name not in found and name not in OUTCOME_COUNTS)
        found[outcome.code] = _all([*parts, counted, _of_columns(checked, rest)])
    return found


def classes_of_rules(checked: Checked) -> Classes:
    """Return the classes behind all rules of a framework together."""
    return _all(list(classes_of_parts(checked).values()))


def _of_columns(checked: Checked, names: Collection[str]) -> Classes:
    counts = {end: name for name in checked.counts for end in (name, f"{name}_unknown")}
    members = [classes_of_members(frozenset(checked.counts[counts[name]].columns)) for name in names if name in counts]
    return _all([frozenset({HOUSEHOLD}), classes_of_columns(frozenset(names) - set(counts)), *members])


def _all(parts: list[Classes]) -> Classes:
    return frozenset[str]().union(*parts)
