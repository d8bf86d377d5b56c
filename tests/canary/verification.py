"""The canary's verification: a round with its meeting, a household that was missed, its outcome with a reason, an urgent case."""

from __future__ import annotations

import datetime as dt
import re
import time

from tests.canary import marks
from tests.canary.visitor import Visitor

ROUND, VILLAGE = "CANARY-1", "99010101"


def verify(keeper: Visitor) -> dict[str, str]:
    """Open a round as the keeper and work in it as the tambon team; return the pages on which marks may stand."""
    _open(keeper)
    team = Visitor(keeper.url)
    team.sign_in("tambon_team")
    village = f"/verify/rounds/{ROUND}/villages/{VILLAGE}/"
    number, missed = _miss(team)
    assert number in team.go(village).text
    _meet(team, village)
    pages = {"missed": missed, "case": _decide(team, number), "urgent": _report(team)}
    # The paper is not printed here: the canary's house has no letters to draw with.
    book = team.go(f"{village}workbook/", {})
    assert book.content.startswith(b"PK"), book.text
    for page in ("key/", ""):
        team.go(village + page)
    broken = f"{marks.NOTE.core} {marks.number_of(12)} {marks.given_of(12)}".encode()
    team.hand_in(f"/verify/rounds/{ROUND}/hand-in/", f"{marks.given_of(13)}.xlsx", broken)
    for path in (f"/verify/cases/{marks.number_of(5)}/", f"/verify/rounds/{marks.given_of(5)}/"):
        team.go(path, typed=True)
    for path in ("", "quality/", "load/", "mine/"):
        team.go(f"/verify/rounds/{ROUND}/{path}")
    keeper.addresses += team.addresses
    keeper.kept += team.kept
    return pages


def _open(keeper: Visitor) -> None:
    day = dt.date.today()  # noqa: DTZ011 - the round only has to be open
    order = {"code": ROUND, "title_th": "รอบสมมุติ", "title_en": "", "order_no": "1/2569", "order_date": day.isoformat()}
    order |= {"opened_on": day.isoformat(), "closes_on": (day + dt.timedelta(days=90)).isoformat()}
    opened = keeper.go("/verify/open/", order | {"flow": "standard/1", "rules": "default/1"})
    assert opened.status_code == 200 and ROUND in opened.text, opened.text
    run = re.search(r'"(/runs/[^"/]+/)"', keeper.go("/runs/").text)
    assert run
    for _ in range(600):
        if 'hx-trigger="every 1s"' not in keeper.go(run[1]).text:
            return
        time.sleep(0.2)
    raise RuntimeError("the list was not made within its time")


def _meet(team: Visitor, village: str) -> None:
    day = dt.date.today().isoformat()  # noqa: DTZ011 - as above
    call = {"kind": "closed_check", "held_on": day, "place": "ศาลาสมมุติ", "order_no": "2/2569", "order_date": day}
    called = team.go(f"{village}session/", call)
    session = re.search(r"/verify/sessions/([0-9A-Z-]+)/", called.url + called.text)
    assert session, called.text
    people = {f"name_{n}": f"{marks.given_of(n)} {marks.family_of(n)}" for n in range(1, 7)}
    people |= {f"post_{n}": "กรรมการ" for n in range(1, 7)} | {f"present_{n}": "on" for n in range(1, 7)}
    attended = team.go(f"/verify/sessions/{session[1]}/attend/", people | {"leads": "1", "me": ""})
    assert marks.family_of(1) in attended.text, "who attended is told to whoever holds the meeting"


def _decide(team: Visitor, number: str) -> str:
    address = f"/verify/cases/{number}/record/"
    hidden = _hidden(team.go(address).text)
    said = {
        "outcome": "died",
        "reason": "other",
        "because": f"{marks.NOTE.core} {marks.given_of(20)} {marks.phone_of(20)}",
    }
    page = team.go(address, hidden | said).text
    assert marks.NOTE.core in page, "the words given stand on the case's page"
    return page


def _miss(team: Visitor) -> tuple[str, str]:
    address = f"/verify/rounds/{ROUND}/missed/"
    told = {"area_code": VILLAGE, "house_no": marks.house_of(21), "name": f"{marks.given_of(21)} {marks.family_of(21)}"}
    told |= {"words": f"{marks.NOTE.core} {marks.number_of(21)}"}
    added = team.go(address, _hidden(team.go(address).text) | told)
    number = re.search(r"/verify/cases/(C-[0-9A-Z-]+)/", added.url + added.text)
    assert number, added.text
    page = team.go(f"/verify/cases/{number[1]}/").text
    assert marks.family_of(21) in page, "what was told stands on the case's page"
    return number[1], page


def _report(team: Visitor) -> str:
    told = {
        "kind": "fire",
        "area": VILLAGE,
        "place": marks.NOTE.core,
        "what": f"{marks.given_of(22)} {marks.NOTE.core}",
    }
    told |= {"safe": marks.phone_of(22), "reporter": f"{marks.given_of(23)} {marks.phone_of(23)}", "household": ""}
    told |= _hidden(team.go("/verify/urgent/new/").text)
    reported = team.go("/verify/urgent/new/", told)
    number = re.search(r"/verify/urgent/([0-9A-Z-]*[0-9][0-9A-Z-]*)/", reported.text)
    assert number, reported.text
    page = team.go(f"/verify/urgent/{number[1]}/").text
    assert marks.given_of(22) in page
    return page


def _hidden(page: str) -> dict[str, str]:
    """What a form carries without showing it."""
    return dict(re.findall(r'<input type="hidden" name="(once|version)" value="([^"]*)"', page))
