"""Single sign-on against a real OpenID Connect provider in a thread, whose tokens the tests spoil one by one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from baansuk.access import second_factor_actions, sign_in_actions
from baansuk.access.blind import person_index
from baansuk.access.models import User
from baansuk.access.tests.cast import sign_in, user_as
from baansuk.access.tests.test_second_factor import SECRET, code_at
from baansuk.audit.models import Event
from baansuk.thai.ids import check_digit

if TYPE_CHECKING:
    from baansuk.access.tests.sign_on_provider import Provider

pytestmark = pytest.mark.django_db
# Province 00 stands in no real number.
PID = "100000000001" + str(check_digit("100000000001"))
OTHER = "100000000002" + str(check_digit("100000000002"))


@pytest.fixture
def provider(settings, monkeypatch):
    # Whoever only collects the tests loads no provider.
    from baansuk.access.tests.sign_on_provider import Provider, one_key, running

    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with one_key(), running(Provider()) as made:
        settings.SSO_URL = made.url
        app = {
            "provider_id": "sso",
            "name": "ThaiD",
            "client_id": "baansuk",
            "secret": "s",
            "settings": {"server_url": made.url},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "SCOPE": ["openid", "pid"], "APPS": [app]}
        }
        made.knows(PID)
        yield made


@pytest.fixture
def officer():
    """An officer without persons, whose card is bound."""
    user = user_as("governor_view")
    sign_in_actions.bind_by_sign_on(user=user, person_index=person_index("thai_id", PID), by="test")
    return user


def leave_for(client: Client) -> str:
    answer = client.get("/sign-in/with/?next=/about-me/")
    assert answer.status_code == 302
    return answer.headers["Location"]


def come_back(client: Client, provider: Provider, **changed: str):
    return client.get(provider.answer(leave_for(client), **changed))


def sign(claims, key):
    return jwt.encode(claims, key[0], algorithm="RS256", headers=_named(key))


def _named(key):
    return {"kid": key[1]} if key[1] else {}


def test_button_is_there_only_where_single_sign_on_is(client, provider, settings):
    assert "ThaiD" in client.get("/sign-in/").content.decode()
    settings.SSO_URL = ""
    assert "ThaiD" not in client.get("/sign-in/").content.decode()
    assert client.get("/sign-in/with/").status_code == 404
    assert client.get("/sign-in/with/sso/back/").status_code == 404


def test_reader_is_sent_with_state_nonce_and_challenge_and_no_name(client, provider):
    asked = parse_qs(urlsplit(leave_for(client)).query)
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://testserver/sign-in/with/sso/back/"]


def test_known_person_comes_in_and_goes_where_they_wanted(client, provider, officer):
    answer = come_back(client, provider)
    assert answer.headers["Location"] == "/about-me/"
    assert client.get("/about-me/").status_code == 200
    assert Event.objects.filter(act="access.come_in", actor="governor_view").count() == 1


def test_second_factor_is_asked_all_the_same(client, provider, officer):
    second_factor_actions.add_code_app(user=officer, secret=SECRET, code=code_at(time.time()), by="test")
    assert come_back(client, provider).headers["Location"] == "/sign-in/code/"
    assert client.get("/about-me/").status_code == 302


def spoil_nonce(claims, key):
    return sign({**claims, "nonce": "another"}, key)


def spoil_no_nonce(claims, key):
    return sign({name: value for name, value in claims.items() if name != "nonce"}, key)


def spoil_audience(claims, key):
    return sign({**claims, "aud": "another-system"}, key)


def spoil_several_audiences(claims, key):
    return sign({**claims, "aud": ["baansuk", "another-system"], "azp": "another-system"}, key)


def spoil_time(claims, key):
    return sign({**claims, "iat": int(time.time()) - 7200, "exp": int(time.time()) - 3600}, key)


def spoil_without_time(claims, key):
    return sign({name: value for name, value in claims.items() if name != "exp"}, key)


def spoil_algorithm(claims, key):
    return jwt.encode(claims, None, algorithm="none", headers=_named(key))


def spoil_shared_secret(claims, key):
    return jwt.encode(claims, "s" * 40, algorithm="HS256", headers=_named(key))


def spoil_signer(claims, key):
    mine = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return sign(claims, (mine, key[1]))


def spoil_key_name(claims, key):
    return sign(claims, (key[0], "unknown"))


def spoil_issuer(claims, key):
    return sign({**claims, "iss": "https://evil.example"}, key)


def spoil_all(claims, key):
    return "not.a.token"


@pytest.mark.parametrize(
    ("spoil", "reason", "sentence"),
    [
        (spoil_nonce, "sso_nonce", "ไม่ใช่คำตอบของการเข้าสู่ระบบครั้งนี้"),
        (spoil_no_nonce, "sso_nonce", "ไม่ใช่คำตอบของการเข้าสู่ระบบครั้งนี้"),
        (spoil_audience, "sso_audience", "ออกให้ระบบอื่น"),
        (spoil_several_audiences, "sso_audience", "ออกให้ระบบอื่น"),
        (spoil_time, "sso_expired", "หมดอายุแล้ว"),
        (spoil_without_time, "sso_signature", "ไม่มีลายเซ็นที่เชื่อถือได้"),
        (spoil_algorithm, "sso_signature", "ไม่มีลายเซ็นที่เชื่อถือได้"),
        (spoil_shared_secret, "sso_signature", "ไม่มีลายเซ็นที่เชื่อถือได้"),
        (spoil_signer, "sso_signature", "ไม่มีลายเซ็นที่เชื่อถือได้"),
        (spoil_key_name, "sso_signature", "ไม่มีลายเซ็นที่เชื่อถือได้"),
        (spoil_issuer, "sso_signature", "ไม่มีลายเซ็นที่เชื่อถือได้"),
        (spoil_all, "sso_signature", "ไม่มีลายเซ็นที่เชื่อถือได้"),
    ],
)
def test_proof_that_does_not_hold_is_refused_with_its_reason(client, provider, officer, spoil, reason, sentence):
    provider.spoil = spoil
    answer = come_back(client, provider)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert client.get("/about-me/").status_code == 302
    refused = Event.objects.get(act="access.turn_sign_on_away")
    assert (refused.outcome, refused.about["reason"]) == ("refused", reason)


def test_token_that_is_only_signed_again_is_taken(client, provider, officer):
    """The spoiling itself spoils nothing: what is refused above is refused for its reason."""
    provider.spoil = sign
    assert come_back(client, provider).status_code == 302


def test_answer_to_another_nonce_is_refused(client, provider, officer):
    answer = come_back(client, provider, nonce="a-nonce-of-somebody-else")
    assert "ไม่ใช่คำตอบของการเข้าสู่ระบบครั้งนี้" in answer.content.decode()


def test_answer_begun_in_another_browser_is_refused(client, provider, officer):
    back = provider.answer(leave_for(Client()))
    answer = client.get(back)
    assert answer.status_code == 422
    assert "โปรดเริ่มใหม่" in answer.content.decode()


def test_answer_cannot_be_used_twice(client, provider, officer):
    back = provider.answer(leave_for(client))
    assert client.get(back).status_code == 302
    client.post("/sign-out/")
    assert client.get(back).status_code == 422


def test_cancelling_and_a_silent_provider_are_said(client, provider, officer):
    state = parse_qs(urlsplit(leave_for(client)).query)["state"][0]
    page = client.get(f"/sign-in/with/sso/back/?state={state}&error=access_denied").content.decode()
    assert "ยังไม่ได้ยืนยันตัวตน" in page
    provider.token_status = 500
    assert "ติดต่อระบบยืนยันตัวตนไม่ได้" in come_back(client, provider).content.decode()


def test_provider_that_is_down_is_said_before_leaving(client, provider, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://localhost:9"
    answer = client.get("/sign-in/with/")
    assert (answer.status_code, "ติดต่อระบบยืนยันตัวตนไม่ได้" in answer.content.decode()) == (422, True)


def test_provider_of_another_name_is_refused(client, provider, officer, settings):
    settings.SSO_ISSUER = "https://somebody-else.example"
    answer = come_back(client, provider)
    assert (answer.status_code, "ไม่ใช่รายที่ตั้งไว้" in answer.content.decode()) == (422, True)
    settings.SSO_ISSUER = f"{provider.url}/"
    assert come_back(client, provider).status_code == 302


def test_nobody_is_followed_elsewhere_with_our_secret(client, provider, officer):
    provider.sends_on = "/oauth2/token"
    assert "ติดต่อระบบยืนยันตัวตนไม่ได้" in come_back(client, provider).content.decode()
    provider.sends_on = "/.well-known/openid-configuration"
    assert "ติดต่อระบบยืนยันตัวตนไม่ได้" in client.get("/sign-in/with/").content.decode()


@pytest.mark.parametrize("pid", [None, "", "123", PID[:-1] + str((int(PID[-1]) + 1) % 10), "not a number"])
def test_number_that_is_none_lets_nobody_in(client, provider, officer, pid):
    provider.knows(pid)
    answer = come_back(client, provider)
    assert (answer.status_code, "เลขประจำตัวประชาชนที่ถูกต้อง" in answer.content.decode()) == (422, True)


def test_person_without_an_account_is_told_what_to_do_and_gets_none(client, provider, officer):
    provider.knows(OTHER)
    answer = come_back(client, provider)
    assert "ยังไม่มีบัญชีที่ผูกกับบัตรนี้" in answer.content.decode()
    assert User.objects.count() == 1


def test_closed_account_does_not_open(client, provider, officer):
    User.objects.update(is_active=False)
    assert come_back(client, provider).status_code == 422


def test_number_is_kept_and_logged_nowhere(client, provider, officer, caplog, capsys):
    come_back(client, provider)
    provider.knows(OTHER)
    come_back(Client(), provider)
    call_command("dumpdata", verbosity=0)
    sessions = " ".join(str(session.get_decoded()) for session in Session.objects.all())
    kept = capsys.readouterr().out + sessions + caplog.text
    assert "governor_view" in kept, "the scan itself reads the database"
    for number in (PID, OTHER):
        assert number not in kept


# Binding the card to one's account.


@pytest.fixture
def unbound():
    client, user = Client(), user_as("auditor")
    sign_in(client, user)
    return client, user


def test_card_is_bound_by_who_is_signed_in_and_then_opens(unbound, provider):
    client, user = unbound
    assert come_back(client, provider).headers["Location"] == "/my-sign-in/"
    user.refresh_from_db()
    assert (user.person_index, user.person_known_by) == (person_index("thai_id", PID), "sign_on")
    assert "ยืนยันตัวบุคคลแล้ว" in client.get("/my-sign-in/").content.decode()
    assert come_back(Client(), provider).status_code == 302
    assert Event.objects.filter(act="access.bind_person").count() == 1


def test_one_person_has_one_account(unbound, provider, officer):
    client, user = unbound
    come_back(client, provider)
    user.refresh_from_db()
    assert user.person_index is None
    assert "หนึ่งคนมีได้หนึ่งบัญชี" in client.get("/my-sign-in/").content.decode()


def test_account_bound_to_one_person_is_not_taken_by_another(unbound, provider):
    client, user = unbound
    come_back(client, provider)
    provider.knows(OTHER)
    come_back(client, provider)
    user.refresh_from_db()
    assert user.person_index == person_index("thai_id", PID)


def test_binding_needs_a_fresh_proof(provider):
    client, user = Client(), user_as("auditor")
    sign_in(client, user, at=time.time() - 1000)
    assert client.get("/sign-in/with/").headers["Location"].startswith("/my-sign-in/prove/")


def test_who_owes_a_second_factor_binds_nothing(provider):
    client, user = Client(), user_as("tambon_team")
    client.post("/sign-in/", {"username": "tambon_team", "password": "word-of-tambon_team-1"})
    assert client.get("/sign-in/with/").headers["Location"].startswith("/my-sign-in/prove/")
    user.refresh_from_db()
    assert user.person_index is None
