"""The commands of the database: how to make its three roles, and the migration as the owner of its tables."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from baansuk.access.database_addresses import ADDRESSES
from baansuk.command.house import set_up_django
from baansuk.command.verbs import hint, verbs
from baansuk.thai.words import Refusal


def add_to(group: click.Group) -> None:
    """Hang the commands on the group."""
    group.add_command(database)


@verbs("PostgreSQL: บัญชีฐานข้อมูลสามบัญชี", "PostgreSQL: its three roles.")
def database() -> None:
    """PostgreSQL: its three roles."""


@database.command(
    help=hint(
        "พิมพ์คำสั่ง SQL ที่สร้างบัญชีทั้งสาม ส่งต่อให้ `psql` ในฐานะผู้ดูแล ไม่แสดงรหัสผ่าน",
        "Print the SQL that makes the three roles; pipe it into `psql` as a superuser. It shows no password.",
    )
)
def roles() -> None:
    """Print the SQL that makes the three roles; pipe it into `psql` as a superuser. It shows no password."""
    set_up_django()
    from baansuk.access.database_roles import DatabaseRole, check_three, roles_sql

    named = {}
    for acting_as, address in _addresses().items():
        named[acting_as] = DatabaseRole(address.get("USER", ""), address.get("PASSWORD", ""))
    check_three(*(named[name].name for name in ("owner", "application", "runs")))
    click.echo(roles_sql(**named), nl=False)


def migrate_and_protect() -> None:
    """Migrate; on PostgreSQL as the owner, who then puts row-level security and the rights of the others in place."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from baansuk.command.new_tables import make_tables

    if connection.vendor != "postgresql":
        make_tables()
        call_command("migrate", interactive=False, verbosity=0)
        return
    from baansuk.access import row_policies
    from baansuk.access.database_roles import check_three

    addresses = _addresses()
    users = {name: str(address.get("USER", "")) for name, address in addresses.items()}
    check_three(users["owner"], users["application"], users["runs"])
    with _signed_in(addresses["owner"]):
        make_tables()
        call_command("migrate", interactive=False, verbosity=0)
        with transaction.atomic(), connection.cursor() as cursor:
            row_policies.install(cursor, application=users["application"], runs=users["runs"])


@contextmanager
def signed_in_as_owner() -> Iterator[None]:
    """Use the one connection of Django as the owner of the tables, for what makes or fills a whole database."""
    from baansuk.access.database_roles import check_three

    addresses = _addresses()
    check_three(*(str(addresses[name].get("USER", "")) for name in ("owner", "application", "runs")))
    with _signed_in(addresses["owner"]):
        yield


def _addresses() -> dict[str, dict[str, Any]]:
    """Return what the three addresses say, an empty one where an address is missing. Raises Refusal on SQLite."""
    import environ

    env = environ.Env()
    found: dict[str, dict[str, Any]] = {
        name: env.db_url(variable) if os.environ.get(variable) else {} for name, variable in ADDRESSES.items()
    }
    if not found["application"].get("ENGINE", "").endswith("postgresql"):
        raise Refusal(
            "not_postgresql",
            "คำสั่งนี้ใช้กับ PostgreSQL เท่านั้น ให้ตั้ง DATABASE_URL ก่อน SQLite ไม่มีบัญชีฐานข้อมูล",
            "This is for PostgreSQL only: set DATABASE_URL first. SQLite has no roles.",
        )
    return found


@contextmanager
def _signed_in(address: dict[str, Any]) -> Iterator[None]:
    """Use the one connection of Django by another address: a migration may ask any model, not only through its editor."""
    from django.db import connections

    wrapper = connections["default"]
    wrapper.close()
    before = wrapper.settings_dict
    wrapper.settings_dict = before | {
        name: address.get(name, before[name]) for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    }
    try:
        yield
    finally:
        wrapper.close()
        wrapper.settings_dict = before
