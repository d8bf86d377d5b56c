"""Looks at what the role of the database behind this process may do, and refuses to serve with one that may too much."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from baansuk.access.row_policies import READER, RUNS, quoted, stamp
from baansuk.access.row_tests import PROTECTED, WRITTEN
from baansuk.thai.words import Refusal, Words

HOW_TO = "docs/how-to/postgresql.md"


@dataclass(frozen=True, slots=True)
class DatabaseRole:
    """One role of the database as an address names it."""

    name: str
    password: str = ""


def name_now() -> str:
    """Return the role of the database that this process signed in as; '' on SQLite, which has none."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return str(cursor.fetchone()[0])


def check_fit(acting_as: str) -> None:
    """Raise Refusal unless this process may open: ``acting_as`` is ``application`` or ``runs``. SQLite always may."""
    for words in faults(acting_as):
        raise Refusal("database_role", words.th, words.en)


def faults(acting_as: str) -> Iterator[Words]:
    """Yield what is wrong with the role behind this process and with the policies, the gravest first."""
    if connection.vendor != "postgresql":
        return
    found = list(_too_mighty()) or list(_unprotected(acting_as))
    yield from found


def _too_mighty() -> Iterator[Words]:
    """A role that policies do not bind, or that could take them away."""
    name = name_now()
    with connection.cursor() as cursor:
        cursor.execute(
            """select bool_or(r.rolsuper), bool_or(r.rolbypassrls), bool_or(r.rolcreaterole),
                exists (select from pg_class c where c.relkind in ('r', 'p')
                    and c.relnamespace = 'public'::regnamespace and pg_has_role(c.relowner, 'member')),
                has_schema_privilege('public', 'create')
            from pg_roles r where pg_has_role(r.oid, 'member')"""
        )
        superuser, bypasses, makes_roles, owns, creates = cursor.fetchone()
    if superuser or bypasses or makes_roles:
        yield Words(
            f"บัญชีฐานข้อมูล {name} มีสิทธิ์เหนือการกั้นแถว (superuser, BYPASSRLS หรือ CREATEROLE) จึงไม่เปิดให้บริการ "
            f"ให้สร้างบัญชีสามบัญชีด้วย `baansuk database roles` แล้วสั่ง `baansuk init` ดู {HOW_TO}",
            f"The database role {name} stands above row-level security (superuser, BYPASSRLS or CREATEROLE), so nothing "
            f"is served: make the three roles with `baansuk database roles`, then run `baansuk init`; see {HOW_TO}.",
        )
    elif owns or creates:
        yield Words(
            f"บัญชีฐานข้อมูล {name} เป็นเจ้าของตาราง จึงถอดการกั้นแถวได้ ให้ใช้บัญชีเจ้าของใน DATABASE_OWNER_URL เท่านั้น "
            f"และใช้บัญชีอื่นใน DATABASE_URL และ DATABASE_RUNS_URL ดู {HOW_TO}",
            f"The database role {name} owns tables or may make them, so it could take row-level security away: keep the "
            f"owner for DATABASE_OWNER_URL and use others in DATABASE_URL and DATABASE_RUNS_URL; see {HOW_TO}.",
        )


def _unprotected(acting_as: str) -> Iterator[Words]:
    """Tables without policies, rights too wide, or policies of older code; all are mended by ``baansuk init``."""
    policy = READER if acting_as == "application" else RUNS
    with connection.cursor() as cursor:
        cursor.execute(
            """select c.relname from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relname = any (%s)
              and c.relrowsecurity and c.relforcerowsecurity
              and (%s = 'runs' or not has_table_privilege(c.oid,
                  case when c.relname = any (%s) then 'delete, truncate' else 'insert, update, delete, truncate' end))
              and array[%s]::name[] = array(select p.polname from pg_policy p where p.polrelid = c.oid
                  and exists (select from unnest(p.polroles) as r (id) where r.id = 0 or pg_has_role(r.id, 'member')))""",
            [[*PROTECTED, *WRITTEN], acting_as, list(WRITTEN), policy],
        )
        open_tables = {*PROTECTED, *WRITTEN} - {row[0] for row in cursor.fetchall()}
        cursor.execute("select obj_description(to_regprocedure('baansuk_classes()'), 'pg_proc')")
        in_place = cursor.fetchone()[0]
    if open_tables:
        named = ", ".join(sorted(open_tables))
        yield Words(
            f"ตาราง {named} ยังไม่มีการกั้นแถวสำหรับบัญชี {name_now()} ให้สั่ง `baansuk init` ด้วย DATABASE_URL, "
            f"DATABASE_RUNS_URL และ DATABASE_OWNER_URL ของระบบนี้ ดู {HOW_TO}",
            f"Row-level security for the role {name_now()} is missing on {named}: run `baansuk init` with the DATABASE_URL, "
            f"DATABASE_RUNS_URL and DATABASE_OWNER_URL of this house; see {HOW_TO}.",
        )
    elif in_place != stamp():
        yield Words(
            "การกั้นแถวในฐานข้อมูลเป็นของรุ่นอื่น ให้สั่ง `baansuk init`",
            "Row-level security in the database is that of another version: run `baansuk init`.",
        )


def check_three(owner: str, application: str, runs: str) -> None:
    """Raise Refusal unless the three addresses name three different roles."""
    if not owner or not application or not runs or len({owner, application, runs}) < 3:
        raise Refusal(
            "database_roles",
            "PostgreSQL ต้องมีบัญชีสามบัญชีต่างกัน: DATABASE_OWNER_URL (เจ้าของ ใช้ปรับรุ่น), DATABASE_URL (หน้าเว็บ) และ "
            f"DATABASE_RUNS_URL (งานเบื้องหลัง) สร้างด้วย `baansuk database roles` ดู {HOW_TO}",
            "PostgreSQL needs three different roles: DATABASE_OWNER_URL (owns the tables and migrates), DATABASE_URL (the "
            f"pages) and DATABASE_RUNS_URL (the runs). `baansuk database roles` prints how to make them; see {HOW_TO}.",
        )


def roles_sql(*, owner: DatabaseRole, application: DatabaseRole, runs: DatabaseRole) -> str:
    """Return the SQL by which a superuser makes the three roles and gives the database to its owner; may be run again."""
    lines = ["begin;"]
    for role in (owner, application, runs):
        lines += [
            f"do $$ begin create role {quoted(role.name)}; exception when duplicate_object then null; end $$;",
            f"alter role {quoted(role.name)} login nosuperuser nobypassrls nocreaterole nocreatedb noreplication"
            + (f" password '{scram(role.password)}';" if role.password else ";"),
        ]
    for statement in (
        "alter database %1$I owner to %2$I",
        "revoke all on database %1$I from public",
        "grant connect on database %1$I to %3$I, %4$I",
        # A run copies its rows into a table of its own first: COPY itself does not know row-level security.
        "grant temporary on database %1$I to %4$I",
    ):
        values = ", ".join("'" + name.replace("'", "''") + "'" for name in (owner.name, application.name, runs.name))
        lines.append(f"do $$ begin execute format('{statement}', current_database(), {values}); end $$;")
    lines += [
        f"alter schema public owner to {quoted(owner.name)};",
        "revoke create on schema public from public;",
        "commit;",
    ]
    return "\n".join(lines) + "\n"


def scram(password: str) -> str:
    """Return the verifier that PostgreSQL keeps instead of a password, so that the password itself is never printed."""
    salt, rounds = os.urandom(16), 4096
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, rounds)
    client = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    shown = [base64.b64encode(part).decode() for part in (salt, client, server)]
    return f"SCRAM-SHA-256${rounds}:{shown[0]}${shown[1]}:{shown[2]}"
