"""Partners in the database: names through time, succession, offices and seats."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from baansuk.access.models import Grant, Partner
from baansuk.access.questions import today
from baansuk.agree import partner_actions
from baansuk.agree.models import PartnerCard, PartnerName
from baansuk.agree.tests.house import FIRST, LAST, approved, in_force, partner
from baansuk.agree.tests.test_actions import acts, refusal_of

pytestmark = pytest.mark.django_db
GIVEN: dict[str, Any] = {
    "code": "LEARN",
    "name_th": "สำนักงาน กศน.",
    "name_en": "Non-formal education",
    "kind": "provincial",
    "force": "state",
    "legal_personality": True,
    "official_authority": True,
    "by": "keeper",
}


def test_a_partner_is_registered_with_its_kind_and_name():
    card = partner_actions.register_partner(**GIVEN)
    assert (card.partner_id, card.kind, card.partner.name_th) == ("LEARN", "provincial", "สำนักงาน กศน.")
    assert PartnerName.objects.get().valid_to is None
    assert acts("register_partner") == 1


def test_a_code_known_to_access_only_gets_its_card():
    Partner.objects.create(code="LEARN", name_th="เดิม", name_en="Before")
    assert partner_actions.register_partner(**GIVEN).partner.name_th == "สำนักงาน กศน."


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"code": "learn"}, "bad_code"),
        ({"code": "ก"}, "bad_code"),
        ({"code": "A/B"}, "bad_code"),
        ({"code": "AB\n"}, "bad_code"),
        ({"code": "X" * 41}, "bad_code"),
        ({"kind": "party"}, "not_on_the_list"),
        ({"force": "fifth"}, "not_on_the_list"),
        ({"name_th": " "}, "name_missing"),
        ({}, "code_taken"),
    ],
)
def test_partners_that_cannot_be(parts, code):
    partner_actions.register_partner(**GIVEN)
    assert refusal_of(partner_actions.register_partner, **{**GIVEN, **parts}) == code


def test_a_new_name_leaves_the_old_one_with_its_last_day():
    """กศน. became สกร. on 18 May 2566."""
    body = partner_actions.register_partner(**GIVEN).partner
    day = date(2023, 5, 18)
    partner_actions.rename_partner(body=body, name_th="สกร.", name_en="Learning", from_day=day, by="keeper")
    assert list(PartnerName.objects.order_by("pk").values_list("name_th", "valid_from", "valid_to")) == [
        ("สำนักงาน กศน.", None, date(2023, 5, 17)),
        ("สกร.", day, None),
    ]
    assert Partner.objects.get(pk="LEARN").name_th == "สกร."
    assert acts("rename_partner") == 1
    given: dict[str, Any] = {"body": body, "name_th": "อื่น", "name_en": "", "by": "keeper"}
    assert refusal_of(partner_actions.rename_partner, from_day=day, **given) == "days_turned"
    ahead = today() + timedelta(days=1)
    assert refusal_of(partner_actions.rename_partner, from_day=ahead, **given) == "day_to_come"


def test_a_paper_keeps_the_name_it_was_signed_with():
    held = in_force()
    partner_actions.rename_partner(body=partner("CDD"), name_th="ชื่อใหม่", name_en="New", from_day=today(), by="keeper")
    assert held.parties.get(partner="CDD").signed_as_th == "หน่วยงาน CDD"


def test_a_successor_joins_the_next_day_and_reads_nothing_without_an_annex_of_its_own():
    held = in_force()
    approved(held)
    day = today()
    partner_actions.succeed_partner(body=partner("CDD"), successor=partner("DLA"), last_day=day, by="keeper")
    old, new = held.parties.get(partner="CDD"), held.parties.get(partner="DLA")
    assert (old.left, new.joined) == (day, day + timedelta(days=1))
    assert set(Grant.objects.values_list("partner", "valid_to")) == {("CDD", day)}
    assert PartnerCard.objects.get(partner="CDD").succeeded_by_id == "DLA"
    assert acts("succeed_partner") == 1


def test_a_host_may_be_succeeded():
    held = in_force()
    partner_actions.succeed_partner(body=partner("MSDHS"), successor=partner("DLA"), last_day=today(), by="keeper")
    held.refresh_from_db()
    assert held.host_id == "DLA"
    assert held.parties.get(partner="DLA").host


def test_nobody_succeeds_itself():
    given: dict[str, Any] = {"body": partner("CDD"), "last_day": LAST, "by": "keeper"}
    assert refusal_of(partner_actions.succeed_partner, successor=partner("CDD"), **given) == "own_successor"


def test_offices_are_reached_by_telephone_or_mail():
    body = partner("CDD")
    given: dict[str, Any] = {"body": body, "office_th": "ฝ่ายบริหาร", "office_en": "Administration", "by": "keeper"}
    made = partner_actions.add_contact(kind="general", phone=" 1300 ", **given)
    assert (made.phone, made.valid_from) == ("1300", today())
    assert refusal_of(partner_actions.add_contact, kind="general", **given) == "no_way_to_reach"
    assert refusal_of(partner_actions.add_contact, kind="friend", phone="1300", **given) == "not_on_the_list"
    early = today() - timedelta(days=1)
    assert refusal_of(partner_actions.end_contact, contact=made, last_day=early, by="keeper") == "days_turned"
    partner_actions.end_contact(contact=made, last_day=today(), by="keeper")
    assert (acts("add_contact"), acts("end_contact")) == (1, 1)


def test_seats_in_the_mechanism_have_days():
    given: dict[str, Any] = {
        "body": partner("CDD"),
        "mechanism_th": "ศจพ.จ.",
        "mechanism_en": "Centre",
        "seat_th": "เลขานุการ",
        "seat_en": "Secretary",
        "valid_from": FIRST,
        "by": "keeper",
    }
    assert refusal_of(partner_actions.give_seat, area_code="97", **given) == "area_unknown"
    seat = partner_actions.give_seat(area_code="99", **given)
    before = FIRST - timedelta(days=1)
    assert refusal_of(partner_actions.end_seat, seat=seat, last_day=before, by="keeper") == "days_turned"
    partner_actions.end_seat(seat=seat, last_day=LAST, by="keeper")
    assert (acts("give_seat"), acts("end_seat")) == (1, 1)
