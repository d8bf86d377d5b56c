"""What somebody's requests leave in the trail, one by one."""

from __future__ import annotations

from baansuk.audit.models import Event


class Trail:
    """The rows that bear the name of one who asks, as they come."""

    def __init__(self, actor: str) -> None:
        """``actor``: how the name begins."""
        self._actor = actor
        self._last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def silent(self, name: str, status: int) -> str:
        """Say what is missing in the trail of the request that was just answered; nothing where nothing is."""
        rows = list(
            Event.objects.filter(pk__gt=self._last).order_by("pk").values_list("pk", "actor", "source", "outcome")
        )
        self._last = rows[-1][0] if rows else self._last
        own = [(source, outcome) for _number, actor, source, outcome in rows if actor.startswith(self._actor)]
        expected = "api" if "/api/v1/" in name or name == "openapi-json" else "web"
        if not own or any(source != expected for source, _outcome in own):
            return f"no row by who asked, or another door's: {own}"
        if status in (403, 404) and not any(outcome == "refused" for _source, outcome in own):
            return f"a refusal that is not called one: {own}"
        return ""
