"""What the database itself refuses: raw SQL as each of the three roles, in a house that `baansuk init` made."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise

import psycopg
import pytest

from baansuk.access.row_tests import PROTECTED, WRITTEN
from tests.faults.house import House
from tests.three_roles import ON_POSTGRES, OWNER, PAGES, RUNS, new_database
from tests.warm import warm

pytestmark = [
    pytest.mark.skipif(not ON_POSTGRES, reason="SQLite has no roles; make tests-postgres runs this"),
    pytest.mark.database,
]
TODAY = dt.date.today()  # noqa: DTZ011 - the day only has to lie well inside the terms below
LONG_AGO, FAR_AHEAD = dt.date(2020, 1, 1), dt.date(2099, 1, 1)
YESTERDAY, LAST_WEEK = TODAY - dt.timedelta(days=2), TODAY - dt.timedelta(days=9)
# Household, its area; one person each. The third lies in another amphoe, the fourth in the village of the first.
HOUSES = {"H1": "99010101", "H2": "99010102", "H3": "99020101", "H4": "99010101"}
TAMBON = {"H1", "H2", "H4"}
POSTS = {1: ("team", "tambon_team", "990101"), 2: ("vol", "volunteer", "99010101"), 3: ("gov", "governor_view", "99")}
TEAM = ("team", "CDD", "help", "1")


@pytest.fixture(scope="module")
def house(begun, tmp_path_factory) -> dict[str, str]:
    """Three addresses of a house with three households, a grant to CDD for help in the whole province, and three posts."""
    made = House(tmp_path_factory.mktemp("house"), begun)
    # A second time, for what may not break what the first has put in place.
    made.done("init", "--no-input")
    with psycopg.connect(made.environment["DATABASE_RUNS_URL"]) as runs:
        _furnish(runs)
    return made.environment


def baansuk(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return warm().run({"arguments": arguments, "environment": environment}, timeout=300)


def _insert(database: psycopg.Connection, table: str, **values: object) -> None:
    """Insert a row; what is not named gets an empty value of its kind."""
    columns = database.execute(
        "select column_name, data_type from information_schema.columns where table_name = %s and is_nullable = 'NO' "
        "and column_default is null and is_identity = 'NO'",
        [table],
    ).fetchall()
    blank = {"boolean": True, "jsonb": "[]", "date": LONG_AGO, "timestamp with time zone": dt.datetime.now(dt.UTC)}
    filled = {
        name: blank.get(kind, "" if kind in ("text", "character varying") else 0) for name, kind in columns
    } | values
    names = ", ".join(f'"{name}"' for name in filled)
    marks = ", ".join(["%s"] * len(filled))
    database.execute(f"insert into {table} ({names}) values ({marks})", list(filled.values()))


def _furnish(runs: psycopg.Connection) -> None:
    for code, area in HOUSES.items():
        whose = {"edition": 1, "household_code": code}
        _insert(runs, "people_household", edition=1, code=code, area_code=area, list_key=area + code, sources="moph")
        _insert(runs, "people_person", **whose, code=f"P{code}", area_code=area)
        _insert(runs, "people_nameword", **whose, area_code=area)
        _insert(runs, "people_membership", **whose)
        _insert(runs, "people_recordlink", **whose)
        _insert(runs, "assess_profile", **whose)
        _insert(runs, "assess_answersbefore", **whose)
        _insert(runs, "assess_mark", **whose, list_key=area + code)
        _insert(runs, "assess_standing", **whose, list_key=area + code)
        _insert(runs, "assess_right", **whose)
        _insert(runs, "assess_householdcause", **whose)
        _insert(runs, "assess_causemember", **whose)
        _insert(runs, "assess_rightmark", **whose, list_key=area + code)
        _insert(runs, "people_householdevent", **whose)
        for field_class in ("household", "health"):
            _insert(runs, "people_factsheet", **whose, field_class=field_class)
    _furnish_cases(runs)
    for post, (user, role, area) in POSTS.items():
        _insert(runs, "access_user", id=post, username=user, is_active=True, is_superuser=False)
        _insert(
            runs, "access_post", id=post, user_id=post, role=role, partner="CDD", area_code=area, valid_from=LONG_AGO
        )
    for field_class in ("aggregate", "household", "identity"):
        _grant(runs, field_class, "help")
    _insert(runs, "access_assignedhouse", post_id=2, household_code="H1")


def _furnish_cases(runs: psycopg.Connection) -> None:
    """A case, a decision and a result of each household; one of no register in the first village, told by the volunteer."""
    _insert(runs, "people_edition", number=1, state="current", about="{}")
    _insert(runs, "verify_round", id=1, code="R", area_code="99")
    named = {code: (code, area, "") for code, area in HOUSES.items()} | {"N1": ("", "99010101", "vol")}
    for number, (code, area, by) in named.items():
        place = {"household_code": code, "area_code": area, "list_key": area + number, "result": "confirmed"}
        _insert(runs, "verify_case", id=_id(number), number=number, round_id=1, step="village", added_by=by, **place)
        _insert(runs, "verify_decision", case_id=_id(number), key=number)
        if code:
            _insert(runs, "verify_verified", case_number=number, round_id=1, **place)


def _id(number: str) -> int:
    return int(number[1:]) + (100 if number[0] == "N" else 0)


def _grant(database: psycopg.Connection, field_class: str, purpose: str, **values: object) -> None:
    given = {"area_code": "99", "valid_from": LONG_AGO, "valid_to": FAR_AHEAD, "by_consent": False} | values
    _insert(database, "access_grant", agreement="A-1", partner="CDD", field_class=field_class, purpose=purpose, **given)


@pytest.fixture
def pages(house) -> Iterator[psycopg.Connection]:
    """The role of the pages in an open transaction, as a request is; nothing of it stays."""
    with psycopg.connect(house["DATABASE_URL"]) as connection:
        yield connection
        connection.rollback()


def say(database: psycopg.Connection, user: str = "", partner: str = "", purpose: str = "", post: str = "") -> None:
    named = {"user": user, "partner": partner, "purpose": purpose, "post": post}
    for name, value in named.items():
        database.execute("select set_config(%s, %s, true)", [f"baansuk.{name}", value])


def seen(database: psycopg.Connection, table: str = "people_household", column: str = "") -> set[str]:
    column = column or ("code" if table == "people_household" else "household_code")
    return {row[0] for row in database.execute(f"select {column} from {table}").fetchall()}


@pytest.mark.parametrize("table", PROTECTED)
def test_whoever_says_nothing_is_shown_no_row(pages, table):
    assert seen(pages, table) == set()


@pytest.mark.parametrize("table", PROTECTED)
def test_a_post_is_shown_the_rows_of_its_area_in_every_table_without_any_filter(pages, table):
    say(pages, *TEAM)
    assert seen(pages, table) == TAMBON


@pytest.mark.parametrize("table", PROTECTED)
def test_a_volunteer_is_shown_the_assigned_house_only(pages, table):
    say(pages, "vol", "CDD", "help", "2")
    assert seen(pages, table) == {"H1"}


@pytest.mark.parametrize(
    "words",
    [
        ("", "CDD", "help", "1"),
        ("team", "", "help", "1"),
        ("team", "CDD", "", "1"),
        ("team", "CDD", "help", ""),
        ("team", "CDD", "plan", "1"),
        ("team", "CDD", "statistics", "1"),
        ("team", "MOPH", "help", "1"),
        ("team", "CDD", "help", "2"),
        ("gov", "CDD", "help", "3"),
        ("gov", "CDD", "statistics", "3"),
        ("nobody", "CDD", "help", "1"),
        ("team", "CDD", "help", "1 or 1=1"),
    ],
)
def test_words_that_do_not_fit_together_show_nothing(pages, words):
    say(pages, *words)
    assert all(seen(pages, table) == set() for table in PROTECTED)


# Cases of verification: what pages write as well
CASE_NAMES = {"verify_case": "number", "verify_decision": "key", "verify_verified": "case_number"}
NO_CASE: dict[str, set[str]] = {table: set() for table in WRITTEN}


def cases_seen(database: psycopg.Connection) -> dict[str, set[str]]:
    return {table: seen(database, table, CASE_NAMES[table]) for table in WRITTEN}


def test_cases_are_seen_by_area_and_by_nobody_who_says_nothing(pages):
    assert cases_seen(pages) == NO_CASE
    say(pages, *TEAM)
    inside = TAMBON | {"N1"}
    assert cases_seen(pages) == {"verify_case": inside, "verify_decision": inside, "verify_verified": TAMBON}
    say(pages, "team", "CDD", "help", "2")
    assert cases_seen(pages) == NO_CASE, "words that do not fit together"


def test_a_volunteer_is_shown_the_case_that_was_brought_in_and_the_result_of_the_assigned_house(pages):
    say(pages, "vol", "CDD", "help", "2")
    assert cases_seen(pages) == {"verify_case": {"N1"}, "verify_decision": {"N1"}, "verify_verified": {"H1"}}
    pages.execute("delete from access_grant")
    assert cases_seen(pages) == NO_CASE


def test_a_case_known_only_from_a_register_kept_from_the_reader_is_not_there(pages):
    say(pages, *TEAM)
    pages.execute("update access_grant set refused = 'moph'")
    assert "N1" in cases_seen(pages)["verify_case"], "what was told is of no register"
    assert not cases_seen(pages)["verify_case"] & TAMBON, "of no other register are these known"


def test_whoever_is_told_figures_sees_no_case_and_is_handed_the_counts(pages, house):
    say(pages, "gov", "CDD", "statistics", "3")
    assert cases_seen(pages) == NO_CASE
    counted = pages.execute("select area, sum(cases) from baansuk_case_tally(1) group by 1 order by 1").fetchall()
    assert counted == [("99010101", 2), ("99010102", 1), ("99020101", 1)], "those of the register"
    with psycopg.connect(house["DATABASE_OWNER_URL"]) as owner:
        say(owner, *TEAM)
        assert cases_seen(owner) == NO_CASE


def test_pages_write_cases_within_their_reach_and_nowhere_else(pages):
    say(pages, *TEAM)
    done = pages.execute("update verify_case set state = 'recorded'")
    assert done.rowcount == len(TAMBON) + 1, "a filter that was forgotten changes no case of another place"
    assert pages.execute("update verify_verified set standing = 'appealed'").rowcount == len(TAMBON)
    _insert(pages, "verify_decision", case_id=1, key="new")
    _insert(pages, "verify_case", id=500, number="new", round_id=1, area_code="99010102", list_key="99010102new")


@pytest.mark.parametrize(
    "act",
    [
        "insert into verify_case select (jsonb_populate_record(c, "
        """'{"id": 900, "number": "x", "household_code": "", "list_key": "99020101x"}')).* from verify_case c where id = 1""",
        "update verify_case set list_key = '99020101H1' where id = 1",
        "insert into verify_decision select (jsonb_populate_record(d, "
        """'{"id": 900, "case_id": 3, "key": "x"}')).* from verify_decision d where case_id = 1""",
        "update verify_verified set list_key = '99020101H1' where household_code = 'H1'",
        "update verify_decision set outcome = 'died'",
        "delete from verify_decision",
        "delete from verify_case",
        "delete from verify_verified",
        "truncate verify_case",
        "alter table verify_case disable row level security",
        "drop policy baansuk_within_reach on verify_case",
    ],
)
def test_no_case_is_written_into_another_place_and_no_decision_is_changed_or_taken_away(pages, act):
    say(pages, *TEAM)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        pages.execute(act)


def test_the_words_end_with_the_transaction(house):
    with psycopg.connect(house["DATABASE_URL"]) as connection:
        say(connection, *TEAM)
        assert seen(connection) == TAMBON
        connection.commit()
        assert seen(connection) == set(), "a kept connection carries nobody's sight to the next request"


def test_a_fact_sheet_needs_its_own_class(pages):
    say(pages, *TEAM)
    assert seen(pages, "people_factsheet", "field_class") == {"household"}
    _grant(pages, "health", "help", area_code="99010101")
    held = pages.execute("select household_code from people_factsheet where field_class = 'health'").fetchall()
    assert sorted(held) == [("H1",), ("H4",)], (
        "in the area where the class is granted, and not in the rest of the post's"
    )


def test_a_name_needs_identity_and_nothing_is_seen_without_the_household(pages):
    pages.execute("delete from access_grant where field_class = 'identity'")
    say(pages, *TEAM)
    assert seen(pages) == TAMBON
    assert seen(pages, "people_person") == seen(pages, "people_nameword") == set()
    pages.execute("update access_grant set field_class = 'identity' where field_class = 'household'")
    assert all(seen(pages, table) == set() for table in PROTECTED)


@pytest.mark.parametrize(
    "change",
    [
        f"update access_grant set valid_to = '{YESTERDAY}'",
        f"update access_grant set valid_from = '{TODAY + dt.timedelta(days=3)}'",
        "delete from access_grant",
        "update access_grant set purpose = 'research'",
        "update access_grant set partner = 'MOPH'",
        "update access_grant set area_code = '9902'",
        "update access_grant set area_code = ''",
        f"update access_post set valid_to = '{YESTERDAY}'",
        f"update access_post set valid_from = '{TODAY + dt.timedelta(days=3)}'",
        "update access_post set area_code = ''",
        "update access_post set role = 'no_such_role'",
        "update access_user set is_active = false",
    ],
    ids=lambda change: change[7:60],
)
def test_what_ends_ends_in_the_same_transaction(pages, change):
    say(pages, *TEAM)
    assert seen(pages) == TAMBON
    pages.execute(change)
    assert all(seen(pages, table) == set() for table in PROTECTED)


def test_a_clock_set_back_opens_nothing(pages):
    pages.execute(f"update access_grant set valid_to = '{TODAY + dt.timedelta(days=5)}'")
    say(pages, *TEAM)
    assert seen(pages) == TAMBON
    pages.execute("delete from access_dayreached")
    pages.execute("insert into access_dayreached (day) values (%s)", [TODAY + dt.timedelta(days=30)])
    assert seen(pages) == set(), "the house has seen a day on which the grant had ended"


@pytest.mark.parametrize(
    ("begins", "ends", "post", "purpose", "expected"),
    [
        (-1, 2, 1, "help", {*TAMBON, "H3"}),
        (-3, -1, 1, "help", TAMBON),
        (1, 3, 1, "help", TAMBON),
        (-1, 2, 2, "help", TAMBON),
        (-1, 2, 1, "plan", set()),
    ],
    ids=["open", "ended", "not begun", "of another post", "for another purpose"],
)
def test_an_urgent_look_opens_its_area_while_it_lasts_to_its_own_post(pages, begins, ends, post, purpose, expected):
    now = dt.datetime.now(dt.UTC)
    hours = {"begins_at": now + dt.timedelta(hours=begins), "ends_at": now + dt.timedelta(hours=ends)}
    _insert(pages, "access_emergency", post_id=post, area_code="9902", **hours)
    (look,) = pages.execute("select max(id) from access_emergency").fetchone()
    say(pages, "team", "CDD", purpose, "1")
    assert seen(pages) == (TAMBON if purpose == "help" else set()), "not named, it opens nothing"
    pages.execute("select set_config('baansuk.emergency', %s, true)", [str(look)])
    assert seen(pages) == expected


def test_runs_reach_every_row_and_the_owner_none(house):
    with psycopg.connect(house["DATABASE_RUNS_URL"]) as runs:
        assert all(seen(runs, table) == set(HOUSES) for table in PROTECTED)
    with psycopg.connect(house["DATABASE_OWNER_URL"]) as owner:
        say(owner, *TEAM)
        assert all(seen(owner, table) == set() for table in PROTECTED), "row-level security is forced on the owner"


@pytest.mark.parametrize("table", PROTECTED)
@pytest.mark.parametrize(
    "act",
    [
        "insert into {0} select * from {0}",
        "update {0} set edition = 2",
        "delete from {0}",
        "truncate {0}",
        "alter table {0} disable row level security",
        "alter table {0} no force row level security",
        "drop policy baansuk_within_reach on {0}",
        "create policy mine on {0} using (true)",
        "alter table {0} owner to current_user",
    ],
)
def test_the_pages_can_neither_change_a_row_nor_a_policy(pages, table, act):
    say(pages, *TEAM)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        pages.execute(act.format(table))


@pytest.mark.parametrize("role", [OWNER, RUNS, "postgres"])
def test_the_pages_cannot_become_anybody_else(pages, role):
    for words in (f"set role {role}", f"set session authorization {role}", f"grant {role} to {PAGES}"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), pages.transaction():
            pages.execute(words)


@pytest.mark.parametrize(
    "act",
    [
        "alter role current_user bypassrls",
        "alter role current_user superuser",
        "create table mine (n int)",
        "create or replace function baansuk_areas(wanted text) returns text[] language sql as 'select array['''']'",
        "drop function baansuk_areas(text)",
        "update audit_event set actor = 'x'",
        "delete from audit_event",
    ],
)
def test_the_pages_can_raise_no_right_and_change_no_trail(pages, act):
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidFunctionDefinition)):
        pages.execute(act)


def test_switching_row_security_off_is_an_error_and_no_way_round(pages):
    say(pages, *TEAM)
    pages.execute("set row_security = off")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        pages.execute("select code from people_household")


def test_a_table_of_the_sessions_own_cannot_stand_before_the_real_one(pages):
    """Whoever could put a grant of their own before the search path would grant themselves everything."""
    with pages.transaction(force_rollback=True):
        pages.execute("create temporary table access_grant as select * from access_grant")
        pages.execute("update pg_temp.access_grant set area_code = '9901', field_class = 'household'")
        pages.execute("delete from public.access_grant")
        say(pages, *TEAM)
        assert seen(pages) == set()


def test_the_reach_is_worked_out_once_for_each_question(pages):
    say(pages, *TEAM)
    for table in (*PROTECTED, *WRITTEN):
        lines = [row[0].strip() for row in pages.execute(f"explain (analyze, costs off) select * from {table}")]
        reached = [after for line, after in pairwise(lines) if line.startswith("InitPlan")]
        assert reached, lines
        assert not [line for line in lines if "baansuk_" in line], "a function in a filter is asked for every row"
        assert all(line.endswith("loops=1)") or line.endswith("(never executed)") for line in reached), lines


def test_a_page_of_a_long_list_walks_the_index_and_does_not_read_the_province(house):
    """The policies were once guessed to leave two rows of thousands, and every household was read for each page."""
    with psycopg.connect(house["DATABASE_RUNS_URL"]) as runs:
        runs.execute(
            """insert into people_household (edition, code, area_code, list_key, name_key, head_name, house_no, house_key,
                village_no, house_code, register_kind, members, families, sources)
            select 2, 'L' || n, '99010101', '99010101' || lpad(n::text, 8, '0'), '', '', '', '', '', '', '', 1, 1, ''
            from generate_series(1, 20000) n"""
        )
    with psycopg.connect(house["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("analyze people_household")
    try:
        with psycopg.connect(house["DATABASE_URL"]) as connection:
            say(connection, *TEAM)
            asked = (
                "select code from people_household where edition = 2 and list_key >= '9901' order by list_key limit 50"
            )
            assert len(connection.execute(asked).fetchall()) == 50
            plan = "\n".join(row[0] for row in connection.execute("explain " + asked))
            assert "Index" in plan, plan
            assert "Seq Scan" not in plan, plan
            assert "Sort" not in plan, plan
    finally:
        with psycopg.connect(house["DATABASE_RUNS_URL"]) as runs:
            runs.execute("delete from people_household where edition = 2")


def test_the_doctor_is_content_and_every_role_opens_what_is_its_own(house):
    said = baansuk(["doctor"], house).stdout
    assert f"The database role {PAGES} sees only the rows" in said
    worked = baansuk(["worker", "--once"], house)
    assert worked.returncode == 0, worked.stdout + worked.stderr


@pytest.mark.parametrize(
    ("verb", "changed", "expected"),
    [
        (["serve", "--port", "8999"], {"DATABASE_URL": "superuser"}, "stands above row-level security"),
        (["serve", "--port", "8999"], {"DATABASE_URL": "DATABASE_OWNER_URL"}, "owns tables"),
        (["serve", "--port", "8999"], {"DATABASE_URL": "DATABASE_RUNS_URL"}, "is missing on"),
        (["worker", "--once"], {"DATABASE_RUNS_URL": "superuser"}, "stands above row-level security"),
        (["worker", "--once"], {"DATABASE_RUNS_URL": "DATABASE_URL"}, "is missing on"),
        (["worker", "--once"], {"DATABASE_RUNS_URL": ""}, "is missing on"),
        (["run"], {"DATABASE_RUNS_URL": "DATABASE_URL"}, "is missing on"),
        (["doctor"], {"DATABASE_URL": "superuser"}, "stands above row-level security"),
        (["doctor"], {"DATABASE_RUNS_URL": ""}, "DATABASE_RUNS_URL is not set"),
        (["init", "--no-input"], {"DATABASE_OWNER_URL": ""}, "needs three different roles"),
        (["init", "--no-input"], {"DATABASE_URL": "DATABASE_RUNS_URL"}, "needs three different roles"),
    ],
)
def test_start_up_refuses_a_role_that_may_too_much_or_too_little(house, verb, changed, expected):
    superuser = house["DATABASE_URL"].replace(PAGES, "postgres")
    addresses = house | {"superuser": superuser, "": ""}
    refused = baansuk(verb, house | {name: addresses[value] for name, value in changed.items()})
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert expected in " ".join((refused.stdout + refused.stderr).split())


def test_the_web_server_itself_refuses_the_superuser(house):
    code = "import baansuk.web.wsgi"
    for url, whole in ((house["DATABASE_URL"], True), (house["DATABASE_URL"].replace(PAGES, "postgres"), False)):
        environment = house | {"DATABASE_URL": url}
        started = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
        )
        assert (started.returncode == 0) is whole, started.stderr
        assert whole or "stands above row-level security" in started.stderr


def test_the_doctor_finds_a_table_whose_policy_was_taken_away(house):
    with psycopg.connect(house["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("alter table people_person no force row level security")
        try:
            found = baansuk(["doctor"], house)
            assert "is missing on people_person" in " ".join(found.stdout.split())
        finally:
            owner.execute("alter table people_person force row level security")


def test_the_printed_sql_makes_the_roles_and_shows_no_password(house):
    named = {"DATABASE_OWNER_URL": "o", "DATABASE_URL": "p", "DATABASE_RUNS_URL": "r"}
    addresses = {name: f"postgresql://made_{who}:a-secret-word@localhost/x" for name, who in named.items()}
    printed = baansuk(["database", "roles"], house | addresses)
    assert printed.returncode == 0, printed.stderr
    assert "a-secret-word" not in printed.stdout
    url = new_database(os.environ["DATABASE_URL"])["DATABASE_URL"].replace(PAGES, "postgres")
    with psycopg.connect(url) as superuser:
        for _ in range(2):
            superuser.execute(printed.stdout.replace("begin;", "").replace("commit;", ""))
        roles = superuser.execute(
            "select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb from pg_roles "
            "where rolname like 'made\\_%' and rolcanlogin order by 1"
        ).fetchall()
        superuser.rollback()
    assert roles == [("made_o", False), ("made_p", False), ("made_r", False)]
