"""Ordered rewriting rules that Python's and Polars' regex engines read the same way.

A rule is ``(pattern, replacement)``. Patterns use no look-around, no back-reference, no ``\\s`` and no ``\\d``, whose
meaning differs between the engines. Replacements name groups as ``${1}``; a group that did not match gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

Rule = tuple[str, str]

_GROUP = re.compile(r"\$\{(\d+)\}")


def row_form(rules: Iterable[Rule]) -> Callable[[str], str]:
    """Return a function of one text that applies ``rules`` in order; they are compiled when it is first called."""

    @cache
    def steps() -> list[tuple[re.Pattern[str], str]]:
        return [(re.compile(pattern), _GROUP.sub(r"\\g<\1>", replacement)) for pattern, replacement in rules]

    def rewrite(text: str) -> str:
        for pattern, replacement in steps():
            text = pattern.sub(replacement, text)
        return text

    return rewrite
