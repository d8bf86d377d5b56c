"""Reads the steps of this folder, with SQL put in for their $words."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from string import Template

from baansuk.engine import Step
from baansuk.engine.steps import parse_steps


def steps_of(filename: str, words: Mapping[str, str] | None = None) -> list[Step]:
    """Read the steps of ``filename``; raises KeyError for a $word that ``words`` does not have."""
    text = files("baansuk.link.linkage").joinpath(filename).read_text(encoding="utf-8")
    return parse_steps(Template(text).substitute(words or {}), filename)


def quoted(text: str) -> str:
    """SQL: a text."""
    return "'" + text.replace("'", "''") + "'"
