"""The demonstration prints what opens it, so it lives only in a database made for it, on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.test.utils import override_settings

from baansuk.access import actions, one_time
from baansuk.access.demo_codes import codes_now, secret_of
from baansuk.access.demo_mark import fault_of_the_mark
from baansuk.access.demonstration import ACCOUNTS
from baansuk.command.__main__ import run
from tests.kept import written_once

pytestmark = pytest.mark.django_db


def _made() -> None:
    with override_settings(DEMO=True):
        actions.mark_demonstration(by="command")
        actions.demo_accounts(by="command")


accounts = written_once(_made)


@pytest.fixture
def demo(accounts, settings):
    settings.DEMO = True
    return settings


def deploy_faults():
    return [message.id for message in run_checks(include_deployment_checks=True) if message.id == "baansuk.E001"]


def first_step(client, player):
    return client.post("/sign-in/", {"username": player.username, "password": player.password})


@pytest.mark.parametrize("player", ACCOUNTS, ids=lambda player: player.username)
def test_every_account_comes_in_with_the_password_and_code_that_are_shown(demo, client, player, monkeypatch):
    # A code lives for half a minute, and one that began in the last second of it once came in as another.
    now = time.time() // 30 * 30 + 10
    monkeypatch.setattr(time, "time", lambda: now)
    page = client.get("/sign-in/").content.decode()
    assert f"<code>{player.password}</code>" in page
    code = codes_now()[player.username]
    assert f"<code>{code}</code>" in page
    assert first_step(client, player).headers["Location"] == "/sign-in/code/"
    assert f"data-code>{code}</code>" in client.get("/sign-in/code/").content.decode()
    assert client.post("/sign-in/code/", {"code": code}).headers["Location"] == "/"


def test_code_that_was_used_is_not_shown_again(demo):
    player = ACCOUNTS[0]
    seen = set()
    for _ in range(2):
        client, code = Client(), codes_now()[player.username]
        seen.add(code)
        first_step(client, player)
        assert client.post("/sign-in/code/", {"code": code}).status_code == 302
    assert len(seen) == 2


def test_nothing_is_shown_and_nobody_comes_in_where_the_house_is_a_real_one(demo, client):
    demo.DEMO = False
    page = client.get("/sign-in/").content.decode()
    assert not any(player.password in page for player in ACCOUNTS)
    assert first_step(client, ACCOUNTS[0]).status_code == 422


def test_environment_alone_shows_nothing_in_a_database_that_was_not_made_for_it(settings, client):
    settings.DEMO = True
    assert "baansuk-auditor-2569" not in client.get("/sign-in/").content.decode()


def test_mark_is_no_fault_in_a_demonstration_on_this_machine(demo):
    assert fault_of_the_mark() is None
    assert deploy_faults() == []


@pytest.mark.parametrize(
    ("name", "value"), [("DEMO", False), ("SESSION_COOKIE_SECURE", True), ("ALLOWED_HOSTS", ["baansuk.example.go.th"])]
)
def test_mark_is_refused_in_earnest_by_doctor_serve_and_deploy_check(demo, name, value, capsys, monkeypatch):
    monkeypatch.setenv("BAANSUK_LANGUAGE", "en")
    # The tests on PostgreSQL are the owner, whom serve refuses first.
    monkeypatch.setattr("baansuk.access.database_roles.check_fit", lambda role: None)
    setattr(demo, name, value)
    assert fault_of_the_mark() is not None
    assert deploy_faults() == ["baansuk.E001"]
    assert run(["doctor"]) == 1
    assert "emonstration" in capsys.readouterr().out
    assert run(["serve", "--port", "1"]) == 1
    assert "emonstration" in capsys.readouterr().err


def test_real_house_has_no_fault(settings):
    assert fault_of_the_mark() is None
    assert deploy_faults() == []


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "baansuk.example.go.th"])
def test_demonstration_is_served_on_this_machine_only(host, capsys, monkeypatch):
    monkeypatch.setenv("BAANSUK_LANGUAGE", "en")
    monkeypatch.delenv("BAANSUK_DEMO", raising=False)
    assert run(["serve", "--demo", "--host", host]) == 1
    assert "127.0.0.1 only" in capsys.readouterr().err


def test_demonstration_answers_to_no_other_name_whatever_the_environment_says():
    code = "from django.conf import settings; print(settings.ALLOWED_HOSTS)"
    environment = {
        **os.environ, "BAANSUK_DEMO": "1", "BAANSUK_HOSTS": "evil.example", "DJANGO_SETTINGS_MODULE": "baansuk.web.settings"
    }  # fmt: skip
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert said.strip() == "['127.0.0.1', 'localhost', '[::1]']"


def test_command_prints_a_code_that_opens(demo, capsys, monkeypatch):
    monkeypatch.setenv("BAANSUK_LANGUAGE", "en")
    assert run(["code", "auditor"]) == 0
    code = capsys.readouterr().out.split()[0]
    assert one_time.step_of(secret_of("auditor"), code, time.time()) is not None
    assert run(["code", "nobody"]) == 1


def test_command_prints_no_code_of_a_real_house(capsys, monkeypatch):
    monkeypatch.setenv("BAANSUK_LANGUAGE", "en")
    assert run(["code", "auditor"]) == 1
    assert "no demonstration account" in capsys.readouterr().err
