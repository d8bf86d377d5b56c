"""Answers a file that was erased and comes again, by its old receipt, and says whether a register still shows what was erased."""

from __future__ import annotations

from baansuk.collect.models import Delivery, ErasedFile
from baansuk.collect.store import Kept
from baansuk.people.models import Edition
from baansuk.vault import shelf


def erased_again(kept: Kept) -> Delivery | None:
    """Return the delivery of a file that was erased and comes again, None for any other; what was just kept goes again."""
    erased = ErasedFile.objects.filter(sha256=kept.sha256).order_by("-whole", "-pk").first()
    if erased is None:
        return None
    shelf.erase(kept.path.parent)
    return Delivery.objects.get(receipt=erased.receipt)


def shows_erased(edition: Edition | None) -> bool:
    """Say whether an edition was made with something that has been erased since."""
    if edition is None:
        return False
    used = Delivery.objects.filter(pk__in=[int(number) for number in edition.about.get("deliveries", {})])
    return ErasedFile.objects.filter(receipt__in=used.values("receipt"), at__gte=edition.made_at).exists()
