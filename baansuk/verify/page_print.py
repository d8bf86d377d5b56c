"""Prints a village's page: large, by house number, with boxes to tick, its page code and its last day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from baansuk.screen.figures import show_day
from baansuk.screen.pdf import printed
from baansuk.verify.outcomes import MISSED
from baansuk.verify.page_of_village import Page

TEMPLATE = Path(__file__).resolve().parent / "print" / "village_page.typ"


def page_pdf(page: Page, *, made_at: dt.datetime) -> bytes:
    """Return the page as PDF on A4."""
    values = {
        "title": f"{page.step} {page.village}",
        "round": page.round,
        "page_code": page.page_code,
        "version": str(page.version),
        "expires": show_day(page.expires_on, "th", short=True),
        "lines": [[str(n), one.house_no, one.name, one.case] for n, one in enumerate(page.lines, 1)],
        "outcomes": _outcomes(page),
        "reasons": [words for _code, words in page.reasons],
    }
    return printed(TEMPLATE, values, made_at=made_at)


def _outcomes(page: Page) -> list[str]:
    """The outcomes beside the page; "missed, added" only where somebody was added, and said for whom it is."""
    added = any(line.added for line in page.lines)
    only = {MISSED: " (เฉพาะบ้านที่แจ้งเพิ่ม)"}
    return [words + only.get(code, "") for code, words in page.outcomes if added or code != MISSED]
