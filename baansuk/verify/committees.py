"""Who sits in a committee, read from and written to its sealed text, and a session's attendance as the rules need it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from baansuk.thai.words import Words
from baansuk.vault import values
from baansuk.verify.attendance import Attendee, unseal
from baansuk.verify.flows import Step
from baansuk.verify.models import Committee, Round, Session
from baansuk.verify.screening import Member, quorum_of

CONTEXT = "verify_committee.members"
DUTIES = {
    "chair": Words("ประธาน", "Chair"),
    "secretary": Words("เลขานุการ", "Secretary"),
    "member": Words("กรรมการ", "Member"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom the order names; ``account`` is '' for one without an account here."""

    name: str
    post: str
    account: str = ""
    duty: str = "member"

    @property
    def duty_words(self) -> Words:
        """The duty in words."""
        return DUTIES[self.duty]


def seal_members(members: Iterable[Named], round: Round, area_code: str) -> str:
    """Return the sealed text of a committee's members."""
    text = json.dumps([asdict(one) for one in members], ensure_ascii=False)
    return values.seal(text, CONTEXT, f"{round.code}/{area_code}")


def named_in(committee: Committee) -> list[Named]:
    """Return the members in the order of the appointment. Raises Refusal where the text was tampered with."""
    told = values.unseal(committee.members, CONTEXT, f"{committee.round.code}/{committee.area_code}")
    return [Named(**one) for one in json.loads(told)] if told else []


def committee_of(round: Round, area_code: str) -> Committee | None:
    """Return the committee of an amphoe or the province in a round."""
    return Committee.objects.select_related("round").filter(round=round, area_code=area_code).first()


def as_attendees(members: Sequence[Named]) -> list[Attendee]:
    """Return the members as a session's attendance begins: nobody is there yet."""
    return [Attendee(one.name, one.post, one.account, False, one.duty == "chair") for one in members]


def sitting(session: Session) -> list[Member]:
    """Return who is in a session as ``screening`` reads it: the secretary is whoever called it."""
    people = unseal(session.attended, session.number)
    return [
        Member(
            place,
            one.account,
            chair=one.chairs,
            secretary=bool(one.account) and one.account == session.called_by,
            present=one.present,
            recused=dict.fromkeys(one.recused, one.interest or "serious"),
        )
        for place, one in enumerate(people, 1)
    ]


def needed_for(step: Step, members: int) -> int:
    """Return how many make a quorum at a step for a committee of so many."""
    return quorum_of(str(step.quorum or "1/2"), members)
