"""Loads the agreements that come with the house: four that were really signed elsewhere, and the fictional province's."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any, Final

from django.db import transaction

from baansuk.access.models import Partner
from baansuk.access.questions import today
from baansuk.agree import actions, amending_actions, annex_actions, partner_actions, promise_actions
from baansuk.agree.annexes import Contents
from baansuk.agree.holding import NO_WORDS
from baansuk.agree.models import Agreement, Contact, PartnerCard
from baansuk.agree.promise_actions import Role
from baansuk.agree.terms import DAY, Term, years_after
from baansuk.audit import gate
from baansuk.thai.words import Words

EXAMPLES: Final = ("mae-hong-son-2566", "mukdahan-2564", "nakhon-ratchasima-2564-1", "nakhon-ratchasima-2564-2")
SAMPLE: Final = "sample-2569"
SAMPLE_CODE: Final = "SAMPLE-2569"
# The two fictional persons of the fictional province, because an annex needs two.
DRAFTER, SECOND = "sample-keeper", "sample-second"


@transaction.atomic
def load_examples(*, by: str) -> list[str]:
    """Record the four signed agreements of the source texts where they are missing; return the codes recorded now.

    They are examples of other provinces: signed, never in force here, granting nothing. One whose term is over shows as
    ended by its own date.
    """
    made = [code for name in EXAMPLES if (code := _load(read_example(name), by, example=True))]
    if made:
        gate.write("agree.load_examples", by=by, subjects=[("agreement", code) for code in made])
    return made


@transaction.atomic
def load_sample(*, by: str) -> bool:
    """Record the agreement of the fictional province, in force, with its annexes; False when it is there already."""
    told = read_example(SAMPLE)
    if not _load(told, by, example=False):
        return False
    agreement = Agreement.objects.get(pk=told["code"])
    for party in told["parties"]:
        _load_annexes(agreement, party)
    actions.bring_into_force(agreement=agreement, by=by)
    for one in told["promises"]:
        _load_promise(agreement, one, by)
    gate.write("agree.load_sample", by=by, subjects=[("agreement", agreement.code)])
    return True


def read_example(name: str) -> dict[str, Any]:
    """Return one of the agreements that come with the house, as its file tells it."""
    return tomllib.loads(files("baansuk.agree").joinpath("examples", f"{name}.toml").read_text(encoding="utf-8"))


def _load(told: Mapping[str, Any], by: str, *, example: bool) -> str:
    if Agreement.objects.filter(pk=told["code"]).exists():
        return ""
    bodies = {party["code"]: _load_partner(party, told["area"], by, example=example) for party in told["parties"]}
    term, signed_on = _term(told)
    host = next(party for party in told["parties"] if party["code"] == told["host"])
    agreement = actions.draft_agreement(
        code=told["code"],
        title=_words(told["title"]),
        host=bodies[told["host"]],
        area_code=told["area"],
        term=term,
        objectives=[_words(one) for one in told["objectives"]],
        term_printed=_words(told["term"].get("printed")),
        host_number=told["host_number"],
        host_signed_as=_signed_as(host),
        example=example,
        origin=_words(told["origin"]),
        by=by,
    )
    _load_parties(agreement, told, bodies, by)
    actions.sign(
        agreement=agreement,
        signed_on=signed_on,
        place=_words(told["place"]),
        signatures=[
            actions.Signed(_words(one["office"]), one.get("partner", ""), one.get("kind", "signatory"))
            for one in told.get("signatures", ())
        ],
        by=by,
    )
    for one in told.get("accounts", ()):
        amending_actions.add_account(
            agreement=agreement,
            teller=_words(one["teller"]),
            told_on=one.get("told_on"),
            bodies=one.get("bodies"),
            people=one.get("people"),
            words=_words(one["words"]),
            by=by,
        )
    _load_roles(agreement, told, bodies, by)
    return str(agreement.code)


def _load_partner(party: Mapping[str, Any], area_code: str, by: str, *, example: bool) -> Partner:
    known = PartnerCard.objects.filter(partner=party["code"]).select_related("partner").first()
    if known is not None:
        return known.partner
    name = _words(party["name"])
    body = partner_actions.register_partner(
        code=party["code"],
        name_th=name.th,
        name_en=name.en,
        kind=party["kind"],
        force=party["force"],
        legal_personality=party["legal"],
        official_authority=party["authority"],
        example=example,
        by=by,
    ).partner
    for one in party.get("renamed", ()):
        partner_actions.rename_partner(body=body, name_th=one["th"], name_en=one["en"], from_day=one["from"], by=by)
    for one in party.get("contacts", ()):
        office = _words(one["office"])
        partner_actions.add_contact(
            body=body, kind=one["kind"], office_th=office.th, office_en=office.en, email=one["email"], by=by
        )
    for one in party.get("seats", ()):
        mechanism, seat = _words(one["mechanism"]), _words(one["seat"])
        partner_actions.give_seat(
            body=body,
            area_code=area_code,
            mechanism_th=mechanism.th,
            mechanism_en=mechanism.en,
            seat_th=seat.th,
            seat_en=seat.en,
            by=by,
        )
    return body


def _load_parties(agreement: Agreement, told: Mapping[str, Any], bodies: Mapping[str, Partner], by: str) -> None:
    for party in told["parties"]:
        if party["code"] != told["host"]:
            amending_actions.join_party(
                agreement=agreement,
                body=bodies[party["code"]],
                signed_as=_signed_as(party),
                number=party["number"],
                by=by,
            )


def _load_roles(agreement: Agreement, told: Mapping[str, Any], bodies: Mapping[str, Partner], by: str) -> None:
    for party in told["parties"]:
        for one in party.get("roles", ()):
            made = promise_actions.add_commitment(
                agreement=agreement, body=bodies[party["code"]], role=_role(one), by=by
            )
            if "progress" in one:
                promise_actions.report_progress(commitment=made, day=today(), value=Decimal(one["progress"]), by=by)


def _load_annexes(agreement: Agreement, party: Mapping[str, Any]) -> None:
    body = Partner.objects.get(pk=party["code"])
    contact = Contact.objects.filter(partner=body, kind="breach").first()
    for one in party.get("annexes", ()):
        draft = annex_actions.draft_annex(
            agreement=agreement, body=body, contents=_contents(one), breach_contact=contact, by=DRAFTER
        )
        annex_actions.put_in_place(annex=draft, by=SECOND)


def _load_promise(agreement: Agreement, told: Mapping[str, Any], by: str) -> None:
    made = promise_actions.make_promise(
        area_code=agreement.area_code,
        year=budget_year(today()) - int(told["years_ago"]),
        text=_words(told["text"]),
        body=Partner.objects.filter(pk=told.get("partner", "")).first(),
        by=by,
    )
    if "kept" in told:
        promise_actions.say_kept(promise=made, kept=told["kept"], note=told.get("note", ""), by=by)


def budget_year(day: date) -> int:
    """Return the Buddhist budget year of a day: it begins on 1 October of the year before."""
    return day.year + 543 + (day.month >= 10)


def _term(told: Mapping[str, Any]) -> tuple[Term, date]:
    """Return the term, and the day of signing: of a term in budget years, the first day of the one we are in."""
    printed = told["term"]
    if printed["precision"] != "budget_years":
        signed_on: date = told["signed_on"]
        return Term(printed.get("begins"), printed.get("ends"), printed["precision"], signed_on), signed_on
    begins = date(budget_year(today()) - 544, 10, 1)
    return Term(begins, years_after(begins, int(printed["years"])), DAY, begins), begins


def _role(told: Mapping[str, Any]) -> Role:
    due = told.get("due_in_days")
    return Role(
        text=_words(told["text"]),
        condition=_words(told.get("condition")),
        on_request=told.get("on_request", False),
        together_with=tuple(told.get("together_with", ())),
        legal_power=_words(told.get("legal_power")),
        measure=_words(told.get("measure")),
        target=Decimal(told["target"]) if "target" in told else None,
        unit=_words(told.get("unit")),
        due_on=None if due is None else today() + timedelta(days=int(due)),
        budget=Decimal(told["budget"]) if "budget" in told else None,
    )


def _contents(told: Mapping[str, Any]) -> Contents:
    return Contents(
        registers=tuple(told.get("registers", ())),
        classes=tuple(told["classes"]),
        purposes=tuple(told["purposes"]),
        areas=tuple(told["areas"]),
        basis_24=told["basis_24"],
        basis_26=told.get("basis_26", ""),
        onward=told.get("onward", {}),
        consent_only=told.get("consent_only", False),
        retention_months=told.get("retention_months"),
    )


def _signed_as(party: Mapping[str, Any]) -> Words:
    return _words(party.get("signed_as") or party["name"])


def _words(told: Mapping[str, str] | None) -> Words:
    return Words(told["th"], told["en"]) if told else NO_WORDS
