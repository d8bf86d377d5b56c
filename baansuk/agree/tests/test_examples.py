"""The agreements that come with the house: true counts, no person's name, nothing granted; and the sample's, in force."""

from __future__ import annotations

import re
from datetime import date

import pytest

from baansuk.access.demonstration import CAST
from baansuk.access.models import Grant
from baansuk.access.questions import presence_of, today
from baansuk.access.roles import ROLES
from baansuk.access.tests.cast import AGREEMENT, user_as
from baansuk.agree import questions
from baansuk.agree.example_actions import EXAMPLES, SAMPLE, budget_year, load_examples, load_sample, read_example
from baansuk.agree.granting import grant_anew
from baansuk.agree.models import Agreement, Commitment, Contact, PartnerCard, PartnerName, Party, Signatory
from baansuk.audit.models import Event
from baansuk.places.actions import load_provinces
from tests.kept import written_once

COUNTS = {"MHS-2566": (20, 0), "MUK-2564": (7, 27), "NMA-2564-1": (22, 0), "NMA-2564-2": (3, 0)}
# Titles that stand before a person's name in the source texts; offices such as นายอำเภอ and นายแพทย์ are none.
TITLES = re.compile(r"(?<!มิถุ)นาย(?!อำเภอ|ก|แพทย์)|นางสาว|นาง(?=[ก-ฮ])|น\.ส\.|ดร\.|พ\.ต\.")


def _examples():
    load_provinces(by="test")
    load_examples(by="test")


loaded = written_once(_examples)
sample_loaded = written_once(lambda: load_sample(by="test"))


@pytest.fixture
def examples(loaded, db):
    """The papers that the house ships as examples."""


def test_the_four_papers_have_their_parties_and_roles(examples):
    assert {one.code: (one.parties, one.roles) for one in questions.standings()} == COUNTS


def test_mukdahan_has_its_roles_one_by_one(examples):
    roles = Commitment.objects.filter(agreement="MUK-2564")
    counted = {
        code: roles.filter(partner=code).count() for code in sorted(set(roles.values_list("partner", flat=True)))
    }
    assert counted == {
        "MUK-COLLEGE": 4,
        "MUK-COUNCILS": 4,
        "MUK-FARMERS": 5,
        "MUK-MSDHS": 3,
        "MUK-NIKHOM": 3,
        "MUK-PAO": 3,
        "TH-CODI": 5,
    }
    assert [role.number for role in roles.filter(partner="MUK-PAO").order_by("number")] == [1, 2, 3]
    assert roles.get(partner="MUK-PAO", number=1).on_request
    assert "2542" in roles.get(partner="MUK-PAO", number=3).legal_power_th
    assert roles.filter(target=44).count() == 2
    assert all(role.text_en for role in roles)


def test_true_dates(examples):
    assert {one.code: str(one.signed_on) for one in Agreement.objects.all()} == {
        "MHS-2566": "2023-03-16",
        "MUK-2564": "2021-02-22",
        "NMA-2564-1": "2021-06-25",
        "NMA-2564-2": "2021-06-25",
    }


def test_hosts_are_parties(examples):
    hosts = {party.agreement_id: party.partner_id for party in Party.objects.filter(host=True)}
    assert hosts == {
        "MHS-2566": "TH-CODI",
        "MUK-2564": "MUK-COUNCILS",
        "NMA-2564-1": "NMA-RAJABHAT",
        "NMA-2564-2": "NMA-COMMUNITIES",
    }


def test_two_reports_of_one_event_are_both_kept(examples):
    accounts = Agreement.objects.get(pk="MHS-2566").accounts.all()
    assert [(one.bodies, one.people) for one in accounts] == [(20, 200), (5, 120)]


def test_years_that_are_over_show_as_ended_and_terms_not_printed_as_such(examples):
    found = {one.code: one for one in questions.standings()}
    assert found["NMA-2564-1"].state == "ended"
    assert "1 ม.ค. 2568" in found["NMA-2564-1"].term_words.th
    assert "ไม่ได้พิมพ์อายุ" in found["MUK-2564"].term_words.th
    assert {found[code].state for code in ("MUK-2564", "NMA-2564-2")} == {"signed"}


def test_examples_grant_nothing_and_take_no_delivery(examples):
    assert Grant.objects.count() == 0
    assert questions.in_force_codes(today()) == questions.recorded_codes() == frozenset()
    assert not any(one.grants for one in questions.standings())
    assert PartnerCard.objects.filter(example=False).count() == 0


def test_a_renamed_office_keeps_both_names(examples):
    names = list(PartnerName.objects.filter(partner="MHS-LEARNING").order_by("pk").values_list("name_th", flat=True))
    assert "กศน." in names[0]
    assert "สกร." in names[1]
    assert "กศน." in Party.objects.get(partner="MHS-LEARNING").signed_as_th


@pytest.mark.parametrize("name", [*EXAMPLES, SAMPLE])
def test_no_person_is_named(name):
    told = str(read_example(name))
    assert not TITLES.search(told), TITLES.search(told)


def test_the_army_and_the_networks_are_what_they_are(examples):
    assert PartnerCard.objects.get(partner="NMA-ARMY-2").kind == "army"
    networks = PartnerCard.objects.filter(kind="community_network")
    assert networks.count() == 4
    assert not networks.filter(legal_personality=True).exists()


def test_loading_again_changes_nothing(examples):
    load_sample(by="test")
    before = Event.objects.count()
    assert load_examples(by="test") == []
    assert not load_sample(by="test")
    assert Event.objects.count() == before


@pytest.fixture
def sample(sample_loaded, db):
    assert sample_loaded
    return Agreement.objects.get(pk=AGREEMENT)


def test_the_sample_is_in_force_today_and_for_years(sample):
    standing = questions.standing_of(AGREEMENT)
    assert (standing.state, standing.grants) == ("in_force", True)
    assert standing.days_left is not None
    assert standing.days_left > 3 * 365
    assert standing.warning is None


def test_the_sample_needs_no_area_to_be_imported(sample):
    assert sample.area_code == "99"


def test_every_annex_was_drafted_and_approved_by_two(sample):
    assert all(one.state == "approved" and one.drafted_by != one.approved_by for one in sample.annexes.all())
    assert all(one.basis_24 for one in sample.annexes.all())
    assert Contact.objects.filter(kind="breach").count() == sample.parties.count()


@pytest.mark.parametrize("player", CAST, ids=lambda player: player.username)
def test_every_role_of_the_demonstration_sees_what_its_work_needs(sample, player):
    houses = ["H1"] if ROLES[player.role].by_houses else []
    user = user_as(player.role, houses=houses)
    # The cast's helper grants everything; put back what the agreement grants.
    Grant.objects.all().delete()
    grant_anew(sample, by="test")
    post = user.posts.get().pk
    for purpose in ROLES[player.role].purposes:
        scope = presence_of(user, post, purpose).scope
        if player.role == "stranger":
            assert not scope.granted
            continue
        assert scope.sees_figures == ROLES[player.role].sees_figures
        assert scope.sees_persons == ROLES[player.role].sees_persons
    if player.role == "register_keeper":
        scope = presence_of(user, post, "register").scope
        assert scope.sees_class("protection")
        assert scope.sees_class("identity")


def test_non_state_partners_get_figures_only(sample):
    rows = Grant.objects.filter(partner__in=("CHAMBER", "NETWORK", "PROVINCE", "AUDIT", "MOF"))
    assert set(rows.values_list("field_class", flat=True)) == {"aggregate"}


def test_people_sign_by_office(sample, db):
    assert all(one.office_th and not TITLES.search(one.office_th) for one in Signatory.objects.all())


def test_budget_years_begin_in_october():
    assert budget_year(date(2026, 9, 30)) == 2569
    assert budget_year(date(2026, 10, 1)) == 2570
