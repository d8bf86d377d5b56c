"""The demonstration starts again without leaving anything behind, and closes with the time it took."""

from __future__ import annotations

import time

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from baansuk.access.models import User
from baansuk.assess.tests.page_fixtures import make_edition
from baansuk.audit.models import Event
from baansuk.command import __main__ as command
from baansuk.command import demo as demo_words
from baansuk.command import house
from baansuk.command.printed_passwords import FEW

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings, monkeypatch):
    """A demonstration whose mark is taken away again after the test."""
    settings.DEMO = True
    monkeypatch.setenv("BAANSUK_DEMO", "1")
    monkeypatch.setenv("BAANSUK_LANGUAGE", "en")


def test_a_second_start_where_nothing_changed_leaves_no_trail(demo, monkeypatch, capsys):
    houses = ["H-7K3M-9PX2-C", "H-7K3M-9PX3-D"]
    monkeypatch.setattr(house, "_houses_of_the_round", lambda: houses)
    assert command.run(["init", "--no-input", "--demo", "--quiet"]) == 0, capsys.readouterr().err
    first = Event.objects.count()
    assert command.run(["init", "--no-input", "--demo", "--quiet"]) == 0
    demo_words.show_accounts("127.0.0.1", 8000)
    assert list(Event.objects.order_by("pk").values_list("act", flat=True)[first:]) == []
    houses.pop()
    command.run(["init", "--no-input", "--demo", "--quiet"])
    assert [event.act for event in Event.objects.order_by("pk")[first:]] == ["access.assign_houses"]


def test_ready_is_said_once_and_only_when_asked(demo, capsys):
    command.run(["init", "--no-input", "--demo", "--quiet"])
    assert "Ready" not in capsys.readouterr().out
    command.run(["init", "--no-input", "--demo"])
    assert capsys.readouterr().out.count("Ready") == 1


def test_a_printed_password_is_hashed_in_no_time_and_in_full_by_the_first_who_comes_in(demo, settings, capsys):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    command.run(["init", "--no-input", "--demo", "--quiet"])
    keeper, full = User.objects.get(username="register_keeper"), PBKDF2PasswordHasher.iterations
    assert keeper.password.startswith(f"pbkdf2_sha256${FEW}$") and full > 100 * FEW
    assert keeper.check_password("baansuk-register-keeper-2569")
    keeper.refresh_from_db()
    assert keeper.password.startswith(f"pbkdf2_sha256${full}$")


def test_the_time_since_the_beginning_is_said(demo, monkeypatch, capsys):
    monkeypatch.setenv("BAANSUK_BEGAN", str(int(time.time()) - 75))
    house._say_how_long()
    assert "Made ready in 1 min 15 s" in capsys.readouterr().out
    monkeypatch.delenv("BAANSUK_BEGAN")
    house._say_how_long()
    assert capsys.readouterr().out == ""


def test_the_volunteer_of_the_demonstration_is_given_houses_of_its_village(db):
    codes = make_edition()
    assert house._houses_of_the_round() == codes[:2]
