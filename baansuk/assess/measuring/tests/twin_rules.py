"""Reads the rules of small frameworks into the trees of the language's own twin, by the plainest of parsers."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from baansuk.assess.tests import rule_twin
from baansuk.assess.tests.rule_twin import Row, Tree

WORDS = re.compile(r"\s*(<=|>=|<>|[-+*/=<>(),]|'(?:[^']|'')*'|\d+(?:\.\d+)?|\w+)")


def answer(rule: str, row: Row) -> bool | None:
    """What the rule says of the row: true, false or None for not known."""
    said = rule_twin.answer(parsed(rule), row)
    assert said is None or isinstance(said, bool), rule
    return said


def parsed(rule: str) -> Tree:
    reader = Reader(WORDS.findall(rule))
    tree = reader.either()
    assert not reader.words, (rule, reader.words)
    return tree


class Reader:
    """Takes words from the left; each method reads what binds tighter than the method before it."""

    def __init__(self, words: list[str]) -> None:
        self.words = words

    def taken(self, *choices: str) -> str | None:
        if self.words and self.words[0].lower() in choices:
            return self.words.pop(0).lower()
        return None

    def joined(self, part: Callable[[], Tree], *signs: str) -> Tree:
        tree = part()
        while sign := self.taken(*signs):
            tree = (sign, tree, part())
        return tree

    def either(self) -> Tree:
        return self.joined(self.both, "or")

    def both(self) -> Tree:
        return self.joined(self.denied, "and")

    def denied(self) -> Tree:
        return ("not", self.denied()) if self.taken("not") else self.compared()

    def compared(self) -> Tree:
        left = self.added()
        if sign := self.taken("=", "<>", "<", "<=", ">", ">="):
            return (sign, left, self.added())
        if self.taken("is"):
            denied = self.taken("not")
            self.words.pop(0)
            return ("not", ("is null", left)) if denied else ("is null", left)
        if self.taken("in"):
            return ("in", left, self.choices())
        return left

    def choices(self) -> list[Any]:
        self.words.pop(0)
        found = [self.single()[1]]
        while self.taken(","):
            found.append(self.single()[1])
        self.words.pop(0)
        return found

    def added(self) -> Tree:
        return self.joined(self.multiplied, "+", "-")

    def multiplied(self) -> Tree:
        return self.joined(self.signed, "*", "/")

    def signed(self) -> Tree:
        return ("minus", self.signed()) if self.taken("-") else self.single()

    def single(self) -> Tree:
        word = self.words.pop(0)
        if word == "(":
            tree = self.either()
            self.words.pop(0)
            return tree
        if word[0] == "'":
            return ("literal", word[1:-1].replace("''", "'"))
        if word[0].isdigit():
            return ("literal", Fraction(word))
        constants = {"true": True, "false": False, "null": None}
        return ("literal", constants[word.lower()]) if word.lower() in constants else ("column", word)
