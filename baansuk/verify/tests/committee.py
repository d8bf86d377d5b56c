"""A committee with its meeting, and a case brought to a step, for the tests of the signing steps."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from baansuk.access.models import User
from baansuk.access.questions import presence_of, today
from baansuk.access.scope import Scope
from baansuk.access.tests.cast import purpose_of, user_as
from baansuk.verify import meeting_actions
from baansuk.verify.committees import Named
from baansuk.verify.deciding import Hand
from baansuk.verify.flows import flow_of
from baansuk.verify.models import Case, Round, Session

AMPHOE = "9901"
MEMBERS = (
    Named("นายประธาน สมมุติ", "นายอำเภอ", "amphoe_chair", "chair"),
    Named("นางสาวเลขา สมมุติ", "พัฒนาการอำเภอ", "amphoe_officer", "secretary"),
    *(Named(f"นายกรรมการ{one} สมมุติ", f"ผู้แทนหน่วยงาน {one}", "", "member") for one in range(1, 5)),
)
_keys = itertools.count()


def scope_in(role: str) -> Scope:
    """Return the scope of a role of the cast as the house works it out; called again it is the same account."""
    user = User.objects.filter(username=role).first() or user_as(role)
    return presence_of(user, user.posts.get().pk, purpose_of(role)).scope


def hand(role: str, key: str = "") -> Hand:
    """Return the hand of a role of the cast, with a key of its own unless one is named."""
    scope = scope_in(role)
    return Hand(scope.username, scope, key or f"k{next(_keys)}")


def bring_to(case: Case, step: str, state: str = "waiting", outcome: str = "confirmed") -> Case:
    """Put a case where a test begins, as the steps before would have left it."""
    Case.objects.filter(pk=case.pk).update(step=step, state=state, outcome=outcome, due_on=today())
    case.refresh_from_db()
    return case


def appointed(
    round: Round, members: tuple[Named, ...] = MEMBERS, area: str = AMPHOE, role: str = "amphoe_officer"
) -> None:
    """Let a committee be appointed."""
    order = meeting_actions.Appointed("คณะกรรมการกลั่นกรองระดับอำเภอ", "145/2569", today(), members, "อำเภอสมมุติ")
    scope = scope_in(role)
    meeting_actions.appoint(round=round, area_code=area, order=order, by=scope.username, scope=scope)


def met(round: Round, *, present: int = 6, recused: Mapping[int, tuple[tuple[str, ...], str]] | None = None) -> Session:
    """Let the amphoe's committee be appointed, called and met: the first ``present`` members came."""
    appointed(round)
    scope = scope_in("amphoe_officer")
    called = meeting_actions.call(
        round=round, area_code=AMPHOE, held_on=today(), place="ห้องประชุมสมมุติ", by=scope.username, scope=scope
    )
    came = meeting_actions.Came(frozenset(range(1, present + 1)), recused or {})
    return meeting_actions.attend(session=called, came=came, by=scope.username, scope=scope)


def quorum(round: Round) -> int:
    """Return how many the amphoe's committee needs."""
    return flow_of(round.flow).step("amphoe").quorum
