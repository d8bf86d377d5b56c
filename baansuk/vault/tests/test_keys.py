"""Keys: durable before use, refused by name when missing, wrong or destroyed, rotated though cut short."""

from __future__ import annotations

import os
import stat

import pytest

from baansuk.thai.words import Refusal
from baansuk.vault import keys as keys_module
from baansuk.vault.keys import VALUES, Keyring
from baansuk.vault.masters import mark_of, new_master, read_masters, shown


def refused(call, *arguments):
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value


def test_a_key_is_the_same_for_the_next_process(keyring):
    key = keyring.new_key(place="deliveries/1")
    assert Keyring(keyring.folder).key(key.id) == key
    assert len(key.secret) == 32
    assert key.secret not in (keyring.folder / "data" / key.id).read_bytes()
    assert key.secret.hex() not in repr(key)
    assert repr(key.secret) not in repr(key)


def test_only_the_owner_may_read_keys(keyring):
    keyring.values_key()
    for path in keyring.folder.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_lost_master_key_is_not_replaced(keyring):
    keyring.new_key()
    (keyring.folder / "master").unlink()
    refusal = refused(Keyring, keyring.folder)
    assert refusal.code == "key_missing"
    assert "master" in refusal.words.en
    assert not (keyring.folder / "master").exists()


def test_the_master_key_of_another_house_is_named_as_not_fitting(keyring, tmp_path):
    key = keyring.new_key()
    other = Keyring(tmp_path / "other")
    (keyring.folder / "master").write_bytes((other.folder / "master").read_bytes())
    refusal = refused(Keyring(keyring.folder).key, key.id)
    assert refusal.code == "key_wrong"
    assert other.masters[0].name in refusal.words.en
    assert keyring.masters[0].name in refusal.words.th


@pytest.mark.parametrize("text", ["", "short", "%%%%", "a" * 43, "YWJj" * 10])
def test_a_file_that_holds_no_master_key_is_refused(keyring, text):
    keyring.new_key()
    (keyring.folder / "master").write_text(text)
    assert refused(Keyring, keyring.folder).code == "key_wrong"


def test_a_missing_data_key_and_an_edited_one_are_named(keyring):
    key, other = keyring.new_key(), keyring.new_key()
    path = keyring.folder / "data" / key.id
    whole = path.read_bytes()
    for wrong in (whole[:-9], b"{}", b"", whole.replace(b'"place": ""', b'"place": "x"')):
        path.write_bytes(wrong)
        refusal = refused(Keyring(keyring.folder).key, key.id)
        assert refusal.code == "key_wrong"
        assert key.id in refusal.words.th
    path.write_bytes((keyring.folder / "data" / other.id).read_bytes())
    assert refused(Keyring(keyring.folder).key, key.id).code == "key_wrong"
    path.unlink()
    refusal = refused(Keyring(keyring.folder).key, key.id)
    assert (refusal.code, key.id in refusal.words.en) == ("key_missing", True)


@pytest.mark.parametrize("name", ["../master", "", "a/b", "กุญแจ", "."])
def test_a_name_cannot_lead_out_of_the_folder(keyring, name):
    assert refused(keyring.key, name).code == "key_wrong"


def test_a_destroyed_key_is_gone_in_this_process_and_others(keyring):
    key, stays = keyring.new_key(), keyring.new_key()
    other = Keyring(keyring.folder)
    other.key(key.id)
    wrapped = (keyring.folder / "data" / key.id).read_bytes()
    keyring.destroy(key.id)
    keyring.destroy(key.id)
    for ring in (keyring, other, Keyring(keyring.folder)):
        refusal = refused(ring.key, key.id)
        assert (refusal.code, key.id in refusal.words.th) == ("key_destroyed", True)
        assert ring.key(stays.id) == stays
    assert all(wrapped not in path.read_bytes() for path in keyring.folder.rglob("*") if path.is_file())
    assert [one.id for one in keyring.listed()] == [stays.id]


def test_values_have_a_key_and_after_a_new_one_the_older_still_opens(keyring):
    first = keyring.values_key()
    assert first.kind == VALUES
    assert Keyring(keyring.folder).values_key() == first
    second = keyring.new_values_key()
    assert keyring.values_key() == second != first
    assert keyring.key(first.id) == first


def test_rotation_wraps_all_by_a_new_master_and_forgets_the_old(keyring):
    made = [keyring.new_key(place=f"runs/{number}") for number in range(5)]
    old, seen, shown_at = keyring.masters[0], [], []
    new = keyring.rotate(lambda done, of: seen.append((done, of)), lambda master: shown_at.append(master.name))
    assert seen == [(number, 5) for number in range(1, 6)]
    assert shown_at == [new.name]
    assert new.name != old.name
    again = Keyring(keyring.folder)
    assert [master.name for master in again.masters] == [new.name]
    assert [again.key(key.id) for key in made] == made
    assert {one.master for one in again.listed()} == {new.name}


@pytest.mark.parametrize("after", range(5))
def test_a_rotation_cut_short_opens_all_and_goes_on(keyring, after):
    made = [keyring.new_key() for _ in range(4)]

    def cut(done: int, of: int) -> None:
        if done == after:
            raise KeyboardInterrupt

    def cut_last(master) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keyring.rotate(cut, cut_last)
    half = Keyring(keyring.folder)
    assert [half.key(key.id) for key in made] == made
    assert len(half.masters) == 2
    begun = half.masters[0].name
    assert half.rotate().name == begun
    whole = Keyring(keyring.folder)
    assert [master.name for master in whole.masters] == [begun]
    assert [whole.key(key.id) for key in made] == made


def test_a_process_that_knows_the_old_master_only_works_on_through_a_rotation(keyring):
    key = keyring.new_key()
    other = Keyring(keyring.folder)
    during = []
    keyring.rotate(lambda done, of: during.append(other.new_key()))
    during.append(other.new_key())
    fresh = Keyring(keyring.folder)
    assert [fresh.key(one.id) for one in during] == during
    assert Keyring(keyring.folder).key(key.id) == key
    stale = Keyring(keyring.folder)
    keyring.rotate()
    assert stale.key(key.id) == key


def test_the_environment_may_give_the_master_key(tmp_path):
    old, new = new_master(), new_master()
    key = Keyring(tmp_path, shown(old)).new_key()
    assert not (tmp_path / "master").exists()
    assert refused(Keyring(tmp_path, shown(old)).rotate).code == "master_in_environment"
    assert refused(Keyring(tmp_path, shown(new)).key, key.id).code == "key_wrong"
    both = Keyring(tmp_path, f"{shown(new)},{shown(old)}")
    assert both.key(key.id) == key
    assert both.rotate().name == new.name
    assert Keyring(tmp_path, shown(new)).key(key.id) == key
    assert refused(Keyring, tmp_path, "not a key").code == "key_wrong"


def test_a_key_is_on_the_disk_before_it_is_returned(keyring, monkeypatch):
    monkeypatch.setattr("baansuk.vault.durable.os.fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError):
        keyring.new_key()
    monkeypatch.undo()
    assert Keyring(keyring.folder).listed() == []


def test_marks_tell_keys_apart_and_say_nothing_of_them():
    one, two = os.urandom(32), os.urandom(32)
    assert mark_of(one, "master") == mark_of(one, "master")
    assert len({mark_of(one, "master"), mark_of(two, "master"), mark_of(one, "index")}) == 3
    assert read_masters(shown(new_master()), "here")[0].name.startswith("m-")
    assert keys_module.fresh_key().place == ""
