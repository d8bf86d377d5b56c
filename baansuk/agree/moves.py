"""Which state an agreement may go to from which, who moves it on, and what its state looks like on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from baansuk.agree.terms import Term
from baansuk.thai.words import Refusal, Words

MOVES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "draft": frozenset({"signed", "withdrawn"}),
        "signed": frozenset({"in_force", "withdrawn"}),
        "in_force": frozenset({"suspended", "ended", "withdrawn"}),
        "suspended": frozenset({"in_force", "ended", "withdrawn"}),
        "ended": frozenset(),
        "withdrawn": frozenset(),
    }
)
# Who has to do something next, or keeps watch; "nobody" where nothing can follow.
OWNERS: Mapping[str, str] = MappingProxyType(
    {
        "draft": "register_keeper",
        "signed": "register_keeper",
        "in_force": "register_keeper",
        "suspended": "register_keeper",
        "ended": "nobody",
        "withdrawn": "nobody",
    }
)
STATE_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "draft": Words("ร่าง", "Draft"),
        "signed": Words("ลงนามแล้ว ยังไม่มีผล", "Signed, not yet in force"),
        "in_force": Words("มีผลบังคับ", "In force"),
        "suspended": Words("ระงับชั่วคราว", "Suspended"),
        "ended": Words("สิ้นสุดแล้ว", "Ended"),
        "withdrawn": Words("ยกเลิก", "Withdrawn"),
    }
)
# In these an agreement may be changed by hand; afterwards only an amendment changes it.
OPEN_TO_CHANGE = frozenset({"draft", "signed", "in_force", "suspended"})


def check_move(old: str, new: str) -> None:
    """Raise Refusal ``wrong_state`` when an agreement may not go from ``old`` to ``new``."""
    if new not in MOVES[old]:
        raise Refusal(
            "wrong_state",
            f"ทำไม่ได้ เพราะข้อตกลงนี้อยู่ในสถานะ “{STATE_WORDS[old].th}”",
            f"This cannot be done: the agreement is “{STATE_WORDS[old].en}”.",
        )


def state_on(state: str, term: Term, day: date) -> str:
    """Return the state as a reader should see it on a day: what is past its last day has ended, whatever was recorded.

    Nobody has to press a button for an agreement to expire, so no forgotten button keeps one alive.
    """
    last = term.last_day
    over = last is not None and last < day
    return "ended" if over and state in ("signed", "in_force", "suspended") else state


def diagram() -> str:
    """Return the table of moves as a Mermaid state diagram, for the docs."""
    arrows = [f"    {old} --> {new}" for old, news in MOVES.items() for new in MOVES if new in news]
    ends = [f"    {state} --> [*]" for state, news in MOVES.items() if not news]
    return "\n".join(["stateDiagram-v2", "    [*] --> draft", *arrows, *ends])
