"""What the analysts' commands share: a result that is a new folder, an engine beside it, and how they end."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from baansuk.command.new_folder import new_folder
from baansuk.command.stopping import Stopping
from baansuk.command.terminal import err, out, said, tell
from baansuk.command.verbs import hint
from baansuk.runs.engines import ENGINES
from baansuk.thai.words import Refusal, Words

if TYPE_CHECKING:
    from baansuk.engine import Engine

DONE, BAD_INPUT, STOPPED = 0, 2, 3
File: Final = click.Path(path_type=Path)

to_a_folder: Final = click.option(
    "--out",
    "place",
    type=File,
    required=True,
    help=hint("โฟลเดอร์ของผล เกิดขึ้นเมื่อเสร็จครบเท่านั้น", "Folder of the result; it appears whole or not at all."),
)
on_an_engine: Final = click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=None,
    help=hint(
        "เครื่องคำนวณ ถ้าไม่ระบุใช้ BAANSUK_ENGINE หรือ duckdb", "What computes; BAANSUK_ENGINE or duckdb when not given."
    ),
)
by_force: Final = click.option(
    "--force", is_flag=True, help=hint("แทนที่ผลเดิมใน --out", "Replace an earlier result in --out.")
)


def ended(work: Callable[[], tuple[Words, Sequence[str]]]) -> int:
    """Do the work, tell what it returns (a summary and warnings) or why it was refused, and return the exit code."""
    try:
        summary, warnings = work()
    except Refusal as refusal:
        err.print(said(refusal.words), markup=False)
        return BAD_INPUT
    except KeyboardInterrupt:
        err.print(said(Words("หยุดตามคำสั่ง ไม่ได้เขียนอะไรไว้", "Stopped; nothing was written.")), markup=False)
        return STOPPED
    tell(summary)
    for warning in warnings:
        out.print(warning, markup=False)
    return DONE


@contextmanager
def filling(place: Path, engine_name: str) -> Iterator[tuple[Engine, Path, Path]]:
    """Give an engine, a folder that takes ``place`` when the block ends well, and one inside it that goes before that.

    The first signal ends the block as KeyboardInterrupt; whatever else goes wrong, ``place`` is as it was.
    """
    with filling_lazily(place, engine_name) as (engine, folder, work):
        yield engine(), folder, work


@contextmanager
def filling_lazily(place: Path, engine_name: str) -> Iterator[tuple[Callable[[], Engine], Path, Path]]:
    """As ``filling``, for work that may need no engine: it opens when it is first asked for."""
    with Stopping() as stopping, new_folder(place) as folder:
        stopping.begin()
        work = folder / "work"
        work.mkdir()
        with ExitStack() as held:

            @cache
            def engine() -> Engine:
                from baansuk.engine import open_engine  # brings DuckDB, which no other verb need pay

                opened = held.enter_context(open_engine(engine_name, spill=work / "spill"))
                stopping.listen()
                stopping.wake = opened.interrupt
                return opened

            yield engine, folder, work
            stopping.wake = None
        shutil.rmtree(work)
        stopping.no_more()


@dataclass(frozen=True, slots=True)
class Kind:
    """The results of one command: ``files`` are those by which a folder is known as one, which --force may replace."""

    command: str
    files: tuple[str, ...]

    def check_place(self, place: Path, read: Sequence[Path], *, force: bool) -> None:
        """Refuse a place that holds something else than an earlier result, or anything that is to be ``read`` or kept."""
        if not place.exists():
            return
        if not force:
            raise Refusal(
                "result.there",
                f"มี {place} อยู่แล้ว ให้ระบุ --out อื่น หรือใช้ --force เพื่อแทนที่",
                f"{place} is there already: name another --out, or replace it with --force.",
            )
        if not self._is_in(place):
            raise Refusal(
                "result.other",
                f"{place} ไม่ใช่ผลเดิมของ {self.command} จึงไม่แทนที่ ให้ระบุ --out อื่น",
                f"{place} is no earlier result of {self.command}, so --force does not replace it: name another --out.",
            )
        for path in read:
            if path.resolve().is_relative_to(place.resolve()):
                raise Refusal(
                    "result.inside",
                    f"{path} อยู่ใน {place} ซึ่งจะถูกแทนที่ ให้ย้ายออกหรือระบุ --out อื่น",
                    f"{path} lies in {place}, which --force would replace: move it, or name another --out.",
                )

    def _is_in(self, place: Path) -> bool:
        return place.is_dir() and (not any(place.iterdir()) or all((place / name).exists() for name in self.files))


def cost(told: dict[str, Any], memory: str) -> str:
    """Say what a report tells of seconds, core-seconds and, under the name ``memory``, megabytes."""
    return f"{told['seconds']:,.1f} s, {told['core_seconds']:,.1f} core-s, {told[memory]:,.0f} MB"
