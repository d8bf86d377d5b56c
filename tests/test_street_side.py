"""What the street sees of the house: cookies, addresses without encryption, what is kept in a browser, and whom to write to."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client, RequestFactory

from baansuk.access.tests.cast import sign_in_as
from baansuk.web.limits import HttpsMiddleware

HOUSE = Path(__file__).resolve().parents[1] / "baansuk"
ASK = """
import json, django; django.setup()
from django.conf import settings
from baansuk.screen.notes import NotesCookie
names = ("SESSION", "CSRF", "LANGUAGE")
print(json.dumps([getattr(settings, f"{name}_COOKIE_NAME") for name in names] + [NotesCookie.cookie_name]))
"""


def _cookie_names(tmp_path: Path, https: str) -> list[str]:
    environment = {**os.environ, "BAANSUK_VAR": str(tmp_path), "BAANSUK_HTTPS": https}
    environment["DJANGO_SETTINGS_MODULE"] = "baansuk.web.settings"
    done = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


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
    } == {}


@pytest.mark.django_db
def test_whoever_found_a_hole_is_told_where_to_write(settings, client):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.go.th"
    told = client.get("/.well-known/security.txt")
    assert told["Content-Type"].startswith("text/plain")
    assert "Contact: mailto:security@example.go.th\n" in told.content.decode()
    assert re.search(r"Expires: \d{4}-\d\d-\d\dT00:00:00Z\n", told.content.decode())
