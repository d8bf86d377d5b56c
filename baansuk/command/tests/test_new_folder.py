"""A folder appears whole or not at all, and what it replaces goes only then."""

from __future__ import annotations

import pytest

from baansuk.command.new_folder import new_folder
from baansuk.thai.words import Refusal


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_it_appears_when_the_block_ends(tmp_path):
    place = tmp_path / "above" / "out"
    with new_folder(place) as folder:
        (folder / "a").write_text("1")
        assert not place.exists() and folder.parent == place.parent and folder.name.startswith(".")
    assert (place / "a").read_text() == "1"
    assert names(tmp_path / "above") == ["out"]


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt])
def test_nothing_stays_of_a_block_that_fails(fault, tmp_path):
    with pytest.raises(fault), new_folder(tmp_path / "above" / "out") as folder:
        (folder / "a").write_text("1")
        raise fault
    assert names(tmp_path) == []


@pytest.mark.parametrize("place", ["a.csv/out", "a.csv/above/out", "above/" + "o" * 300])
def test_a_place_that_cannot_be_made_is_refused_and_nothing_stays(place, tmp_path):
    (tmp_path / "a.csv").touch()
    with pytest.raises(Refusal, match="cannot be made"), new_folder(tmp_path / place):
        pytest.fail("there is no folder to fill")
    assert names(tmp_path) == ["a.csv"]


def test_what_lay_there_is_whole_until_the_end_and_then_gone(tmp_path):
    place = tmp_path / "out"
    place.mkdir()
    (place / "old").write_text("old")
    with pytest.raises(ValueError, match="no"), new_folder(place):
        raise ValueError("no")
    assert names(place) == ["old"] and names(tmp_path) == ["out"]
    with new_folder(place) as folder:
        (folder / "new").write_text("new")
        assert names(place) == ["old"]
    assert names(place) == ["new"] and names(tmp_path) == ["out"]


def test_a_link_to_a_folder_stays_a_link(tmp_path):
    (tmp_path / "true").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "true")
    with new_folder(tmp_path / "link") as folder:
        (folder / "new").write_text("new")
    assert (tmp_path / "link").is_symlink() and names(tmp_path / "true") == ["new"]
    assert names(tmp_path) == ["link", "true"]
