"""Reads an agreement's term out of its row; apart from the granting, so that whoever only asks loads none of it."""

from __future__ import annotations

from baansuk.agree.models import Agreement
from baansuk.agree.terms import Term


def term_of(agreement: Agreement) -> Term:
    """Return the term as the pure rules read it."""
    return Term(agreement.term_from, agreement.term_to, agreement.term_precision, agreement.signed_on)
