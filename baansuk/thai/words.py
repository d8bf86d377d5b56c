"""A sentence said in Thai and in English, and the refusal that carries one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in both languages; Thai is what the field reads, so it comes first."""

    th: str
    en: str

    def in_language(self, language: str | None) -> str:
        """Return the English sentence for any ``en`` language code, the Thai one for all others."""
        return self.en if (language or "").lower().startswith("en") else self.th

    def __str__(self) -> str:
        return self.th


class Refusal(Exception):
    """What a person may not do, or what a file may not be, said as a sentence with what to do instead.

    ``code`` is a stable short name for tests and machines; ``words`` is what people read.
    """

    def __init__(self, code: str, th: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.words = Words(th, en)
