"""Answers a file that was erased and comes again: by its old receipt, and nothing of it is kept."""

from __future__ import annotations

from baansuk.collect.models import Delivery, ErasedFile
from baansuk.collect.store import Kept
from baansuk.vault import shelf


def erased_again(kept: Kept) -> Delivery | None:
    """Return the delivery of a file that was erased and comes again, None for any other; what was just kept goes again."""
    erased = ErasedFile.objects.filter(sha256=kept.sha256).order_by("-whole", "-pk").first()
    if erased is None:
        return None
    shelf.erase(kept.path.parent)
    return Delivery.objects.get(receipt=erased.receipt)
