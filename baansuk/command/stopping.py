"""Ends a command when it is told to stop (Ctrl-C, or a request to terminate): once, at once, and not while it tidies up."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from types import FrameType, TracebackType
from typing import Any, Final, Self

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_END: Final = b"\x00"


class Stopping:
    """While it is held, the first signal raises KeyboardInterrupt in the main thread; later ones find us tidying up.

    A signal that comes before ``begin`` waits for it: what the work needs is made until then, and who is interrupted between
    making a folder and knowing of it leaves it behind.

    Python hears a signal between two of its own instructions only. ``wake`` is called at once, from a thread, to end
    whatever long call the main thread waits for. That call may fail in a way of its own, and DuckDB's does, swallowing the
    KeyboardInterrupt: what fails after the first signal leaves as KeyboardInterrupt.
    """

    def __init__(self) -> None:
        self.wake: Callable[[], None] | None = None
        self.asked = False
        self._begun = False
        self._over = False
        self._before: dict[int, Any] = {}
        self._ends = (0, 0)
        self._fd_before = -1

    def __enter__(self) -> Self:
        self._ends = os.pipe()
        os.set_blocking(self._ends[1], False)
        self._fd_before = signal.set_wakeup_fd(self._ends[1], warn_on_full_buffer=False)
        self._before = {number: signal.getsignal(number) for number in _SIGNALS}
        self.listen()
        Thread(target=self._watch, name="stopping", daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._fd_before)
        os.write(self._ends[1], _END)
        if self.asked and isinstance(error, Exception):
            raise KeyboardInterrupt from error

    def listen(self) -> None:
        """Take the signals; to be called again after something else may have taken them, as Spark does."""
        for number in _SIGNALS:
            signal.signal(number, self._hear)

    def begin(self) -> None:
        """From here on a signal ends the work; one that has come already does so now."""
        self._begun = True
        if self.asked:
            raise KeyboardInterrupt

    def no_more(self) -> None:
        """From here on the work is done and is only put in its place: signals are not heard."""
        self._over = True

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if self.asked or self._over:
            return
        self.asked = True
        if self._begun:
            raise KeyboardInterrupt

    def _watch(self) -> None:
        """Wait for signals, whose numbers the system writes into the pipe."""
        reading, writing = self._ends
        while (number := os.read(reading, 1)) != _END:
            if number[0] in _SIGNALS and not self._over and self.wake is not None:
                with suppress(Exception):  # the call has ended by itself, and what it worked on is closed
                    self.wake()
        os.close(reading)
        os.close(writing)
