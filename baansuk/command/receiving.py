"""Takes files in from the command line: one bar each, one line of what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from baansuk.command.terminal import Bars, mark, out, said
from baansuk.thai.words import Refusal, Words

if TYPE_CHECKING:
    from baansuk.collect.keeping_ahead import KeepingAhead
    from baansuk.collect.looking_ahead import LookingAhead
    from baansuk.collect.store import Kept


def listed(paths: tuple[Path, ...]) -> list[Path]:
    """Return the files that are meant, those inside a folder in order. Raises Refusal where there is none."""
    found: list[Path] = []
    for path in paths:
        found += sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    if not found:
        raise Refusal("no_files", "ไม่พบไฟล์ในโฟลเดอร์ที่ระบุ", "There is no file in the folder that was named.")
    return found


def receive_all(paths: list[Path], source: str | None, accepts: bool, *, by: str, first_look: LookingAhead) -> int:
    """Take in the files one after the other and say what came of each; return how many were refused.

    The first one is kept while what reads it is still being loaded: that takes as long as keeping a hundred megabytes. ``first_look``
    was begun even before.
    """
    # Here and not above: the other verbs of the command need neither.
    from django.conf import settings

    from baansuk.collect.keeping_ahead import KeepingAhead

    with KeepingAhead(paths[0], Path(settings.STORE)) as first, Bars() as bars:
        refused = 0
        for number, path in enumerate(paths, 1):
            stage = Words(f"รับไฟล์ {number}/{len(paths)}: {path.name}", f"Receiving {number}/{len(paths)}: {path.name}")
            ahead = (first, first_look) if number == 1 else None
            refused += not _received(path, ahead, source, accepts, by, bars, stage)
    return refused


def _received(
    path: Path,
    ahead: tuple[KeepingAhead, LookingAhead] | None,
    source: str | None,
    accepts: bool,
    by: str,
    bars: Bars,
    stage: Words,
) -> bool:
    """Take in one file and say what came of it; False where it was refused."""
    from django.utils import timezone

    from baansuk.collect import actions  # polars and all that reads files: half of what a start takes
    from baansuk.collect.earlier import seen_before
    from baansuk.collect.questions import tables_of
    from baansuk.collect.remarks import is_read_elsewhere, remarks

    def show(_step: str, done: int) -> None:
        bars.show(done, 0, stage)

    show("", 0)
    began = timezone.now()
    try:
        given = _kept(*ahead, lambda done: show("keeping", done)) if ahead else path
        delivery = actions.receive(given, filename=path.name, source=source, by=by, progress=show)
        if delivery.state == "refused":
            raise Refusal(delivery.reason_code, delivery.reason_th, delivery.reason_en)
    except Refusal as refusal:
        bars.fail()
        out.print(f"{mark('bad')} {path.name}: {said(refusal.words)}", markup=False)
        return False
    before = seen_before(delivery, since=began)
    tables = tables_of(delivery)
    if accepts and delivery.state == "checked" and not is_read_elsewhere(tables):
        delivery = actions.accept(delivery, by=by)
    out.print(line_of(path.name, delivery), markup=False)
    for words in [*([before] if before else []), *remarks(tables)]:
        out.print(f"    {said(words)}", markup=False)
    return True


def _kept(keeping: KeepingAhead, look: LookingAhead, progress: Callable[[int], None]) -> Kept:
    return replace(keeping.kept(progress), shape=look.shape())


def line_of(name: str, delivery: Any) -> str:
    """Return the line that says what became of a delivery."""
    from baansuk.collect.moves import STATE_WORDS

    state = said(STATE_WORDS[delivery.state])
    counts = Words(
        f"{delivery.rows_clean:,} แถวใช้ได้ {delivery.rows_refused:,} แถวไม่รับ",
        f"{delivery.rows_clean:,} rows taken, {delivery.rows_refused:,} refused",
    )
    return f"  {delivery.receipt}  {name} ({delivery.encoding}): {state}; {said(counts)}"
