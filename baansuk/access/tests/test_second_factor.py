"""The second factor: who owes one sees nothing before, it is good once, and it is counted when wrong."""

from __future__ import annotations

import re
import statistics
import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baansuk.access import actions, one_time, second_factor_actions
from baansuk.access.models import SignInTry, User
from baansuk.access.questions import seconds_to_wait
from baansuk.access.second_factors import unlocked
from baansuk.access.tests.cast import FROM, grant, sign_in, user_as
from baansuk.audit.models import Event
from baansuk.thai.words import Refusal

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def clock(monkeypatch):
    """A clock that only the test moves."""
    moment = [1_790_000_000.0]
    monkeypatch.setattr("time.time", lambda: moment[0])
    return moment


def code_at(moment, secret=SECRET):
    return one_time.code_of(secret, one_time.step_at(moment))


@pytest.fixture
def keeper(clock):
    """A keeper with a code app, whose first code is long used."""
    user = user_as("register_keeper")
    second_factor_actions.add_code_app(user=user, secret=SECRET, code=code_at(clock[0]), by="test")
    clock[0] += 90
    return user


@pytest.fixture
def recovery(keeper):
    """The keeper's ten recovery codes."""
    return second_factor_actions.new_recovery_codes(user=keeper, by="test")


def first_step(client, name="register_keeper", **more):
    return client.post("/sign-in/", {"username": name, "password": f"word-of-{name}-1", **more})


def second_step(client, code):
    return client.post("/sign-in/code/", {"code": code})


def acts():
    return list(Event.objects.exclude(act="web.request").order_by("pk").values_list("act", flat=True))


def test_right_word_alone_opens_nothing(client, keeper):
    assert first_step(client).headers["Location"] == "/sign-in/code/"
    assert client.get("/").headers["Location"].startswith("/sign-in/")
    assert "access.come_in" not in acts()


def test_right_word_and_code_open_and_lead_back(client, keeper, clock):
    first_step(client, next="/about-me/")
    assert second_step(client, code_at(clock[0])).headers["Location"] == "/about-me/"
    assert client.get("/about-me/").status_code == 200
    assert acts()[-2:] == ["access.use_second_factor", "access.come_in"]


def test_code_is_good_once(keeper, clock):
    code = code_at(clock[0])
    for expected in (302, 422):
        client = Client()
        first_step(client)
        assert second_step(client, code).status_code == expected
    clock[0] += 30
    assert second_step(client, code_at(clock[0])).status_code == 302


def test_recovery_code_opens_once_and_is_counted_off(keeper, recovery):
    assert len(set(recovery)) == 10
    for expected in (302, 422):
        client = Client()
        first_step(client)
        assert second_step(client, recovery[3]).status_code == expected
    page = Client()
    sign_in(page, keeper)
    assert "รหัสสำรองเหลือ 9 รหัส" in page.get("/my-sign-in/").content.decode()


def test_wrong_codes_make_the_account_wait_even_for_the_right_one(client, keeper, clock):
    first_step(client)
    for _ in range(5):
        assert second_step(client, "000000").status_code == 422
    answer = second_step(client, code_at(clock[0]))
    assert answer.status_code == 422
    assert "โปรดรออีก" in answer.content.decode()
    assert acts().count("access.turn_code_away") == 5


def test_wrong_codes_are_not_forgiven_by_the_right_password(client, keeper):
    for _ in range(5):
        first_step(client)
        second_step(client, "000000")
    assert seconds_to_wait("code:register_keeper") > 0


def test_guesses_at_recovery_codes_count_too(client, keeper, recovery):
    first_step(client)
    for _ in range(5):
        second_step(client, "00000000")
    assert "โปรดรออีก" in second_step(client, recovery[0]).content.decode()


def test_half_way_ends_after_ten_minutes(client, keeper, clock):
    first_step(client)
    clock[0] += 601
    assert second_step(client, code_at(clock[0])).headers["Location"] == "/sign-in/"
    assert "รอขั้นที่สองนานเกินไป" in client.get("/sign-in/").content.decode()


def test_half_way_ends_when_the_password_changes(client, keeper, clock):
    first_step(client)
    keeper.set_password("another-word-entirely-9")
    keeper.save()
    assert second_step(client, code_at(clock[0])).headers["Location"] == "/sign-in/"


def test_code_page_without_a_first_step_leads_to_the_door(client):
    assert client.get("/sign-in/code/").headers["Location"] == "/sign-in/"


def test_secret_lies_encrypted_and_a_changed_key_is_said(client, keeper, settings, clock):
    stored = Authenticator.objects.get(user=keeper, type="totp").data["secret"]
    assert SECRET not in stored
    assert unlocked(stored) == SECRET
    settings.SIGN_IN_KEY = "another key"
    first_step(client)
    answer = second_step(client, code_at(clock[0]))
    assert (answer.status_code, "กุญแจของระบบเปลี่ยนไป" in answer.content.decode()) == (422, True)


# Who owes a second factor.


@pytest.fixture
def owing(client):
    user_as("tambon_team")
    first_step(client, "tambon_team")
    return client


@pytest.mark.parametrize("address", ["/", "/households/", "/about-me/", "/seat/choose/", "/my-sign-in/", "/help/"])
def test_who_owes_a_second_factor_is_led_to_set_one_up_before_anything_else(owing, address):
    assert owing.get(address).headers["Location"] == "/my-sign-in/second-factor/"


def test_who_owes_one_has_no_scope_even_on_pages_open_to_all(owing):
    page = owing.get("/sign-in/code/", follow=True)
    assert page.redirect_chain[-1][0] == "/my-sign-in/second-factor/"
    assert page.context["scope"].areas == ()
    assert (
        owing.get("/households/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/my-sign-in/second-factor/"
    )


def test_setting_up_shows_the_recovery_codes_once_and_opens_the_house(owing):
    page = owing.get("/my-sign-in/second-factor/").content.decode()
    secret = "".join(re.findall(r"<code>([A-Z2-7 ]+)</code>", page)[0].split())
    wrong = owing.post("/my-sign-in/second-factor/", {"code": "000000"})
    assert wrong.status_code == 422
    assert secret in "".join(wrong.content.decode().split()), "the same picture, or the phone would need a second scan"
    right = owing.post("/my-sign-in/second-factor/", {"code": code_at(time.time(), secret)})
    assert len(re.findall(r"<li><code>\d{8}</code></li>", right.content.decode())) == 10
    assert owing.get("/about-me/").status_code == 200
    assert acts().count("access.add_second_factor") == 1


def test_who_may_leave_before_setting_up(owing):
    assert owing.post("/sign-out/").headers["Location"] == "/sign-in/"


def test_roles_without_persons_owe_none(client):
    user_as("governor_view")
    first_step(client, "governor_view")
    assert client.get("/about-me/").status_code == 200


def test_post_that_sees_persons_asks_at_once_in_a_session_that_is_open(client):
    user = user_as("governor_view")
    first_step(client, "governor_view")
    actions.give_post(
        user=user,
        role="tambon_team",
        partner="CDD",
        area_code="990101",
        title_th="ก",
        title_en="a",
        valid_from=FROM,
        by="t",
    )
    assert client.get("/about-me/").headers["Location"] == "/my-sign-in/second-factor/"


def test_stolen_password_cannot_add_another_factor_to_an_account_that_has_one(client, keeper):
    client.force_login(keeper)  # as a session that never gave the code
    assert client.get("/my-sign-in/second-factor/").headers["Location"].startswith("/my-sign-in/prove/")
    answer = client.post("/my-sign-in/second-factor/key/", {"credential": "{}"})
    assert answer.headers["Location"].startswith("/my-sign-in/prove/")


# Changing it.


def test_last_factor_of_who_sees_persons_stays(keeper):
    client = Client()
    sign_in(client, keeper)
    row = Authenticator.objects.get(user=keeper, type="totp")
    client.post(f"/my-sign-in/second-factor/{row.pk}/remove/")
    assert Authenticator.objects.filter(pk=row.pk).exists()
    assert "จึงต้องมีขั้นที่สองอย่างน้อยหนึ่งอย่าง" in client.get("/my-sign-in/").content.decode()


def test_factor_of_another_and_an_absent_one_are_not_found(keeper):
    client = Client()
    sign_in(client, user_as("auditor"))
    row = Authenticator.objects.get(user=keeper, type="totp")
    answers = [client.post(f"/my-sign-in/second-factor/{pk}/remove/") for pk in (row.pk, 999_999)]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].content == answers[1].content


def test_who_needs_none_may_remove_it_and_the_recovery_codes_go_too():
    user = user_as("governor_view")
    second_factor_actions.add_code_app(user=user, secret=SECRET, code=code_at(time.time()), by="test")
    row = Authenticator.objects.get(user=user, type="totp")
    second_factor_actions.remove_factor(user=user, factor=row, needed=False, by="test")
    assert not Authenticator.objects.filter(user=user).exists()
    assert "access.remove_second_factor" in acts()


def test_what_outlives_the_session_asks_for_a_fresh_proof(keeper, clock):
    client = Client()
    sign_in(client, keeper, at=clock[0] - 1000)
    for address in ("/my-sign-in/password/", "/my-sign-in/second-factor/"):
        assert client.get(address).headers["Location"].startswith("/my-sign-in/prove/")
    old = Authenticator.objects.get(user=keeper, type="recovery_codes").data
    assert client.post("/my-sign-in/recovery-codes/").headers["Location"].startswith("/my-sign-in/prove/")
    assert Authenticator.objects.get(user=keeper, type="recovery_codes").data == old
    answer = client.post("/my-sign-in/prove/", {"code": code_at(clock[0]), "next": "/my-sign-in/password/"})
    assert answer.headers["Location"] == "/my-sign-in/password/"
    assert client.get("/my-sign-in/password/").status_code == 200


def test_without_a_factor_the_password_is_the_proof(clock):
    client, user = Client(), user_as("governor_view")
    client.force_login(user)
    assert client.post("/my-sign-in/prove/", {"password": "no", "next": "/my-sign-in/password/"}).status_code == 422
    right = {"password": "word-of-governor_view-1", "next": "/my-sign-in/password/"}
    assert client.post("/my-sign-in/prove/", right).headers["Location"] == "/my-sign-in/password/"
    assert client.get("/my-sign-in/password/").status_code == 200


def test_account_of_the_demonstration_keeps_what_is_printed():
    user = user_as("auditor")
    User.objects.filter(pk=user.pk).update(password_sample=True)
    user.refresh_from_db()
    for change in (
        lambda: second_factor_actions.new_recovery_codes(user=user, by="t"),
        lambda: second_factor_actions.add_code_app(user=user, secret=SECRET, code="1", by="t"),
    ):
        with pytest.raises(Refusal) as refused:
            change()
        assert refused.value.code == "sample_account"


def test_sample_secret_is_given_to_accounts_of_the_demonstration_only(keeper):
    with pytest.raises(Refusal):
        second_factor_actions.give_sample_factor(user=keeper, secret=SECRET, by="t")


# The door says the same, and takes as long, whoever is named.


class LighterHasher(PBKDF2PasswordHasher):
    """As the house's own in a tenth of its time, which is still far more than all else that the door does."""

    iterations = 100_000


def test_unknown_name_takes_as_long_as_a_known_one(settings, client):
    settings.PASSWORD_HASHERS = [f"{__name__}.LighterHasher"]
    user_as("auditor")
    spent: dict[str, list[float]] = {"auditor": [], "nobody": []}
    for _ in range(7):
        for name, times in spent.items():
            before = time.perf_counter()
            client.post("/sign-in/", {"username": name, "password": "not-the-word"})
            times.append(time.perf_counter() - before)
            SignInTry.objects.all().delete()
    known, unknown = (statistics.median(times) for times in spent.values())
    # A busy machine shakes both; skipping the hash for unknown names would make them ten times quicker.
    assert unknown > known / 2


def test_unknown_name_costs_as_many_questions(client):
    user_as("auditor")
    counts = []
    for name in ("auditor", "nobody"):
        with CaptureQueriesContext(connection) as asked:
            client.post("/sign-in/", {"username": name, "password": "not-the-word"})
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_account_without_a_password_and_one_of_the_demonstration_are_refused_like_unknown_ones(client):
    user = user_as("auditor")
    user.set_unusable_password()
    user.save()
    User.objects.create_user(username="sample", password="baansuk-auditor-2569", password_sample=True)
    texts = [
        client.post("/sign-in/", {"username": name, "password": word}).content.decode()
        for name, word in (("auditor", "word-of-auditor-1"), ("sample", "baansuk-auditor-2569"), ("nobody", "x"))
    ]
    assert all("ชื่อบัญชีหรือรหัสผ่านไม่ถูกต้อง" in text for text in texts)


def test_grant_alone_lets_nobody_past_the_second_factor(owing):
    grant("CDD", "help")
    assert owing.get("/households/").headers["Location"] == "/my-sign-in/second-factor/"
