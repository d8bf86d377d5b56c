"""How the trail stands: how far it reaches, what is sealed, when it was last verified, and whether one event is whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from baansuk.audit import chain, days, heads, waiting
from baansuk.audit.gate import EPOCH, MICROSECOND
from baansuk.audit.models import Event, Head
from baansuk.audit.questions import waiting_lists


@dataclass(frozen=True, slots=True)
class Standing:
    """``newest`` and ``first``: the last event and the first; ``head``: the last that was sealed; ``verified``: the last
    verification; ``open``: how many events of each chain no head covers yet; ``waiting``: lists not written out yet.
    """

    newest: Event | None
    first: datetime | None
    head: Head | None
    chains: int
    verified: Event | None
    open: dict[str, int]
    waiting: int

    @property
    def unsealed(self) -> int:
        """How many events no head covers yet."""
        return sum(self.open.values())


def standing() -> Standing:
    """Return how the trail stands now; reads ends of indexes, never the whole trail."""
    head = Head.objects.order_by("-number").first()
    read = heads.read(head.line, days.key()) if head else None
    return Standing(
        newest=Event.objects.order_by("-pk").first(),
        first=Event.objects.order_by("pk").values_list("at", flat=True).first(),
        head=head,
        chains=len(read.claims) if read else 0,
        verified=Event.objects.filter(act="audit.verify").order_by("-at", "-pk").first(),
        open=days.open_chains(),
        waiting=waiting_lists().count(),
    )


def is_whole(event: Event) -> bool:
    """Say whether an event is as it was written, by its own seal; one from before the trail had chains has none."""
    # A long list stands under the seal by its hash; the rows written out from it later do not.
    listed = [] if event.list_hash else waiting.touched(event.pk)
    known = {name: getattr(event, name) for name in chain.Row.__slots__ if name not in ("number", "at", "about")}
    row = chain.Row(number=event.pk, at=(event.at - EPOCH) // MICROSECOND, about=chain.canonical(event.about), **known)
    return bool(event.seal) and event.seal == chain.seal_of(
        row, chain.digest_of(listed), chain.key_from(settings.AUDIT_KEY)
    )
