"""What may be asked of agreements: how they stand on a day, who promised what, who may read what, what expires."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from baansuk.access.models import Partner
from baansuk.access.questions import today
from baansuk.agree.models import (
    Agreement,
    Annex,
    Commitment,
    Contact,
    HandOver,
    MechanismSeat,
    PartnerCard,
    PartnerName,
    Party,
    Progress,
    Promise,
)
from baansuk.agree.moves import STATE_WORDS, state_on
from baansuk.agree.term_reading import term_of
from baansuk.agree.terms import Term
from baansuk.agree.wording import term_words
from baansuk.thai.words import Words


@dataclass(frozen=True, slots=True)
class Standing:
    """An agreement as it stands on a day. ``state`` is what a reader should see: past its last day it has ended."""

    agreement: Agreement
    state: str
    term: Term
    day: date
    parties: int
    roles: int

    @property
    def code(self) -> str:
        """Its code."""
        return str(self.agreement.code)

    @property
    def state_words(self) -> Words:
        """Its state in words; a paper of another province may well hold there, but never here."""
        if self.agreement.example and self.state == "signed":
            return Words("ลงนามแล้ว (ตัวอย่าง ไม่มีผลในระบบนี้)", "Signed (an example, never in force here)")
        return STATE_WORDS[self.state]

    @property
    def term_words(self) -> Words:
        """Its term in words, and how it is read where the paper leaves it open."""
        return term_words(self.agreement, self.term)

    @property
    def warning(self) -> int | None:
        """The warning due (30, 90 or 180 days), only for one that holds."""
        return self.term.warning(self.day) if self.state in ("in_force", "suspended") else None

    @property
    def days_left(self) -> int | None:
        """Days after today until its last day; None where the term is not known."""
        return self.term.days_left(self.day)

    @property
    def grants(self) -> bool:
        """Whether it grants anything today: in force, not an example, and its term known to cover the day."""
        return self.state == "in_force" and not self.agreement.example and self.term.covers(self.day)


@dataclass(frozen=True, slots=True)
class Promised:
    """A commitment with its reports, the newest last."""

    commitment: Commitment
    reports: tuple[Progress, ...]

    @property
    def reached(self) -> Decimal | None:
        """The newest figure reported; None where none was."""
        return next((one.value for one in reversed(self.reports) if one.value is not None), None)

    @property
    def share(self) -> int | None:
        """Percent of the target reached, at most 100; None where the target or a figure is missing."""
        target, reached = self.commitment.target, self.reached
        if not target or reached is None:
            return None
        return min(100, int(100 * reached / target))

    def late_on(self, day: date) -> bool:
        """Say whether its due day is past and its target not reached."""
        due = self.commitment.due_on
        return due is not None and due < day and (self.share or 0) < 100


def standings(*, day: date | None = None, examples: bool | None = None) -> list[Standing]:
    """Return every agreement as it stands today (or on a day): those of this house first, then the examples, by code.

    ``examples``: True only examples, False none of them, None all.
    """
    found = Agreement.objects.select_related("host", "renews").annotate(
        party_count=Count("parties", distinct=True), role_count=Count("commitments", distinct=True)
    )
    if examples is not None:
        found = found.filter(example=examples)
    on = day or today()
    return [_standing(one, on) for one in found.order_by("example", "code")]


def standing_of(code: str, *, day: date | None = None) -> Standing:
    """Return one agreement as it stands; raises Agreement.DoesNotExist."""
    found = Agreement.objects.select_related("host", "renews").annotate(
        party_count=Count("parties", distinct=True), role_count=Count("commitments", distinct=True)
    )
    return _standing(found.get(pk=code), day or today())


def _standing(agreement: Any, day: date) -> Standing:
    term = term_of(agreement)
    shown = state_on(agreement.state, term, day)
    return Standing(agreement, shown, term, day, agreement.party_count, agreement.role_count)


def warnings_due(*, day: date | None = None) -> list[Standing]:
    """Return the agreements in force whose end is near, the nearest first."""
    due = [one for one in standings(day=day, examples=False) if one.warning is not None]
    return sorted(due, key=lambda one: (one.days_left, one.code))


def in_force_codes(day: date) -> frozenset[str]:
    """Return the codes of the agreements that hold on a day: what was delivered under others may not be used."""
    held = Agreement.objects.filter(state="in_force", example=False)
    return frozenset(one.code for one in held if term_of(one).covers(day))


def recorded_codes() -> frozenset[str]:
    """Return the codes of all agreements of this house, whatever their state; examples are not among them."""
    return frozenset(Agreement.objects.filter(example=False).values_list("code", flat=True))


def agreement_of_delivery(source: str, declared: str) -> str:
    """Return the code under which a delivery of a source comes in.

    The one its declaration names, when that is recorded here; else the only agreement in force of which an approved annex
    gives this register; else what was declared, which then waits to be assigned.
    """
    if declared and Agreement.objects.filter(pk=declared, example=False).exists():
        return declared
    codes = in_force_codes(today())
    given = Annex.objects.filter(state="approved", agreement__in=codes).values_list("agreement_id", "registers")
    found = {code for code, registers in given if source in registers}
    return found.pop() if len(found) == 1 else declared


def parties_of(agreement: Agreement) -> list[Party]:
    """Return the parties in the order of the paper, each with its partner and card."""
    return list(Party.objects.filter(agreement=agreement).select_related("partner", "partner__card"))


def promised(commitments: QuerySet[Commitment]) -> list[Promised]:
    """Return commitments with their reports, in the order of the parties and of their numbers."""
    listed = commitments.select_related("partner", "agreement").prefetch_related(
        Prefetch("progress", queryset=Progress.objects.order_by("day", "pk"))
    )
    parties = Party.objects.filter(agreement__in={one.agreement_id for one in listed})
    place = {(party.agreement_id, party.partner_id): party.number for party in parties}
    found = [Promised(one, tuple(one.progress.all())) for one in listed]
    return sorted(
        found,
        key=lambda one: (
            one.commitment.agreement_id,
            place.get((one.commitment.agreement_id, one.commitment.partner_id), 999),
            one.commitment.number,
        ),
    )


def commitments_of(agreement: Agreement) -> list[Promised]:
    """Return the roles in an agreement, partner by partner, with how far they are."""
    return promised(Commitment.objects.filter(agreement=agreement))


def annexes_of(agreement: Agreement, *, states: Iterable[str] = ("draft", "approved", "withdrawn")) -> list[Annex]:
    """Return the annexes of an agreement with their partners' cards, by partner and version."""
    found = Annex.objects.filter(agreement=agreement, state__in=list(states))
    return list(found.select_related("partner", "partner__card", "breach_contact").order_by("partner", "version"))


def partners() -> list[PartnerCard]:
    """Return all partners with their cards, those of this house before those of examples, by the name they bear."""
    return list(PartnerCard.objects.select_related("partner", "succeeded_by").order_by("example", "partner__name_th"))


def parties_to_choose() -> list[Partner]:
    """Return the partners that may be chosen for an agreement here: not those of examples, not those that ended."""
    found = Partner.objects.filter(card__example=False)
    return list(found.filter(Q(card__valid_to=None) | Q(card__valid_to__gte=today())).order_by("name_th"))


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """All that is known of a partner, for its page."""

    card: PartnerCard
    names: tuple[PartnerName, ...]
    contacts: tuple[Contact, ...]
    seats: tuple[MechanismSeat, ...]
    parts: tuple[Party, ...]
    commitments: tuple[Promised, ...]
    annexes: tuple[Annex, ...]
    hand_overs: tuple[HandOver, ...]


def partner_page(code: str, *, day: date | None = None) -> PartnerPage:
    """Return a partner's page; contacts and seats of the day only. Raises PartnerCard.DoesNotExist."""
    on = day or today()
    held = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    card = PartnerCard.objects.select_related("partner", "succeeded_by").get(partner=code)
    return PartnerPage(
        card=card,
        names=tuple(PartnerName.objects.filter(partner=code).order_by("pk")),
        contacts=tuple(Contact.objects.filter(held, partner=code).order_by("kind", "pk")),
        seats=tuple(MechanismSeat.objects.filter(held, partner=code).order_by("pk")),
        parts=tuple(Party.objects.filter(partner=code).select_related("agreement").order_by("agreement")),
        commitments=tuple(promised(Commitment.objects.filter(partner=code))),
        annexes=tuple(Annex.objects.filter(partner=code).select_related("agreement", "breach_contact")),
        hand_overs=tuple(HandOver.objects.filter(partner=code)),
    )


@dataclass(frozen=True, slots=True)
class Agenda:
    """The promises of one year of the province's shared agenda, and how many were kept."""

    year: int
    promises: tuple[Promise, ...]
    kept: Counter[str]


def shared_agenda(area_code: str) -> list[Agenda]:
    """Return the province's shared agenda year by year, the newest first."""
    by_year: dict[int, list[Promise]] = {}
    for one in Promise.objects.filter(area_code=area_code).select_related("partner").order_by("-year", "number"):
        by_year.setdefault(one.year, []).append(one)
    return [Agenda(year, tuple(listed), Counter(one.kept for one in listed)) for year, listed in by_year.items()]


def hand_over_pack(body: Partner, area_code: str, day: date) -> dict[str, Any]:
    """Return what an office hands over, as plain values: agreements, open roles, annexes and promises of its partner."""
    parts = Party.objects.filter(partner=body).select_related("agreement")
    open_roles = [one for one in promised(Commitment.objects.filter(partner=body)) if (one.share or 0) < 100]
    return {
        "as_of": day.isoformat(),
        "agreements": [
            {
                "code": part.agreement_id,
                "state": state_on(part.agreement.state, term_of(part.agreement), day),
                "last_day": _iso(term_of(part.agreement).last_day),
                "left": _iso(part.left),
            }
            for part in parts.order_by("agreement")
        ],
        "roles": [
            {
                "agreement": one.commitment.agreement_id,
                "number": one.commitment.number,
                "due_on": _iso(one.commitment.due_on),
                "share": one.share,
            }
            for one in open_roles
        ],
        "annexes": [
            {"agreement": one.agreement_id, "version": one.version, "state": one.state}
            for one in Annex.objects.filter(partner=body, state__in=("draft", "approved"))
        ],
        "promises": [
            {"year": one.year, "number": one.number, "kept": one.kept}
            for one in Promise.objects.filter(area_code=area_code, kept__in=("", "partly", "no"))
        ],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
