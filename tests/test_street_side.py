"""What the street sees of the house: cookies, addresses without encryption, what is kept in a browser, and whom to write to."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from baansuk.access import actions
from baansuk.access.forms import NewPasswordForm, PasswordForm, SignInForm
from baansuk.access.models import User
from baansuk.access.tests.cast import sign_in, sign_in_as, sit_down, user_as
from baansuk.web.limits import HttpsMiddleware
from tests.access.addresses import PAGES
from tests.access.world import make_world

HOUSE = Path(__file__).resolve().parents[1] / "baansuk"
ASK = """
import json, django; django.setup()
from django.conf import settings
from baansuk.screen.notes import NotesCookie
names = ("SESSION", "CSRF", "LANGUAGE")
print(json.dumps([getattr(settings, f"{name}_COOKIE_NAME") for name in names] + [NotesCookie.cookie_name]))
"""


HASH = """
import django; django.setup()
from django.contrib.auth.hashers import make_password
print(make_password("x"))
"""
# What may change when a page is only read: the trail, the session that reads, and what was counted before.
TRAIL = {"audit_event", "audit_subject", "audit_waiting"}
MAY_CHANGE = TRAIL | {"django_session", "usersessions_usersession", "access_dayreached"}


def _asked(tmp_path: Path, https: str, code: str) -> str:
    environment = {**os.environ, "BAANSUK_VAR": str(tmp_path), "BAANSUK_HTTPS": https}
    environment["DJANGO_SETTINGS_MODULE"] = "baansuk.web.settings"
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout


def _cookie_names(tmp_path: Path, https: str) -> list[str]:
    return list(json.loads(_asked(tmp_path, https, ASK)))


def test_passwords_are_kept_by_a_slow_hash(tmp_path):
    kind, turns, *_ = _asked(tmp_path, "1", HASH).split("$")
    assert kind == "pbkdf2_sha256"
    assert int(turns) >= 600_000


def test_with_https_every_cookie_is_bound_to_this_host(tmp_path):
    assert all(name.startswith("__Host-") for name in _cookie_names(tmp_path, "1"))
    assert not any(name.startswith("__") for name in _cookie_names(tmp_path, "0")), "browsers take them by HTTPS only"


@pytest.mark.django_db
def test_no_cookie_is_open_to_scripts():
    client = Client()
    client.get("/sign-in/")
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert len(client.cookies) >= 2
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in client.cookies.values())


def test_a_program_without_encryption_is_refused_and_not_led_on(settings):
    settings.SECURE_SSL_REDIRECT = True
    door = HttpsMiddleware(lambda _request: pytest.fail("it came through"))
    answer = door(RequestFactory().get("/api/v1/households", headers={"Authorization": "Bearer bsk_x"}))
    assert answer.status_code == 403
    assert json.loads(answer.content)["code"] == "https_needed"


def test_a_program_with_encryption_comes_through(settings):
    settings.SECURE_SSL_REDIRECT = True
    assert HttpsMiddleware(lambda _request: "in")(RequestFactory().get("/api/v1/me", secure=True)) == "in"


@pytest.mark.django_db
def test_what_the_browser_kept_goes_with_the_session():
    answer = sign_in_as("register_keeper").post("/sign-out/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/households/", "/my-sign-in/", "/no-such-page/", "/api/v1/me"])
def test_no_answer_is_kept_by_a_browser_or_a_cache(address):
    answer = sign_in_as("register_keeper").get(address)
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_even_what_is_turned_away_unread_bears_the_policy(settings):
    settings.UPLOAD_MAX_BYTES = 10
    answer = Client().post("/sign-in/", CONTENT_LENGTH="99999999", content_type="text/plain", data=b"")
    assert answer.status_code == 413
    assert "base-uri 'none'" in answer["Content-Security-Policy"]
    assert "object-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/sign-in/", "/households/", "/help/", "/api/v1/me", "/health/"])
def test_trace_is_not_answered(address):
    answer = sign_in_as("register_keeper").trace(address, headers={"X-Secret": "told-to-nobody"})
    assert answer.status_code >= 400
    assert b"told-to-nobody" not in answer.content


def test_no_script_of_ours_keeps_anything_or_runs_text():
    bad = re.compile(
        r"localStorage|sessionStorage|indexedDB|document\.cookie|innerHTML|outerHTML\s*=|\beval\(|new Function|postMessage"
    )
    scripts = [path for path in HOUSE.rglob("static/**/*") if path.suffix in (".js", ".mjs")]
    assert len(scripts) >= 3
    assert {
        path.name: bad.findall(path.read_text(encoding="utf-8"))
        for path in scripts
        if bad.search(path.read_text(encoding="utf-8"))
        # A village's paper is keyed in where the line breaks: codes of outcomes by line, under the page's own code, stay on
        # the device until the house has received them. No name, note or house number is among them.
    } == {"keying.js": ["localStorage"] * 3}


@pytest.mark.django_db
def test_whoever_found_a_hole_is_told_where_to_write(settings, client):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.go.th"
    told = client.get("/.well-known/security.txt")
    assert told["Content-Type"].startswith("text/plain")
    assert "Contact: mailto:security@example.go.th\n" in told.content.decode()
    assert re.search(r"Expires: \d{4}-\d\d-\d\dT00:00:00Z\n", told.content.decode())


def test_password_fields_are_masked_and_open_to_password_keepers():
    for form, kept in (
        (SignInForm, "current-password"),
        (PasswordForm, "current-password"),
        (NewPasswordForm, "new-password"),
    ):
        field = str(form()["password"])
        assert 'type="password"' in field
        assert f'autocomplete="{kept}"' in field
        assert "onpaste" not in field


@pytest.mark.django_db
def test_a_password_counts_letter_by_letter_to_its_end(client):
    password = f" {'เรือ' * 10}-Four Rivers-{'x' * 100}É "
    actions.create_user(username="somying", password=password, partner="CDD", by="test")
    for wrong in (password[:-1], password.strip(), password.lower(), password[:72]):
        assert client.post("/sign-in/", {"username": "somying", "password": wrong}).status_code == 422
    assert client.post("/sign-in/", {"username": "somying", "password": password}).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/.git/config",
        "/.env",
        "/static/",
        "/static/../settings.py",
        "/var/keys/master",
        "/baansuk/web/settings.py",
        "/store/",
    ],
)
def test_nothing_but_what_is_meant_is_served(client, address):
    answer = client.get(address, follow=True)
    assert answer.status_code == 404
    assert b"Index of" not in answer.content


def _rows() -> dict[str, list[str]]:
    """Every row of every table that reading must not change."""
    kept = [model for model in apps.get_models() if model._meta.db_table not in MAY_CHANGE]
    return {one._meta.db_table: sorted(map(repr, one.objects.values_list())) for one in kept}


def _readable(world: object) -> dict[str, str]:
    """The address of each page, as far as the small world has what it is about."""
    found = {}
    for name, place in PAGES.items():
        gaps = {gap: world.names.get(str(value), value) for gap, value in place.own.items()}  # type: ignore[attr-defined]  # a declared place
        try:
            found[name] = reverse(name, kwargs=gaps)
        except NoReverseMatch:
            continue
    return found


# Both are asked of one walk through all pages, which takes seconds.
@pytest.mark.django_db
def test_no_page_changes_anything_when_it_is_only_read_and_every_text_says_its_character_set():
    pages = _readable(make_world())
    keeper = user_as("register_keeper")
    client = Client()
    sign_in(client, keeper)
    sit_down(client, keeper.posts.get().pk, "register")
    before, shown, kinds = _rows(), 0, {}
    for name, address in pages.items():
        answer = client.get(address)
        shown += answer.status_code == 200
        kinds[name] = answer.headers.get("Content-Type", "")
        if answer.streaming:
            list(answer.streaming_content)  # type: ignore[arg-type]  # never asynchronous here
    after = _rows()
    assert shown > 40
    assert {table for table in before if before[table] != after[table]} == set()
    assert User.objects.get(pk=keeper.pk).language == keeper.language
    assert {
        name: kind for name, kind in kinds.items() if kind.startswith("text/") and "charset=utf-8" not in kind
    } == {}
