"""A thousand persons whose names and numbers bear marks go through the whole house; nowhere is a mark left that may not be there."""

from __future__ import annotations

import ast
import base64
import json
import logging
import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings

from baansuk.access.adapters import AccountAdapter
from baansuk.access.tests.cast import sign_in_as
from baansuk.web.logs import NoValues
from tests.alone import alone
from tests.canary import marks
from tests.canary.house import CanaryHouse
from tests.canary.story import HALF, play
from tests.faults.house import House

pytestmark = pytest.mark.database
# Which marks the database may hold, and where. Names and house numbers are listed, sorted and searched by; phones are of
# the class contact, which is not sealed (docs/explanation/encryption.md). All else is sealed or lies in the store alone.
NAMED = {
    "people_person.name_key",
    "people_household.head_name",
    "people_household.name_key",
    "people_nameword.word",
    "people_factsheet.facts",
}
MAY_HOLD = {
    "given name": NAMED | {"people_person.given_name"},
    "family name": NAMED | {"people_person.family_name"},
    "house number": {
        "people_household.house_no",
        "people_household.house_key",
        "people_household.list_key",
        "assess_mark.list_key",
        "assess_standing.list_key",
        # The door of a case, also of a household that was missed: what else was told of it is sealed.
        "verify_case.house_no",
        "verify_case.list_key",
    },
    "phone": {"people_factsheet.facts"},
}


@dataclass
class Story:
    """What happened, and what was seen of it from outside."""

    house: CanaryHouse
    addresses: list[str]
    cookies: list[str]
    pages: dict[str, str]


@pytest.fixture(scope="module")
def story(begun: House, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The whole story; played once, however many processes share the tests."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "canary"
    with alone(folder):
        if not (folder / "seen.json").is_file():
            (folder / "house").mkdir()
            play(CanaryHouse(folder / "house", begun), folder / "seen.json")
    seen = json.loads((folder / "seen.json").read_text(encoding="utf-8"))
    house = CanaryHouse.known(folder / "house", seen["environment"])
    return Story(house, seen["addresses"], seen["cookies"], seen["pages"])


@pytest.mark.parametrize("mark", marks.MARKS, ids=lambda mark: mark.kind)
def test_the_eyes_see_a_mark_however_it_is_written(mark):
    """A net with a hole catches nothing there: each way of writing is tried on a mark that somebody bears."""
    whole = {
        marks.NUMBER: marks.number_of(123),
        marks.DASHED: "1-0000-73581-23-4",
        marks.PHONE: marks.phone_of(123),
        marks.DASHED_PHONE: "090-000-7123",
        marks.HOUSE: marks.house_of(123),
    }.get(mark, f"{mark.core}กขค")
    for charset in ("utf-8", "utf-16-le", "utf-16-be", "cp874"):
        raw = f" {whole} ".encode(charset)
        assert mark.seen_in(raw), charset
        assert mark.seen_in(raw.hex().encode()) or charset == "utf-16-be", charset
        assert mark.seen_in(quote(raw).encode()) or charset.startswith("utf-16"), charset
        for before in range(3):
            coded = base64.b64encode(b"x" * before + raw)
            assert mark.seen_in(coded) or charset == "utf-16-be", (charset, before)
    assert mark.seen_in(json.dumps(whole).encode())
    assert not mark.seen_in("1000000000009 0812345678 9876543 นายสมมุติ ตัวอย่าง".encode())


def test_the_marks_were_really_there(story):
    """Without this the rest would be true of an empty house."""
    pages = story.pages
    assert marks.given_of(0) in pages["name"]
    assert marks.given_of(9) in pages["two names"]
    assert marks.given_of(0) in pages["number"]
    assert marks.given_of(12) in pages["house"] or marks.house_of(12) in pages["house"]
    assert marks.house_of(0) in pages["household"]
    assert marks.DISABILITY.core in pages["household"]
    assert marks.given_of(0) in pages["export"]
    assert marks.number_of(0) in pages["full number"].replace("-", "").replace(" ", "")
    assert all(marks.NOTE.core in pages[one] for one in ("case", "missed", "urgent"))
    people = {value for value in story.house.told()["people_person.given_name"] if value.startswith(marks.GIVEN.core)}
    assert len(people) >= 2 * HALF


def test_no_mark_is_in_what_server_worker_and_commands_said(story):
    assert marks.marks_in(story.house.log.read_bytes()) == {}


def test_no_mark_is_in_an_address_that_the_house_offers_or_leads_to(story):
    assert len(story.addresses) > 300
    assert [one for one in sorted(set(story.addresses)) if marks.marks_in(one.encode())] == []


def test_no_mark_is_in_a_cookie(story):
    assert story.cookies
    assert marks.marks_in("\n".join(story.cookies).encode()) == {}


def test_the_database_holds_marks_only_where_they_may_be(story):
    told = story.house.told()
    for place in (
        "sessions, opened",
        "runs_run.result",
        "runs_run.arguments",
        "audit_event.about",
        "audit_subject.code",
    ):
        assert place in told, place
    found = {}
    for place, values in told.items():
        for kind in marks.marks_in("\n".join(values).encode()):
            found.setdefault(kind, set()).add(place)
    assert found == MAY_HOLD


def test_no_hash_without_a_key_tells_a_number(story):
    words = {
        word
        for values in story.house.told().values()
        for value in values
        for word in re.findall("[0-9a-f]{32,}", value)
    }
    assert words
    assert not words & marks.plain_hashes()


def test_facts_of_sealed_classes_are_sealed(story):
    classes = story.house.ask(
        "from baansuk.people.models import FactSheet\nfrom baansuk.people.sealed import SEALED_CLASSES\n"
        "sheets = FactSheet.objects.filter(field_class__in=SEALED_CLASSES)\n"
        "answer = [[one.field_class, one.facts, one.sealed[:3]] for one in sheets]"
    )
    assert {one[0] for one in classes} >= {"health", "disability", "ethnicity_status"}
    assert all(facts == [] and sealed == "v1." for _name, facts, sealed in classes)


def test_no_file_anywhere_holds_a_mark_that_is_sealed(story):
    """Not one byte of the database of SQLite, its journal, the store, the keys, and what lay in memory.

    Of PostgreSQL the rows are looked at, above; its files lie elsewhere.
    """
    allowed = set(MAY_HOLD)
    found, looked = {}, 0
    for path in story.house.whole_files():
        content = path.read_bytes()
        looked += len(content)
        of_database = path.name.startswith("baansuk.sqlite3")
        kinds = set(marks.marks_in(content)) - (allowed if of_database else set())
        if kinds:
            found[str(path.relative_to(story.house.folder))] = kinds
    assert found == {}
    assert looked > 1_000_000


def test_nothing_is_left_of_what_lay_open_while_it_was_worked_on(story):
    house = story.house
    left = [
        path for folder in (house.temporary, house.folder / "private") for path in folder.rglob("*") if path.is_file()
    ]
    assert [path for path in left if path.stat().st_size] == []


def test_nobody_else_on_the_machine_reads_the_database_or_the_store(story):
    """The journal and the shared memory of SQLite lie beside it; the store and the keys lie in folders of one owner."""
    var = story.house.folder / "var"
    open_to_others = [
        path
        for path in (*var.glob("baansuk.sqlite3*"), var / "store", var / "keys", var / "elsewhere")
        if path.stat().st_mode & 0o077
    ]
    assert open_to_others == []


@pytest.mark.django_db
def test_a_fault_that_quotes_a_person_tells_neither_the_reader_nor_the_log(monkeypatch):
    quoted = " ".join((marks.given_of(1), marks.number_of(1), marks.phone_of(1)))

    def broken(*_arguments):
        raise ValueError(quoted)

    lines: list[str] = []
    catcher = logging.Handler()
    catcher.setFormatter(NoValues("%(asctime)s %(levelname)s %(name)s %(message)s"))
    monkeypatch.setattr(catcher, "emit", lambda record: lines.append(catcher.format(record)))
    monkeypatch.setattr("baansuk.assess.household_pages.persons_scope", broken)
    client = sign_in_as("register_keeper")
    client.raise_request_exception = False
    logging.getLogger().addHandler(catcher)
    try:
        answer = client.get(f"/households/{marks.number_of(1)}/")
    finally:
        logging.getLogger().removeHandler(catcher)
    assert answer.status_code == 500
    assert any("ValueError" in line for line in lines)
    assert marks.marks_in(answer.content) == {}
    assert marks.marks_in("\n".join(lines).encode()) == {}


def test_no_mail_is_ever_sent_and_nothing_is_kept_in_a_cache(mailoutbox):
    """What is not there leaks nothing; whoever brings either in must bring it into the story above."""
    AccountAdapter().send_mail("x", "x@example.go.th", {})
    assert mailoutbox == []
    assert {one["BACKEND"].rpartition(".")[2] for one in settings.CACHES.values()} == {"LocMemCache"}
    house = Path(__file__).resolve().parents[1] / "baansuk"
    for path in (one for one in house.rglob("*.py") if "tests" not in one.parts):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.module not in ("django.core.mail", "django.core.cache"), path
