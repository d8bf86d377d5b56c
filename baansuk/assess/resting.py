"""Which classes of facts a judgement rests on, read from the rules: who may not see one may not be told the judgement."""

from __future__ import annotations

from collections.abc import Iterable

from baansuk.access.classes import HOUSEHOLD
from baansuk.assess.sets import CARD_SOURCE, Rules
from baansuk.people.fields import load_fields
from baansuk.people.lists import load_lists

Classes = frozenset[str]


def of_indicator(rules: Rules, number: int) -> Classes:
    """Return the classes of the fields from which the answer to an indicator comes."""
    fields = load_fields()
    return frozenset(fields[code].field_class for code in rules.fields_of(number))


def of_dimension(rules: Rules, code: str) -> Classes:
    """Return the classes behind a dimension: those of all its indicators."""
    dimension = next(one for one in rules.dimensions.dimension if one.code == code)
    return _all(of_indicator(rules, number) for number in dimension.indicators)


def of_label(rules: Rules, code: str) -> Classes:
    """Return the classes behind a label, by what its rule reads."""
    return _all(_of_column(rules, name) for name in rules.label_rules[code].columns)


def _of_column(rules: Rules, name: str) -> Classes:
    """The classes behind a column that rules of labels read; KeyError for one that nobody has thought about."""
    if name in rules.label_rules:
        return of_label(rules, name)
    if name.startswith("indicators_"):
        return _all(of_indicator(rules, one.number) for one in rules.indicators.indicator)
    if name.startswith("dimensions_"):
        return _all(of_dimension(rules, one.code) for one in rules.dimensions.dimension)
    if name == "lists_on":
        return _all(load_lists().of(one.source) for one in rules.labels.list if one.kind == "list")
    # That a survey came to the house at all tells nothing of what was answered.
    return {"holds_card": load_lists().of(CARD_SOURCE), "surveyed": frozenset({HOUSEHOLD})}[name]


def _all(parts: Iterable[Classes]) -> Classes:
    found: Classes = frozenset()
    return found.union(*parts)
