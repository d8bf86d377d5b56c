"""Which cases of verification and of the urgent lane are under way for a person: whoever has one is not erased before it ends."""

from __future__ import annotations

from baansuk.people.models import Person
from baansuk.people.questions import current_edition
from baansuk.thai.words import Words
from baansuk.verify.models import Case, UrgentCase
from baansuk.verify.moves import OPEN, STATE_WORDS
from baansuk.verify.urgent_moves import OPEN as URGENT_OPEN
from baansuk.verify.urgent_moves import STATE_WORDS as URGENT_WORDS


def open_cases_of(person: str) -> list[tuple[str, Words]]:
    """Return the number and a sentence of each case under way for the household where a person lives: three queries.

    A household that is merely on a list, of which nobody has decided anything, holds nobody: a third of a province would be.
    A protected urgent case is not among them: nothing leads from a house to it, and a refusal here would.
    """
    home = (
        Person.objects.filter(edition=current_edition(), code=person).values_list("household_code", flat=True).first()
    )
    if not home:
        return []
    cases = Case.objects.filter(household_code=home, round__state="open", state__in=OPEN, version__gt=0).order_by("pk")
    urgent = UrgentCase.objects.filter(household_code=home, protected=False, state__in=URGENT_OPEN).order_by("pk")
    return [
        *(
            (one.number, _words("เรื่องตรวจสอบ", "verification case", one.number, STATE_WORDS[one.state]))
            for one in cases
        ),
        *((one.number, _words("เรื่องด่วน", "urgent case", one.number, URGENT_WORDS[one.state])) for one in urgent),
    ]


def _words(th: str, en: str, number: str, state: Words) -> Words:
    return Words(f"{th} {number} ({state.th})", f"{en} {number} ({state.en})")
