"""Writes a framework of the register as the file that ``baansuk measure`` takes, where its rules can be said in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from baansuk.assess.frameworks import Framework, integer_weights, share
from baansuk.assess.frameworks_columns import words_of_column
from baansuk.thai.words import Refusal

# A quoted text stays as it is; a bare name may be that of a line.
_WORDS = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|[A-Za-z_][A-Za-z_0-9]*")
# As in the register nothing is missing that ``unknown`` could decide by bounds, the command knows two ways.
_MISSING = {"available": "available"}


def can_be_file(framework: Framework) -> bool:
    """Say whether a framework has what the command measures by: indicators that weigh."""
    return bool(framework.indicator)


def file_of(framework: Framework, columns: Iterable[str]) -> str:
    """Return the text of the file; ``columns`` are those that its rules read.

    A household lacks what it does not pass; lines stand as their amounts. Raises Refusal for a framework of scales or outcomes
    by rule alone, which is no weighted index.
    """
    if not can_be_file(framework):
        raise Refusal(
            "no_weighted_index",
            "กรอบนี้ไม่มีตัวชี้วัดที่ถ่วงน้ำหนัก คำสั่ง measure จึงใช้ไม่ได้",
            "This framework has no indicators that weigh, so the command measure cannot use it.",
        )
    weights, common = integer_weights(framework)
    shares = {code: Fraction(weight, common) for code, weight in weights.items()}
    parts = [*_heading(framework, columns), "", *_about(framework)]
    for dimension in framework.dimension:
        inside = [one for one in framework.indicator if one.dimension == dimension.code]
        if not inside:
            continue
        whole = sum((shares[one.code] for one in inside), Fraction(0))
        parts += ["", "[[dimension]]", f"name = {_text(dimension.code)}", f"weight = {_text(str(whole))}"]
        for one in inside:
            parts += ["", f"# {_line(one.en)}", "[[dimension.indicator]]", f"name = {_text(one.code)}"]
            parts.append(f"deprived_if = {_text(f'not ({_with_amounts(framework, one.passes)})')}")
            if one.applies.strip() != "true":
                parts.append(f"applies_if = {_text(_with_amounts(framework, one.applies))}")
            parts.append(f"weight = {_text(str(shares[one.code]))}")
    return "\n".join(parts) + "\n"


def _heading(framework: Framework, columns: Iterable[str]) -> list[str]:
    about = framework.framework
    said = [
        f"# {_line(about.en)}, version {about.version} ({framework.stamp}). Source: {_line(about.source)}",
        "# Measure a table of households with it: baansuk measure DATA.parquet --framework THIS.toml --out DIR",
    ]
    if about.missing == "unknown":
        said += [
            "# The register also judges a household with missing answers where they could not change the result;",
            '# the command leaves it out and counts it, or, with missing = "available", gives bounds.',
        ]
    said.append("# DATA.parquet needs these columns:")
    said += [f"#   {name}: {_line(words_of_column(framework, name).en)}" for name in sorted(columns)]
    return said


def _about(framework: Framework) -> list[str]:
    cutoffs = list(dict.fromkeys(one.cutoff for one in framework.outcome if one.cutoff)) or ["all"]
    missing = _MISSING.get(framework.framework.missing, "complete-cases")
    return [
        "[framework]",
        f"name = {_text(f'{framework.code}/{framework.framework.version}')}",
        'unit = "household"',
        f"missing = {_text(missing)}",
        f"cutoffs = [{', '.join(_text(one) for one in _once_each(cutoffs))}]",
    ]


def _once_each(cutoffs: list[str]) -> list[str]:
    """Cut-offs that are written in two ways are one."""
    return list({one if one == "all" else share(one): one for one in cutoffs}.values())


def _with_amounts(framework: Framework, rule: str) -> str:
    day = framework.framework.valid_to or framework.framework.valid_from
    amounts = {line.name: f"{Decimal(str(line.on(day).value)):f}" for line in framework.line}
    return _WORDS.sub(lambda found: amounts.get(found.group(), found.group()), " ".join(rule.split()))


def _line(text: str) -> str:
    return " ".join(text.split())


def _text(text: str) -> str:
    """A basic string of TOML: what JSON writes is one, but for the one sign that TOML wants escaped and JSON does not."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
