"""Benefits of the state as dated data: who has a right to which, since when, by whose word, and where it is claimed."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from baansuk.assess.frameworks import Awaited, Count
from baansuk.assess.set_parts import Named, Part, Said
from baansuk.assess.stamps import stamp_of
from baansuk.thai.words import Refusal, Words

FILE = "benefits.toml"
BenefitCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)]
Money = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
Per = Literal["month", "year", "time"]
# A mask of clauses is one letter of 32 (see ``rights_letters``): four clauses, and whether it is received.
MOST_CLAUSES = 4
OLDEST = 200


class Clause(Named):
    """One condition of a benefit: all must hold, and a refusal names the one that does not."""

    rule: Said


class Band(Part):
    """An amount in baht for ages in completed years, both ends counted; without ``to`` for that age and over."""

    from_: int = Field(alias="from", ge=0, le=OLDEST)
    to: int = Field(default=OLDEST, ge=0, le=OLDEST)
    amount: Money


class Office(Named):
    """An office that takes claims."""

    code: BenefitCode


class Benefit(Named):
    """One benefit as it is for some days; the file itself says what each part means."""

    code: BenefitCode
    kind: Literal["right", "relief"]
    unit: Literal["person", "household"]
    of: Literal["living", "dead"] = "living"
    valid_from: date
    valid_to: date | None = None
    certain: bool
    as_of: date
    source: Said
    instead_of: BenefitCode | Literal[""] = ""
    office: BenefitCode
    per: Per
    amount: Money | None = None
    band: list[Band] = []
    times: int = Field(default=1, ge=1)
    receives: Said
    paid_from: list[str] = []
    papers_th: list[Said] = Field(min_length=1)
    papers_en: list[Said] = Field(min_length=1)
    check_th: str = ""
    check_en: str = ""
    excludes: list[BenefitCode] = []
    clause: list[Clause] = Field(min_length=1, max_length=MOST_CLAUSES)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError(f"it ends on {self.valid_to}, before it begins on {self.valid_from}")
        if (self.amount is None) == (not self.band):
            raise ValueError("it needs either an amount or bands by age")
        if self.band and self.unit == "household":
            raise ValueError("bands by age are for persons, this benefit is for households")
        ordered = sorted(self.band, key=lambda one: one.from_)
        if any(later.from_ <= earlier.to for earlier, later in pairwise(ordered)):
            raise ValueError("two of its bands hold the same age")
        if len(self.papers_th) != len(self.papers_en):
            raise ValueError("its papers do not stand in both languages")
        return self

    @property
    def papers(self) -> list[Words]:
        """The papers that a claim needs."""
        return [Words(th, en) for th, en in zip(self.papers_th, self.papers_en, strict=True)]

    @property
    def check(self) -> Words:
        """What the office finds out beyond what the register knows; empty where there is nothing."""
        return Words(self.check_th, self.check_en)

    @property
    def key(self) -> str:
        """The benefit and its days, by which an edition remembers what it was judged by."""
        return f"{self.code}@{self.valid_from.isoformat()}"

    def holds_on(self, day: date) -> bool:
        """Say whether the rule is that of a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def amount_at(self, age: int | None) -> Decimal | None:
        """Return the baht for somebody of this age; None where bands need an age that is not known, or hold none."""
        if self.amount is not None:
            return self.amount
        if age is None:
            return None
        return next((one.amount for one in self.band if one.from_ <= age <= one.to), None)

    @property
    def amounts(self) -> tuple[Decimal, Decimal]:
        """The least and the most that it can be, in baht."""
        every = [self.amount] if self.amount is not None else [one.amount for one in self.band]
        return min(every), max(every)


class AboutBenefits(Part):
    """Which list of benefits this is."""

    code: Literal["benefits"]
    version: int = Field(ge=1)
    valid_from: date
    source: Said


class Benefits(Part):
    """The whole list: offices, facts that are awaited, counts of members, and benefits in the order in which people meet them."""

    about: AboutBenefits = Field(alias="set")
    office: list[Office] = Field(min_length=1)
    awaited: list[Awaited] = []
    count: list[Count] = []
    benefit: list[Benefit] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        _check_days(self.benefit)
        offices, codes = {one.code for one in self.office}, {one.code for one in self.benefit}
        for place, one in enumerate(self.benefit, start=1):
            where = f"[[benefit]] {place} ({one.code})"
            if one.office not in offices:
                raise ValueError(f"{where} is claimed at {one.office}, which is no [[office]] of the file")
            if unknown := sorted({*one.excludes, one.instead_of} - codes - {""}):
                raise ValueError(f"{where} names {', '.join(unknown)}, which is no benefit of the file")
        return self

    def on(self, day: date) -> list[Benefit]:
        """Return the rules of a day, in the order of the file."""
        return [one for one in self.benefit if one.holds_on(day)]

    def office_words(self, code: str) -> Words:
        """Return what an office is called."""
        return next(one.words for one in self.office if one.code == code)

    @property
    def stamp(self) -> str:
        """The list, its version, and the digest of what decides its answers."""
        return stamp_of("benefits", self.about.version, self.rules)

    @property
    def rules(self) -> str:
        """The digest of what decides its answers."""
        decides = [
            [one.key, one.unit, one.of, one.receives, [clause.rule for clause in one.clause]] for one in self.benefit
        ]
        text = json.dumps([[[one.name, one.rule] for one in self.count], decides], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    @property
    def digest(self) -> str:
        """The digest of all that it says, of amounts, papers and words as well."""
        text = json.dumps(as_contents(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class BenefitsRefused(Refusal):
    """A list of benefits that does not hold together; the sentence names the file and the place."""

    def __init__(self, name: str, where: str, th: str, en: str) -> None:
        super().__init__("benefits_refused", f"{name} {where}: {th}", f"{name} {where}: {en}")


def _check_days(listed: Sequence[Benefit]) -> None:
    """Raise ValueError where a code has two rules for one day."""
    last: dict[str, Benefit] = {}
    for one in sorted(listed, key=lambda benefit: (benefit.code, benefit.valid_from)):
        before = last.get(one.code)
        if before is not None and (before.valid_to is None or before.valid_to >= one.valid_from):
            raise ValueError(f"{one.code} has two rules on {one.valid_from}; end the earlier one with valid_to")
        last[one.code] = one


def read_benefits(contents: Mapping[str, Any], name: str = FILE) -> Benefits:
    """Read a list of benefits from the tables of its file. Raises BenefitsRefused for one that does not hold together."""
    try:
        return Benefits.model_validate(contents)
    except ValidationError as error:
        first = error.errors()[0]
        where, missing = _place(contents, first["loc"]), first["type"] == "missing"
        said = str(first["msg"]).removeprefix("Value error, ")[:200]
        if missing and first["loc"][-1] in ("valid_from", "as_of"):
            raise BenefitsRefused(
                name,
                where,
                f"ไม่มีวันที่ {first['loc'][-1]} หลักเกณฑ์สวัสดิการต้องบอกวันที่เริ่มใช้และวันที่ของแหล่งอ้างอิง",
                f"there is no date {first['loc'][-1]}. A benefit rule needs the day it begins and the day of its source.",
            ) from error
        raise BenefitsRefused(name, where, f"ใช้ไม่ได้ {said}", f"this does not hold together. {said}") from error


def as_contents(listed: Benefits) -> dict[str, Any]:
    """Return the tables of a list as they stand in its file, days and amounts as text."""
    return listed.model_dump(mode="json", by_alias=True)


def _place(contents: Mapping[str, Any], loc: Iterable[int | str]) -> str:
    """Say where in the file something stands, as whoever edits it looks for it: ``[[benefit]] 3 (child_grant) clause 2 rule``."""
    said: list[str] = []
    at: Any = contents
    for part in loc:
        at = at.get(part) if isinstance(at, Mapping) else at[int(part)] if isinstance(at, Sequence) else None
        if not isinstance(part, int):
            said.append(part)
            continue
        said[-1] = f"[[{said[-1]}]] {part + 1}"
        if isinstance(at, Mapping) and "code" in at:
            said[-1] += f" ({at['code']})"
    return " ".join(said)


@lru_cache(maxsize=1)
def benefits() -> Benefits:
    """Return the list that comes with the house; a province's own is followed in ``rights_versions``."""
    text = files("baansuk.assess").joinpath("sets", FILE).read_text(encoding="utf-8")
    return read_benefits(tomllib.loads(text))
