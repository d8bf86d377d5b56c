"""Holds every rule of the benefits against what it may read, and says which classes of facts an answer rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from baansuk.access.classes import HOUSEHOLD
from baansuk.assess.frameworks import Awaited
from baansuk.assess.frameworks_columns import (
    AGE,
    MOST,
    REGISTER,
    classes_of_columns,
    classes_of_members,
    house_fields,
    member_columns,
    member_fields,
    village_fields,
)
from baansuk.assess.kinds import Kind, YesNo, kind_of
from baansuk.assess.language import Expression, check
from baansuk.assess.rights import FILE, Benefit, Benefits, BenefitsRefused, benefits
from baansuk.assess.sets import SQL_TYPES, load_rules
from baansuk.people.lists import load_lists
from baansuk.thai.words import Refusal, Words

ON = "on_"


@dataclass(frozen=True, slots=True)
class CheckedBenefit:
    """A benefit whose rules hold: each as an expression, clauses in their order."""

    benefit: Benefit
    receives: Expression
    clauses: tuple[Expression, ...]

    @property
    def columns(self) -> frozenset[str]:
        """The names that its rules read."""
        return frozenset(name for rule in (self.receives, *self.clauses) for name in rule.columns)


@dataclass(frozen=True, slots=True)
class CheckedBenefits:
    """The benefits of a day, ready to be asked of persons and households."""

    listed: Benefits
    counts: Mapping[str, Expression]
    benefits: tuple[CheckedBenefit, ...]

    def of_unit(self, unit: str) -> list[CheckedBenefit]:
        """Return those for persons or those for households, in the order of the list."""
        return [one for one in self.benefits if one.benefit.unit == unit]

    def classes_of(self, checked: CheckedBenefit) -> frozenset[str]:
        """Return the classes of facts that an answer about a benefit gives away."""
        return _classes(self, checked)


def awaited_still(listed: Benefits) -> list[Awaited]:
    """Return the facts that the list waits for and that the vocabulary does not know."""
    known = {**house_fields(), **village_fields(), **member_fields()}
    return [one for one in listed.awaited if one.name not in known]


def list_sources() -> list[str]:
    """Return the sources of which a rule may ask whether somebody stands in them."""
    return [one.source for one in load_rules().labels.list]


def columns_for(listed: Benefits, unit: str) -> dict[str, Kind | str]:
    """Return what the rules of a unit may read, with the kinds."""
    columns: dict[str, Kind | str] = {
        code: SQL_TYPES[field.type] for code, field in {**house_fields(), **village_fields()}.items()
    }
    columns |= {name: kind for name, (kind, _words) in REGISTER.items()}
    columns |= {f"{ON}{source}": YesNo() for source in list_sources()}
    columns |= {one.name: kind_of(SQL_TYPES[one.type]) for one in awaited_still(listed)}
    if unit == "person":
        return columns | member_columns()
    for one in listed.count:
        columns |= {one.name: MOST, f"{one.name}_unknown": MOST}
    return columns


def check_benefits(listed: Benefits, day: date, name: str = FILE) -> CheckedBenefits:
    """Check every rule in force on a day. Raises BenefitsRefused naming the file, the benefit and the place in the rule."""
    by_unit = {unit: columns_for(listed, unit) for unit in ("person", "household")}
    counts = {one.name: _checked(name, f"[[count]] {one.name}", one.rule, member_columns()) for one in listed.count}
    found = []
    for one in listed.on(day):
        where, columns = f"[[benefit]] {one.code} ({one.valid_from})", by_unit[one.unit]
        clauses = tuple(
            _checked(name, f"{where} [[benefit.clause]] {place}", clause.rule, columns)
            for place, clause in enumerate(one.clause, start=1)
        )
        found.append(CheckedBenefit(one, _checked(name, f"{where} receives", one.receives, columns), clauses))
    return CheckedBenefits(listed, counts, tuple(found))


@lru_cache(maxsize=4)
def checked_on(day: date) -> CheckedBenefits:
    """Return the benefits that come with the house and are in force on a day, checked."""
    return check_benefits(benefits(), day)


def _checked(name: str, where: str, text: str, columns: Mapping[str, Kind | str]) -> Expression:
    try:
        return check(text, columns)
    except Refusal as refusal:
        raise BenefitsRefused(name, where, refusal.words.th, refusal.words.en) from refusal


def _classes(all_of_them: CheckedBenefits, checked: CheckedBenefit) -> frozenset[str]:
    names = set(checked.columns)
    lists = {name for name in names if name.startswith(ON)}
    members = {name for name in names if name == AGE or name in member_fields()}
    counted = {end: rule for name, rule in all_of_them.counts.items() for end in (name, f"{name}_unknown")}
    found = {HOUSEHOLD} | classes_of_columns(frozenset(names - members - lists))
    found |= classes_of_members(frozenset(members))
    for name in lists:
        found |= load_lists().of(name.removeprefix(ON))
    for name in names & counted.keys():
        found |= classes_of_members(frozenset(counted[name].columns))
    return frozenset(found)


def words_of_name(listed: Benefits, name: str) -> Words:
    """Return what a name in a rule is called, for whoever is told that it is not known."""
    fields = {**house_fields(), **village_fields(), **member_fields()}
    own = {one.name: one.words for one in listed.awaited} | {one.name: one.words for one in listed.count}
    if name == AGE:
        return Words("วันเกิด (อายุ)", "date of birth (age)")
    if name.startswith(ON):
        words = {one.source: one.words for one in load_rules().labels.list}.get(name.removeprefix(ON))
        return words or Words(name, name)
    if name in REGISTER:
        return REGISTER[name][1]
    return own[name] if name in own else fields[name].words
