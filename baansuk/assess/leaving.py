"""Whether a list may leave the house: not with facts of a register whose giver lets nobody take them out, and it says which."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat

from baansuk.assess.page_questions import source_words
from baansuk.assess.questions import found_for
from baansuk.people.models import Household
from baansuk.people.seen import SeenHousehold
from baansuk.people.sight import Sight
from baansuk.thai.words import Refusal, Words


def check_may_leave(sight: Sight, *, area: str, measure: str) -> None:
    """Raise Refusal ``must_stay`` where a list holds households known from a register that must stay, naming each.

    One column rests on several registers, so nothing can be cut out of the list: it leaves whole or not at all.
    """
    if not sight.staying:
        return
    rows, column = found_for(sight, area=area, measure=measure)
    check_households_may_leave(sight, rows.values(column))


def check_households_may_leave(sight: Sight, codes: QuerySet[Any]) -> None:
    """Raise Refusal as ``check_may_leave`` does, for the households that a question of one column names."""
    if not sight.staying:
        return
    listed = Household.objects.filter(edition=sight.edition, code__in=codes)
    among = listed.alias(among=Concat(Value(","), F("sources"), Value(","), output_field=CharField()))
    kept = [source for source in sight.staying if among.filter(among__contains=f",{source},").exists()]
    if kept:
        named = named_sources(kept)
        raise Refusal(
            "must_stay",
            f"ส่งออกไม่ได้ เพราะในบัญชีนี้มีข้อมูลจาก {named.th} ซึ่งหน่วยงานที่ให้กำหนดให้ใช้จัดทำทะเบียนเท่านั้น ห้ามส่งต่อ ดูในระบบได้ หรือขอให้ผู้ให้แก้ภาคผนวก",
            f"This list cannot leave: it holds facts from {named.en}, whose giver lets them be used to keep the register "
            "only and not passed on. Read it here, or ask the giver to change its annex.",
        )


def named_sources(codes: list[str]) -> Words:
    """Return the names of sources as one text."""
    names = source_words()
    listed = [names.get(code, Words(code, code)) for code in codes]
    return Words(", ".join(one.th for one in listed), ", ".join(one.en for one in listed))


def origins_named(sight: Sight, area: str) -> tuple[Words, Words]:
    """Return the registers that a list of an area draws on, and those of the edition that it may not, each as one text."""
    refused = sight.refused_sources(area)
    drawn = sorted(set(sight.sources) - refused)
    return named_sources(drawn), named_sources(sorted(refused))


def check_one_may_leave(household: SeenHousehold) -> None:
    """Raise Refusal ``must_stay`` where one household is known from a register that its giver lets nobody take out."""
    kept = sorted(set(household.sources.split(",")) & set(household.sight.staying))
    if kept:
        named = named_sources(kept)
        raise Refusal(
            "must_stay",
            f"พิมพ์ออกไปไม่ได้ เพราะมีข้อมูลจาก {named.th} ซึ่งหน่วยงานที่ให้กำหนดให้ใช้จัดทำทะเบียนเท่านั้น ดูในระบบได้ หรือขอให้ผู้ให้แก้ภาคผนวก",
            f"This cannot be printed: it holds facts from {named.en}, whose giver lets them be used to keep the register only. "
            "Read it here, or ask the giver to change its annex.",
        )
