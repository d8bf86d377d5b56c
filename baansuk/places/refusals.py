"""How the room refuses a file: one sentence in both languages with the row, the column and what to do."""

from typing import NoReturn

from baansuk.thai.words import Refusal


def refuse(code: str, th: str, en: str, *, cause: BaseException | None = None) -> NoReturn:
    """Raise the refusal; nothing has been written when this is called, or the transaction undoes it."""
    raise Refusal(code, th, en) from cause
