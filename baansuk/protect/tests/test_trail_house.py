"""Who looked at a household: told to its keeper in sentences, on paper without names, and never that there is a case."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from baansuk.access.models import Partner, Post, User
from baansuk.access.tests.cast import sign_in, sign_in_as, sit_down, user_as
from baansuk.assess.tests.page_fixtures import CODES
from baansuk.audit import gate
from baansuk.audit.models import Event
from baansuk.audit.setting import Setting, acting_from
from baansuk.protect import trail_house, trail_kinds
from baansuk.protect.trail_folds import folded, whole_days
from baansuk.protect.trail_names import acts

pytestmark = pytest.mark.django_db
HOUSE, OTHER = CODES[0], CODES[4]
TRAIL = f"/households/{HOUSE}/trail/"
NOON = datetime(2026, 3, 1, 5, tzinfo=UTC)


def write(act="people.look", by="amphoe_chair", at=None, monkeypatch=None, house=HOUSE, **said) -> int:
    if at:
        monkeypatch.setattr(timezone, "now", lambda: at)
    with transaction.atomic():
        return gate.write(act, by=by, subjects=[("household", house)], **said)


@pytest.fixture
def chief(edition) -> Post:
    """A district chief who looks, of an office with a name."""
    Partner.objects.update_or_create(
        pk="DOPA", defaults={"name_th": "ที่ทำการปกครองสมมุติ", "name_en": "Fictional Administration"}
    )
    return user_as("amphoe_chair").posts.get()


def text_of(answer):
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_a_keeper_reads_by_post_and_office_what_was_done_and_how_often(chief):
    with acting_from(Setting("web", purpose="help", post=chief.pk, partner="DOPA")):
        for _ in range(3):
            write()
        write("people.search")
    page = text_of(sign_in_as("register_keeper").get(TRAIL))
    assert "นายอำเภอ (สมมุติ) ที่ทำการปกครองสมมุติ เปิดดูหน้าครัวเรือนนี้" in page
    assert "3 ครั้ง" in page and "พบครัวเรือนนี้ในการค้นหา" in page
    assert "เพื่อช่วยเหลือและติดตามครัวเรือน" in page
    assert Event.objects.filter(act="audit.look", actor="register_keeper", outcome="done").count() == 1


def test_the_keepers_own_look_is_there_the_next_time(edition):
    keeper = sign_in_as("register_keeper")
    keeper.get(f"/households/{HOUSE}/")
    assert "เปิดดูหน้าครัวเรือนนี้" in text_of(keeper.get(TRAIL))
    assert "ตรวจดูว่าใครเปิดดูครัวเรือนนี้" in text_of(keeper.get(TRAIL))


def test_english_is_said_too(chief):
    with acting_from(Setting("web", purpose="help", post=chief.pk, partner="DOPA")):
        write()
        write(outcome="refused", act="web.request")
    keeper = sign_in_as("register_keeper")
    keeper.cookies["language"] = "en"
    page = text_of(keeper.get(TRAIL))
    assert "District chief (fictional), Fictional Administration opened this household" in page
    assert "asked and was refused" in page


def test_whoever_leaves_in_an_export_reads_it_there(edition):
    many = [("household", code) for code in CODES[: gate.MOST_SUBJECTS + 1]]
    with transaction.atomic():
        gate.write("people.export", by="test", subjects=many)
    assert "ส่งออกรายชื่อที่มีครัวเรือนนี้" in text_of(sign_in_as("register_keeper").get(TRAIL))


@pytest.mark.parametrize("address", ["", "paper/"])
def test_for_all_others_there_is_no_such_page(edition, address):
    for role in ("tambon_team", "auditor", "data_protection_officer", "governor_view", "stranger", "member"):
        assert sign_in_as(role).get(TRAIL + address).status_code == 404, role
    keeper = sign_in_as("register_keeper")
    absent = keeper.get(f"/households/{CODES[99]}/trail/{address}")
    assert absent.status_code == 404


def test_pages_end_with_a_whole_day_and_go_on_by_number(chief, monkeypatch):
    monkeypatch.setattr(trail_house, "MOST", 4)
    made = [write(at=NOON - timedelta(days=day), monkeypatch=monkeypatch) for day in (9, 5, 5, 1, 1, 0)]
    days, after = trail_house.lines_about(HOUSE)
    assert [(day, [line.fold.times for line in lines]) for day, lines in days] == [
        (date(2026, 3, 1), [1]),
        (date(2026, 2, 28), [2]),
    ]
    assert after == made[3]
    days, after = trail_house.lines_about(HOUSE, below=after)
    assert [day for day, _lines in days] == [date(2026, 2, 24), date(2026, 2, 20)] and after is None
    assert text_of(sign_in_as("register_keeper").get(f"{TRAIL}?before=x")).count("trail-day") > 0


def test_the_sheet_counts_by_month_office_and_purpose_and_names_no_officer(chief, monkeypatch):
    now = timezone.now()
    with acting_from(Setting("web", purpose="help", post=chief.pk, partner="DOPA", address="192.0.2.9")):
        for _ in range(2):
            write()
        write("people.search", outcome="refused")
        write("web.request")
        write(at=now - timedelta(days=400), monkeypatch=monkeypatch)
    monkeypatch.undo()
    write("people.change", by="command")
    page = text_of(sign_in_as("register_keeper").get(f"{TRAIL}paper/"))
    sheet = page[page.index("<article") : page.index("</article>")]
    assert "ที่ทำการปกครองสมมุติ" in sheet and "ระบบทะเบียน" in sheet and "๒" in sheet
    assert "ใบนี้ใช้ได้ถึงวันที่" in sheet and "บ้านเลขที่ ๑๒/๓" in sheet
    for hidden in ("amphoe_chair", "นายอำเภอ", "192.0.2.9", "ค้นหา", "ทดสอบ", "register_keeper"):
        assert hidden not in sheet, hidden
    told = trail_house.sheet_for(HOUSE, timezone.localdate())
    # The chief's two, the machine's one, and the print itself.
    assert told.times == 4 and not told.cut
    assert Event.objects.get(act="protect.print_looks").about == {"times": 3}


def test_a_very_long_sheet_says_that_it_is_cut(edition, monkeypatch):
    monkeypatch.setattr(trail_house, "MOST_ON_SHEET", 3)
    monkeypatch.setattr(trail_house, "AT_ONCE", 2)
    for _ in range(5):
        write()
    told = trail_house.sheet_for(HOUSE, timezone.localdate())
    assert told.cut and told.times == 3
    assert "มากกว่า ๓ ครั้ง" in text_of(sign_in_as("register_keeper").get(f"{TRAIL}paper/"))


def test_neither_page_nor_sheet_tells_of_a_case_of_protection(chief):
    with acting_from(Setting("web", purpose="help", post=chief.pk, partner="DOPA")):
        write("protection.open")
    keeper = sign_in_as("register_keeper")
    for address in (TRAIL, f"{TRAIL}paper/"):
        page = text_of(keeper.get(address))
        assert "protection" not in page.replace("/protection/", "") and "ที่ทำการปกครองสมมุติ" not in page
    write(by="someone_else", house=OTHER)
    assert "someone_else" not in text_of(keeper.get(TRAIL))


def test_an_urgent_look_is_told_as_a_look_on_the_sheet():
    assert trail_kinds.sheet_kind("access.ask_emergency") == "look"
    assert trail_kinds.sheet_kind("access.assign_houses") == "other"


def test_the_first_month_of_a_sheet():
    assert trail_house.first_month(date(2026, 11, 21), 12) == date(2025, 12, 1)
    assert trail_house.first_month(date(2026, 12, 1), 12) == date(2026, 1, 1)


def test_every_act_has_a_kind_and_every_kind_has_acts():
    assert "people.look" in acts()
    kinds = trail_kinds.by_kind(acts())
    assert sum(map(len, kinds.values())) == len(acts())
    assert all(kinds.values()), [kind for kind, listed in kinds.items() if not listed]
    assert trail_kinds.kind_of("people.export_agreed") == "leave"
    assert trail_kinds.kind_of("protect.look_request") == "look"
    assert trail_kinds.kind_of("access.come_in") == "sign_in"
    assert trail_kinds.kind_of("deliver.record_aid") == "change"


def test_folding_keeps_the_order_and_parts_days():
    def event(minutes: int, who: str):
        return SimpleNamespace(at=NOON + timedelta(minutes=minutes), who=who)

    late = 12 * 60  # midnight in Bangkok
    folds = folded([event(late, "a"), event(9, "a"), event(5, "b"), event(1, "a")], lambda one: one.who)
    assert [(one.newest.who, one.times, one.last - one.first) for one in folds] == [
        ("a", 1, timedelta(0)),
        ("a", 2, timedelta(minutes=8)),
        ("b", 1, timedelta(0)),
    ]
    same_day = [event(-number, "a") for number in range(4)]
    kept, last = whole_days(same_day, 3)
    assert kept == same_day[:3] and last is same_day[2]


def test_my_trail_shows_my_own_account_and_who_stood_in_for_me(chief):
    me = chief.user
    deputy = User.objects.create_user(username="deputy", password="x", partner="DOPA")
    acting = Post.objects.create(
        user=deputy, role="amphoe_chair", partner="DOPA", area_code="9901", title_th="รักษาราชการแทนนายอำเภอ",
        title_en="Acting chief", valid_from=date(2025, 1, 1), stands_for=chief, stand_in="acting",
    )  # fmt: skip
    with acting_from(Setting("web", post=acting.pk, partner="DOPA", address="192.0.2.7")):
        write(by="deputy")
    with acting_from(Setting("web", post=acting.pk + 1, partner="DOPA", address="192.0.2.8")):
        write("people.search", by="deputy")
    write("people.export", by="somebody_else")
    browser = Client()
    sign_in(browser, me)
    sit_down(browser, chief.pk, "help")
    own = text_of(browser.get("/my-trail/"))
    assert "192.0.2.7" not in own and "somebody_else" not in own and "deputy" in own
    his = text_of(browser.get(f"/my-trail/?post={acting.pk}"))
    assert "192.0.2.7" in his and "192.0.2.8" not in his and HOUSE not in his
    stranger = sign_in_as("stranger")
    assert "192.0.2.7" not in text_of(stranger.get(f"/my-trail/?post={acting.pk}"))


def test_my_trail_tells_of_yesterday_and_not_of_last_year(edition, monkeypatch):
    browser = sign_in_as("governor_view")
    now = timezone.now()
    with acting_from(Setting("web", address="192.0.2.1")):
        write("people.search", by="governor_view", at=now - timedelta(days=89), monkeypatch=monkeypatch)
    with acting_from(Setting("web", address="192.0.2.2")):
        write("people.search", by="governor_view", at=now - timedelta(days=92), monkeypatch=monkeypatch)
    monkeypatch.undo()
    page = text_of(browser.get("/my-trail/"))
    assert "192.0.2.1" in page and "192.0.2.2" not in page
