"""The story that the canary's persons go through: received, looked at, searched, exported, asked for wrongly, and asked by a program."""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path

from tests.canary import files, marks
from tests.canary.house import CanaryHouse
from tests.canary.verification import verify
from tests.canary.visitor import Visitor

VILLAGE = "99010101"
HALF = 480


def play(house: CanaryHouse, seen: Path) -> None:
    """Play the story to its end, close the house, and write down what was seen."""
    house.furnish()
    given = house.folder / "given"
    given.mkdir()
    house.said("receive", "--accept", str(files.write_csv(given / "canary_text_1.csv", range(HALF), VILLAGE)))
    server = house.open()
    visitor = Visitor(house.url)
    try:
        pages = _visit(visitor, given)
    finally:
        house.close(server)
    house.said("audit", "verify")
    for how in ((), ("--source", "canary_text")):
        house.said("receive", *how, str(given / "broken.csv"), code=1)
    told = {"environment": house.environment, "addresses": visitor.addresses, "cookies": visitor.kept, "pages": pages}
    seen.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _visit(visitor: Visitor, given: Path) -> dict[str, str]:
    _fail_to_sign_in(visitor)
    visitor.sign_in("register_keeper")
    _send_files(visitor, given)
    pages = {"run": visitor.make_register()}
    pages |= _look(visitor)
    pages |= verify(visitor)
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
