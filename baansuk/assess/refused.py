"""Why a rule is refused and where in its text."""

from __future__ import annotations

from dataclasses import dataclass

from baansuk.thai.words import Refusal


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in the text of a rule; line and column are counted from 1, columns in letters as typed."""

    line: int
    column: int

    @classmethod
    def at(cls, text: str, offset: int) -> Place:
        before = text[:offset]
        return cls(before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)


class RuleRefused(Refusal):
    """A rule that is not in the closed language; ``place`` says where."""

    def __init__(self, code: str, th: str, en: str, place: Place) -> None:
        super().__init__(
            code,
            f"{th} (บรรทัดที่ {place.line} ตัวอักษรที่ {place.column})",
            f"{en} (line {place.line}, column {place.column})",
        )
        self.place = place
