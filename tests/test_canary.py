"""A thousand persons whose names and numbers bear marks go through the whole house; nowhere is a mark left that may not be there."""

from __future__ import annotations

import ast
import base64
import json
import logging
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings

from baansuk.access.adapters import AccountAdapter
from baansuk.access.tests.cast import sign_in_as
from baansuk.web.logs import NoValues
from tests.canary import files, marks
from tests.canary.house import CanaryHouse
from tests.canary.visitor import Visitor

VILLAGE = "99010101"
HALF, REST = 480, 40
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
    },
    "phone": {"people_factsheet.facts"},
}


@dataclass
class Story:
    """What happened, and what was seen of it from outside."""

    house: CanaryHouse
    visitor: Visitor
    pages: dict[str, str]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Play the whole story, then close the house."""
    house = CanaryHouse(tmp_path_factory.mktemp("canary"))
    house.furnish()
    given = house.folder / "given"
    given.mkdir()
    half = files.write_csv(given / "canary_text_1.csv", range(HALF), VILLAGE)
    house.said("receive", "--accept", str(half))
    server = house.open()
    visitor = Visitor(house.url)
    try:
        pages = _visit(visitor, given)
    finally:
        house.close(server)
    house.said("audit", "verify")
    house.said("receive", str(given / "broken.csv"), code=1)
    yield Story(house, visitor, pages)


def _visit(visitor: Visitor, given: Path) -> dict[str, str]:
    _fail_to_sign_in(visitor)
    visitor.sign_in("register_keeper")
    _send_files(visitor, given)
    pages = {"run": visitor.make_register()}
    pages |= _look(visitor)
    _go_wrong(visitor)
    _as_machine(visitor, pages)
    return pages


def _fail_to_sign_in(visitor: Visitor) -> None:
    visitor.go("/sign-in/")
    for name in (marks.given_of(1), marks.number_of(1), "register_keeper"):
        assert visitor.go("/sign-in/", {"username": name, "password": marks.number_of(2)}).status_code == 422


def _send_files(visitor: Visitor, given: Path) -> None:
    book = files.write_workbook(given / "canary_book_1.xlsx", range(HALF, 2 * HALF), VILLAGE)
    sent = visitor.hand_in("/registers/upload/", book.name, book.read_bytes(), source="", sheet="")
    receipt = sent.url.rstrip("/").rpartition("/")[2]
    assert receipt.startswith("R-"), sent.text
    answer = visitor.go(f"/registers/deliveries/{receipt}/decide/", {"act": "accept", "because": ""})
    assert answer.status_code == 200
    assert marks.ILLNESS.core in visitor.go(f"/registers/deliveries/{receipt}/issues/").text
    issues = visitor.go(f"/registers/deliveries/{receipt}/issues.xlsx")
    assert marks.ILLNESS.core in _text_of_workbook(issues.content)
    rest = files.write_csv(given / "unknown.csv", range(2 * HALF, marks.PERSONS), VILLAGE, "cp874")
    columns = visitor.hand_in("/registers/sources/new/", rest.name, rest.read_bytes().replace(b",", b";"))
    assert "/registers/sources/new/" in columns.url, columns.text
    address = columns.url.removeprefix(visitor.url)
    names = {"code": "canary_new", "name_th": "สมมุติ", "name_en": "Fictional", "partner": "CDD"}
    names |= {"agreement": "SAMPLE-2569", "unit": "person", "delivery": "full"}
    assert visitor.go(address, names | {"preview": "1"}).status_code in (200, 422)
    visitor.go(address, names | {"save": "receive"})
    broken = given / "broken.csv"
    broken.write_text(f"{marks.NOTE.core},{marks.number_of(3)}\n" * 3, encoding="utf-8")
    visitor.hand_in("/registers/upload/", broken.name, broken.read_bytes(), source="canary_text", sheet="")


def _look(visitor: Visitor) -> dict[str, str]:
    pages = {}
    for kind, text in {
        "name": marks.given_of(0),
        "two names": f"{marks.given_of(9)} {marks.family_of(9)}",
        "number": marks.number_of(0),
        "house": marks.house_of(12),
        "phone": marks.phone_of(4),
    }.items():
        answer = visitor.go("/households/find/", {"text": text})
        assert answer.status_code == 200
        pages[kind] = answer.text
    pages["list"] = visitor.go("/households/?area=990101").text
    code = re.search(r"/households/(H-[0-9A-Z-]+)/", pages["name"])
    assert code, pages["name"]
    pages["household"] = visitor.go(f"/households/{code[1]}/").text
    person = re.search(r"P-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", pages["household"])
    if person:
        reason = {"because": "correct"}
        pages["full number"] = visitor.go(f"/protection/persons/{person[0]}/number/", reason).text
        visitor.go(f"/protection/persons/{person[0]}/")
    export = visitor.go("/households/export/", {"area": "990101"})
    pages["export"] = _text_of_workbook(export.content)
    for path in ("/", "/runs/", "/registers/", "/registers/deliveries/", "/map/", "/figures/990101/", "/protection/"):
        visitor.go(path)
    return pages


def _go_wrong(visitor: Visitor) -> None:
    """Ask for what is not there, with marks in the address as a hasty officer would type them."""
    number, name = marks.number_of(5), marks.given_of(5)
    for path in (
        *(f"/households/{number}/", f"/households/{name}/", f"/{name}/", f"/{number}", f"/households/?area={number}"),
        *(f"/households/?measure={name}", f"/households/?sort={name}&page={number}", f"/map/?area={name}"),
        *(f"/registers/deliveries/{number}/", f"/runs/{number}/", f"/protection/persons/{name}/", f"/figures/{name}/"),
        *(f"/sign-in/?next=/households/{number}/", f"/registers/upload/?source={name}"),
    ):
        visitor.go(path, typed=True)
    visitor.go(f"/households/find/?text={name}", {"text": name, "page": number}, typed=True)
    visitor.go("/households/export/", {"area": number, "measure": name})
    visitor.go("/language/", {"language": name, "next": f"/{name}"})
    for headers in ({"X-CSRFToken": number}, {"Origin": f"https://{number}.example"}, {"Host": f"{number}.example"}):
        visitor.go(f"/households/{number}/", {"text": name}, typed=True, headers=headers)


def _as_machine(visitor: Visitor, pages: dict[str, str]) -> None:
    """Ask as a program does, first with a token that is none."""
    program = Visitor(visitor.url)
    program.go("/api/v1/households", headers={"Authorization": f"Bearer bsk_{marks.number_of(6)}"})
    page = visitor.go("/tokens/")
    sitting = re.search(r'name="sitting"[^>]*value="([^"]+)"|<option value="([^"]+)"', page.text)
    assert sitting, page.text
    form = {"name": "โปรแกรมสมมุติ", "sitting": sitting[1] or sitting[2], "days": "30"}
    token = re.search(r"bsk_[a-z2-9]{8}_[\w-]{43}", visitor.go("/tokens/", form).text)
    assert token
    bearer = {"Authorization": f"Bearer {token[0]}"}
    listed = program.go("/api/v1/households?area=990101", headers=bearer).json()
    code = listed["households"][0]["code"]
    pages["api"] = program.go(f"/api/v1/households/{code}", headers=bearer).text
    for path in (f"/api/v1/households/{marks.number_of(7)}", f"/api/v1/households?area={marks.number_of(7)}"):
        program.go(path, headers=bearer, typed=True)
    book = {"file": ("x.csv", f"{marks.NOTE.core};{marks.number_of(8)}".encode())}
    program.go("/api/v1/deliveries", files=book, headers=bearer)
    visitor.addresses += program.addresses


def _text_of_workbook(content: bytes) -> str:
    with zipfile.ZipFile(BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


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
    people = {value for value in story.house.told()["people_person.given_name"] if value.startswith(marks.GIVEN.core)}
    assert len(people) >= 2 * HALF


def test_no_mark_is_in_what_server_worker_and_commands_said(story):
    assert marks.marks_in(story.house.log.read_bytes()) == {}


def test_no_mark_is_in_an_address_that_the_house_offers_or_leads_to(story):
    assert len(story.visitor.addresses) > 300
    assert [one for one in sorted(set(story.visitor.addresses)) if marks.marks_in(one.encode())] == []


def test_no_mark_is_in_a_cookie(story):
    assert story.visitor.kept
    assert marks.marks_in("\n".join(story.visitor.kept).encode()) == {}


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
    """Not one byte of the database, its journal, the store, the keys, and what lay in memory."""
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
    assert looked > 3_000_000


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
