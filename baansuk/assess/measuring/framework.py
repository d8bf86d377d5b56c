"""Reads a framework file: what is measured, by which rules and weights, from which cut-offs on, in which survey design."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NoReturn

from baansuk.assess.measuring.opening import unreadable
from baansuk.assess.measuring.shares import LARGEST_CUTOFF_DIVISOR, LARGEST_DIVISOR, over_one_divisor, share_of
from baansuk.thai.words import Refusal

MOST_CUTOFFS: Final = 20
ALL: Final = "all"
COMPLETE, AVAILABLE = "complete-cases", "available"
_TOP: Final = ("framework", "design", "groups", "time", "dimension")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: its rules as written, and its weight as a share of the whole."""

    name: str
    dimension: str
    deprived_if: str
    applies_if: str
    weight: Fraction

    @property
    def always_applies(self) -> bool:
        return self.applies_if.strip() == "true"


@dataclass(frozen=True, slots=True)
class Cutoff:
    """A poverty cut-off in (0, 1]: as written in the file, and what it is worth."""

    text: str
    worth: Fraction


@dataclass(frozen=True, slots=True)
class Design:
    """The columns of a survey's design, "" for none. ``center`` takes the stratum of one PSU from the mean of all."""

    weight: str = ""
    strata: str = ""
    psu: str = ""
    size: str = ""
    center: bool = False

    @property
    def is_sample(self) -> bool:
        """Say whether there is an error of sampling; a table without weight, strata and PSU is a full register."""
        return bool(self.weight or self.strata or self.psu)


@dataclass(frozen=True)
class Framework:
    """A framework as its file says it, checked for all that can be checked without the rows."""

    name: str
    unit: str
    available: bool
    cutoffs: tuple[Cutoff, ...]
    curves: bool
    design: Design
    groups: tuple[str, ...]
    time: str
    year: str
    indicators: tuple[Indicator, ...]
    sha256: str = field(default="", compare=False)

    @cached_property
    def _over(self) -> tuple[int, list[int]]:
        return over_one_divisor([one.weight for one in self.indicators])

    @property
    def divisor(self) -> int:
        """The divisor of all weights; a score is a whole number over it."""
        return self._over[0]

    @property
    def tops(self) -> list[int]:
        """The weight of each indicator times the divisor."""
        return self._over[1]


def read_framework(path: Path) -> Framework:
    """Read and check a file. Raises Refusal with one sentence that names the place."""
    import hashlib

    try:
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(path) from error
    try:
        # Notepad begins a file with a mark that is no part of it.
        said = tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise Refusal(
            "measure.toml",
            f"{path.name} ไม่ใช่ข้อความ UTF-8 ให้บันทึกใหม่เป็น UTF-8",
            f"{path.name} is no UTF-8 text: save it again as UTF-8.",
        ) from error
    except tomllib.TOMLDecodeError as error:
        reason = " ".join(str(error).split())
        raise Refusal(
            "measure.toml", f"{path.name} ไม่ใช่ไฟล์ TOML: {reason}", f"{path.name} is not valid TOML: {reason}."
        ) from error
    return framework_of(said, path.name, hashlib.sha256(content).hexdigest())


def framework_of(said: Mapping[str, Any], where: str, sha256: str = "") -> Framework:
    """Check what a file says. ``where`` is the name of the file, for the sentences. Raises Refusal."""
    reader = _Reader(where)
    reader.known(said, _TOP, "")
    if "framework" not in said:
        reader.refuse("ไม่มี [framework]", "there is no [framework]")
    about = reader.table(said, "framework")
    reader.known(about, ("name", "unit", "missing", "cutoffs"), "[framework] ")
    missing = reader.text(about, "missing", "[framework] ", COMPLETE)
    if missing not in (COMPLETE, AVAILABLE):
        reader.refuse(
            f'[framework] missing เป็น "{COMPLETE}" หรือ "{AVAILABLE}" เท่านั้น ไม่ใช่ "{missing}"',
            f'[framework] missing is "{COMPLETE}" or "{AVAILABLE}", not "{missing}"',
        )
    cutoffs = _cutoffs(reader, about)
    time = reader.table(said, "time")
    reader.known(time, ("column", "year"), "[time] ")
    groups = reader.table(said, "groups")
    reader.known(groups, ("by",), "[groups] ")
    framework = Framework(
        name=reader.text(about, "name", "[framework] ", where),
        unit=reader.text(about, "unit", "[framework] ", "household"),
        available=missing == AVAILABLE,
        cutoffs=tuple(one for one in cutoffs if one.text != ALL),
        curves=any(one.text == ALL for one in cutoffs),
        design=_design(reader, said),
        groups=_groups(reader, groups),
        time=reader.text(time, "column", "[time] ", "") if "time" in said else "",
        year=reader.text(time, "year", "[time] ", ""),
        indicators=_indicators(reader, said),
        sha256=sha256,
    )
    if "time" in said and not framework.time:
        reader.refuse("[time] ต้องระบุ column", "[time] needs a column")
    if framework.divisor > LARGEST_DIVISOR:
        reader.refuse(
            f"น้ำหนักต้องใช้ตัวหารร่วม {framework.divisor} ซึ่งเกิน {LARGEST_DIVISOR} ให้เขียนน้ำหนักสั้นลง",
            f"the weights need a common divisor of {framework.divisor}, more than {LARGEST_DIVISOR}: write them with fewer digits",
        )
    return framework


class _Reader:
    """Takes values out of read TOML, refusing with the name of the file and the place."""

    def __init__(self, where: str) -> None:
        self.where = where

    def refuse(self, th: str, en: str) -> NoReturn:
        raise Refusal("measure.framework", f"{self.where}: {th}", f"{self.where}: {en}.")

    def known(self, table: Mapping[str, Any], keys: Sequence[str], place: str) -> None:
        for key in table:
            if key not in keys:
                self.refuse(
                    f'ไม่รู้จัก {place}"{key}" ใช้ได้ {", ".join(keys)}',
                    f'{place}"{key}" is not known; there are {", ".join(keys)}',
                )

    def table(self, said: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        found = said.get(key, {})
        if not isinstance(found, dict):
            self.refuse(f"[{key}] ต้องเป็นตาราง", f"[{key}] must be a table")
        return found

    def tables(self, said: Mapping[str, Any], key: str, place: str) -> list[Mapping[str, Any]]:
        found = said.get(key.rpartition(".")[2], [])  # "dimension.indicator", as its heading is written
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self.refuse(f"{place}[[{key}]] ต้องเป็นรายการของตาราง", f"{place}[[{key}]] must be a list of tables")
        if not found:
            self.refuse(f"{place}ไม่มี [[{key}]]", f"{place}has no [[{key}]]" if place else f"there is no [[{key}]]")
        return found

    def text(self, table: Mapping[str, Any], key: str, place: str, default: str | None = None) -> str:
        found = table.get(key, default)
        if not isinstance(found, str) or (default is None and not found.strip()):
            self.refuse(f"{place}{key} ต้องเป็นข้อความ", f"{place}{key} must be a text")
        return found

    def share(self, written: object, place: str) -> Fraction:
        try:
            return share_of(written)
        except ValueError:
            self.refuse(
                f'{place} "{written}" อ่านเป็นสัดส่วนไม่ได้ ให้เขียนแบบ "1/3" "0.33" หรือ "20%"',
                f'{place} "{written}" is not a share: write it like "1/3", "0.33" or "20%"',
            )

    def shares(self, tables: Sequence[Mapping[str, Any]], places: Sequence[str]) -> list[Fraction] | None:
        """The weights of one level, None where the level gives none."""
        given = ["weight" in table for table in tables]
        if not any(given):
            return None
        if not all(given):
            place = places[given.index(False)]
            self.refuse(
                f"{place} ไม่มี weight ทั้งที่รายการอื่นในระดับเดียวกันมี ให้ระบุทุกรายการหรือไม่ระบุเลย",
                f"{place} has no weight although others of its level have: give all of one level, or none",
            )
        return [self.share(table["weight"], f"{place} weight") for table, place in zip(tables, places, strict=True)]


def _cutoffs(reader: _Reader, about: Mapping[str, Any]) -> list[Cutoff]:
    written = about.get("cutoffs")
    if not isinstance(written, list) or not written:
        reader.refuse("[framework] cutoffs ต้องมีอย่างน้อยหนึ่งค่า", "[framework] cutoffs must list at least one cut-off")
    cutoffs = []
    for one in written:
        if one == ALL:
            cutoffs.append(Cutoff(ALL, Fraction(0)))
            continue
        worth = reader.share(one, "[framework] cutoffs")
        if not 0 < worth <= 1:
            reader.refuse(
                f"[framework] cutoffs {one} ต้องมากกว่า 0 และไม่เกิน 1",
                f"[framework] cutoffs {one} is not above 0 and at most 1",
            )
        if worth.denominator > LARGEST_CUTOFF_DIVISOR:
            reader.refuse(
                f"[framework] cutoffs {one} มีทศนิยมมากเกินไป ให้เขียนสั้นลง",
                f"[framework] cutoffs {one} has too many digits: write it with fewer",
            )
        cutoffs.append(Cutoff(str(one), worth))
    texts = [one.text for one in cutoffs]
    if len(texts) != len(set(texts)):
        reader.refuse("[framework] cutoffs มีค่าซ้ำ", "[framework] cutoffs lists the same cut-off twice")
    if len([one for one in cutoffs if one.text != ALL]) > MOST_CUTOFFS:
        reader.refuse(
            f"[framework] cutoffs มีได้ไม่เกิน {MOST_CUTOFFS} ค่า", f"[framework] cutoffs lists more than {MOST_CUTOFFS}"
        )
    return cutoffs


def _design(reader: _Reader, said: Mapping[str, Any]) -> Design:
    table = reader.table(said, "design")
    reader.known(table, ("weight", "strata", "psu", "size", "single_psu"), "[design] ")
    single = reader.text(table, "single_psu", "[design] ", "")
    if single not in ("", "center"):
        reader.refuse('[design] single_psu เป็น "center" เท่านั้น', f'[design] single_psu is "center", not "{single}"')
    columns = {key: reader.text(table, key, "[design] ", "") for key in ("weight", "strata", "psu", "size")}
    return Design(**columns, center=single == "center")


def _groups(reader: _Reader, table: Mapping[str, Any]) -> tuple[str, ...]:
    found = table.get("by", [])
    if not isinstance(found, list) or not all(isinstance(one, str) and one for one in found):
        reader.refuse("[groups] by ต้องเป็นรายชื่อคอลัมน์", "[groups] by must be a list of columns")
    if len(found) != len(set(found)):
        reader.refuse("[groups] by มีคอลัมน์ซ้ำ", "[groups] by names a column twice")
    return tuple(found)


def _indicators(reader: _Reader, said: Mapping[str, Any]) -> tuple[Indicator, ...]:
    dimensions = reader.tables(said, "dimension", "")
    names = [reader.text(one, "name", f"dimension {place}: ") for place, one in enumerate(dimensions, 1)]
    _once(reader, names, "dimension")
    places = [f'dimension "{name}"' for name in names]
    for one, place in zip(dimensions, places, strict=True):
        reader.known(one, ("name", "weight", "indicator"), f"{place} ")
    shares = _whole(reader, reader.shares(dimensions, places), len(dimensions))
    listed = [
        reader.tables(one, "dimension.indicator", f"{place} ") for one, place in zip(dimensions, places, strict=True)
    ]
    found: list[Indicator] = []
    flat = [one for below in listed for one in below]
    called = [reader.text(one, "name", "indicator: ") for one in flat]
    _once(reader, called, "indicator")
    given = reader.shares(flat, [f'indicator "{name}"' for name in called])
    for name, share, below in zip(names, shares, listed, strict=True):
        start = len(found)
        own = given[start : start + len(below)] if given is not None else [share / len(below)] * len(below)
        if sum(own) != share:
            reader.refuse(
                f'น้ำหนักตัวชี้วัดในมิติ "{name}" รวมได้ {sum(own)} แต่มิติมีน้ำหนัก {share}',
                f'the indicators of dimension "{name}" weigh {sum(own)} together, but the dimension weighs {share}',
            )
        found += [_indicator(reader, one, name, weight) for one, weight in zip(below, own, strict=True)]
    return tuple(found)


def _indicator(reader: _Reader, table: Mapping[str, Any], dimension: str, weight: Fraction) -> Indicator:
    name = str(table["name"])
    place = f'indicator "{name}" '
    reader.known(table, ("name", "deprived_if", "applies_if", "weight"), place)
    return Indicator(
        name=name,
        dimension=dimension,
        deprived_if=reader.text(table, "deprived_if", place),
        applies_if=reader.text(table, "applies_if", place, "true"),
        weight=weight,
    )


def _whole(reader: _Reader, shares: list[Fraction] | None, count: int) -> list[Fraction]:
    if shares is None:
        return [Fraction(1, count)] * count
    if sum(shares) != 1:
        reader.refuse(
            f"น้ำหนักของมิติรวมได้ {sum(shares)} ต้องเป็น 1",
            f"the dimensions weigh {sum(shares)} together, which must be exactly 1",
        )
    return shares


def _once(reader: _Reader, names: Sequence[str], kind: str) -> None:
    for name in names:
        if names.count(name) > 1:
            reader.refuse(f'มี {kind} "{name}" มากกว่าหนึ่ง', f'there is more than one {kind} "{name}"')
