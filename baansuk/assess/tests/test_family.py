"""The page of a family: its own words first, what changed since the round before, and nothing beyond the grant."""

import datetime as dt
import re
from dataclasses import replace

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone

from baansuk.access import token_actions
from baansuk.access.models import Grant
from baansuk.access.questions import seat_of
from baansuk.access.scope import Sitting
from baansuk.access.tests.cast import scope_as, sign_in_as, user_as
from baansuk.assess.family_models import FamilyWord
from baansuk.assess.family_outline import family_of
from baansuk.assess.family_questions import FamilySaid
from baansuk.assess.family_sheet import TEMPLATE, sheet_values
from baansuk.assess.family_view import age_on
from baansuk.assess.life_stages import stage_of, stages
from baansuk.assess.models import AnswersBefore, Profile
from baansuk.assess.set_parts import Ages
from baansuk.assess.tests.page_fixtures import CODES, EDITION, make_edition
from baansuk.audit.models import Event
from baansuk.people.models import Edition
from baansuk.people.questions import household_for
from baansuk.screen.pdf import printed
from baansuk.thai.words import Words
from tests.kept import written_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition")]
edition = written_once(make_edition)

TODAY = dt.date(2026, 11, 22)
PAGE = f"/households/{CODES[0]}/family/"
TOLD = {"goal": "อยากมีน้ำใช้ทั้งปี", "happiness": "อยู่พร้อมหน้า", "rating": "6", "language": "karen", "interpreted": "on"}


def _text(answer):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.content.decode()))


def _tell(client, key="k-1", **changed):
    return client.post(f"{PAGE}words/", TOLD | {"told_on": "1 ต.ค. 2568", "key": key} | changed)


def _compared(letters: str) -> None:
    """Say that the edition before was judged by the same rules, and that the first household answered this."""
    about = Edition.objects.get(number=EDITION).about
    before = {"edition": 6, "as_of": "2026-01-05T00:00:00+00:00", "rules": "", "compared": True}
    Edition.objects.filter(number=EDITION).update(about=about | {"assessed": {"before": before}})
    AnswersBefore.objects.create(edition=EDITION, household_code=CODES[0], answers=letters, dimensions="")


def test_its_own_words_stand_first_and_are_kept_once():
    client = sign_in_as("tambon_team")
    assert _tell(client).status_code == 302
    assert _tell(client).status_code == 302, "sent again, as after a lost answer"
    assert FamilyWord.objects.count() == 1
    text = _text(client.get(PAGE))
    assert text.index("อยากมีน้ำใช้ทั้งปี") < text.index("เรื่องที่ยังขาด")
    assert "6/10" in text
    assert "กะเหรี่ยง" in text
    kept = FamilyWord.objects.get()
    assert "น้ำ" not in kept.goal + kept.happiness, "sealed in the database"
    event = Event.objects.filter(act="assess.tell_family_word").get()
    assert "น้ำ" not in str(event.about)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"goal": "", "happiness": "", "rating": ""}, "ยังไม่ได้กรอกสิ่งที่ครอบครัวบอก"),
        ({"told_on": "1 ม.ค. 2600"}, "ยังมาไม่ถึง"),
        ({"rating": "11"}, ""),
        ({"goal": "ก" * 601}, "ยาวเกิน 600"),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_typed_is_lost(changed, sentence):
    answer = _tell(sign_in_as("tambon_team"), **changed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    for typed in ((TOLD | changed)["goal"], (TOLD | changed)["happiness"], f'value="{TOLD["language"]}" selected'):
        assert typed in answer.content.decode()
    assert not FamilyWord.objects.exists()


def test_a_key_of_another_household_is_refused():
    client = sign_in_as("tambon_team")
    _tell(client)
    other = client.post(f"/households/{CODES[1]}/family/words/", TOLD | {"told_on": "1 ต.ค. 2568", "key": "k-1"})
    assert other.status_code == 422
    assert FamilyWord.objects.count() == 1


def test_the_family_may_have_its_words_gone():
    client = sign_in_as("tambon_team")
    _tell(client)
    for _ in range(2):
        assert client.post(f"{PAGE}take-back/").status_code == 302
    kept = FamilyWord.objects.get()
    assert (kept.goal, kept.happiness, kept.rating) == ("", "", None)
    assert Event.objects.filter(act="assess.take_back_family_words").count() == 1
    assert "อยากมีน้ำใช้ทั้งปี" not in _text(client.get(PAGE))


def test_whoever_may_not_read_families_words_neither_sees_nor_writes_them():
    _tell(sign_in_as("tambon_team"))
    head = sign_in_as("village_head")
    assert "อยากมีน้ำใช้ทั้งปี" not in _text(head.get(PAGE))
    assert head.get(f"{PAGE}words/").status_code == 422
    assert _tell(head, key="k-2").status_code == 422
    assert FamilyWord.objects.count() == 1


@pytest.mark.parametrize("role", ["stranger", "governor_view", "auditor", "member"])
@pytest.mark.parametrize("end", ["", "words/"])
def test_a_stranger_is_answered_as_for_a_household_that_is_not_there(role, end):
    client = sign_in_as(role)
    here, absent = client.get(PAGE + end), client.get("/households/H-AAAA-AAAA-A/family/" + end)
    assert (here.status_code, here.content) == (404, absent.content)
    for verb in ("take-back/", "sheet/"):
        assert client.post(PAGE + verb).status_code == 404


def test_a_village_head_reads_the_number_on_the_door_as_on_the_sheets_of_the_check():
    page = _text(sign_in_as("village_head").get(PAGE))
    assert "บ้านเลขที่ 12/3" in page
    assert "ไม่แสดงบ้านเลขที่" not in page


def test_against_the_round_before_it_says_what_is_new_what_stays_and_what_got_better():
    now = Profile.objects.get(household_code=CODES[0]).answers
    was = list(now)
    was[7], was[21], was[22] = "P", "F", "F"
    _compared("".join(was))
    text = _text(sign_in_as("register_keeper").get(PAGE))
    assert re.search(r"ที่อยู่อาศัยยังไม่มั่นคง[^✕]*?เพิ่งขาด", text)
    assert re.search(r"รายได้เฉลี่ยต่อคนต่อปียังไม่ถึงเส้น[^✕]*?ยังขาด", text)
    assert re.search(r"ดีขึ้นแล้ว ผ่านแล้ว ครัวเรือนมีการเก็บออมเงิน", text)


def test_a_new_household_and_one_judged_by_other_rules_are_compared_with_nothing():
    client = sign_in_as("register_keeper")
    assert "ยังไม่มีรอบก่อนที่ใช้เกณฑ์เดียวกันให้เทียบ" in _text(client.get(PAGE))
    _compared("")
    text = _text(client.get(PAGE))
    assert "ครัวเรือนนี้ยังไม่มีในทะเบียนฉบับก่อน" in text
    assert "เพิ่งขาด" not in text


def test_what_rests_on_a_closed_class_is_in_neither_round():
    was = list(Profile.objects.get(household_code=CODES[0]).answers)
    was[24], was[23] = "F", "F"
    _compared("".join(was))
    client = sign_in_as("register_keeper")
    assert "คนในครัวเรือนไม่สูบบุหรี่" in _text(client.get(PAGE)), "met now, and open"
    Grant.objects.exclude(field_class__in=("household", "identity", "aggregate")).delete()
    text = _text(client.get(PAGE))
    assert "คนในครัวเรือนไม่สูบบุหรี่" not in text
    assert "รายได้เฉลี่ย" not in text


def test_the_sheet_is_one_page_that_can_be_searched_and_leaves_out_what_no_paper_carries():
    client = sign_in_as("tambon_team")
    _tell(client, goal="จำนวนหนี้ลดลง")
    answer = client.post(f"{PAGE}sheet/")
    assert answer["Content-Type"] == "application/pdf"
    made = pypdfium2.PdfDocument(b"".join(answer))
    assert len(made) == 1
    text = made[0].get_textpage().get_text_range()
    assert "จำนวน" in text
    assert "บ้านเลขที่ 12/3" in text
    assert "77,777" not in text
    outcomes = list(Event.objects.filter(act="assess.print_family").order_by("pk").values_list("outcome", flat=True))
    assert outcomes == ["begun", "done"]


def _sheet(client, language="th"):
    made = pypdfium2.PdfDocument(b"".join(client.post(f"{PAGE}sheet/", {"sheet_language": language})))
    assert len(made) == 1
    return re.sub(r"\s+", " ", made[0].get_textpage().get_text_range())


def test_the_sheet_says_what_is_lacking_and_what_it_leaves_out_in_the_language_that_was_asked_for():
    client = sign_in_as("tambon_team")
    thai, english = _sheet(client), _sheet(client, "en")
    assert "บ้านยังไม่คงทนถาวร" in thai
    assert "แผ่นนี้ไม่ลงเรื่องต่อไปนี้" in thai
    assert "การคุ้มครองและความรุนแรง" in thai
    assert "ยังไม่ได้สำรวจทุน" in thai
    assert "The home is not secure" in english
    assert "1 person" in english and "1 persons" not in english
    assert not re.search("[ก-ฮ]{8}", english), "one language, but for names of places"


def test_a_sheet_with_more_than_a_page_holds_says_how_many_more():
    made = family_of(household_for(scope_as("tambon_team"), CODES[0]), to_print=True)
    long = "เรื่องที่ยาวมาก " * 12
    said = FamilySaid("เป้าหมาย " * 60, "ความสุข " * 70, 5, Words("ไทย", "Thai"), interpreted=False, told_on=TODAY)
    values = sheet_values(replace(made, said=[said]), scope_as("tambon_team"), at=timezone.now(), language="th")
    values |= {
        "lacks": [[long, "แหล่ง"]] * 20,
        "rights": [[long, long]] * 15,
        "unknown": [long] * 9,
        "better": [long] * 8,
    }
    pages = pypdfium2.PdfDocument(printed(TEMPLATE, values, made_at=timezone.now()))
    assert len(pages) == 1
    assert re.search(r"และอีก 1\d เรื่อง", pages[0].get_textpage().get_text_range())


def test_stages_of_life_follow_each_other_and_hold_every_age():
    for age in range(120):
        assert [one.code for one in stages() if one.holds(age)] == [stage_of(age).code]
    child, youth, _adult, elderly = stages()
    assert child.meets(Ages.model_validate({"from": 0, "to": 12}))
    assert not elderly.meets(Ages.model_validate({"from": 15, "to": 59}))
    assert elderly.meets(Ages.model_validate({"from": 35}))
    assert not youth.meets(None)


@pytest.mark.parametrize(
    ("born", "precision", "age"),
    [
        (dt.date(2000, 11, 22), "day", 26),
        (dt.date(2000, 11, 23), "day", 25),
        (dt.date(2000, 1, 1), "year", 26),
        (None, "", None),
        (dt.date(2027, 1, 1), "day", None),
    ],
)
def test_age_in_completed_years(born, precision, age):
    assert age_on(dt.date(2026, 11, 22), born, precision) == age


def test_a_program_reads_the_same_as_the_page():
    user = user_as("tambon_team")
    seat = seat_of(user.posts.get())
    _token, key = token_actions.make(user=user, sitting=Sitting(seat, "help"), name="ทดสอบ", days=1, by=user.username)
    bearer = {"Authorization": f"Bearer {key.text}"}
    told = Client().get(f"/api/v1/households/{CODES[0]}/family", headers=bearer).json()
    assert [one["measure"] for one in told["lacks"]] == ["bmn.08", "bmn.22"]
    assert told["lacks"][0]["since"] == ""
    assert told["unknown"] == ["bmn.28"]
    assert told["stages"] == [{"stage": "adult", "members": 1, "lacks": []}]
    assert Event.objects.filter(act="people.look").count() == 1
    assert Client().get(f"/api/v1/households/{CODES[4]}/family", headers=bearer).status_code == 404
