"""PostgreSQL is asked everything that SQLite was asked, by as few of the dear tests as that takes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.asked import CHEAP, Asked, Notes, chosen, read, shape

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


def test_what_is_not_known_or_cheap_is_asked_again():
    known = {"cheap": Asked(CHEAP / 2, {"a"}), "dear": Asked(DEAR, {"a"}), "other": Asked(DEAR, {"a", "b"})}
    assert chosen(known, [*known, "new"]) == {"cheap", "new", "other"}


def test_a_question_is_the_same_with_other_values():
    asked = "select a from t where b in (%s, %s) and c = 'x' limit 21"
    assert shape(asked) == shape("select a from t where b in (%s, %s, %s) and c = 'y' limit 5")
    assert shape(asked) != shape(asked.replace("select a", "select b"))


def test_what_is_noted_is_read_again(tmp_path):
    notes = Notes(tmp_path / "asked" / "one.json")
    with notes.of("first"):
        notes._hear(lambda *given: None, "select 'a person'", (), False, {})
        with notes.page():
            notes._hear(lambda *given: None, "select 1", (), False, {})
    with notes.of("of nothing"):
        pass
    notes._hear(lambda *given: None, "select 2", (), False, {})
    notes.write()
    assert {test: one.what for test, one in read(tmp_path / "asked").items()} == {
        "first": {"select #", "page: select #"}
    }
    assert "a person" not in (tmp_path / "asked" / "one.json").read_text()
