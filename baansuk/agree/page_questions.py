"""What the pages show of agreements, gathered: how far the promises are, what each annex opens and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from baansuk.access.classes import CLASSES, PURPOSES
from baansuk.access.models import Partner
from baansuk.access.questions import today
from baansuk.agree import questions
from baansuk.agree.annexes import classes_opened
from baansuk.agree.granting import contents_of, holder_of
from baansuk.agree.kinds import BASES_24, BASES_26, ONWARD
from baansuk.agree.models import Agreement, Annex, Commitment, HandOver, Party, StateChange
from baansuk.agree.moves import state_on
from baansuk.agree.onward import STATE
from baansuk.agree.questions import Promised, Standing
from baansuk.agree.registers import register_names
from baansuk.agree.term_reading import term_of
from baansuk.agree.terms import Term
from baansuk.people.figures import limits_on
from baansuk.places.questions import children_of, names_of
from baansuk.thai.words import Words

NOTHING = Words("", "")


@dataclass(frozen=True, slots=True)
class Tally:
    """How far some promises are: how many, of how many anything was reported, how many are reached, how many late."""

    roles: int
    reported: int
    reached: int
    late: int


@dataclass(frozen=True, slots=True)
class Listed:
    """An agreement in the list, with how far its promises are."""

    standing: Standing
    tally: Tally


@dataclass(frozen=True, slots=True)
class Promising:
    """A partner with how far its promises in this house's agreements are."""

    partner: Partner
    tally: Tally


@dataclass(frozen=True, slots=True)
class Opened:
    """An annex as a reader meets it. ``opens`` are the classes that it opens today; ``until`` is its last day.

    ``gives`` are the registers by name, each with how far it may be passed on.
    """

    annex: Annex
    classes: tuple[Words, ...]
    opens: tuple[str, ...]
    purposes: tuple[Words, ...]
    places: tuple[Words, ...]
    gives: tuple[tuple[Words, Words], ...]
    basis_24: Words
    basis_26: Words
    until: date | None
    open_now: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A class of facts in the matrix of annexes: ``open``, ``draft``, ``consent``, ``closed`` (granted, not in force) or ''."""

    kind: str
    name: Words


@dataclass(frozen=True, slots=True)
class PartyRoles:
    """A party with the roles that it took on, and how far they are."""

    party: Party
    promised: tuple[Promised, ...]
    left: bool
    tally: Tally


def tally_of(promised: Iterable[Promised], day: date) -> Tally:
    """Count promises by how far they are."""
    listed = list(promised)
    return Tally(
        roles=len(listed),
        reported=sum(bool(one.reports) for one in listed),
        reached=sum(one.share == 100 for one in listed),
        late=sum(one.late_on(day) for one in listed),
    )


def promised_here() -> list[Promised]:
    """Return all promises of this house's agreements, without those of the examples."""
    return questions.promised(Commitment.objects.filter(agreement__example=False))


def listed(standings: Iterable[Standing], promised: Iterable[Promised], day: date) -> list[Listed]:
    """Return agreements with how far their promises are, in the order given."""
    by_code: dict[str, list[Promised]] = {}
    for one in promised:
        by_code.setdefault(one.commitment.agreement_id, []).append(one)
    return [Listed(standing, tally_of(by_code.get(standing.code, ()), day)) for standing in standings]


def promising(promised: Iterable[Promised], day: date) -> list[Promising]:
    """Return who promised how much and how far it is, by name."""
    by_partner: dict[str, list[Promised]] = {}
    for one in promised:
        by_partner.setdefault(one.commitment.partner_id, []).append(one)
    found = [Promising(one[0].commitment.partner, tally_of(one, day)) for one in by_partner.values()]
    return sorted(found, key=lambda one: one.partner.name_th)


def codes_with(partner: str) -> frozenset[str]:
    """Return the agreements to which a partner is or was party."""
    return frozenset(Party.objects.filter(partner=partner).values_list("agreement_id", flat=True))


def drafts_waiting() -> list[Annex]:
    """Return the annexes that wait for a second person, in this house's agreements that are still open."""
    waiting = Annex.objects.filter(state="draft", agreement__example=False)
    return list(waiting.exclude(agreement__state__in=("ended", "withdrawn")).select_related("partner", "agreement"))


def roles_by_party(parties: Sequence[Party], promised: Iterable[Promised], day: date) -> list[PartyRoles]:
    """Return each party with its roles, in the order of the paper."""
    mine: dict[str, list[Promised]] = {}
    for one in promised:
        mine.setdefault(one.commitment.partner_id, []).append(one)
    return [
        PartyRoles(party, tuple(held), party.left is not None and party.left < day, tally_of(held, day))
        for party in parties
        for held in (mine.get(party.partner_id, []),)
    ]


def partners_named(promised: Iterable[Promised]) -> dict[str, Words]:
    """Return the names of the partners that roles are done together with, by code."""
    codes = {code for one in promised for code in one.commitment.together_with}
    return {one.code: Words(one.name_th, one.name_en) for one in Partner.objects.filter(pk__in=codes)}


def opened(annexes: Sequence[Annex], parties: Iterable[Party], day: date) -> list[Opened]:
    """Return annexes as a reader meets them: what each opens, where, on which basis and until when."""
    names = names_of({code for annex in annexes for code in annex.areas})
    registers = register_names() if any(annex.registers for annex in annexes) else {}
    left = {(party.agreement_id, party.partner_id): party.left for party in parties}
    return [_opened(one, names, registers, left.get((one.agreement_id, one.partner_id)), day) for one in annexes]


def _opened(
    annex: Annex, names: Mapping[str, Words], registers: Mapping[str, Words], left: date | None, day: date
) -> Opened:
    contents, term = contents_of(annex), term_of(annex.agreement)
    opens = classes_opened(contents, holder_of(annex.partner.card))
    return Opened(
        annex=annex,
        classes=tuple(CLASSES[name] for name in annex.classes if name in CLASSES),
        opens=opens,
        purposes=tuple(PURPOSES[name] for name in annex.purposes if name in PURPOSES),
        places=tuple(names.get(code, Words(code, code)) for code in annex.areas),
        gives=tuple(
            (registers.get(code, Words(code, code)), ONWARD[annex.onward.get(code, STATE)]) for code in annex.registers
        ),
        basis_24=BASES_24.get(annex.basis_24, NOTHING),
        basis_26=BASES_26.get(annex.basis_26, NOTHING),
        until=_last_day(annex, term, left),
        open_now=_open_on(annex, term, left, day),
    )


def _last_day(annex: Annex, term: Term, left: date | None) -> date | None:
    return min((one for one in (term.last_day, annex.valid_to, left) if one is not None), default=None)


def _open_on(annex: Annex, term: Term, left: date | None, day: date) -> bool:
    last = _last_day(annex, term, left)
    begun = annex.valid_from is None or annex.valid_from <= day
    holds = annex.agreement.state == "in_force" and not annex.agreement.example and term.covers(day)
    return annex.state == "approved" and holds and begun and last is not None and day <= last


def matrix(shown: Iterable[Opened]) -> list[tuple[Opened, tuple[Cell, ...]]]:
    """Return one row for each annex that is not withdrawn: per class of facts, whether it is open, drafted or closed."""
    return [
        (one, tuple(Cell(_cell(one, name), words) for name, words in CLASSES.items()))
        for one in shown
        if one.annex.state != "withdrawn"
    ]


def _cell(one: Opened, name: str) -> str:
    if name in one.opens:
        return "draft" if one.annex.state == "draft" else "open" if one.open_now else "closed"
    return "consent" if name in one.annex.classes and one.annex.consent_only else ""


def history_of(agreement: Agreement) -> list[StateChange]:
    """Return the steps of an agreement's life, the newest first."""
    return list(StateChange.objects.filter(agreement=agreement).order_by("-pk"))


def places_to_tick(area_code: str) -> list[tuple[str, Words]]:
    """Return an agreement's area and those right below it, to choose from; none where its areas are not known here."""
    here = names_of([area_code]).get(area_code)
    below = children_of(area_code) if here else []
    names = names_of([one.code for one in below])
    return [(area_code, here), *((one.code, names[one.code]) for one in below)] if here else []


def agenda_area() -> str:
    """Return the province whose shared agenda this house keeps: that of its agreements, the newest first; '' for none."""
    found = Agreement.objects.filter(example=False).order_by("-drafted_at").values_list("area_code", flat=True).first()
    return (found or "")[:2]


def hand_overs() -> list[HandOver]:
    """Return what offices handed over, the newest first."""
    return list(HandOver.objects.select_related("partner"))


def state_of(agreement: Agreement, day: date) -> str:
    """Return an agreement's state as a reader should see it on a day."""
    return state_on(agreement.state, term_of(agreement), day)


def is_party(partner: str, agreement: Agreement) -> bool:
    """Say whether a partner is party to an agreement today."""
    found = Party.objects.filter(agreement=agreement, partner=partner).first() if partner else None
    return found is not None and (found.left is None or found.left >= today())


def too_small(promised: Iterable[Promised], day: date) -> frozenset[int]:
    """Return the roles, by their number in the database, whose figures the public is not told.

    A report may count persons (three helped, of a known target), so a figure or what is missing to the target below the
    least that ``disclosure`` lets out is left away.
    """
    least = limits_on(day).least
    return frozenset(
        one.commitment.pk
        for one in promised
        if one.reached is not None
        and one.commitment.target is not None
        and any(0 < figure < least for figure in (one.reached, one.commitment.target - one.reached))
    )


def public_standings() -> list[Standing]:
    """Return what the public may read of: agreements that were signed here, not drafts, examples or what was withdrawn."""
    return [one for one in questions.standings(examples=False) if one.state not in ("draft", "withdrawn")]
