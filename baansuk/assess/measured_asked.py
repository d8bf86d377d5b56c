"""Reads what an address asks of the pages of exact measures, and opens the area for the reader; the rest is refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from baansuk.assess import page_questions as questions
from baansuk.assess.asked import NotUnderstood, read_area
from baansuk.assess.doors import WrongAddress, area_of_figures, figures_scope
from baansuk.assess.measured import HOT_MEASURES, Poverty, poverties
from baansuk.assess.measured_groups import SPLITS
from baansuk.assess.measured_telling import Beside
from baansuk.assess.telling import Telling
from baansuk.people.models import Edition
from baansuk.places.models import Area
from baansuk.places.questions import words_of
from baansuk.screen.language import say_words
from baansuk.thai.words import Words

PAGES: Mapping[str, Words] = {
    "measures": Words("ระดับ", "Levels"),
    "measures-changes": Words("เปลี่ยนไปอย่างไร", "Changes"),
    "measures-curves": Words("ทุกจุดตัด", "Every cut-off"),
    "measures-lists": Words("บัญชีซ้อนกัน", "Lists"),
    "hot-spots": Words("พื้นที่เข้มข้น", "Hot spots"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One area, by one framework and cut-off (and of one figure, for hot spots), before one reader."""

    beside: Beside
    area: Area
    poverty: Poverty
    measure: str
    split: str = ""

    @property
    def edition(self) -> Edition:
        return self.beside.telling.edition

    @property
    def name(self) -> Words:
        return words_of(self.area)

    def address(self, page: str, **changed: str) -> str:
        """Return the address of one of the pages for the same area, with some parts changed."""
        parts = {"area": self.area.code, "by": self.poverty.code}
        if page == "measures" and self.split:
            parts["split"] = self.split
        if page.startswith("hot-spots"):
            parts = {"area": self.area.code, "measure": self.measure}
        return f"{reverse(page)}?{urlencode({name: one for name, one in (parts | changed).items() if one})}"

    def frame(self, page: str) -> dict[str, object]:
        """Return what every one of the pages shows: where one is, what else there is, and of which edition."""
        steps = questions.steps_to(self.beside.telling.scope, self.area.code)
        return {
            "asked": self,
            "area": self.area,
            "name": self.name,
            "edition": self.edition,
            "steps": [(say_words(words_of(place)), self.address(page, area=place.code)) for place in steps],
            "pages": [(words, self.address(name), name == page) for name, words in PAGES.items()],
            "poverties": [
                (one.framework.words, one.words, self.address(page, by=code), code == self.poverty.code)
                for code, one in poverties().items()
            ],
            "poverty": self.poverty,
        }


def read_asked(request: HttpRequest) -> Asked | None:
    """Return what is asked, None while no edition is in use.

    Http404 outside the scope as for an area that is not held, BadRequest for an address that asks for nonsense.
    """
    scope = figures_scope(request)
    try:
        code, by, measure, split = _read(request.GET.dict(), home=scope.areas[0])
    except NotUnderstood as refusal:
        raise WrongAddress(refusal) from refusal
    area = area_of_figures(scope, code)
    edition = questions.edition_shown()
    if edition is None:
        return None
    return Asked(Beside(Telling(scope, edition)), area, poverties()[by], measure, split)


def _read(asked: Mapping[str, str], *, home: str) -> tuple[str, str, str, str]:
    if not asked.keys() <= {"area", "by", "measure", "split"}:
        raise NotUnderstood("?")
    by, split = _one_of(asked, "by", poverties()), _one_of(asked, "split", ("", *SPLITS))
    return read_area(asked.get("area", home)), by, _one_of(asked, "measure", HOT_MEASURES), split


def _one_of(asked: Mapping[str, str], name: str, allowed: Collection[str]) -> str:
    value = asked.get(name, next(iter(allowed)))
    if value not in allowed:
        raise NotUnderstood(name)
    return value
