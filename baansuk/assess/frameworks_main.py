"""The register's main sets (จปฐ. and TPMAP with their labels) as frameworks: to read, to try a rule of, and to draw one's own from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from baansuk.assess.frameworks import Framework, as_contents, read_framework
from baansuk.assess.sets import About, Indicator, Label, Rules, load_rules
from baansuk.thai.words import Words

# Of these the map, the lists and the release are made: no framework of a province may bear their names.
MAIN_CODES = ("bmn-2560", "tpmap", "labels")
# What a rule of a label reads, and what says the same where the parts of one framework are read.
COUNTED = {"indicators_failed": "failed", "indicators_unknown": "unknown"}


@lru_cache(maxsize=1)
def main_frameworks() -> Mapping[str, Framework]:
    """Return the main sets as frameworks that answer of every household what the register's own steps answer."""
    rules = load_rules()
    return {one.code: one for one in (_of_indicators(rules), _of_dimensions(rules))}


def is_main(code: str) -> bool:
    """Say whether a code is that of a main set."""
    return code in MAIN_CODES


def base_of(framework: Framework) -> Framework | None:
    """Return the main set from which a framework was drawn, None for one that was not."""
    return main_frameworks().get(framework.framework.drawn_from)


def drawn_contents(code: str, new_code: str, name: Words) -> dict[str, Any]:
    """Return the tables of a framework of one's own that begins with all that a main set holds.

    It has no last day: the years of the document that it is drawn from may be over.
    """
    contents = as_contents(main_frameworks()[code])
    about = {key: text for key, text in contents["framework"].items() if key not in ("valid_to", "note_th", "note_en")}
    contents["framework"] = about | {"code": new_code, "th": name.th, "en": name.en, "drawn_from": code}
    return contents


def _of_indicators(rules: Rules) -> Framework:
    listed = rules.indicators
    return read_framework(
        {
            "framework": _about(listed.set, listed.set.note_th, listed.set.note_en),
            "line": _lines(rules),
            "dimension": [{"code": one.code, "th": one.th, "en": one.en} for one in listed.group],
            "indicator": [_indicator(rules, one, one.group) for one in listed.indicator],
            "outcome": [_outcome(one, _reworded(one.rule, COUNTED)) for one in _labels(rules, "indicators_failed", "surveyed")],
        }
    )  # fmt: skip


def _of_dimensions(rules: Rules) -> Framework:
    listed, indicators = rules.dimensions, {one.number: one for one in rules.indicators.indicator}
    of = {number: one.code for one in listed.dimension for number in one.indicators}
    lacking = " or ".join(one.code for one in listed.dimension)
    poor = {one.code: f"({lacking})" for one in _labels(rules, "dimensions_failed")}
    outcomes = [_outcome(one, lacking) for one in _labels(rules, "dimensions_failed")]
    outcomes += [_outcome(one, _reworded(one.rule, poor)) for one in _labels(rules, *poor, "lists_on")]
    return read_framework(
        {
            "framework": _about(listed.set, listed.set.note_th, listed.set.note_en),
            "line": _lines(rules),
            "dimension": [{"code": one.code, "th": one.th, "en": one.en} for one in listed.dimension],
            "indicator": [_indicator(rules, indicators[number], code) for number, code in of.items()],
            "outcome": outcomes,
        }
    )


def _about(one: About, note_th: str, note_en: str) -> dict[str, Any]:
    about = {"code": one.code, "version": one.version, "th": one.th, "en": one.en, "source": one.source}
    return about | {"valid_from": one.valid_from, "valid_to": one.valid_to, "note_th": note_th, "note_en": note_en}


def _lines(rules: Rules) -> list[dict[str, Any]]:
    """The lines with the amounts by which the sets judge, in force without an end: dimensions outlive their indicators' years."""
    last = rules.indicators.set.valid_to or rules.indicators.set.valid_from
    return [
        one.model_dump(exclude={"value"}) | {"value": [one.on(last).model_dump(exclude={"valid_to"})]}
        for one in rules.indicators.line
    ]


def _indicator(rules: Rules, one: Indicator, dimension: str) -> dict[str, Any]:
    kept = one.model_dump(include={"unit", "rule_th", "rule_en", "applies", "passes"})
    found = kept | {"code": rules.indicators.measure(one.number).replace(".", "_"), "dimension": dimension}
    found |= {"th": f"{one.number}. {one.th}", "en": f"{one.number}. {one.en}"}
    return found | ({"ages": one.ages.model_dump(by_alias=True)} if one.ages else {})


def _outcome(one: Label, rule: str) -> dict[str, Any]:
    kept = one.model_dump(include={"code", "th", "en", "definition_th", "definition_en"})
    return kept | {"rule": rule}


def _labels(rules: Rules, *names: str) -> list[Label]:
    """The labels whose rules read one of these names."""
    return [one for one in rules.labels.label if set(rules.label_rules[one.code].columns) & set(names)]


def _reworded(rule: str, names: Mapping[str, str]) -> str:
    for name, instead in names.items():
        rule = re.sub(rf"\b{name}\b", instead, rule)
    return rule
