"""Which sources are declared; light to import, for a command asks it before it knows whether there is anything to read."""

from __future__ import annotations

from collections.abc import Sequence

from baansuk.collect.models import Declaration
from baansuk.thai.words import Refusal


def current_declarations() -> dict[str, Declaration]:
    """Return the newest declaration of each source by its code."""
    newest: dict[str, Declaration] = {}
    for declaration in Declaration.objects.select_related("source").order_by("source", "version"):
        newest[declaration.source_id] = declaration
    return newest


def check_source(code: str) -> None:
    """Raise Refusal ``no_such_source``, with the codes that there are, when nothing of that code was declared."""
    known = sorted(current_declarations())
    if code not in known:
        raise no_such_source(code, known)


def no_such_source(code: str, known: Sequence[str]) -> Refusal:
    """Return the refusal of a source that nobody declared, naming those that there are."""
    listed = ", ".join(known) or "–"
    return Refusal(
        "no_such_source",
        f"ยังไม่มีการประกาศแหล่งข้อมูล “{code}” ที่มีอยู่คือ {listed}",
        f"No source “{code}” has been declared. There are: {listed}.",
    )
