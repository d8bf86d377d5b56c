"""The first keeper of a house works for the partner that keeps the register, and is told what comes next."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from baansuk.access.models import DayReached, Partner, Post, User
from baansuk.agree.models import Agreement, PartnerCard
from baansuk.agree.tests.house import in_force, partner
from baansuk.command import __main__ as command
from baansuk.command.checks import findings
from baansuk.command.first_keeper import keep
from baansuk.thai.words import Refusal

pytestmark = pytest.mark.django_db
ASKED = {"username": "somkid", "password": "a-long-word-2569", "area": "58", "partner": "PMJ", "name": "พมจ. แม่ฮ่องสอน"}


@pytest.fixture
def answers(monkeypatch):
    """Give these answers to the questions of ``init``, in turn; returns the questions that were asked."""
    asked: list[str] = []
    given = iter(["somkid", "a-long-word-2569", "58", "pmj", "พมจ. แม่ฮ่องสอน"])

    def answer(words, **_named):
        asked.append(words.en)
        return next(given)

    monkeypatch.setattr("baansuk.command.first_keeper.ask", answer)
    return asked


def test_init_asks_for_the_office_that_keeps_the_register(answers, capsys, monkeypatch):
    monkeypatch.setenv("BAANSUK_LANGUAGE", "en")
    assert command.run(["init"]) == 0
    assert [one.split(",")[0] for one in answers[2:]] == [
        "Province code", "Code of the office that keeps the register", "Name of that office in Thai",
    ]  # fmt: skip
    assert PartnerCard.objects.get(partner="PMJ").official_authority
    assert Partner.objects.get(pk="PMJ").name_th == "พมจ. แม่ฮ่องสอน"
    post = Post.objects.get(user__username="somkid")
    assert (post.partner, post.role, post.area_code) == ("PMJ", "register_keeper", "58")
    said = " ".join(capsys.readouterr().out.split())
    assert "draft the one to which PMJ is a party" in said and "second keeper" in said


def test_the_office_may_stand_on_the_line(answers, monkeypatch):
    assert command.run(["init", "--partner", "PMJ", "--partner-name", "พมจ. แม่ฮ่องสอน", "--quiet"]) == 0
    assert len(answers) == 3 and Post.objects.get().partner == "PMJ"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"area": "5"}, "area_unknown"), ({"partner": "พมจ"}, "bad_code"), ({"name": ""}, "name_missing")],
)
def test_a_wrong_answer_makes_nothing(wrong, code):
    from baansuk.places.actions import load_provinces

    load_provinces(by="test")
    with pytest.raises(Refusal) as refused:
        keep(**{**ASKED, **wrong})
    assert refused.value.code == code
    assert not User.objects.exists() and not PartnerCard.objects.exists()


def test_a_partner_that_is_recorded_keeps_its_name():
    from baansuk.places.actions import load_provinces

    load_provinces(by="test")
    partner("MSDHS")
    keep(**{**ASKED, "partner": "MSDHS", "name": ""})
    assert Partner.objects.get(pk="MSDHS").name_th == "หน่วยงาน MSDHS"


@pytest.mark.parametrize(("days", "told"), [(200, False), (180, True), (29, True), (-1, False)])
def test_the_doctor_warns_of_an_agreement_near_its_end_in_one_sentence(days, told):
    in_force("MOU-1")
    today = timezone.localdate()
    Agreement.objects.update(term_to=today + timedelta(days=days))
    DayReached.objects.all().delete()
    said = [one for one in findings() if "MOU-1" in one.words.th]
    assert [one.state for one in said] == (["warn"] if told else [])
    assert not told or (f"อีก {days} วัน" in said[0].words.th and f"{days} days left" in said[0].words.en)
    assert not DayReached.objects.exists(), "looking at a house does not move its day"
