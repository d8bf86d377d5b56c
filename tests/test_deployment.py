"""How the house stands towards the street: deployment checks, headers, cookies, and no form without its token."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from baansuk.access.tests.cast import sign_in, sit_down, user_as
from tests.access.addresses import PAGES
from tests.access.world import make_world

FOR_OTHER_TOKENS = {"openapi-json", "api-root"}


def _checked(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    # Django's own command, as an administrator would ask it; TESTING is not set in that process.
    return subprocess.run(
        [*command, "--settings", "baansuk.web.settings"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


def test_deployed_house_passes_djangos_checks_with_none_silenced(tmp_path):
    done = _checked(BAANSUK_VAR=str(tmp_path), BAANSUK_HTTPS="1", BAANSUK_HOSTS="register.example.go.th")
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_house_without_https_does_not_pass(tmp_path):
    done = _checked(BAANSUK_VAR=str(tmp_path), BAANSUK_HTTPS="0")
    assert done.returncode != 0
    assert "security.W008" in done.stderr


@pytest.mark.django_db
def test_each_page_bears_the_headers_that_keep_others_out():
    answer = Client().get("/sign-in/")
    policy = answer["Content-Security-Policy"]
    for directive in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'self'"):
        assert directive in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_cookies_are_kept_from_scripts_and_from_other_sites():
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.CSRF_COOKIE_SAMESITE == "Lax"


@pytest.mark.django_db
def test_every_page_that_takes_a_form_refuses_one_without_its_token():
    world = make_world()
    keeper = user_as("register_keeper")
    client = Client(enforce_csrf_checks=True)
    sign_in(client, keeper)
    sit_down(client, keeper.posts.get().pk, "register")
    answers = {}
    for name, place in PAGES.items():
        if name in FOR_OTHER_TOKENS:
            continue
        gaps = {gap: world.names.get(str(value), value) for gap, value in place.own.items()}
        try:
            address = reverse(name, kwargs=gaps)
        except NoReverseMatch:  # a page that needs what only its own tests make
            continue
        answers[name] = client.post(address, {}).status_code
    assert len(answers) > 60
    # 405 where a page takes no form at all; a form is refused (403) before anything in it is read.
    assert set(answers.values()) <= {403, 405}, {name: code for name, code in answers.items() if code not in (403, 405)}
    assert sum(code == 403 for code in answers.values()) > 40
