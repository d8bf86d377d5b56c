"""Which area do these words or this code mean: one, several (ambiguous) or none that we know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace

from baansuk.places.names import (
    AMPHOE,
    LEVELS,
    MUEANG_KEY,
    PROVINCE,
    TAMBON,
    VILLAGE,
    AreaName,
    area_key,
    is_number,
    loose_key,
    village_key,
    written_code,
)
from baansuk.thai.words import Refusal, Words

# What can be wrong with a place; stable short names for issues, tests and machines.
PROBLEMS = {
    "missing": Words("ไม่ได้ระบุพื้นที่", "no area is given"),
    "ambiguous": Words(
        "มีหลายพื้นที่ที่ใช้ชื่อนี้ ต้องระบุอำเภอหรือจังหวัด", "several areas have this name; say which amphoe or province"
    ),
    "unknown": Words(
        "ไม่พบพื้นที่ชื่อนี้ภายใต้อำเภอหรือจังหวัดที่ระบุ", "no area of this name lies under the amphoe or province given"
    ),
    "unknown_code": Words("ไม่พบรหัสพื้นที่นี้", "this area code is not known"),
    "unknown_village": Words("ไม่พบหมู่บ้านนี้ในตำบล", "the tambon has no village of this number or name"),
    "retired_code": Words("รหัสพื้นที่เดิมที่เลิกใช้แล้ว ใช้รหัสปัจจุบันแทน", "a retired area code; today's code is used"),
    "disagree": Words("ชื่อพื้นที่ไม่ตรงกับรหัสพื้นที่", "the names do not agree with the area code"),
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """The deepest area that is certain, or "" with the problem and the codes it might be.

    ``code`` has 2, 4, 6 or 8 digits. ``problem`` is "" or a key of PROBLEMS; ``retired_code``, ``unknown_village`` and
    ``disagree`` come with a usable code and a doubt that a person should see.
    """

    code: str
    problem: str = ""
    candidates: tuple[str, ...] = ()

    @property
    def tambon_code(self) -> str:
        return self.code[:TAMBON] if len(self.code) >= TAMBON else ""

    @property
    def village_code(self) -> str:
        return self.code if len(self.code) == VILLAGE else ""


@dataclass(frozen=True, slots=True)
class Context:
    """What the code column says: the area inside which the names are looked for, and what was wrong with the code."""

    code: str = ""
    problem: str = ""
    candidates: tuple[str, ...] = ()


@dataclass
class Resolver:
    """The area list turned round, by name.

    ``areas`` are those that exist today; ``aliases`` pairs of a retired code and a code of today (a split code has
    several); ``former`` pairs of a code and a name the area had before.
    """

    areas: Iterable[AreaName]
    aliases: Iterable[tuple[str, str]] = ()
    former: Iterable[tuple[str, str]] = ()
    names: dict[str, AreaName] = field(init=False)
    successors: dict[str, tuple[str, ...]] = field(init=False)
    keys: dict[str, frozenset[str]] = field(init=False)
    village_tambons: frozenset[str] = field(init=False)
    _by_key: Mapping[tuple[int, str], list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.names = {area.code: area for area in self.areas}
        self.successors = follow(self.aliases, self.names)
        self.keys = self._all_keys()
        self.village_tambons = frozenset(code[:TAMBON] for code in self.names if len(code) == VILLAGE)
        by_key: dict[tuple[int, str], list[str]] = defaultdict(list)
        for code in sorted(self.keys):
            for key in self.keys[code]:
                by_key[len(code), key].append(code)
        self._by_key = dict(by_key)

    def resolve(
        self,
        province: str | None = "",
        amphoe: str | None = "",
        tambon: str | None = "",
        village_no: str | None = "",
        area_code: str | None = "",
        *,
        default_province: str = "",
    ) -> Resolved:
        """Return the area that the cells of one row mean.

        A name is looked for under the parents given; a missing province is ``default_province`` (its code). A code
        that is known decides; names then only agree, go deeper or disagree. ``village_no`` takes a number or a name.
        """
        context = self.read_code(area_code)
        given = (area_key(province, PROVINCE), area_key(amphoe, AMPHOE), area_key(tambon, TAMBON))
        if default_province and not given[0] and not context.code and any(given):
            given = (self.province_key(default_province), *given[1:])
        return self._with_village(self._combine(context, given), village_key(village_no))

    def province_key(self, code: str) -> str:
        """Return the name key of a default province; refused when that province is not held."""
        if code not in self.names or len(code) != PROVINCE:
            raise Refusal(
                "places.unknown_default_province",
                f"ยังไม่มีจังหวัดรหัส {code} ในทะเบียนพื้นที่ ให้นำเข้าพื้นที่ก่อน",
                f"province {code} is not in the area list; import the areas first",
            )
        return area_key(self.names[code].name_th, PROVINCE)

    def read_code(self, text: str | None) -> Context:
        """Return the area of a written code: as it is, through its alias, or the parent of a code that was split."""
        if not loose_key(text or ""):
            return Context()
        code = written_code(text)
        if code in self.names:
            return Context(code)
        if code in self.successors:
            return _of_retired(self.successors[code])
        if len(code) == VILLAGE and code[:TAMBON] in self.names:
            known = code[:TAMBON] in self.village_tambons
            return Context(code[:TAMBON], "unknown_village") if known else Context(code)
        if len(code) == VILLAGE and code[:TAMBON] in self.successors:
            # Villages are numbered anew when a tambon is split or merged: the old number says nothing.
            return _of_retired(self.successors[code[:TAMBON]])
        return Context("", "unknown_code")

    def _combine(self, context: Context, given: tuple[str, str, str]) -> Resolved:
        """Return the area of the names inside the area of the code."""
        if not any(given):
            return self._by_code_alone(context)
        found = self.lookup(given)
        agreeing = [code for code in found if code.startswith(context.code) or context.code.startswith(code)]
        if not context.code and context.problem == "unknown_code":
            return Resolved(found[0], "unknown_code") if len(found) == 1 else Resolved("", "unknown_code", found)
        if context.candidates:
            inside = [code for code in agreeing if len(code) > len(context.code)]
            return (
                Resolved(inside[0], "retired_code")
                if len(inside) == 1
                else Resolved("", "ambiguous", context.candidates)
            )
        if len(agreeing) == 1:
            return Resolved(max(agreeing[0], context.code, key=len), context.problem)
        if agreeing:
            return Resolved("", "ambiguous", tuple(agreeing))
        if context.code:
            return Resolved(context.code, context.problem or "disagree", found)
        return Resolved("", "unknown", self._elsewhere(given))

    def _by_code_alone(self, context: Context) -> Resolved:
        if context.candidates:
            return Resolved("", "ambiguous", context.candidates)
        if not context.code and not context.problem:
            return Resolved("", "missing")
        return Resolved(context.code, context.problem)

    def lookup(self, given: tuple[str, str, str]) -> tuple[str, ...]:
        """Return the codes at the deepest level named whose parents carry the other names; keys, not written text."""
        named = [(level, key) for level, key in zip(LEVELS, given, strict=False) if key]
        level, deepest = named[-1]
        return tuple(
            code
            for code in self._by_key.get((level, deepest), ())
            if all(key in self.keys.get(code[:above], ()) for above, key in named[:-1])
        )

    def at_level(self, key: str, level: int) -> tuple[str, ...]:
        """Return the codes of the areas of one level that carry this key."""
        return tuple(self._by_key.get((level, key), ()))

    def carried(self, name: str, level: int) -> bool:
        """Tell whether any area of the level has this written name."""
        return bool(self.at_level(area_key(name, level), level))

    def _elsewhere(self, given: tuple[str, str, str]) -> tuple[str, ...]:
        """Return areas of the deepest name under other parents, so that a page can ask "did you mean"."""
        level, key = [(level, key) for level, key in zip(LEVELS, given, strict=False) if key][-1]
        return self.at_level(key, level)

    def _with_village(self, place: Resolved, key: str) -> Resolved:
        if not key or len(place.code) < TAMBON:
            return place
        if len(place.code) == VILLAGE:
            return place if self._same_village(place.code, key) else replace(place, problem=place.problem or "disagree")
        found = self._villages(place.code, key)
        if len(found) == 1:
            moved = is_number(key) and found[0] != place.code + key
            return Resolved(found[0], place.problem or ("retired_code" if moved else ""), place.candidates)
        return Resolved(place.code, place.problem or "unknown_village", found or place.candidates)

    def _same_village(self, code: str, key: str) -> bool:
        if key == code[TAMBON:] or code in self._villages(code[:TAMBON], key):
            return True
        # Without a village list nobody can say that the name is wrong.
        return not is_number(key) and code[:TAMBON] not in self.village_tambons

    def _villages(self, tambon: str, key: str) -> tuple[str, ...]:
        """Return the villages of a tambon by number or name; where no villages are held, any number is taken."""
        if is_number(key):
            code = tambon + key
            if code in self.names:
                return (code,)
            return self.successors.get(code) or (() if tambon in self.village_tambons else (code,))
        return tuple(code for code in self.at_level(key, VILLAGE) if code.startswith(tambon))

    def _all_keys(self) -> dict[str, frozenset[str]]:
        keys: dict[str, set[str]] = {
            area.code: {area_key(area.name_th, area.level), area_key(area.name_en, area.level)} - {""}
            for area in self.names.values()
        }
        for code, name in self.former:
            if code in keys:
                keys[code].add(area_key(name, len(code)))
        for code, area in self.names.items():
            if len(code) == AMPHOE and (province := self.names.get(code[:PROVINCE])):
                keys[code] |= _mueang_keys(area, province)
        return {code: frozenset(found) for code, found in keys.items()}


def _mueang_keys(amphoe: AreaName, province: AreaName) -> set[str]:
    """Return เมือง and เมือง + province for the amphoe of the provincial seat, which in Ayutthaya has no เมือง in its name."""
    seat = area_key(province.name_th, PROVINCE)
    mueang = MUEANG_KEY + seat
    return {MUEANG_KEY, mueang} if area_key(amphoe.name_th, AMPHOE) in (seat, mueang) else set()


def _of_retired(today: tuple[str, ...]) -> Context:
    if len(today) == 1:
        return Context(today[0], "retired_code")
    return Context(common_parent(today), "retired_code", today)


def common_parent(codes: Iterable[str]) -> str:
    """Return the code of the smallest area that holds all of ``codes``, "" if they share no province."""
    listed = list(codes)
    for level in reversed(LEVELS):
        starts = {code[:level] for code in listed}
        if len(starts) == 1 and all(len(code) >= level for code in listed):
            return starts.pop()
    return ""


def follow(aliases: Iterable[tuple[str, str]], names: Container[str]) -> dict[str, tuple[str, ...]]:
    """Return each retired code with the codes of today, through codes that were retired in between."""
    steps: dict[str, set[str]] = defaultdict(set)
    for old, new in aliases:
        steps[old].add(new)
    followed: dict[str, tuple[str, ...]] = {}
    for old in steps:
        today: set[str] = set()
        waiting, seen = [old], {old}
        while waiting:
            for new in steps.get(waiting.pop(), ()):
                if new in names:
                    today.add(new)
                elif new not in seen:
                    seen.add(new)
                    waiting.append(new)
        if today:
            followed[old] = tuple(sorted(today))
    return followed
