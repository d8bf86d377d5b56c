"""Writes the scope a second time, as PostgreSQL's own rows policies: what a role of the database may read at all.

``baansuk init`` puts everything here in place after each migration, so it is always that of the code which runs: the
functions that work out the reach of whoever acts, the policies of the tables that hold persons, and what the three
roles of the database may do. The rules are those of ``scope.py``; a test compares the two over many posts and grants.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from baansuk.access.roles import ROLES
from baansuk.access.row_tests import PROTECTED, WRITTEN

# Whoever is told figures only sees no case: the counts are handed out by a function of the owner, who sees rows of this
# table while others call it, and none when signed in.
COUNTED = "verify_case"
_TALLY = """create or replace function baansuk_case_tally(wanted bigint)
    returns table (area text, step text, state text, result text, cases bigint)
    language sql stable security definer set search_path = pg_catalog, {schema}, pg_temp
    as $baansuk$
    select area_code::text, step::text, state::text, result::text, count(*) from verify_case
    where round_id = wanted and household_code <> '' group by 1, 2, 3, 4
$baansuk$"""
_COUNTING = "session_user <> current_user"
READER, RUNS, COUNTS = "baansuk_within_reach", "baansuk_runs_reach_all", "baansuk_counts"
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
    # Whose own facts that person reads as well; null where nobody's.
    "baansuk_wards()": """
    select array_agg(g.ward_code::text)
    from people_guardianship g
    cross join (select {day} as today) t
    where g.guardian_index = any (baansuk_own()) and g.ended_at is null
      and (g.valid_to is null or t.today < g.valid_to)""",
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
    text = repr((sorted(functions().items()), sorted(PROTECTED.items()), sorted(WRITTEN.items()), _TALLY, _COUNTING))
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
    cursor.execute(_TALLY.format(schema="public"))
    cursor.execute("revoke all on function baansuk_case_tally(bigint) from public")
    cursor.execute(f"grant execute on function baansuk_case_tally(bigint) to {app}, {worker}")
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
    for table, (test, rights) in WRITTEN.items():
        _protect(cursor, table, test, app, worker, rights)
    cursor.execute(f"drop policy if exists {COUNTS} on {COUNTED}")
    cursor.execute(f"create policy {COUNTS} on {COUNTED} for select to current_user using ({_COUNTING})")
    cursor.execute(f"comment on function {_called('baansuk_classes()')} is '{stamp()}'")


def _protect(cursor: Any, table: str, test: str, app: str, worker: str, rights: str = "") -> None:
    """Close one table to everybody, its owner too, and open to each of the two roles what is theirs.

    ``rights``: what pages may do beside reading, within what they may read.
    """
    cursor.execute(f"alter table {table} enable row level security")
    cursor.execute(f"alter table {table} force row level security")
    cursor.execute(f"revoke insert, update, delete on {table} from {app}")
    if rights:
        cursor.execute(f"grant {rights} on {table} to {app}")
    for policy in (READER, RUNS):
        cursor.execute(f"drop policy if exists {policy} on {table}")
    check = f"for all to {app} using ({test}) with check ({test})" if rights else f"for select to {app} using ({test})"
    cursor.execute(f"create policy {READER} on {table} {check}")
    cursor.execute(f"create policy {RUNS} on {table} to {worker} using (true) with check (true)")


def quoted(name: str) -> str:
    """Return a name of a role as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _called(name: str) -> str:
    """The name of a function with the kinds of its arguments only."""
    return name.replace("wanted text", "text")
