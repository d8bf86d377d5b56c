"""What everybody knows of the measures from their definitions: which are made of others, and which lie inside others."""

from __future__ import annotations

from collections.abc import Collection

from baansuk.assess.sets import Rules
from baansuk.people.figures import FOUND, OTHER, PASSED, AtLeast, Part, subset, union

LIST = "list."
SURVEY = "list.bmn"


def relations(rules: Rules, held: Collection[str]) -> list[AtLeast]:
    """Return every relation between the counts of the measures ``held``; what is published must stay hidden in spite of them."""
    indicators = [rules.indicators.measure(one.number) for one in rules.indicators.indicator]
    dimensions = {
        rules.dimensions.measure(one.code): [rules.indicators.measure(number) for number in one.indicators]
        for one in rules.dimensions.dimension
    }
    found = [relation for whole, parts in dimensions.items() for relation in _three_valued(whole, parts)]
    # A dimension passes only where one of its indicators does: those of which none applies do not apply themselves.
    found += [_covers([(part, PASSED) for part in parts], (whole, PASSED)) for whole, parts in dimensions.items()]
    found += _of_labels(rules, indicators, dimensions, sorted(one for one in held if one.startswith(LIST)))
    found += _of_the_unasked(rules, [*indicators, *dimensions])
    return [one for one in found if all(part[0] in held for part in one.more + one.less)]


def _three_valued(whole: str, parts: Collection[str]) -> list[AtLeast]:
    """One failure decides, then one that is not known: whoever is not known in the whole is not known in a part."""
    return [*union(whole, tuple(parts)), _covers([(part, OTHER) for part in parts], (whole, OTHER))]


def _covers(parts: Collection[Part], whole: Part) -> AtLeast:
    return AtLeast(tuple(parts), (whole,))


def _of_labels(
    rules: Rules, indicators: Collection[str], dimensions: dict[str, list[str]], lists: Collection[str]
) -> list[AtLeast]:
    """Labels by what their rules read: indicators, dimensions, lists or another label, which they narrow."""
    kinds = {one.source: one.kind for one in rules.labels.list}
    of_help = tuple(one for one in lists if kinds.get(one.removeprefix(LIST), "list") == "list")
    inside = {part for parts in dimensions.values() for part in parts}
    measures = {one.code: one.measure for one in rules.labels.label}
    reads = {measures[code]: rule.columns for code, rule in rules.label_rules.items()}
    of_dimensions = [one for one, columns in reads.items() if "dimensions_failed" in columns]
    found: list[AtLeast] = []
    for measure, columns in reads.items():
        if measure in of_dimensions:
            found += _three_valued(measure, dimensions)
        if "indicators_failed" in columns:
            found += _three_valued(measure, indicators)
            for narrow in of_dimensions:
                found += [subset((narrow, FOUND), (measure, FOUND)), subset((measure, PASSED), (narrow, PASSED))]
                rest = [(one, FOUND) for one in indicators if one not in inside]
                found.append(_covers([(narrow, FOUND), *rest], (measure, FOUND)))
        if "lists_on" in columns:
            found += union(measure, of_help, PASSED)
        for wide in (measures[column] for column in columns if column in measures):
            found += [subset((measure, FOUND), (wide, FOUND)), subset((wide, PASSED), (measure, PASSED))]
    return found


def _of_the_unasked(rules: Rules, judged: Collection[str]) -> list[AtLeast]:
    """Of whom the survey has no answer nothing that rests on it is known; and its own list is that of the others."""
    found = []
    reads = {one.measure: rules.label_rules[one.code].columns for one in rules.labels.label}
    labels = [one for one, columns in reads.items() if {"indicators_failed", "dimensions_failed"} & set(columns)]
    for unasked in (one for one, columns in reads.items() if set(columns) == {"surveyed"}):
        found += [subset((unasked, FOUND), (one, OTHER)) for one in (*judged, *labels)]
        found += [subset((unasked, PASSED), (SURVEY, FOUND)), subset((SURVEY, FOUND), (unasked, PASSED))]
    return found


def rests_on_survey(rules: Rules) -> frozenset[str]:
    """Return the measures that say of an area where nobody was asked no more than that."""
    named = {one.measure for one in rules.labels.label if set(rules.label_rules[one.code].columns) & _ASKED}
    counted = {rules.indicators.measure(one.number) for one in rules.indicators.indicator}
    return frozenset(
        named | counted | {rules.dimensions.measure(one.code) for one in rules.dimensions.dimension} | {SURVEY}
    )


_ASKED = {"surveyed", "indicators_failed", "dimensions_failed"}
