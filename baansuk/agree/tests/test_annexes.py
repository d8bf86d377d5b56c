"""What an annex may hold, and what it opens: the refusals one by one, and every kind of partner with every class."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baansuk.access.classes import AGGREGATE, CLASSES, PERSONAL, PURPOSES, SENSITIVE
from baansuk.agree.annexes import Contents, Holder, check_annex, classes_opened, overlap
from baansuk.agree.kinds import BASES_24, BASES_26, ONWARD, PARTNER_KINDS
from baansuk.thai.words import Refusal

STATE = Holder("provincial", True, True)
ARMY = Holder("army", True, True)
NETWORK = Holder("community_network", False, False)
CHAMBER = Holder("business", True, False)
FIGURES = Contents(classes=(AGGREGATE,), purposes=("plan",), areas=("99",), basis_24="task")
PERSONS = Contents(
    registers=("bmn",),
    classes=("household", "identity"),
    purposes=("help",),
    areas=("99", "980101"),
    basis_24="task",
    retention_months=60,
)
SICK = replace(PERSONS, classes=("household", "identity", "health"), basis_26="public_health")


def known(code: str) -> bool:
    return code in ("99", "980101")


def refused(contents: Contents, holder: Holder = STATE) -> str:
    try:
        check_annex(contents, holder, known)
    except Refusal as told:
        assert told.words.th
        assert told.words.en
        return told.code
    return ""


@pytest.mark.parametrize("contents", [FIGURES, PERSONS, SICK])
def test_what_a_state_office_may_hold(contents):
    assert refused(contents) == ""


@pytest.mark.parametrize(
    ("contents", "code"),
    [
        (replace(PERSONS, purposes=()), "annex_without_purpose"),
        (replace(PERSONS, purposes=("security",)), "not_on_the_list"),
        (replace(PERSONS, purposes=("help", "immigration")), "not_on_the_list"),
        (replace(PERSONS, classes=()), "annex_without_class"),
        (replace(PERSONS, classes=("household", "religion")), "not_on_the_list"),
        (replace(PERSONS, areas=()), "annex_without_area"),
        (replace(PERSONS, areas=("99", "97")), "area_unknown"),
        (replace(PERSONS, areas=("9",)), "area_unknown"),
        (replace(PERSONS, areas=("99\n",)), "area_unknown"),
        (replace(PERSONS, areas=("๙๙",)), "area_unknown"),
        (replace(PERSONS, areas=("",)), "area_unknown"),
        (replace(PERSONS, basis_24=""), "basis_24_missing"),
        (replace(PERSONS, basis_24="interest"), "not_on_the_list"),
        (replace(SICK, basis_26=""), "basis_26_missing"),
        (replace(SICK, basis_26="because"), "not_on_the_list"),
        (replace(PERSONS, classes=("identity",)), "household_missing"),
        (replace(PERSONS, retention_months=None), "retention_missing"),
        (replace(PERSONS, retention_months=0), "retention_missing"),
        (replace(PERSONS, retention_months=121), "retention_missing"),
        (replace(PERSONS, onward={"bmn": "anyone"}), "not_on_the_list"),
        (replace(PERSONS, onward={"eef": "state"}), "onward_unknown"),
    ],
)
def test_what_no_annex_may_say(contents, code):
    assert refused(contents) == code


@pytest.mark.parametrize("purpose", ["security", "immigration", "forest", "police", "tax", "enforcement"])
def test_enforcement_is_not_on_the_list_of_purposes(purpose):
    assert purpose not in PURPOSES
    assert refused(replace(FIGURES, purposes=(purpose,))) == "not_on_the_list"


@pytest.mark.parametrize("name", sorted(SENSITIVE))
def test_each_sensitive_class_needs_a_basis_of_its_own(name):
    asked = replace(PERSONS, classes=("household", name))
    assert refused(asked) == "basis_26_missing"
    for basis in BASES_26:
        assert refused(replace(asked, basis_26=basis)) == ""


@pytest.mark.parametrize("name", sorted(set(PERSONAL) - SENSITIVE - {"household"}))
def test_other_classes_need_none(name):
    assert refused(replace(PERSONS, classes=("household", name))) == ""


@pytest.mark.parametrize("name", PERSONAL)
def test_a_body_without_legal_personality_holds_no_fact_of_persons(name):
    asked = replace(SICK, classes=("household", name), basis_24="consent")
    assert refused(asked, NETWORK) == "figures_only"
    assert refused(replace(asked, consent_only=True), NETWORK) == "figures_only"
    assert classes_opened(asked, NETWORK) == (AGGREGATE,)


@pytest.mark.parametrize("name", PERSONAL)
def test_an_army_gets_figures_whatever_is_asked(name):
    assert refused(replace(SICK, classes=("household", name)), ARMY) == "figures_only"
    assert refused(FIGURES, ARMY) == ""
    assert classes_opened(replace(SICK, classes=("household", name)), ARMY) == (AGGREGATE,)


@pytest.mark.parametrize("name", PERSONAL)
def test_a_non_state_partner_gets_persons_by_consent_only_and_none_before_consents_are_recorded(name):
    asked = replace(SICK, classes=("household", name), basis_24="consent", basis_26="consent")
    assert refused(asked, CHAMBER) == "consent_needed"
    assert refused(replace(asked, consent_only=True), CHAMBER) == ""
    assert classes_opened(replace(asked, consent_only=True), CHAMBER) == (AGGREGATE,)


@pytest.mark.parametrize("basis", ["task", "legal_duty"])
def test_a_partner_without_official_authority_cannot_rest_on_it(basis):
    assert refused(replace(PERSONS, basis_24=basis, consent_only=True), CHAMBER) == "no_official_authority"


def test_figures_open_with_every_annex():
    assert classes_opened(PERSONS, STATE) == (AGGREGATE, "household", "identity")


def test_annexes_overlap_in_a_purpose_and_an_area():
    assert overlap(PERSONS, replace(FIGURES, purposes=("plan", "help"))) == ("help",)
    assert overlap(PERSONS, FIGURES) == ()
    assert overlap(PERSONS, replace(PERSONS, areas=("9901",))) == ("help",)
    assert overlap(replace(PERSONS, areas=("98",)), replace(PERSONS, areas=("99",))) == ()


@given(
    holder=st.builds(Holder, st.sampled_from(sorted(PARTNER_KINDS)), st.booleans(), st.booleans()),
    contents=st.builds(
        Contents,
        registers=st.just(("bmn",)),
        classes=st.lists(st.sampled_from(sorted(CLASSES)), unique=True).map(tuple),
        purposes=st.lists(st.sampled_from(sorted(PURPOSES)), unique=True).map(tuple),
        areas=st.just(("99",)),
        basis_24=st.sampled_from(["", *BASES_24]),
        basis_26=st.sampled_from(["", *BASES_26]),
        onward=st.dictionaries(st.just("bmn"), st.sampled_from(sorted(ONWARD))),
        consent_only=st.booleans(),
        retention_months=st.none() | st.integers(0, 130),
    ),
)
def test_no_annex_that_is_taken_breaks_a_rule(holder, contents):
    personal = set(contents.classes) - {AGGREGATE}
    taken = refused(contents, holder) == ""
    if taken:
        assert contents.purposes
        assert contents.classes
        assert contents.basis_24
        assert not (personal & SENSITIVE) or contents.basis_26
        assert not personal or (holder.legal_personality and holder.kind != "army")
        assert not personal or holder.official_authority or contents.consent_only
    opened = set(classes_opened(contents, holder)) - {AGGREGATE}
    assert opened <= personal
    if opened:
        assert holder.legal_personality
        assert holder.kind != "army"
        assert not contents.consent_only


def test_every_kind_of_partner_may_have_figures():
    for kind, legal, authority in product(PARTNER_KINDS, (True, False), (True, False)):
        basis = "task" if authority else "statistics"
        assert refused(replace(FIGURES, basis_24=basis), Holder(kind, legal, authority)) == ""
