"""Who was at a session, who led it and whose kin or interest is at stake: read from and written to its sealed text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from baansuk.vault import values

CONTEXT = "verify_session.attended"


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person called to a session. ``account`` is the user name, "" for a villager without one.

    ``recused`` are the numbers of the cases that this person may not decide: kin, creditor, landlord, employer.
    """

    name: str
    post: str = ""
    account: str = ""
    present: bool = True
    chairs: bool = False
    recused: tuple[str, ...] = ()
    interest: str = ""


def seal(people: Iterable[Attendee], session: str) -> str:
    """Return the sealed text of an attendance, bound to the session's number."""
    return values.seal(json.dumps([asdict(one) for one in people], ensure_ascii=False), CONTEXT, session)


def unseal(sealed: str, session: str) -> list[Attendee]:
    """Return the attendance of a session, nobody for an empty text. Raises Refusal where it was tampered with."""
    told = values.unseal(sealed, CONTEXT, session)
    listed = json.loads(told) if told else []
    return [Attendee(**one | {"recused": tuple(one["recused"])}) for one in listed]


def deciding(people: Sequence[Attendee], case: str) -> list[Attendee]:
    """Return those present who may decide a case: the others declared kin or interest."""
    return [one for one in people if one.present and case not in one.recused]


def is_recused(people: Sequence[Attendee], case: str, account: str) -> bool:
    """Say whether an account belongs to somebody who declared kin or interest in a case."""
    return any(one.account == account and case in one.recused for one in people if one.account)
