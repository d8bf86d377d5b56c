"""The review queue in the browser's place: who is asked what, what is shown, what is kept, and what is refused."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baansuk.access.blind import person_index
from baansuk.access.models import User
from baansuk.access.tests.cast import sign_in_as
from baansuk.audit.models import Event
from baansuk.link.models import Judgement, ReviewPair
from baansuk.link.review_loading import pair_code, wants_second
from baansuk.link.tests.review_world import FAR, PEOPLE, PERSONS, RECORDS, THREE, make_queue, make_world

pytestmark = pytest.mark.django_db
SAME = {"decision": "same", "reason": "same_spelling"}
DIFFERENT = {"decision": "different", "reason": "different_namesakes"}


@pytest.fixture
def pairs() -> list[ReviewPair]:
    make_world()
    made = make_queue(*THREE, FAR)
    ReviewPair.objects.update(second_wanted=False)
    return made


def at(pair: ReviewPair) -> str:
    return f"/review/pairs/{pair.code}/"


def text_of(answer) -> str:
    return re.sub(r"<[^>]+>", "", answer.content.decode())


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_pair_is_shown_side_by_side(pairs, language):
    client = sign_in_as("register_keeper", language=language)
    answer = client.get(at(pairs[0]))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "ณั<mark>ฐ</mark>" in page and "ณั<mark>ฏฐ์</mark>" in page
    assert {"th": "เสียงเหมือนกัน สะกดต่างกัน", "en": "The same sound"}[language] in page
    assert {"th": "ต่างกัน 2 หลัก", "en": "2 digits differ"}[language] in page
    assert {"th": "ตัดสินแล้ว 0 จาก 4", "en": "0 of 4 decided"}[language] in text_of(answer)
    for someone in PEOPLE:
        assert not someone.number or someone.number not in page
    event = Event.objects.get(act="link.look_pair")
    assert event.actor == "register_keeper" and event.listed == 5


def test_a_random_pair_does_not_tell_whether_it_stands_linked(pairs):
    linked = make_queue((RECORDS[4], RECORDS[5], "sample", 4.0))[0]
    assert linked.left_person == linked.right_person
    text = text_of(sign_in_as("register_keeper").get(at(linked)))
    assert "สุ่มมาเพื่อวัดคุณภาพ" in text
    for told in ("เลขเดียวกัน", "1-xxxx", linked.left_person, "ทุกระเบียนของบุคคล"):
        assert told not in text


def test_three_are_decided_one_after_the_other_and_one_is_taken_back(pairs):
    client = sign_in_as("register_keeper")
    assert client.get("/review/next/")["Location"] == at(pairs[0])
    assert client.post(at(pairs[0]), SAME)["Location"] == at(pairs[1])
    assert client.post(at(pairs[1]), SAME)["Location"] == at(pairs[2])
    assert client.post(at(pairs[2]), SAME)["Location"] == at(pairs[3])
    assert Judgement.objects.count() == 3
    made = Judgement.objects.get(left_record=pairs[2].left_record, right_record=pairs[2].right_record)
    answer = client.post(f"/review/decisions/{made.pk}/withdraw/", {"because": "slip"})
    assert answer["Location"] == at(pairs[2])
    made.refresh_from_db()
    assert made.withdrawn_by == "register_keeper" and made.decision == "same", "an undo never deletes"
    assert client.get("/review/next/")["Location"] == at(pairs[2])
    assert list(Event.objects.filter(act__startswith="link.").exclude(act__contains="look").values_list("act", flat=True)) == [
        *["link.judge"] * 3, "link.withdraw",
    ]  # fmt: skip


def test_a_contradiction_is_refused_and_names_the_earlier_decision(pairs):
    client = sign_in_as("register_keeper")
    client.post(at(pairs[0]), SAME)
    client.post(at(pairs[1]), SAME)
    answer = client.post(at(pairs[2]), DIFFERENT)
    assert answer.status_code == 422
    assert "ขัดกับคำตัดสินก่อนหน้า" in text_of(answer) and pairs[0].code in text_of(answer)
    assert 'value="different_namesakes" required data-key="3" checked' in answer.content.decode(), (
        "what was chosen stays"
    )
    assert Judgement.objects.count() == 2


def test_without_a_reason_nothing_is_kept(pairs):
    client = sign_in_as("register_keeper")
    for sent in ({"decision": "same"}, {"reason": "same_known"}, {"decision": "same", "reason": "different_namesakes"}):
        assert client.post(at(pairs[0]), sent).status_code == 422
    assert not Judgement.objects.exists()


def test_two_clerks_at_one_pair(pairs):
    keeper, officer = sign_in_as("register_keeper"), sign_in_as("amphoe_officer")
    officer.get(at(pairs[0]))
    keeper.post(at(pairs[0]), SAME)
    answer = officer.post(at(pairs[0]), DIFFERENT | {"as": "first"})
    assert answer.status_code == 422
    assert "register_keeper ตัดสินคู่นี้ไปแล้ว" in text_of(answer)
    assert "different_namesakes" in answer.content.decode() and "checked" in answer.content.decode()
    assert Judgement.objects.get().decision == "same"


def test_a_second_opinion_is_asked_of_another_and_given_blind(pairs):
    ReviewPair.objects.filter(pk=pairs[0].pk).update(second_wanted=True)
    keeper, officer = sign_in_as("register_keeper"), sign_in_as("amphoe_officer")
    keeper.post(at(pairs[0]), SAME)
    assert keeper.post(at(pairs[0]), DIFFERENT).status_code == 422, "not by the first"
    assert keeper.get("/review/next/")["Location"] == at(pairs[1])
    assert officer.get("/review/next/")["Location"] == at(pairs[0])
    blind = text_of(officer.get(at(pairs[0])))
    assert "ขอความเห็นที่สอง" in blind and "register_keeper" not in blind
    assert officer.post(at(pairs[0]), DIFFERENT | {"as": "second"}).status_code == 302
    assert list(Judgement.objects.order_by("pk").values_list("decision", "second")) == [
        ("same", False),
        ("different", True),
    ]
    overview = text_of(keeper.get("/review/"))
    assert "สองคนเห็นไม่ตรงกัน" in overview and pairs[0].code in overview


def test_who_was_a_moment_too_late_where_a_second_opinion_is_wanted_gave_it(pairs):
    ReviewPair.objects.update(second_wanted=True)
    keeper, officer = sign_in_as("register_keeper"), sign_in_as("amphoe_officer")
    keeper.post(at(pairs[0]), SAME)
    answer = officer.post(at(pairs[0]), SAME | {"as": "first"}, follow=True)
    assert "เป็นความเห็นที่สอง" in text_of(answer)


def test_one_person_under_two_accounts_is_no_second_person(pairs):
    ReviewPair.objects.update(second_wanted=True)
    keeper, officer = sign_in_as("register_keeper"), sign_in_as("amphoe_officer")
    User.objects.filter(username="register_keeper").update(person_index=person_index("test", "one"))
    keeper.post(at(pairs[0]), SAME)
    # Two accounts can bear one person only through a stand-in: the officer stands in for the keeper.
    post = User.objects.get(username="register_keeper").posts.get()
    User.objects.get(username="amphoe_officer").posts.update(stands_for=post)
    answer = officer.post(at(pairs[0]), SAME | {"as": "second"})
    assert answer.status_code == 422
    assert "ต้องเป็นของผู้อื่น" in text_of(answer)


def test_the_share_of_second_opinions_is_about_a_tenth_and_always_the_same():
    codes = [pair_code(number, number + 1) for number in range(5000)]
    wanted = sum(map(wants_second, codes))
    assert 400 < wanted < 600
    assert len(set(codes)) == 5000
    assert [wants_second(code) for code in codes[:50]] == [wants_second(code) for code in codes[:50]]


def test_an_officer_sees_pairs_wholly_in_the_amphoe_only(pairs):
    officer = sign_in_as("amphoe_officer")
    assert "ตัดสินแล้ว 0 จาก 3" in text_of(officer.get("/review/"))
    assert officer.get(at(pairs[0])).status_code == 200
    absent = officer.get("/review/pairs/nosuchpair00/")
    other = officer.get(at(pairs[3]))
    assert (other.status_code, other.content) == (absent.status_code, absent.content)
    assert officer.post(at(pairs[3]), SAME).status_code == 404
    assert not Judgement.objects.exists()


ADDRESSES = (
    "/review/", "/review/next/", "/review/decisions/", "/review/quality/", "/review/file/",
    "/review/file/judgements.csv", f"/review/persons/{PERSONS[0]}/", "/review/events/1/undo/",
)  # fmt: skip


@pytest.mark.parametrize("role", ["stranger", "volunteer", "tambon_team", "governor_view", "auditor"])
def test_for_all_others_there_is_no_such_page(pairs, role):
    client = sign_in_as(role)
    absent = client.get("/no/such/page/")
    for address in (*ADDRESSES, at(pairs[0])):
        found = client.get(address)
        assert found.status_code == 404, address
        assert found.content == absent.content, address


def test_the_file_is_the_keepers_alone(pairs):
    officer = sign_in_as("amphoe_officer")
    assert officer.get("/review/file/").status_code == 404
    assert officer.get("/review/file/judgements.csv").status_code == 404


def test_others_decisions_are_taken_back_by_the_keeper_only(pairs):
    keeper, officer = sign_in_as("register_keeper"), sign_in_as("amphoe_officer")
    keeper.post(at(pairs[0]), SAME)
    officer.post(at(pairs[1]), SAME)
    of_keeper, of_officer = (Judgement.objects.get(by=name).pk for name in ("register_keeper", "amphoe_officer"))
    assert officer.post(f"/review/decisions/{of_keeper}/withdraw/", {"because": "slip"}).status_code == 404
    assert keeper.post(f"/review/decisions/{of_officer}/withdraw/", {"because": "asked"}).status_code == 302
    assert Judgement.objects.get(pk=of_officer).withdrawn_why == "asked"


def test_the_questions_do_not_grow_with_the_queue(pairs):
    client: Client = sign_in_as("register_keeper")
    counts = []
    for more in ([], [(first, second, "uncertain") for first, second in combinations(RECORDS[2:], 2)]):
        make_queue(*THREE, FAR, *more)
        client.get(at(pairs[0]))
        with CaptureQueriesContext(connection) as captured:
            client.get(at(pairs[0]))
        counts.append(len(captured))
    assert counts[0] == counts[1] < 60
