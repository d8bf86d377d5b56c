"""A small province of agreements for the tests of this room and of rooms above: partners, papers, annexes."""

from __future__ import annotations

from datetime import date

from baansuk.access.models import Partner
from baansuk.access.tests.cast import vouch_for
from baansuk.agree import actions, amending_actions, annex_actions, partner_actions
from baansuk.agree.annexes import Contents
from baansuk.agree.models import Agreement, Annex
from baansuk.agree.terms import DAY, Term
from baansuk.thai.words import Words

# Far days, so that no test fails because time has passed.
FIRST, LAST = date(2024, 10, 1), date(2099, 9, 30)
TERM = Term(FIRST, LAST, DAY)
HELP = Contents(
    registers=("bmn",),
    classes=("household", "identity", "contact"),
    purposes=("help",),
    areas=("99",),
    basis_24="task",
    onward={"bmn": "state"},
    retention_months=60,
)
FIGURES = Contents(classes=("aggregate",), purposes=("plan",), areas=("99",), basis_24="statistics")
KINDS = {
    "MSDHS": ("provincial", "state", True, True),
    "CDD": ("provincial", "state", True, True),
    "CHAMBER": ("business", "business_civil", True, False),
    "NETWORK": ("community_network", "business_civil", False, False),
    "ARMY": ("army", "state", True, True),
}


def partner(code: str) -> Partner:
    """Record a partner by its code (see ``KINDS``), or return it when it is recorded."""
    known = Partner.objects.filter(pk=code, card__isnull=False).first()
    if known is not None:
        return known
    kind, force, legal, authority = KINDS.get(code, KINDS["CDD"])
    return partner_actions.register_partner(
        code=code,
        name_th=f"หน่วยงาน {code}",
        name_en=f"Agency {code}",
        kind=kind,
        force=force,
        legal_personality=legal,
        official_authority=authority,
        by="keeper",
    ).partner


def drafted(code: str = "MOU-1", *others: str, term: Term = TERM, area: str = "99", example: bool = False) -> Agreement:
    """Draft an agreement of MSDHS with others (CDD when none is named)."""
    made = actions.draft_agreement(
        code=code,
        title=Words(f"ข้อตกลง {code}", f"Agreement {code}"),
        host=partner("MSDHS"),
        area_code=area,
        term=term,
        example=example,
        by="keeper",
    )
    for other in others or ("CDD",):
        amending_actions.join_party(agreement=made, body=partner(other), by="keeper")
    return made


def signed(code: str = "MOU-1", *others: str, **parts: object) -> Agreement:
    """Draft an agreement and sign it."""
    return actions.sign(agreement=drafted(code, *others, **parts), signed_on=FIRST, by="keeper")  # type: ignore[arg-type]


def in_force(code: str = "MOU-1", *others: str, **parts: object) -> Agreement:
    """Draft an agreement, sign it and bring it into force."""
    return actions.bring_into_force(agreement=signed(code, *others, **parts), by="keeper")


def annex(agreement: Agreement, code: str = "CDD", contents: Contents = HELP, **parts: object) -> Annex:
    """Draft an annex with a breach contact."""
    body = partner(code)
    contact = body.contacts.filter(kind="breach").first() or partner_actions.add_contact(
        body=body, kind="breach", office_th="ดีพีโอ", office_en="DPO", phone="1300", by="keeper"
    )
    return annex_actions.draft_annex(
        agreement=agreement,
        body=body,
        contents=contents,
        breach_contact=contact,
        by="keeper",
        **parts,  # type: ignore[arg-type]
    )


def approved(agreement: Agreement, code: str = "CDD", contents: Contents = HELP, **parts: object) -> Annex:
    """Draft an annex and put it in place."""
    return annex_actions.put_in_place(annex=annex(agreement, code, contents, **parts), by="second")


__all__ = ["annex", "approved", "drafted", "in_force", "partner", "signed", "vouch_for"]
