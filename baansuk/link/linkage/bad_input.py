"""What was given cannot be linked, said in one sentence with what to do."""

from __future__ import annotations

from baansuk.thai.words import Refusal


class BadInput(Refusal):
    """A file or a value that the linker does not take; ``words`` names it, and says what to do. Nothing was written."""

    def __init__(self, en: str, th: str = "") -> None:
        super().__init__("link.bad_input", th or en, en)
