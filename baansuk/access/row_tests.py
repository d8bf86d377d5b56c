"""When the application may read a row of a table that holds persons, and when it may write one: a test in SQL for each table.

They ask the functions of ``row_policies``, which work out the reach of whoever acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# A row is seen where its place lies in the reach of a class, and, by a post of assigned houses, in one of those only.
# It is one "case" because PostgreSQL guesses that as half of the rows. Written with "and" it guessed two rows of 6,650,
# and so read and sorted every household of the province for a page of fifty instead of walking the index.
_IN_PLACE = """case when {house} = any (coalesce((select baansuk_houses()), array[{house}::text]))
    then {place} ^@ any ((select baansuk_areas('{named}'))::text[]) and {given} end"""
# A row known only from registers that their givers keep from the reader's partner is not seen. Hardly any partner has
# such a register, so the question is not asked of a row before there is one.
_GIVEN = """case when (select baansuk_refused()) is null then true
    else coalesce(not string_to_array(nullif({sources}, ''), ',') <@ (select baansuk_refused()), true) end"""
_GIVEN_WITH_HOUSEHOLD = "case when (select baansuk_refused()) is null then true else {test} end"
# Without a place of its own a row is seen with its household, whose policy is asked in turn. The answer is a value and
# not "exists", which PostgreSQL may answer by reading every household first.
_WITH_HOUSEHOLD = """coalesce((select {test} from people_household h
    where h.edition = {table}.edition and h.code = {table}.household_code), false)"""
_NOT_REFUSED = "({table}.source = any ((select baansuk_refused())::text[])) is not true"
_BY_CLASS = "({table}.field_class || ':' || h.list_key) ^@ any ((select baansuk_classes())::text[])"


def _with_household(table: str, test: str = "true") -> str:
    return _WITH_HOUSEHOLD.format(table=table, test=test)


def _placed(place: str, named: str, house: str, given: str) -> str:
    return _IN_PLACE.format(place=place, named=named, house=house, given=given)


def _found_by(table: str, place: str, named: str) -> str:
    """The test of a row that finds a household and names no source: where one is kept back, the household is asked."""
    given = _GIVEN_WITH_HOUSEHOLD.format(test=_with_household(table))
    return _placed(place, named, "household_code", given)


def _said_by_one(table: str) -> str:
    """The test of a row that one source brought."""
    return f"{_with_household(table)} and {_NOT_REFUSED.format(table=table)}"


# Whoever holds their facts back from the purpose served is not there at all.
_NOT_HELD = """case when (select baansuk_held()) is null then true
    else not {column} = any ((select baansuk_held())::text[]) end"""
# Beside what is granted: a person who agreed that the partner reads of them, and the sheets that hold the person's facts.
_AGREED = """case when (select baansuk_agreed()) is null then false
    else code = any ((select baansuk_agreed())::text[])
        and ('identity:' || area_code) ^@ any ((select baansuk_by_consent())::text[]) end"""
_AGREED_SHEET = """case when (select baansuk_agreed()) is null then false
    else coalesce((select true from people_person p where p.edition = people_factsheet.edition
        and p.household_code = people_factsheet.household_code and p.code = any ((select baansuk_agreed())::text[])
        and (people_factsheet.field_class || ':' || p.area_code) ^@ any ((select baansuk_by_consent())::text[])
        limit 1), false) end"""

# A member of a household reads what is held of the very person whose number was proved to be the account's, by no agreement.
_OWN = """case when (select baansuk_own()) is null then false
    else id_index = any ((select baansuk_own())::text[]) end"""
_OWN_SHEET = """case when (select baansuk_own()) is null then false
    else field_class <> 'protection' and coalesce((select true from people_person p
        where p.edition = people_factsheet.edition and p.household_code = people_factsheet.household_code
        and p.id_index = any ((select baansuk_own())::text[]) limit 1), false) end"""
# A child's guardian and a trustee of somebody who cannot read alone, as a keeper recorded them, read that person as well;
# never what is kept of protection, nor what was written down in free words.
_WARD = """case when (select baansuk_wards()) is null then false
    else code = any ((select baansuk_wards())::text[]) end"""
_WARD_SHEET = """case when (select baansuk_wards()) is null then false
    else field_class <> 'protection' and field_class <> 'free_text' and coalesce((select true from people_person p
        where p.edition = people_factsheet.edition and p.household_code = people_factsheet.household_code
        and p.code = any ((select baansuk_wards())::text[]) limit 1), false) end"""


def _not_held(test: str, column: str = "person_code") -> str:
    return f"({test}) and {_NOT_HELD.format(column=column)}"


# Every table with rows of persons, and when the application may read a row of it. A test knows every other table.
PROTECTED: Mapping[str, str] = MappingProxyType(
    {
        "people_household": _placed("list_key", "household", "code", _GIVEN.format(sources="sources")),
        "people_person": _not_held(
            f"({_placed('area_code', 'identity', 'household_code', _GIVEN.format(sources='sources'))}) or {_AGREED} or {_OWN} or {_WARD}",
            "code",
        ),
        "people_nameword": _not_held(_found_by("people_nameword", "area_code", "identity")),
        "assess_mark": _found_by("assess_mark", "list_key", "household"),
        "assess_standing": _found_by("assess_standing", "list_key", "household"),
        "assess_householdcause": _with_household("assess_householdcause"),
        "assess_causemember": _not_held(_with_household("assess_causemember")),
        "assess_rightmark": _not_held(_found_by("assess_rightmark", "list_key", "household")),
        "assess_right": _not_held(_with_household("assess_right")),
        "people_membership": _not_held(_said_by_one("people_membership")),
        "people_recordlink": _not_held(_said_by_one("people_recordlink")),
        "assess_profile": _with_household("assess_profile"),
        "assess_answersbefore": _with_household("assess_answersbefore"),
        "people_householdevent": _with_household("people_householdevent"),
        "people_factsheet": "({}) or {} or {} or {}".format(
            _with_household("people_factsheet", _BY_CLASS.format(table="people_factsheet")),
            _AGREED_SHEET,
            _OWN_SHEET,
            _WARD_SHEET,
        ),
    }
)
# What pages write as well: cases of verification by the area of the house, for seats that see an area. Whoever sees only
# assigned houses sees of them the cases that they brought in themselves. A household of no register yet is seen by the area alone.
_ADDED_BY_ME = """case when added_by = (select current_setting('baansuk.user', true)) and added_by <> ''
        then (select baansuk_areas('household')) is not null else false end"""
_IN_CURRENT = """coalesce((select true from people_household h
        where h.edition = (select e.number from people_edition e where e.state = 'current')
        and h.code = {table}.household_code), false)"""
_CASE_GIVEN = """case when (select baansuk_refused()) is null or {table}.household_code = '' then true
        else {known} end"""


def _by_area(table: str) -> str:
    """The test of a row that names a household by its code and its place in lists, in whatever edition."""
    return _CASE_GIVEN.format(table=table, known=_IN_CURRENT.format(table=table))


_CASE = f"""case when (select baansuk_houses()) is null
        then list_key ^@ any ((select baansuk_areas('household'))::text[]) and {_by_area("verify_case")}
        else false end"""
# Tables that pages write within their reach, and which of the three they may: what is decided is added and never changed.
WRITTEN: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "verify_case": (f"({_CASE}) or {_ADDED_BY_ME}", "insert, update"),
        "verify_decision": (
            "coalesce((select true from verify_case c where c.id = verify_decision.case_id), false)",
            "insert",
        ),
        "verify_verified": (
            _placed("list_key", "household", "household_code", _by_area("verify_verified")),
            "insert, update",
        ),
    }
)
