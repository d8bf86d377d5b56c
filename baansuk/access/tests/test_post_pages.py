"""The pages of posts, urgent looks and election periods, as keeper, holder and stranger find them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from baansuk.access import actions
from baansuk.access.models import ElectionPeriod, Emergency, Partner, Post, PostHandOver, User
from baansuk.access.questions import today
from baansuk.access.tests.cast import sign_in, sign_in_as, sit_down, user_as, vouch_for
from baansuk.audit.models import Event
from baansuk.places.models import Area

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NUMBER = "1234567890121"


@pytest.fixture(autouse=True)
def house():
    Partner.objects.create(code="CDD", name_th="พช. (สมมุติ)", name_en="CDD (fictional)")
    for code, name in (("99", "สมมุติ"), ("9902", "อำเภอสอง"), ("990201", "ตำบลหนึ่ง"), ("990101", "ตำบลในเมือง")):
        Area.objects.create(code=code, level=len(code), name_th=name, name_en=code, match_key=code, sort_key=code)


@pytest.fixture
def keeper():
    return sign_in_as("register_keeper")


@pytest.fixture
def successor():
    return actions.create_user(username="successor", password="word-of-successor-1", partner="CDD", by="t")


def text(answer):
    return answer.content.decode()


def order(**others):
    return {"order_number": "ที่ 12/2569", "order_date": "1 ต.ค. 2569", **others}


def day(number):
    when = today() + number * DAY
    return f"{when.day}/{when.month}/{when.year + 543}"


@pytest.fixture
def held():
    return user_as("amphoe_officer").posts.get()


def addresses(post):
    forms = ("", "end/", "hand-over/", "stand-in/", "houses/", "person/")
    return [f"/posts/{post.pk}/{form}" for form in forms]


@pytest.mark.parametrize("role", ["stranger", "tambon_team", "auditor", "governor_view"])
def test_post_of_another_and_an_absent_one_answer_alike(role, held):
    client = sign_in_as(role)
    before = list(Post.objects.values())
    for address in addresses(held):
        absent = address.replace(f"/{held.pk}/", "/987654/")
        for ask, status in ((client.get, 404), (client.post, 404 if address.count("/") > 3 else 405)):
            answers = [ask(address), ask(absent)]
            assert [answer.status_code for answer in answers] == [status, status], address
            assert answers[0].content == answers[1].content
    assert client.get("/posts/give/").status_code == client.post("/posts/give/", {}).status_code == 404
    assert list(Post.objects.values()) == before


def test_everyone_sees_their_own_posts_and_only_a_keeper_those_of_others(held):
    page = text(sign_in_as("tambon_team").get("/posts/"))
    assert "ทีมปฏิบัติการตำบล (สมมุติ)" in page
    assert "เลขานุการ ศจพ.อ." not in page
    assert "ตำแหน่งที่ฉันดูแล" not in page
    kept = text(sign_in_as("register_keeper").get("/posts/"))
    assert "เลขานุการ ศจพ.อ." in kept and "ทีมปฏิบัติการตำบล (สมมุติ)" in kept
    office = Partner.objects.get(pk=held.partner)
    assert f"<td>{office.name_th}</td>" in kept and f"<td>{office.code}</td>" not in kept


def test_list_is_cut_by_partner_role_and_day(keeper, held):
    assert held.title_th not in text(keeper.get("/posts/?partner=MOPH"))
    assert held.title_th in text(keeper.get("/posts/?role=amphoe_officer"))
    actions.end_post(post=held, last_day=today() - DAY, by="t")
    assert held.title_th not in text(keeper.get("/posts/"))
    assert held.title_th in text(keeper.get("/posts/?ended=1"))


def test_someone_without_any_post_is_told_so(client, successor):
    client = Client()
    sign_in(client, successor)
    assert "ยังไม่มีตำแหน่ง" in text(client.get("/posts/"))


GIVEN = {
    "account": "Successor", "partner": "CDD", "role": "tambon_team", "area_code": "๙๙๐๑๐๑", "title_th": "พัฒนากร",
    "title_en": "", "valid_from": "", "valid_to": "", "keeps_posts": "",
}  # fmt: skip


def test_keeper_gives_a_post_by_order(keeper, successor):
    answer = keeper.post("/posts/give/", order(**GIVEN), follow=True)
    post = successor.posts.get()
    assert answer.redirect_chain == [(f"/posts/{post.pk}/", 302)]
    assert (post.area_code, post.order_number, str(post.order_date)) == ("990101", "ที่ 12/2569", "2026-10-01")
    assert "ที่ 12/2569" in text(answer)
    again = keeper.post("/posts/give/", order(**GIVEN))
    assert again.status_code == 422, "pressed twice"
    assert "มีผู้ดำรงอยู่แล้ว" in text(again)
    assert "พัฒนากร" in text(again), "what was typed stays"
    assert successor.posts.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"account": "nobody"}, "ไม่มีบัญชีชื่อนี้"),
        ({"area_code": "9"}, "รหัสพื้นที่ต้องเป็นเลข"),
        ({"area_code": "990909"}, "ไม่มีพื้นที่รหัสนี้"),
        ({"area_code": "9801"}, "ดูแลตำแหน่งของหน่วยงานและพื้นที่นี้ไม่ได้"),
        ({"account": "register_keeper"}, "ให้ตำแหน่งแก่ตนเองไม่ได้"),
        ({"role": "mayor"}, ""),
        ({"order_number": ""}, "โปรดกรอกเลขที่"),
        ({"valid_from": "32/13/2569"}, "อ่านเป็นวันที่ไม่ได้"),
    ],
)
def test_post_that_cannot_be_given_is_refused_with_a_sentence(keeper, successor, change, said):
    answer = keeper.post("/posts/give/", order(**{**GIVEN, **change}))
    assert answer.status_code == 422
    assert said in text(answer)
    assert not successor.posts.exists()


def test_posts_are_given_only_after_a_fresh_proof(successor):
    user = user_as("register_keeper")
    client = Client()
    sign_in(client, user, at=__import__("time").time() - 3600 * 0.3)
    sit_down(client, user.posts.get().pk, "register")
    assert client.post("/posts/give/", order(**GIVEN))["Location"] == "/my-sign-in/prove/?next=/posts/give/"
    assert not successor.posts.exists()


def signed_in(user, post, purpose="help"):
    client = Client()
    sign_in(client, user)
    sit_down(client, post.pk, purpose)
    return client


def test_holder_hands_the_post_over_and_the_next_one_begins_the_day_after(held, successor):
    client = signed_in(held.user, held)
    assert "ส่งมอบตำแหน่ง" in text(client.get(f"/posts/{held.pk}/"))
    sent = order(account="successor", last_day=day(0), note="แฟ้มอยู่ตู้ 3")
    answer = client.post(f"/posts/{held.pk}/hand-over/", sent, follow=True)
    assert "successor" in text(answer) and "แฟ้มอยู่ตู้ 3" in text(answer)
    made = PostHandOver.objects.get()
    assert (made.last_day, made.new.valid_from) == (today(), today() + DAY)
    again = client.post(f"/posts/{held.pk}/hand-over/", sent)
    assert again.status_code == 422 and "ส่งมอบไปแล้ว" in text(again)
    new = signed_in(successor, made.new)
    assert "แฟ้มอยู่ตู้ 3" in text(new.get(f"/posts/{made.new.pk}/"))
    assert new.get(f"/posts/{held.pk}/").status_code == 404, "the old holder's own page stays theirs"


def test_handing_over_wrongly_changes_nothing_and_keeps_what_was_typed(keeper, held, successor):
    for change in (
        {"account": "nobody"},
        {"last_day": day(-1)},
        {"last_day": "เมื่อวาน"},
        {"account": held.user.username},
    ):
        sent = order(**{"account": "successor", "last_day": day(0), "note": "ฝากไว้", **change})
        answer = keeper.post(f"/posts/{held.pk}/hand-over/", sent)
        assert answer.status_code == 422
        assert "ฝากไว้" in text(answer)
    held.refresh_from_db()
    assert held.valid_to is None
    assert not PostHandOver.objects.exists()


def test_keeper_lets_somebody_act_and_a_holder_only_delegates(keeper, held, successor):
    sent = order(account="successor", stand_in="acting", first=day(0), last=day(9))
    holder = signed_in(held.user, held)
    refused = holder.post(f"/posts/{held.pk}/stand-in/", sent)
    assert refused.status_code == 422 and not held.stand_ins.exists()
    assert holder.post(f"/posts/{held.pk}/stand-in/", {**sent, "stand_in": "delegate"}).status_code == 302
    assert keeper.post(f"/posts/{held.pk}/stand-in/", sent).status_code == 302
    page = text(keeper.get(f"/posts/{held.pk}/"))
    assert "รักษาราชการแทน" in page and "ปฏิบัติราชการแทน" in page


def test_keeper_ends_a_post_assigns_houses_and_records_the_person(keeper):
    volunteer = user_as("volunteer")
    post = volunteer.posts.get()
    keeper.post(f"/posts/{post.pk}/houses/", {"households": "h-7k3m-9px2-c\nH-7K3M-9PX2-C, H-1"})
    assert set(post.assigned_houses.values_list("household_code", flat=True)) == {"H-7K3M-9PX2-C", "H-1"}
    assert keeper.post(f"/posts/{post.pk}/houses/", {"households": "บ้านลุงสม"}).status_code == 422
    answer = keeper.post(f"/posts/{post.pk}/person/", {"number": NUMBER}, follow=True)
    volunteer.refresh_from_db()
    assert volunteer.person_index
    assert NUMBER not in text(answer)
    keeper.post(f"/posts/{post.pk}/end/", {"last_day": day(3)})
    post.refresh_from_db()
    assert post.valid_to == today() + 3 * DAY


@pytest.mark.parametrize("number", ["1234567890123", "x", ""])
def test_wrong_number_is_refused_and_never_sent_back(keeper, held, number):
    answer = keeper.post(f"/posts/{held.pk}/person/", {"number": number})
    assert answer.status_code == 422
    assert not number or f'value="{number}"' not in text(answer)
    assert User.objects.get(pk=held.user_id).person_index is None


def test_partners_own_keeper_changes_no_post_that_is_more_than_theirs(held, successor):
    keeper_post = user_as("register_keeper").posts.get()
    Post.objects.filter(pk=keeper_post.pk).update(partner="CDD", area_code="9901")
    own = actions.give_post(
        user=successor, role="tambon_team", partner="CDD", area_code="9901", title_th="ผู้ดูแลบัญชี", title_en="Keeper",
        keeps_posts=True, by="t",
    )  # fmt: skip
    client = signed_in(successor, own)
    assert client.get(f"/posts/{held.pk}/").status_code == 200
    answer = client.post(f"/posts/{keeper_post.pk}/end/", {"last_day": day(0)})
    assert answer.status_code == 422 and "เฉพาะผู้ดูแลทะเบียน" in text(answer)
    assert "keeps_posts" not in text(client.get("/posts/give/"))


ASKED = {"area_code": "990201", "kind": "disaster", "reason": "ไฟไหม้คืนนี้ ต้องหาที่พักให้ทุกบ้าน", "hours": "3"}


@pytest.fixture
def team():
    return sign_in_as("tambon_team")


@pytest.mark.parametrize("language", ["th", "en"])
def test_urgent_look_shows_a_banner_until_it_is_ended(language):
    client = sign_in_as("tambon_team", language=language)
    banner = {"th": "กำลังดูข้อมูลกรณีฉุกเฉิน", "en": "Emergency access is open"}[language]
    assert banner not in text(client.get("/about-me/"))
    assert client.post("/emergency/", ASKED).status_code == 302
    page = text(client.get("/about-me/"))
    assert banner in page
    look = Emergency.objects.get()
    client.post(f"/emergency/{look.pk}/end/")
    assert banner not in text(client.get("/about-me/"))


def test_pressed_twice_it_opens_once_and_what_was_typed_stays(team):
    team.post("/emergency/", ASKED)
    answer = team.post("/emergency/", ASKED)
    assert answer.status_code == 422
    assert ASKED["reason"] in text(answer)
    assert Emergency.objects.count() == 1


@pytest.mark.parametrize("role", ["governor_view", "nonstate_partner", "researcher", "member"])
def test_whoever_sees_no_person_has_no_such_page(role):
    client = sign_in_as(role)
    assert client.get("/emergency/").status_code == client.post("/emergency/", ASKED).status_code == 404


def test_auditor_reads_every_look_and_can_neither_ask_end_nor_approve(team):
    team.post("/emergency/", ASKED)
    look = Emergency.objects.get()
    auditor = sign_in_as("auditor")
    page = text(auditor.get("/emergency/"))
    assert ASKED["reason"] in page and "tambon_team" in page
    assert auditor.post("/emergency/", ASKED).status_code == 404
    auditor.post(f"/emergency/{look.pk}/end/")
    auditor.post(f"/emergency/{look.pk}/approve/")
    look.refresh_from_db()
    assert (look.ended_by, look.approved_by) == ("", "")


def test_look_of_another_and_an_absent_one_answer_alike(team):
    team.post("/emergency/", ASKED)
    look = Emergency.objects.get()
    other = sign_in_as("amphoe_officer")
    assert ASKED["reason"] not in text(other.get("/emergency/"))
    for act in ("end", "approve"):
        answers = [other.post(f"/emergency/{number}/{act}/") for number in (look.pk, 987654)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content


def test_keeper_allows_the_longer_look(team):
    vouch_for("tambon_team")
    team.post("/emergency/", {**ASKED, "hours": "12"})
    look = Emergency.objects.get()
    keeper = sign_in_as("register_keeper")
    assert f"/emergency/{look.pk}/approve/" not in text(keeper.get("/emergency/")), "nobody knows who the keeper is"
    vouch_for("register_keeper")
    assert f"/emergency/{look.pk}/approve/" in text(keeper.get("/emergency/"))
    keeper.post(f"/emergency/{look.pk}/approve/")
    look.refresh_from_db()
    assert (look.approved_by, look.ends_at) == ("register_keeper", look.wanted_until)


ELECTION = {"name_th": "เลือกตั้งนายก อบต.", "name_en": "", "area_code": "9902"}


def test_keeper_sets_an_election_period_and_everyone_there_reads_it(keeper):
    sent = {**ELECTION, "first_day": day(0), "last_day": day(30)}
    assert keeper.post("/elections/", sent).status_code == 302
    twice = keeper.post("/elections/", sent)
    assert twice.status_code == 422 and ElectionPeriod.objects.count() == 1
    reader = sign_in_as("governor_view")
    assert "เลือกตั้งนายก อบต." in text(reader.get("/elections/"))
    assert '<form class="form card"' not in text(reader.get("/elections/"))
    period = ElectionPeriod.objects.get()
    keeper.post(f"/elections/{period.pk}/end/")
    period.refresh_from_db()
    assert period.ended_by == "register_keeper"


@pytest.mark.parametrize("role", ["stranger", "governor_view", "auditor", "amphoe_officer"])
def test_nobody_else_sets_or_ends_one(role, keeper):
    keeper.post("/elections/", {**ELECTION, "first_day": day(0), "last_day": day(30)})
    period = ElectionPeriod.objects.get()
    other = sign_in_as(role)
    assert other.post("/elections/", {**ELECTION, "first_day": day(1), "last_day": day(3)}).status_code == 404
    answers = [other.post(f"/elections/{number}/end/") for number in (period.pk, 987654)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert ("เลือกตั้งนายก" in text(other.get("/elections/"))) is (role in ("governor_view", "auditor"))


def test_pages_are_said_in_english_too(held):
    client = sign_in_as("register_keeper", language="en")
    for address in ("/posts/", "/posts/give/", "/emergency/", "/elections/", *addresses(held)):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert 'lang="en"' in text(answer)


def test_each_change_is_in_the_trail(keeper, held, successor):
    rows = Event.objects.count()
    keeper.post(f"/posts/{held.pk}/hand-over/", order(account="successor", last_day=day(0)))
    assert {event.act for event in Event.objects.order_by("-pk")[: Event.objects.count() - rows]} >= {
        "access.hand_over"
    }
