"""How a command speaks: progress bars, sentences in one language, errors in one line."""

from __future__ import annotations

import io
import locale
import os
import signal
import sys
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import click

from baansuk.thai.words import Words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import TaskID

# What stands before a line when the terminal cannot show the sign itself.
MARKS = {"ok": ("✓", "+"), "warn": ("!", "!"), "bad": ("✗", "x")}


class Voice:
    """One of the two ways out. What draws on a terminal is only loaded where there is one, or where something is to be drawn."""

    def __init__(self, *, stderr: bool = False) -> None:
        self._stderr = stderr

    @cached_property
    def console(self) -> Console:
        from rich.console import Console  # a thirtieth of a second, which a verb of half a second feels

        return Console(stderr=self._stderr, highlight=False, soft_wrap=True)

    @property
    def is_terminal(self) -> bool:
        return self.console.is_terminal

    def print(self, *objects: Any, **how: Any) -> None:
        """Print as rich does; a plain sentence for a pipe or a file goes out as it is."""
        stream = sys.stderr if self._stderr else sys.stdout
        plain = how.get("markup") is False and all(isinstance(one, str) for one in objects)
        if plain and not stream.isatty() and not {"FORCE_COLOR", "TTY_COMPATIBLE"} & os.environ.keys():
            print(*objects, file=stream)
        else:
            self.console.print(*objects, **how)


out = Voice()
err = Voice(stderr=True)


def language() -> str:
    """Thai unless ``BAANSUK_LANGUAGE`` says ``en``, the locale is English, or the terminal cannot show Thai."""
    chosen = os.environ.get("BAANSUK_LANGUAGE", "")
    if chosen:
        return chosen
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    shows_thai = "utf" in (sys.stdout.encoding or locale.getpreferredencoding(do_setlocale=False)).lower()
    return "en" if spoken.startswith("en") or not shows_thai else "th"


def show_what_can_be_shown() -> None:
    """Replace letters that the terminal cannot show, instead of failing on them (PYTHONIOENCODING=ascii, a bare console)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def mark(state: str) -> str:
    """The sign of ``ok``, ``warn`` or ``bad``; signs that would all turn into one question mark have plain stand-ins."""
    sign, plain = MARKS[state]
    try:
        sign.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return plain
    return sign


def ask(words: Words, *, hidden: bool = False) -> str:
    """Ask for one line; Ctrl-C ends the command at once."""
    # Polars, once imported, has interrupted reads begin again, so that Ctrl-C at a prompt did nothing at all.
    signal.siginterrupt(signal.SIGINT, True)
    given: str = click.prompt(said(words), hide_input=hidden, confirmation_prompt=hidden)
    return given


def said(words: Words) -> str:
    """The sentence in the language of this terminal."""
    return words.in_language(language())


def tell(words: Words) -> None:
    """Print one line."""
    out.print(said(words), markup=False)


class Bars:
    """Progress bars, one a stage; on a pipe or in a log one plain line when a stage ends."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        self._live = Progress(
            SpinnerColumn("dots" if mark("ok") == "✓" else "line", finished_text=mark("ok")),
            TextColumn("{task.description}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=out.console,
            disable=not out.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}
        self._present = ""

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if error is None:
            self._finish()
        self._live.stop()

    def hear(self, stage: Words, done: int, total: int, words: Words | None) -> None:
        """Listen to a run (see ``runs.hold.Listener``)."""
        self.show(done, total, stage)

    def show(self, done: int, total: int, stage: Words | None = None) -> None:
        """Show how far the stage is; a new stage finishes the one before."""
        name = said(stage) if stage is not None else self._present
        if name != self._present:
            self._finish()
            self._present = name
            self._tasks[name] = self._live.add_task(name, total=total or None)
        self._live.update(self._tasks[name], completed=done, total=total or None)

    def fail(self) -> None:
        """Take the present stage away without a tick; whoever calls says what went wrong with it."""
        task = self._tasks.pop(self._present, None)
        if task is not None:
            self._live.remove_task(task)
        self._present = ""

    def _finish(self) -> None:
        task = self._tasks.get(self._present)
        if task is None:
            return
        total = next(t.total for t in self._live.tasks if t.id == task) or 1
        self._live.update(task, completed=total, total=total)
        if not out.is_terminal:
            out.print(f"{mark('ok')} {self._present}", markup=False)
