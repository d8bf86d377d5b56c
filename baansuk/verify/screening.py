"""Who may decide on a household in a committee: quorum, stepping aside, and that one person never proposes and signs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from math import ceil

from baansuk.thai.words import Refusal, Words


@dataclass(frozen=True, slots=True)
class Tie:
    """A kind of kinship or interest that keeps somebody from deciding, and where the law says so."""

    code: str
    name: Words
    source: str


@dataclass(frozen=True, slots=True)
class Rules:
    """``committee.toml``: the ties, and the quorum where a flow names none."""

    ties: Mapping[str, Tie]
    quorum: str
    quorum_source: Words


@dataclass(frozen=True, slots=True)
class Member:
    """A member in a meeting. ``account``: '' for one without an account here; ``chair`` and ``secretary`` by the order.

    ``recused``: the numbers of the cases in which this member declared a tie, each with the code of the tie.
    """

    number: int
    account: str
    chair: bool = False
    secretary: bool = False
    present: bool = False
    recused: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """Read ``committee.toml``."""
    read = tomllib.loads(files("baansuk.verify").joinpath("committee.toml").read_text(encoding="utf-8"))
    ties = {one["code"]: Tie(one["code"], Words(one["name_th"], one["name_en"]), one["source"]) for one in read["tie"]}
    asked = read["quorum"]
    return Rules(ties, asked["rule"], Words(asked["source_th"], asked["source_en"]))


def quorum_of(rule: str, members: int) -> int:
    """Return how many make a quorum of ``members``: a share ("1/2", "0.5") of them rounded up, or the number itself.

    At least one; never more than there are, or nobody could ever sit. Raises ValueError for a rule that is neither.
    """
    asked = Fraction(rule)
    if asked <= 0:
        raise ValueError(f"a quorum is a share or a number above zero, not {rule!r}")
    needed = ceil(asked * members) if "/" in rule or "." in rule else int(asked)
    return max(1, min(needed, members))


def counted_for(case: str, members: Iterable[Member]) -> list[Member]:
    """Return who is there and decides on a case: whoever stepped aside does not count for it (s.15)."""
    return [one for one in members if one.present and case not in one.recused]


def check_quorum(members: Sequence[Member], needed: int, *, case: str = "") -> None:
    """Raise Refusal ``no_quorum`` where too few are there; with a case, where too few of them may decide on it."""
    there = len(counted_for(case, members))
    if there >= needed:
        return
    if case and len(counted_for("", members)) >= needed:
        raise Refusal(
            "no_quorum_for_case",
            f"เรื่อง {case}: หักผู้ถอนตัวแล้วเหลือ {there} คน ไม่ครบองค์ประชุม {needed} คน ให้พิจารณาในการประชุมครั้งหน้า",
            f"Case {case}: without those who stepped aside {there} are left and {needed} are needed; leave it to the next meeting.",
        )
    raise Refusal(
        "no_quorum",
        f"ยังไม่ครบองค์ประชุม: มาแล้ว {there} คน ต้องมี {needed} คน",
        f"There is no quorum yet: {there} are here and {needed} are needed.",
    )


def check_not_recused(case: str, account: str, members: Iterable[Member]) -> None:
    """Raise Refusal ``must_step_aside`` where this account declared a tie to the case."""
    tie = next((one.recused[case] for one in members if one.account == account and case in one.recused), "")
    if not tie:
        return
    named = load_rules().ties.get(tie)
    th, en = (named.name.th, named.name.en) if named else (tie, tie)
    raise Refusal(
        "must_step_aside",
        f"ท่านแจ้งไว้ว่ามีส่วนได้เสียกับเรื่อง {case} ({th}) จึงพิจารณาหรือลงนามเรื่องนี้ไม่ได้ ให้กรรมการท่านอื่นทำแทน",
        f"You declared an interest in case {case} ({en}), so you cannot decide on it or sign it; another member must.",
    )


def check_two_persons(proposed_by: str, signer: str) -> None:
    """Raise Refusal ``proposed_by_you`` where one account would propose and sign."""
    if proposed_by == signer:
        raise Refusal(
            "proposed_by_you",
            "ท่านเป็นผู้เสนอเรื่องนี้เอง จึงต้องให้อีกคนลงนาม",
            "You proposed this yourself, so somebody else must sign it.",
        )


def check_chair_may_sign(case: str, signer: str, members: Sequence[Member]) -> None:
    """Raise Refusal ``not_chairing`` where somebody else chairs the case.

    Where the chair stepped aside, those who stay choose one of them to chair for that case (s.79): the first listed who is
    there and is not the secretary.
    """
    chairing = chair_for(case, members)
    if chairing is None or chairing.account != signer:
        raise Refusal(
            "not_chairing",
            f"ท่านไม่ได้เป็นประธานในการพิจารณาเรื่อง {case}",
            f"You do not chair the committee for case {case}.",
        )


def chair_for(case: str, members: Sequence[Member]) -> Member | None:
    """Return who chairs a case: the chair, or who stands in where the chair is away or stepped aside; None for nobody."""
    able = counted_for(case, members)
    return next((one for one in able if one.chair), None) or next((one for one in able if not one.secretary), None)
