"""Gives what is called one unbroken piece of Python's stack, so that no call in its midst pays for a new one."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import ParamSpec, TypeVar, cast

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

# Python 3.11 keeps frames in pieces of 16 kB: a piece is asked of the system when a call finds no room in the last one, and
# given back when that call returns. A loop that calls from the very end of a piece does so at every call: a page of a
# list cost 2 to 24 ms more, as deep as it happened to be called (python/cpython#142183, mended in later versions only).
# A frame that asks for this many places of 8 bytes gets a piece of 512 kB, and leaves half of it to all that it calls;
# what is never touched costs nothing.
PLACES = 31_800


def in_one_piece(called: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Return the function as one whose calls, and theirs, lie in one piece; it is a middleware of Django as well."""

    def whole(*args: Given.args, **named: Given.kwargs) -> Answer:
        return called(*args, **named)

    code = whole.__code__.replace(co_stacksize=PLACES)
    return cast(Callable[Given, Answer], FunctionType(code, whole.__globals__, whole.__name__, None, whole.__closure__))
