"""The command about agreements, and which of those that come with the house a house gets."""

from __future__ import annotations

import json

import pytest

from baansuk.agree.models import Agreement
from baansuk.collect import actions as collect
from baansuk.collect.tests.conftest import areas, known, receive, source  # noqa: F401 - fixtures
from baansuk.collect.tests.files import row
from baansuk.command import __main__ as command
from baansuk.command import agreements
from baansuk.places.actions import load_provinces
from baansuk.places.models import Area
from tests.kept import written_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(monkeypatch):
    monkeypatch.setenv("BAANSUK_LANGUAGE", "en")


def _load():
    load_provinces(by="test")
    agreements.load_shipped(sample=True)


loaded = written_once(_load)


@pytest.fixture
def shipped(loaded, english, db):
    """What the house ships is recorded."""


def test_one_line_for_each_with_name_state_parties_roles_and_term(shipped, capsys):
    assert command.run(["agreements"]) == 0
    lines = [line.split(" | ") for line in capsys.readouterr().out.splitlines()]
    assert [(line[0].split()[0], line[2], line[3]) for line in lines] == [
        ("SAMPLE-2569", "13 parties", "17 roles"),
        ("MHS-2566", "20 parties", "0 roles"),
        ("MUK-2564", "7 parties", "27 roles"),
        ("NMA-2564-1", "22 parties", "0 roles"),
        ("NMA-2564-2", "3 parties", "0 roles"),
    ]
    assert [line[1] for line in lines if line[0].startswith(("SAMPLE", "NMA-2564-1"))] == ["In force", "Ended"]
    assert "1 Jan 2568 BE" in next(line for line in lines if line[0].startswith("NMA-2564-1"))[4]


def test_the_same_as_json(shipped, capsys):
    assert command.run(["agreements", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {one["code"]: (one["state"], one["grants"], one["parties"], one["roles"]) for one in told} == {
        "SAMPLE-2569": ("in_force", True, 13, 17),
        "MHS-2566": ("signed", False, 20, 0),
        "MUK-2564": ("signed", False, 7, 27),
        "NMA-2564-1": ("ended", False, 22, 0),
        "NMA-2564-2": ("signed", False, 3, 0),
    }


def test_without_agreements_it_says_so(english, capsys):
    assert command.run(["agreements"]) == 0
    assert "No agreement" in capsys.readouterr().out


def test_a_fresh_house_gets_the_examples_and_not_the_sample(english):
    assert command.run(["init", "--no-input", "--quiet"]) == 0
    assert Agreement.objects.filter(example=True).count() == 4
    assert Agreement.objects.filter(example=False).count() == 0


def test_the_samples_files_bring_its_agreement_where_no_real_area_is_held(receive):  # noqa: F811
    agreements.know_the_sample()
    assert not Agreement.objects.exists(), "no file of it has come yet"
    collect.accept(receive([row()]), by="keeper")
    agreements.know_the_sample()
    assert Agreement.objects.get().code == "SAMPLE-2569"


def test_a_real_house_never_gets_the_samples_agreement(receive):  # noqa: F811
    collect.accept(receive([row()]), by="keeper")
    Area.objects.create(code="58", level=2, name_th="แม่ฮ่องสอน", match_key="x", sort_key="x")
    Area.objects.create(code="5801", level=4, parent_id="58", name_th="เมือง", match_key="y", sort_key="y")
    agreements.know_the_sample()
    assert not Agreement.objects.exists()
