"""The states of agreements and annexes: every one has an owner, and the diagram in the docs is drawn from the table."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from baansuk.agree import annexes, moves
from baansuk.agree.terms import DAY, UNKNOWN, Term
from baansuk.thai.words import Refusal

LAST = date(2030, 9, 30)
TERM = Term(date(2025, 10, 1), LAST, DAY)
LEGAL = {
    ("draft", "signed"),
    ("draft", "withdrawn"),
    ("signed", "in_force"),
    ("signed", "withdrawn"),
    ("in_force", "suspended"),
    ("in_force", "ended"),
    ("in_force", "withdrawn"),
    ("suspended", "in_force"),
    ("suspended", "ended"),
    ("suspended", "withdrawn"),
}


@pytest.mark.parametrize(("old", "new"), product(moves.MOVES, moves.MOVES))
def test_only_the_moves_of_the_table_are_legal(old, new):
    if (old, new) in LEGAL:
        moves.check_move(old, new)
        return
    with pytest.raises(Refusal) as told:
        moves.check_move(old, new)
    assert told.value.code == "wrong_state"
    assert moves.STATE_WORDS[old].th in told.value.words.th


@pytest.mark.parametrize("table", [moves.MOVES, annexes.STATES])
def test_every_move_leads_to_a_state(table):
    assert {new for news in table.values() for new in news} <= set(table)


def test_every_state_has_an_owner_and_words():
    assert set(moves.OWNERS) == set(moves.STATE_WORDS) == set(moves.MOVES)
    assert set(annexes.OWNERS) == set(annexes.STATE_WORDS) == set(annexes.STATES)
    assert all((moves.OWNERS[state] == "nobody") == (not news) for state, news in moves.MOVES.items())
    assert all((annexes.OWNERS[state] == "nobody") == (not news) for state, news in annexes.STATES.items())


def test_the_diagram_of_the_docs_is_that_of_the_table():
    page = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "agreements.md"
    assert f"```mermaid\n{moves.diagram()}\n```" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("state", moves.MOVES)
def test_past_its_last_day_whatever_lived_has_ended(state):
    lived = state in ("signed", "in_force", "suspended")
    assert moves.state_on(state, TERM, LAST) == state
    assert moves.state_on(state, TERM, LAST + timedelta(days=1)) == ("ended" if lived else state)


@pytest.mark.parametrize("state", moves.MOVES)
def test_without_a_known_term_nothing_expires(state):
    assert moves.state_on(state, Term(None, None, UNKNOWN), date(2099, 1, 1)) == state
