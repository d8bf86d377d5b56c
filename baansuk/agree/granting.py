"""Writes anew what an agreement grants, from its state, its term, its parties and its approved annexes."""

from __future__ import annotations

from baansuk.access import actions as access
from baansuk.access.models import Grant
from baansuk.access.questions import today
from baansuk.agree.annexes import Contents, Holder
from baansuk.agree.grants import Held, Standing, grants_of
from baansuk.agree.models import Agreement, Annex, PartnerCard, Party
from baansuk.agree.onward import STATE, Given, Rules, rules_of
from baansuk.agree.term_reading import term_of


def standing_of(agreement: Agreement) -> Standing:
    """Return how an agreement stands, as the pure rules read it."""
    return Standing(agreement.code, agreement.state, term_of(agreement), agreement.example)


def holder_of(card: PartnerCard) -> Holder:
    """Return a partner as the rules of annexes read it."""
    return Holder(card.kind, card.legal_personality, card.official_authority)


def contents_of(annex: Annex) -> Contents:
    """Return what an annex says, as the pure rules read it."""
    return Contents(
        registers=tuple(annex.registers),
        classes=tuple(annex.classes),
        purposes=tuple(annex.purposes),
        areas=tuple(annex.areas),
        basis_24=annex.basis_24,
        basis_26=annex.basis_26,
        onward=dict(annex.onward),
        consent_only=annex.consent_only,
        retention_months=annex.retention_months,
    )


def held_annexes(agreement: Agreement) -> list[Held]:
    """Return the annexes of an agreement's parties, as the pure rules read them."""
    parties = {party.partner_id: party for party in Party.objects.filter(agreement=agreement)}
    annexes = Annex.objects.filter(agreement=agreement).select_related("partner__card")
    return [_held(annex, parties[annex.partner_id]) for annex in annexes if annex.partner_id in parties]


def _held(annex: Annex, party: Party) -> Held:
    return Held(
        partner=annex.partner_id,
        holder=holder_of(annex.partner.card),
        contents=contents_of(annex),
        state=annex.state,
        valid_from=annex.valid_from,
        valid_to=annex.valid_to,
        joined=party.joined,
        left=party.left,
    )


def onward_rules(agreement: Agreement) -> Rules:
    """Return to whom each register given under an agreement may be passed on.

    A partner's newest approved annex that gives a register says so. Where all of them were withdrawn, the last that was
    approved still does: what came in under it is here, and its giver has not let it go any further.
    """
    found = Annex.objects.filter(agreement=agreement).exclude(approved_at=None).order_by("version")
    said: dict[tuple[str, str], Given] = {}
    for annex in sorted(found, key=lambda one: one.state == "approved"):
        for source in annex.registers:
            said[annex.partner_id, source] = Given(source, annex.partner_id, annex.onward.get(source, STATE))
    return rules_of(said.values())


def grant_anew(agreement: Agreement, *, by: str) -> int:
    """Make what ``access`` holds for this agreement what it grants now; return how many grants.

    Call it in the transaction of the act that changed something: an agreement that ends, ends access on the next request.
    """
    rows = [
        Grant(
            agreement=agreement.code,
            partner=row.partner,
            field_class=row.field_class,
            purpose=row.purpose,
            area_code=row.area_code,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            refused=",".join(row.refused),
            stays=",".join(row.stays),
            by_consent=row.by_consent,
            only=",".join(row.only),
        )
        for row in grants_of(standing_of(agreement), held_annexes(agreement), today(), onward_rules(agreement))
    ]
    if not rows and not Grant.objects.filter(agreement=agreement.code).exists():
        return 0
    return access.set_grants(agreement=agreement.code, rows=rows, by=by)
