"""Changes one part of a framework by what was typed: its rules, a line's amount, a cut-off."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from baansuk.assess.frameworks import Framework, as_contents
from baansuk.assess.frameworks_checking import FrameworkRefused
from baansuk.thai.digits import to_arabic
from baansuk.thai.money import read_money
from baansuk.thai.words import Words

# Kind of part -> the table of its file, and the key by which one is found in it.
TABLES: Mapping[str, tuple[str, str]] = {
    "indicator": ("indicator", "code"),
    "scale": ("scale", "code"),
    "outcome": ("outcome", "code"),
    "count": ("count", "name"),
    "line": ("line", "name"),
}
LONGEST_RULE = 4_000


@dataclass(frozen=True, slots=True)
class Typed:
    """One text of a part that can be changed: the key of its field, what it is called, and what stands there now."""

    key: str
    words: Words
    text: str
    short: bool = False


def part_words(framework: Framework, kind: str, code: str) -> Words | None:
    """Return what a part is called; None where the framework has none such."""
    table, key = TABLES.get(kind, ("", ""))
    listed: list[Any] = getattr(framework, table, [])
    return next((one.words for one in listed if getattr(one, key) == code), None)


def typed_of(framework: Framework, kind: str, code: str) -> list[Typed]:
    """Return the texts of a part as they stand, in order."""
    if kind == "indicator":
        one = next(one for one in framework.indicator if one.code == code)
        return [
            Typed("applies", Words("ใช้กับใคร", "Whom it concerns"), one.applies.strip()),
            Typed("passes", Words("ผ่านเมื่อ", "Passes when"), one.passes.strip()),
        ]
    if kind == "scale":
        scale = next(one for one in framework.scale if one.code == code)
        return [Typed(f"level_{one.level}", one.words, one.rule.strip()) for one in scale.level]
    if kind == "outcome":
        outcome = next(one for one in framework.outcome if one.code == code)
        if outcome.cutoff:
            return [Typed("cutoff", Words("เกณฑ์ตัด k เช่น 1/3", "Cut-off k, such as 1/3"), outcome.cutoff, short=True)]
        return [Typed("rule", Words("กติกา", "Rule"), outcome.rule.strip())]
    if kind == "line":
        line = next(one for one in framework.line if one.name == code)
        return [Typed("value", Words("จำนวนบาท", "Baht"), str(line.value[-1].value), short=True)]
    count = next(one for one in framework.count if one.name == code)
    return [Typed("rule", Words("นับสมาชิกที่", "Counts members of whom"), count.rule.strip())]


def changed_contents(framework: Framework, kind: str, code: str, given: Mapping[str, str]) -> dict[str, Any]:
    """Return the tables of a framework in which one part has the texts ``given``.

    Raises FrameworkRefused for an amount that is none; whether the rules hold is asked of the whole.
    """
    contents = copy.deepcopy(as_contents(framework))
    table, key = TABLES[kind]
    part = next(one for one in contents[table] if one[key] == code)
    if kind == "scale":
        for level in part["level"]:
            level["rule"] = _written(level["rule"], given[f"level_{level.get('level', 0)}"])
    elif kind == "line":
        part["value"][-1] = part["value"][-1] | {"value": _amount(given["value"])}
    elif "cutoff" in given:
        part["cutoff"] = to_arabic(given["cutoff"]).strip()
    else:
        part |= {
            name: _written(part.get(name, ""), text)
            for name, text in given.items()
            if name in ("applies", "passes", "rule")
        }
    return contents


def _written(stood: str, typed: str) -> str:
    """What was typed, with a browser's ends of lines as ours; a rule nobody touched is the one that stood, to the letter.

    Otherwise opening a rule of two lines would already say that the series breaks.
    """
    text = typed.replace("\r\n", "\n").strip()
    return stood if text == stood.strip() else text


def _amount(text: str) -> str:
    found = read_money(text)
    if not isinstance(found, Decimal) or found <= 0:
        raise FrameworkRefused(
            Words(
                f"อ่าน “{text[:40]}” เป็นจำนวนเงินไม่ได้ ใช้ตัวเลขเช่น 38,000",
                f"“{text[:40]}” is no amount; write figures such as 38,000",
            )
        )
    return f"{found.normalize():f}"
