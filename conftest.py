"""What all tests share: a store of their own, and a mark on those that use the database."""

from __future__ import annotations

import gc
import itertools
import os
import pickle
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis.internal.conjecture import providers

from baansuk.vault import house, private, secret_files
from tests import asked
from tests.alone import alone
from tests.amounts import WHOLE
from tests.kept import STANDING, Kept
from tests.three_roles import ON_POSTGRES, PAGES, RUNS

# A timed limit never stands in a test: a busy machine is no fault. HYPOTHESIS_PROFILE=long looks much longer.
hypothesis_settings.register_profile("house", deadline=None, max_examples=40)
hypothesis_settings.register_profile("long", deadline=None, max_examples=2000)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

# Each process would read all modules of the house, and read them again as more are loaded, for numbers and words to try.
# What is worth trying the tests name themselves; `make whole` tries those as well.
if not WHOLE:
    providers._get_local_constants = lambda: providers._local_constants

# What is loaded stays: looking through all of it for garbage, again and again, was a seventh of the tests' time.
gc.disable()
pytest_plugins = ["tests.houses", "tests.one_duckdb", "tests.one_spark"]
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "client", "admin_client"}


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[Any]:
    """In a fresh clone one process compiles the tests, which costs more than to collect them, and the next one reads it."""
    config, compiled = session.config, Path(__file__).parent.glob("tests/__pycache__/test_*")
    compiles = "PYTEST_XDIST_WORKER" in os.environ and not any(compiled)
    with alone(Path(config.option.basetemp).parent / "of what is compiled") if compiles else nullcontext():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Mark what touches the database, so that of these PostgreSQL is asked again what it takes to ask it everything."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES:
            item.add_marker("database")
    # Two houses that are killed at the very end would leave one of two cores with nothing to do for minutes.
    items.sort(key=lambda item: not item.nodeid.startswith("tests/faults/"))
    if asked.NOTES:
        asked.NOTES.without(_without_database(items))
    yield
    if ON_POSTGRES and asked.FOLDER:
        _leave_out(config, items)


def _without_database(items: list[pytest.Item]) -> set[str]:
    return {str(item.path) for item in items} - {
        str(item.path) for item in items if item.get_closest_marker("database")
    }


@cache
def _files_without() -> set[Path]:
    return asked.without_database(Path(asked.FOLDER)) if ON_POSTGRES and asked.FOLDER else set()


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Open no file on PostgreSQL in which SQLite found no test of the database: that is half of what it takes to collect."""
    return True if collection_path in _files_without() else None


def _leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    # Who commits for good is there for what two connections do to each other, which only one of them would note.
    choice = [item.nodeid for item in items if not _commits(item)]
    left = set(choice) - asked.chosen(asked.read(Path(asked.FOLDER)), choice)
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in left])
    items[:] = [item for item in items if item.nodeid not in left]


def _commits(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db")
    return "transactional_db" in getattr(item, "fixturenames", ()) or bool(marked and marked.kwargs.get("transaction"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[Any]:
    """Note what the tests of the database ask it."""
    noted = asked.NOTES and item.get_closest_marker("database")
    with asked.NOTES.of(item.nodeid) if noted else nullcontext():
        return (yield)


def pytest_sessionfinish() -> None:
    """Leave the notes for the tests on PostgreSQL."""
    if asked.NOTES:
        asked.NOTES.write()


def pytest_collection_finish() -> None:
    """From here on only what the tests make is looked through."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, shared):
    """Let one process migrate for all that share the tests: it takes seconds."""
    from django.test import utils

    from tests.tables import migrated_once

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(utils, "setup_databases", migrated_once(shared / "of the tables", utils.setup_databases))
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Put row-level security in place on PostgreSQL, as `baansuk init` does after it migrated."""
    from django.db import connection, transaction

    from baansuk.access import row_policies

    if asked.NOTES:
        asked.NOTES.listen(connection)
    if ON_POSTGRES:
        with django_db_blocker.unblock(), transaction.atomic(), connection.cursor() as cursor:
            row_policies.install(cursor, application=PAGES, runs=RUNS)


@pytest.fixture(scope="session", autouse=True)
def released_once():
    """Work out once what is told of the same counts, for all pages of all tests: it takes seconds, and asks nothing else.

    Nor does it ask the database: the tests on PostgreSQL read what those on SQLite worked out a moment ago.
    """
    from baansuk.assess import telling

    made, known = telling.release, {}

    def release(*given, **named):
        key = pickle.dumps((given, sorted(named.items())))
        if key not in known:
            known[key] = asked.once(key, lambda: made(*given, **named))
        return known[key]

    telling.release = release
    yield
    telling.release = made


@pytest.fixture(autouse=True)
def answered_by_pages(settings):
    """On PostgreSQL every request of every test is answered by the role of the pages, never by the superuser.

    Where it is noted what is asked, it is noted what pages ask.
    """
    if ON_POSTGRES:
        settings.MIDDLEWARE = ["tests.three_roles.AsPages", *settings.MIDDLEWARE]
    elif asked.NOTES:
        settings.MIDDLEWARE = ["tests.asked.ByPages", *settings.MIDDLEWARE]


@pytest.fixture(scope="session", autouse=True)
def nothing_reaches_the_disk():
    """Nothing here outlives the tests, so no test waits until the disk has it; what must be synced is tried by tests of its own."""
    synced = os.fsync
    os.fsync = lambda _handle: None
    yield
    os.fsync = synced


@pytest.fixture(scope="session")
def stores(tmp_path_factory):
    """Where the stores of all tests lie, each under a number of its own: pytest's own numbering looks at all before it."""
    return tmp_path_factory.mktemp("stores"), itertools.count()


@pytest.fixture(autouse=True)
def own_store(request, settings, stores):
    """Keep every test's files out of the real store; what was written once for many is there as a copy."""
    folder, numbers = stores
    settings.STORE = folder / str(next(numbers))
    settings.ELSEWHERE = settings.STORE / "elsewhere"
    standing = request.config.stash.get(STANDING, None)
    if standing and standing.files:
        shutil.copytree(standing.files, settings.STORE)
    else:
        settings.STORE.mkdir()
    return settings.STORE


@pytest.fixture(scope="session")
def kept(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """What ``tests.kept.written_once`` keeps from test to test."""
    standing = request.config.stash[STANDING] = Kept(tmp_path_factory.mktemp("kept") / "store", django_db_blocker)
    yield standing
    standing.clear()


@pytest.fixture(scope="class", autouse=True)
def nothing_kept(request):
    """Take back what stands before a test that did not ask for it."""
    standing = request.config.stash.get(STANDING, None)
    if standing and "kept" not in request.fixturenames:
        standing.clear()


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
        either = (("chromium-headless-shell", "chromium"), ("java",))
        missing = [names[0] for names in either if not any(map(shutil.which, names))]
        if missing:
            raise pytest.UsageError(f"CI must not skip: {', '.join(missing)} is missing")
