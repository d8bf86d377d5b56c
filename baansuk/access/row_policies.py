"""Writes the scope a second time, as PostgreSQL's own rows policies: what a role of the database may read at all.

``baansuk init`` puts everything here in place after each migration, so it is always that of the code which runs: the
functions that work out the reach of whoever acts, the policies of the tables that hold persons, and what the three
roles of the database may do. The rules are those of ``scope.py``; a test compares the two over many posts and grants.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from baansuk.access.roles import ROLES

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


def _not_held(test: str, column: str = "person_code") -> str:
    return f"({test}) and {_NOT_HELD.format(column=column)}"


# Every table with rows of persons, and when the application may read a row of it. A test knows every other table.
PROTECTED: Mapping[str, str] = MappingProxyType(
    {
        "people_household": _placed("list_key", "household", "code", _GIVEN.format(sources="sources")),
        "people_person": _not_held(
            f"({_placed('area_code', 'identity', 'household_code', _GIVEN.format(sources='sources'))}) or {_AGREED} or {_OWN}",
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
        "people_factsheet": "({}) or {} or {}".format(
            _with_household("people_factsheet", _BY_CLASS.format(table="people_factsheet")), _AGREED_SHEET, _OWN_SHEET
        ),
    }
)
READER, RUNS = "baansuk_within_reach", "baansuk_runs_reach_all"
# The trail is written and read, never changed: not even by a fault of ours.
ONLY_ADDED = ("audit_event", "audit_subject", "audit_head", "audit_indexedlist", "audit_daycount")
# What pages add and the worker takes away when it has written it out as subjects; every seal covers it.
MOVED_BY_WORKER = ("audit_waiting",)
ONLY_READ = ("django_migrations",)


def _array(words: Sequence[str]) -> str:
    return "array[" + ", ".join(f"'{word}'" for word in words) + "]::text[]"


def _roles() -> str:
    """The roles that see persons, as rows: role, whether by houses only, purposes, classes at most."""
    rows = (
        f"('{role.code}', {str(role.by_houses).lower()}, {_array(role.purposes)}, {_array(sorted(role.classes))})"
        for role in ROLES.values()
        if role.sees_persons
    )
    return ",\n            ".join(rows)


def _roles_by_consent() -> str:
    """The roles that see persons who agreed, as rows: role, purposes, classes at most."""
    rows = (
        f"('{role.code}', {_array(role.purposes)}, {_array(sorted(role.consent_classes))})"
        for role in ROLES.values()
        if role.consent_classes
    )
    return ",\n            ".join(rows)


_DAY = "greatest((now() at time zone 'Asia/Bangkok')::date, (select max(day) from access_dayreached))"
# Whoever acts is found by all four words at once: a word that does not fit the others finds nobody.
_REACH = """
    with reached as (select {day} as today),
    roles (role, by_houses, purposes, classes) as (
        values
            {roles}
    ),
    seat as (
        select p.id, p.partner, p.area_code, r.by_houses, r.classes, t.today
        from access_user u
        join access_post p on p.user_id = u.id
        join roles r on r.role = p.role
        cross join reached t
        where u.username = current_setting('baansuk.user', true) and u.is_active
          and p.id::text = current_setting('baansuk.post', true)
          and p.partner = current_setting('baansuk.partner', true)
          and current_setting('baansuk.purpose', true) = any (r.purposes)
          and p.valid_from <= t.today and (p.valid_to is null or t.today <= p.valid_to)
    ),
    urgent as (
        select e.area_code, e.household_code
        from access_emergency e
        join seat s on s.id = e.post_id
        where e.id::text = current_setting('baansuk.emergency', true)
          and current_setting('baansuk.purpose', true) = 'help'
          and e.begins_at <= now() and now() < e.ends_at
          -- A post that no agreement reaches serves no purpose at all, so nothing can be added to it.
          and exists (select from access_grant g
              where g.partner = s.partner and g.purpose = current_setting('baansuk.purpose', true)
                and g.valid_from <= s.today and s.today <= g.valid_to
                and s.area_code <> '' and g.area_code <> ''
                and (starts_with(s.area_code, g.area_code) or starts_with(g.area_code, s.area_code)))
    ),
    reach as (
        select area_code from seat
        union
        select area_code from urgent
    )"""
_GRANTED = """,
    granted as (
        select distinct g.field_class,
            case when starts_with(r.area_code, g.area_code) then r.area_code else g.area_code end as area_code,
            g.refused
        from seat s
        cross join reach r
        join access_grant g on g.partner = s.partner and g.field_class = any (s.classes)
        where g.purpose = current_setting('baansuk.purpose', true) and not g.by_consent
          and g.valid_from <= s.today and s.today <= g.valid_to
          and r.area_code <> '' and g.area_code <> ''
          and (starts_with(r.area_code, g.area_code) or starts_with(g.area_code, r.area_code))
    )"""
# The same for a seat that sees persons only by their consent.
_OPENED = """
    with reached as (select {day} as today),
    roles (role, purposes, classes) as (
        values
            {roles_by_consent}
    ),
    seat as (
        select p.partner, p.area_code, r.classes, t.today
        from access_user u
        join access_post p on p.user_id = u.id
        join roles r on r.role = p.role
        cross join reached t
        where u.username = current_setting('baansuk.user', true) and u.is_active
          and p.id::text = current_setting('baansuk.post', true)
          and p.partner = current_setting('baansuk.partner', true)
          and current_setting('baansuk.purpose', true) = any (r.purposes)
          and p.valid_from <= t.today and (p.valid_to is null or t.today <= p.valid_to)
    ),
    opened as (
        select distinct s.partner, g.field_class,
            case when starts_with(s.area_code, g.area_code) then s.area_code else g.area_code end as area_code
        from seat s
        join access_grant g on g.partner = s.partner and g.field_class = any (s.classes)
        where g.purpose = current_setting('baansuk.purpose', true) and g.by_consent
          and g.valid_from <= s.today and s.today <= g.valid_to
          and s.area_code <> '' and g.area_code <> ''
          and (starts_with(s.area_code, g.area_code) or starts_with(g.area_code, s.area_code))
    )"""
_FUNCTION = """create or replace function {name} returns text[]
    language sql stable parallel safe security definer set search_path = pg_catalog, {schema}, pg_temp
    as $baansuk${body}
$baansuk$"""
_BODIES = {
    # Without the class that finds a household nobody is seen at all, whatever else is granted.
    "baansuk_areas(wanted text)": """{reach}{granted}
    select array_agg(distinct area_code) from granted
    where field_class = wanted and exists (select from granted where field_class = 'household')""",
    "baansuk_classes()": """{reach}{granted}
    select array_agg(distinct field_class || ':' || area_code) from granted
    where exists (select from granted where field_class = 'household')""",
    # The sources that every agreement refuses to whoever acts; null, and never empty, where there is none.
    "baansuk_refused()": """{reach}{granted}
    select array_agg(distinct kept.source)
    from granted g
    cross join unnest(string_to_array(nullif(g.refused, ''), ',')) as kept (source)
    where not exists (
        select from granted o
        where o.field_class = 'household'
          and not coalesce(kept.source = any (string_to_array(nullif(o.refused, ''), ',')), false)
    )""",
    # Whose facts are held back from the purpose; null where nobody's are.
    "baansuk_held()": """
    select array_agg(person_code) from people_heldback
    where purpose = current_setting('baansuk.purpose', true) and ended_at is null""",
    # Who agreed that the partner reads of them for the purpose; null where nobody did or no annex opens it.
    "baansuk_agreed()": """{opened}
    select array_agg(distinct c.person_code)
    from people_consent c
    where c.use = 'partner' and c.withdrawn_at is null and c.purpose = current_setting('baansuk.purpose', true)
      and exists (select from opened o where o.partner = c.partner and o.field_class = 'household')""",
    "baansuk_by_consent()": """{opened}
    select array_agg(field_class || ':' || area_code) from opened""",
    # The index of the number that was proved to be of whoever sits in a member's post; null for every other post.
    "baansuk_own()": """
    select array_agg(u.person_index::text)
    from access_user u
    join access_post p on p.user_id = u.id
    cross join (select {day} as today) t
    where u.username = current_setting('baansuk.user', true) and u.is_active and u.person_index <> ''
      and p.id::text = current_setting('baansuk.post', true)
      and p.partner = current_setting('baansuk.partner', true) and p.role = 'member'
      and p.valid_from <= t.today and (p.valid_to is null or t.today <= p.valid_to)""",
    # Null for a post that sees its area; for a post of assigned houses the list, which may be empty.
    "baansuk_houses()": """{reach}
    select array(
        select a.household_code::text from access_assignedhouse a where a.post_id = seat.id
        union
        select u.household_code::text from urgent u where u.household_code <> ''
    )
    from seat where seat.by_houses""",
}


def functions(schema: str = "public") -> dict[str, str]:
    """Return the SQL of each function that works out the reach of whoever acts, by its name and arguments."""
    reach, opened = (
        _REACH.format(day=_DAY, roles=_roles()),
        _OPENED.format(day=_DAY, roles_by_consent=_roles_by_consent()),
    )
    return {
        name: _FUNCTION.format(
            name=name, schema=schema, body=body.format(reach=reach, granted=_GRANTED, opened=opened, day=_DAY)
        )
        for name, body in _BODIES.items()
    }


def stamp() -> str:
    """Return a short mark of functions and policies, by which the doctor sees that those in place are the code's."""
    text = repr((sorted(functions().items()), sorted(PROTECTED.items())))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def install(cursor: Any, *, application: str, runs: str) -> None:
    """Put functions, policies and rights in place; run as the owner of the tables, in one transaction, any number of times.

    ``application`` and ``runs`` are the names of two roles of the database that exist.
    """
    app, worker = quoted(application), quoted(runs)
    for name, sql in functions().items():
        cursor.execute(sql)
        cursor.execute(f"revoke all on function {_called(name)} from public")
        cursor.execute(f"grant execute on function {_called(name)} to {app}, {worker}")
    cursor.execute("revoke create on schema public from public")
    cursor.execute(f"grant usage on schema public to {app}, {worker}")
    cursor.execute(f"revoke all on all tables in schema public from {app}, {worker}")
    cursor.execute(f"grant select, insert, update, delete on all tables in schema public to {app}, {worker}")
    cursor.execute(f"grant usage, select, update on all sequences in schema public to {app}, {worker}")
    cursor.execute(f"revoke insert, update, delete on {', '.join(ONLY_READ)} from {app}, {worker}")
    cursor.execute(f"revoke update, delete on {', '.join(ONLY_ADDED)} from {app}, {worker}")
    cursor.execute(f"revoke update on {', '.join(MOVED_BY_WORKER)} from {app}, {worker}")
    cursor.execute(f"revoke delete on {', '.join(MOVED_BY_WORKER)} from {app}")
    for table, test in PROTECTED.items():
        _protect(cursor, table, test, app, worker)
    cursor.execute(f"comment on function {_called('baansuk_classes()')} is '{stamp()}'")


def _protect(cursor: Any, table: str, test: str, app: str, worker: str) -> None:
    """Close one table to everybody, its owner too, and open to each of the two roles what is theirs."""
    cursor.execute(f"alter table {table} enable row level security")
    cursor.execute(f"alter table {table} force row level security")
    cursor.execute(f"revoke insert, update, delete on {table} from {app}")
    for policy in (READER, RUNS):
        cursor.execute(f"drop policy if exists {policy} on {table}")
    cursor.execute(f"create policy {READER} on {table} for select to {app} using ({test})")
    cursor.execute(f"create policy {RUNS} on {table} to {worker} using (true) with check (true)")


def quoted(name: str) -> str:
    """Return a name of a role as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _called(name: str) -> str:
    """The name of a function with the kinds of its arguments only."""
    return name.replace("wanted text", "text")
