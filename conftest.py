"""What all tests share: a store of their own, and a mark on those that use the database."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings as hypothesis_settings

from baansuk.vault import house, private, secret_files
from tests.three_roles import ON_POSTGRES, PAGES, RUNS

# A timed limit never stands in a test: a busy machine is no fault. HYPOTHESIS_PROFILE=long looks much longer.
hypothesis_settings.register_profile("house", deadline=None, max_examples=40)
hypothesis_settings.register_profile("long", deadline=None, max_examples=2000)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "client", "admin_client"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database, so that exactly these run again on PostgreSQL."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES:
            item.add_marker("database")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Put row-level security in place on PostgreSQL, as `baansuk init` does after it migrated."""
    from django.db import connection, transaction

    from baansuk.access import row_policies

    if ON_POSTGRES:
        with django_db_blocker.unblock(), transaction.atomic(), connection.cursor() as cursor:
            row_policies.install(cursor, application=PAGES, runs=RUNS)


@pytest.fixture(autouse=True)
def answered_by_pages(settings):
    """On PostgreSQL every request of every test is answered by the role of the pages, never by the superuser."""
    if ON_POSTGRES:
        settings.MIDDLEWARE = ["tests.three_roles.AsPages", *settings.MIDDLEWARE]


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path_factory):
    """Keep every test's files out of the real store."""
    settings.STORE = tmp_path_factory.mktemp("store")
    settings.ELSEWHERE = settings.STORE / "elsewhere"
    return settings.STORE


@pytest.fixture(scope="session", autouse=True)
def own_vault(tmp_path_factory):
    """Throw-away keys and private folders: no test seals with the keys of the house it runs in."""
    folder = tmp_path_factory.mktemp("vault")
    house.configure(folder / "keys", folder / "private")
    secret_files.forget()
    yield folder
    private.leave()


def pytest_configure(config: pytest.Config) -> None:
    """In CI a missing tool is a failure, never a skip."""
    config.addinivalue_line("markers", "database: touches the database")
    if os.environ.get("CI"):
        missing = [tool for tool in ("chromium", "java") if not shutil.which(tool)]
        if missing:
            raise pytest.UsageError(f"CI must not skip: {', '.join(missing)} is missing")
