"""Keys that are missing, wrong or of another house: refused before anything is done, and said which."""

from __future__ import annotations

import os

import pytest

from baansuk.access import key_actions, key_marks
from baansuk.access.models import KeyMark
from baansuk.audit.models import Event
from baansuk.thai.words import Refusal
from baansuk.vault import house, secret_files
from baansuk.vault.masters import new_master, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def marked(tmp_path):
    """A house of its own whose keys are marked."""
    before = house.places()
    house.configure(tmp_path / "keys", tmp_path / "private")
    key_actions.mark_keys(by="command")
    yield tmp_path / "keys"
    house.configure(before.keys, before.private, master=before.master, store_sealed=before.store_sealed)


def refusal() -> Refusal:
    with pytest.raises(Refusal) as caught:
        key_marks.check_keys()
    return caught.value


def test_the_keys_of_the_house_are_known_again(marked):
    key_marks.check_keys()
    assert set(KeyMark.objects.values_list("name", flat=True)) == set(key_marks.NAMES)
    assert key_actions.mark_keys(by="command") == []
    assert Event.objects.filter(act="access.mark_keys").count() == 1


def test_marks_hold_nothing_of_the_keys(marked, settings):
    marks = " ".join(KeyMark.objects.values_list("mark", flat=True))
    master = (marked / "master").read_text().strip()
    for secret in (settings.SECRET_KEY, settings.BLIND_INDEX_KEY, settings.AUDIT_KEY, master):
        assert secret[:8] not in marks


@pytest.mark.parametrize(("name", "setting"), key_marks.SECRETS.items())
def test_a_wrong_key_is_named(marked, settings, name, setting):
    setattr(settings, setting, "another")
    found = refusal()
    assert (found.code, name in found.words.th, name in found.words.en) == ("key_wrong", True, True)


@pytest.mark.parametrize("name", key_marks.SECRETS)
def test_a_missing_key_is_named_and_not_made_anew(marked, name, tmp_path):
    made = secret_files.secret(tmp_path / "elsewhere", name, "")
    try:
        found = refusal()
        assert (found.code, name in found.words.en) == ("key_missing", True)
        with pytest.raises(Refusal):
            key_actions.mark_keys(by="command")
        assert not (tmp_path / "elsewhere").exists()
        assert made
    finally:
        secret_files.forget()


def test_a_missing_and_a_wrong_master_key_are_named(marked):
    whole = (marked / "master").read_text()
    (marked / "master").unlink()
    assert refusal().code == "key_missing"
    assert "master" in refusal().words.th
    (marked / "master").write_text(shown(new_master()))
    found = refusal()
    assert (found.code, "master" in found.words.en) == ("key_wrong", True)
    (marked / "master").write_text("half a key")
    assert refusal().code == "key_wrong"
    (marked / "master").write_text(whole)
    key_marks.check_keys()


def test_all_keys_of_another_province_are_said_to_be_so(marked, settings):
    for setting in key_marks.SECRETS.values():
        setattr(settings, setting, os.urandom(8).hex())
    (marked / "master").write_text(shown(new_master()))
    found = refusal()
    assert found.code == "keys_of_another_house"
    assert str(marked) in found.words.th


def test_a_database_that_knows_no_keys_asks_for_init_when_there_are_none(marked, tmp_path):
    KeyMark.objects.all().delete()
    key_marks.check_keys()
    secret_files.secret(tmp_path / "elsewhere", "BAANSUK_INDEX_KEY", "")
    try:
        assert refusal().code == "no_keys_yet"
        assert "BAANSUK_INDEX_KEY" in key_actions.mark_keys(by="command")
        assert (tmp_path / "elsewhere" / "baansuk_index_key").stat().st_mode & 0o077 == 0
    finally:
        secret_files.forget()


def test_during_a_rotation_both_master_keys_are_known_and_after_it_the_new_one(marked):
    house.keyring().new_key()
    during = []

    def asked(done: int, total: int) -> None:
        key_marks.check_keys()
        during.append(done)

    house.keyring().rotate(asked, lambda master: key_actions.mark_master(master, by="command"))
    assert during == [1]
    key_marks.check_keys()
    assert Event.objects.filter(act="access.rotate_master").count() == 1
