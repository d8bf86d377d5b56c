"""Why a household may lack something: a catalogue of candidate causes as data, judged by the machinery of frameworks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from baansuk.assess.frameworks import (
    AboutFramework,
    Awaited,
    Count,
    Framework,
    FrameworkDimension,
    FrameworkIndicator,
    PartCode,
)
from baansuk.assess.frameworks_checking import Checked, check_framework
from baansuk.assess.frameworks_columns import member_columns
from baansuk.assess.language import Expression, check
from baansuk.assess.set_parts import Named, Part, Said
from baansuk.thai.words import Refusal, Words

FILE = "causes.toml"
CODE = "causes"
# A cause without evidence waits for an answer that no register brings.
ASK = "ask_"
PERSONAL, STRUCTURAL = "personal", "structural"
STRENGTH_WORDS = {
    "weak": Words("หลักฐานอ่อน", "weak evidence"),
    "fair": Words("หลักฐานพอใช้", "fair evidence"),
    "strong": Words("หลักฐานชัด", "strong evidence"),
}


class Lack(Named):
    """Something that a household may lack; true means that it does."""

    code: PartCode
    rule: Said


class Cause(Named):
    """One candidate cause under a lack; ``under`` is the cause whose deeper cause it is ('' for none)."""

    code: PartCode
    of: PartCode
    under: PartCode | Literal[""] = ""
    kind: Literal["personal", "structural"]
    evidence: str = ""
    member: str = ""
    strength: Literal["weak", "fair", "strong"]
    against_th: Said
    against_en: Said
    source: Said

    @property
    def against(self) -> Words:
        """What would speak against it."""
        return Words(self.against_th, self.against_en)

    @property
    def is_asked(self) -> bool:
        """Whether no fact says anything of it, so that it can only be asked for."""
        return not self.evidence.strip()

    @property
    def strength_words(self) -> Words:
        return STRENGTH_WORDS[self.strength]


class AboutCauses(Part):
    """Which catalogue this is."""

    code: Literal["causes"]
    version: int = Field(ge=1)
    valid_from: date
    source: Said


class Causes(Part):
    """The whole catalogue, in the order in which people meet it."""

    about: AboutCauses = Field(alias="set")
    count: list[Count] = []
    lack: list[Lack] = Field(min_length=1)
    cause: list[Cause] = Field(min_length=1)

    @model_validator(mode="after")
    def _tree(self) -> Self:
        lacks, known = {one.code for one in self.lack}, {one.code: one for one in self.cause}
        for place, one in enumerate(self.cause, start=1):
            where = f"[[cause]] {place} ({one.code})"
            if one.of not in lacks:
                raise ValueError(f"{where} is of {one.of}, which is no [[lack]] of the file")
            above = known.get(one.under)
            if one.under and (above is None or above.of != one.of):
                raise ValueError(f"{where} stands under {one.under}, which is no cause of {one.of}")
            if one.code in self._above(one, known):
                raise ValueError(f"{where} stands under itself")
        return self

    @staticmethod
    def _above(one: Cause, known: Mapping[str, Cause]) -> list[str]:
        """The causes above one, the nearest first; a circle ends where it begins."""
        found: list[str] = []
        while one.under and one.under not in found:
            found.append(one.under)
            one = known[one.under]
        return found

    def kin(self, code: str) -> frozenset[str]:
        """Return a cause with those above and below it: they are one story, and do not stand against one another."""
        known = {one.code: one for one in self.cause}
        above = self._above(known[code], known)
        below = [one.code for one in self.cause if code in self._above(one, known)]
        return frozenset({code, *above, *below})

    def of_lack(self, lack: str) -> list[Cause]:
        """Return the causes of a lack, each before those under it."""
        return [one for one in self.cause if one.of == lack]

    def depth(self, code: str) -> int:
        """Return how deep a cause stands below its lack, from 0."""
        known = {one.code: one for one in self.cause}
        return len(self._above(known[code], known))


@dataclass(frozen=True, slots=True)
class CheckedCauses:
    """The catalogue with its rules as a framework: a cause is an indicator that fails where the facts suggest it."""

    causes: Causes
    framework: Checked
    members: Mapping[str, Expression]

    @property
    def stamp(self) -> str:
        """The catalogue, its version, and the digest of what decides its answers."""
        return self.framework.framework.stamp


class CausesRefused(Refusal):
    """A catalogue that does not hold together; the sentence names the file and the place."""

    def __init__(self, name: str, th: str, en: str) -> None:
        super().__init__("causes_refused", f"{name} {th}", f"{name} {en}")


def read_causes(contents: Mapping[str, Any], name: str = FILE) -> CheckedCauses:
    """Read and check a catalogue. Raises CausesRefused, naming the file and the place, for one that does not hold."""
    try:
        causes = Causes.model_validate(contents)
        checked = check_framework(as_framework(causes))
        columns = member_columns()
        members = {one.code: check(one.member, columns) for one in causes.cause if one.member}
    except ValidationError as error:
        first = error.errors()[0]
        where = " ".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
        said = f"{where}: {str(first['msg']).removeprefix('Value error, ')[:200]}"
        raise CausesRefused(name, f"ใช้ไม่ได้ {said}", said) from error
    except Refusal as refusal:
        raise CausesRefused(name, refusal.words.th, refusal.words.en) from refusal
    return CheckedCauses(causes, checked, members)


def as_framework(causes: Causes) -> Framework:
    """Return the catalogue as a framework: lacks are dimensions and indicators of their own, causes the indicators within."""
    about = AboutFramework(
        code=CODE, version=causes.about.version, th="สาเหตุ", en="Causes", valid_from=causes.about.valid_from,
        source=causes.about.source,
    )  # fmt: skip
    lacks = {one.code: one for one in causes.lack}
    indicators = [
        FrameworkIndicator(
            code=one.code, th=one.th, en=one.en, dimension=f"of_{one.code}", rule_th=one.th, rule_en=one.en,
            passes=f"not ({one.rule})",
        )
        for one in causes.lack
    ]  # fmt: skip
    indicators += [
        FrameworkIndicator(
            code=one.code, th=one.th, en=one.en, dimension=f"of_{one.of}", rule_th=one.th, rule_en=one.en,
            applies=lacks[one.of].rule, passes=f"not ({one.evidence or ASK + one.code})",
        )
        for one in causes.cause
    ]  # fmt: skip
    return Framework(
        framework=about,
        awaited=[
            Awaited(name=ASK + one.code, th=one.th, en=one.en, type="yes_no") for one in causes.cause if one.is_asked
        ],
        count=causes.count,
        dimension=[FrameworkDimension(code=f"of_{one.code}", th=one.th, en=one.en) for one in causes.lack],
        indicator=indicators,
    )


@lru_cache(maxsize=1)
def causes() -> CheckedCauses:
    """Return the catalogue in use."""
    text = files("baansuk.assess").joinpath("sets", FILE).read_text(encoding="utf-8")
    return read_causes(tomllib.loads(text))
