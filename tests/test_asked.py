"""PostgreSQL is asked everything that SQLite was asked, by as few of the dear tests as that takes."""

from __future__ import annotations

import os
from types import FunctionType

from hypothesis import given
from hypothesis import strategies as st

from tests.asked import CHEAP, Asked, Notes, chosen, read, shape, without_database

DEAR = CHEAP * 10
TESTS = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=2),
    st.builds(Asked, st.sampled_from([CHEAP / 2, DEAR, DEAR * 3]), st.sets(st.sampled_from("123456789"))),
    max_size=12,
)


@given(TESTS)
def test_nothing_is_left_unasked(known):
    taken = chosen(known, known)
    assert set().union(*(known[one].what for one in taken)) == set().union(*(one.what for one in known.values()))


@given(TESTS)
def test_no_dear_one_is_asked_again_for_what_the_others_ask(known):
    taken = chosen(known, known)
    for one in taken:
        others = set().union(*(known[other].what for other in taken - {one}))
        assert known[one].cost < CHEAP or not known[one].what <= others, one


def test_what_is_not_known_or_cheap_is_asked_again():
    known = {"cheap": Asked(CHEAP / 2, {"a"}), "dear": Asked(DEAR, {"a"}), "other": Asked(DEAR, {"a", "b"})}
    assert chosen(known, [*known, "new"]) == {"cheap", "new", "other"}


def test_what_a_page_asks_is_not_asked_without_one_as_well():
    known = {"page": Asked(DEAR, {"page: a"}), "other": Asked(DEAR, {"a"}), "third": Asked(DEAR, {"b"})}
    assert chosen(known, known) == {"page", "third"}
    assert chosen(known, ["other"]) == {"other"}


def test_a_question_is_the_same_with_other_values():
    asked = "select a from t where b in (%s, %s) and c = 'x' limit 21"
    assert shape(asked) == shape("select a from t where b in (%s, %s, %s) and c = 'y' limit 5")
    assert shape(asked) != shape(asked.replace("select a", "select b"))


def test_rows_changed_in_one_go_are_one_question_however_many():
    row = "WHEN (a = %s) THEN %s"
    assert shape(f"update t set b = case {row} {row} {row} end") == shape(f"update t set b = case {row} end")


def hear(notes, sql):
    notes._hear(lambda *given: None, sql, (), False, {})


# The same said by a module of the house.
by_the_house = FunctionType(hear.__code__, {"__name__": "baansuk.somewhere.questions"})


def test_how_a_test_furnishes_and_looks_is_not_noted_but_what_it_is_handed_is(tmp_path):
    notes = Notes(tmp_path / "asked" / "one.json")
    with notes.of("a test"):
        hear(notes, "select a from t where b = 1")
        hear(notes, "insert into t values (1)")
        by_the_house(notes, "select b from t where b = 1")
        hear(notes, "select a from t where b like 'x'")
        hear(notes, "select a from t where b in (select c from u)")
    notes.write()
    assert read(tmp_path / "asked")["a test"].what == {
        "select b from t where b = #", "select a from t where b like #", "select a from t where b in (select c from u)",
    }  # fmt: skip


def test_files_without_the_database_are_noted_until_somebody_writes_in_them(tmp_path):
    files = [tmp_path / "test_one.py", tmp_path / "test_other.py", tmp_path / "test_gone.py"]
    for file in files[:2]:
        file.touch()
        os.utime(file, (0, 0))
    notes = Notes(tmp_path / "asked" / "one.json")
    notes.without(map(str, files))
    notes.write()
    assert without_database(tmp_path / "asked") == set(files[:2])
    later = (tmp_path / "asked" / "one.json").stat().st_mtime + 1
    os.utime(files[0], (later, later))
    assert without_database(tmp_path / "asked") == {files[1]}


def test_what_is_noted_is_read_again(tmp_path):
    notes = Notes(tmp_path / "asked" / "one.json")
    with notes.of("first"):
        by_the_house(notes, "select 'a person'")
        with notes.page():
            hear(notes, "select 1")
    with notes.of("of nothing"):
        pass
    by_the_house(notes, "select 2")
    notes.write()
    assert {test: one.what for test, one in read(tmp_path / "asked").items()} == {
        "first": {"select #", "page: select #"}
    }
    assert "a person" not in (tmp_path / "asked" / "one.json").read_text()
