"""Files on their way out: written down before the first byte leaves, and again, with how much left, before the last does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.http import FileResponse

from baansuk.audit import gate
from baansuk.audit.setting import acting_from, here

BROKEN = "line_broken"


def closed(pieces: Iterable[bytes], close: Callable[[str], None]) -> Iterator[bytes]:
    """Yield pieces, the last of them only when ``close("")`` has written the end down; a break is ``close("line_broken")``.

    A file without its last piece is not whole, so nobody has one whose end is not in the trail.
    """
    # Whoever breaks off closes the pieces after the request has ended.
    held, why, setting = b"", BROKEN, here()
    try:
        for piece in pieces:
            if held:
                yield held
            held = piece
        why = ""
    except Exception as error:
        why = getattr(error, "why", BROKEN)
        raise
    finally:
        with acting_from(setting):
            close(why)
    yield held


@transaction.atomic
def begin(act: str, *, by: str, partner: str, subjects: Sequence[tuple[str, str]], **about: Any) -> None:
    """Write down that a file is about to leave."""
    gate.write(act, by=by, partner=partner, subjects=subjects, outcome="begun", about=about)


def watched(
    answer: FileResponse, act: str, *, by: str, partner: str, subjects: Sequence[tuple[str, str]], **about: Any
) -> FileResponse:
    """Write down that a file is about to leave, and have its end written down with the bytes that left."""
    begin(act, by=by, partner=partner, subjects=subjects, **about)
    sent = 0

    def counted(pieces: Iterable[bytes]) -> Iterator[bytes]:
        nonlocal sent
        for piece in pieces:
            sent += len(piece)
            yield piece

    @transaction.atomic
    def close(why: str) -> None:
        told = about | {"bytes": sent} | ({"why": why} if why else {})
        gate.write(act, by=by, partner=partner, subjects=subjects, outcome="broken_off" if why else "done", about=told)

    answer.streaming_content = closed(counted(answer.streaming_content), close)  # type: ignore[arg-type]  # bytes only: no answer here is asynchronous
    return answer
