"""Linking as the office does it: editions, codes that stay, facts with their sources, and what a crash leaves."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from django.http import Http404

from baansuk.access.scope import Scope
from baansuk.access.tests.cast import wide_scope
from baansuk.audit.models import Event
from baansuk.link import actions
from baansuk.link.tests import registers
from baansuk.link.tests.registers import IDS, house, person
from baansuk.people import actions as people
from baansuk.people import editions, loading
from baansuk.people.models import (
    AreaFact,
    Edition,
    FactSheet,
    Household,
    IssuedCode,
    Membership,
    NameWord,
    Person,
    RecordLink,
)
from baansuk.people.questions import (
    current_edition,
    fact_sheets_of,
    household_for,
    households_seen,
    links_of,
    members_of,
    sight_of,
)
from baansuk.people.sealed import SEALED_CLASSES, open_number, open_sheet
from baansuk.people.searching import found_by
from baansuk.thai.words import Refusal
from baansuk.vault.files import is_sealed
from baansuk.vault.shelf import unsealed, unsealed_folder

pytestmark = pytest.mark.django_db
PROVINCE = wide_scope("keeper", "99", role="register_keeper")
BORN = dt.date(1960, 2, 3)


def link(tmp_path, rows, name="clean"):
    """Link rows and publish; returns the edition's number."""
    number = actions.link_given(registers.write(tmp_path / name, rows), by="keeper")
    people.publish(edition=number, by="keeper")
    return number


def family(delivery=1, **said):
    """A surveyed couple with a child, and the husband on the welfare card list without an id."""
    return [
        house(
            delivery=delivery,
            household_key="k1",
            house_code="99010000019",
            house="12/3",
            village=4,
            bmn_01="fail",
            **said,
        ),
        person(
            delivery=delivery,
            household_key="k1",
            name="สมชาย ทดสอบดี",
            id=IDS[0],
            born=BORN,
            relation="head",
            occupation="ทำนา",
            **said,
        ),
        person(
            delivery=delivery,
            household_key="k1",
            name="สมหญิง ทดสอบดี",
            id=IDS[1],
            born=dt.date(1962, 1, 1),
            relation="spouse",
            **said,
        ),
        person(
            delivery=delivery,
            household_key="k1",
            name="เด็กดี ทดสอบดี",
            born=dt.date(2015, 1, 1),
            relation="child",
            **said,
        ),
        person(
            delivery=7,
            source="welfare_card",
            name="สมชาย ทดสอบดี",
            born=BORN,
            house="12/3",
            village=4,
            welfare_card=True,
        ),
    ]


def seen(home):
    """The same household as somebody sees it whose grants reach everything."""
    return households_seen(sight_of(PROVINCE, edition=home.edition), [home.code])[home.code]


def codes():
    """Person name -> code and house number -> code of the current edition."""
    number = current_edition()
    persons = {f"{p.given_name} {p.family_name}": p.code for p in Person.objects.filter(edition=number)}
    return persons, {h.house_no: h.code for h in Household.objects.filter(edition=number)}


def test_four_records_of_a_couple_and_child_are_three_persons_in_one_household(tmp_path):
    number = link(tmp_path, family())
    assert Person.objects.filter(edition=number).count() == 3
    home = Household.objects.get(edition=number)
    assert (home.area_code, home.house_no, home.house_code, home.members) == ("99010104", "12/3", "99010000019", 3)
    assert home.head_name == "สมชาย ทดสอบดี" and home.sources == "bmn,welfare_card"
    members = members_of(seen(home))
    assert [m.relation for m, _ in members] == ["head", "spouse", "child"]
    assert all(m.main and p is not None for m, p in members)
    rules = {(link.source, link.rule) for link in links_of(seen(home)) if link.person_code == members[0][0].person_code}
    assert rules == {("bmn", "name_birth_tambon"), ("welfare_card", "name_birth_tambon")}


def test_the_id_number_lies_clear_neither_in_the_database_nor_in_the_edition(tmp_path):
    number = link(tmp_path, family())
    father = Person.objects.get(edition=number, given_name="สมชาย")
    assert father.id_kind == "thai_id" and father.id_index and IDS[0] not in father.id_masked
    assert open_number(father.id_sealed, father.code) == IDS[0]
    for path in editions.folder(number).iterdir():
        assert path.name == "key" or is_sealed(path), path.name
    with unsealed_folder(editions.folder(number)) as files:
        holding = {
            path.name
            for path in files.glob("*.parquet")
            if IDS[0] in pl.read_parquet(path).select(pl.col(pl.String)).write_csv()
        }
    assert holding == {"persons.parquet"}
    everything = [str(row) for model in (Person, RecordLink, FactSheet) for row in model.objects.values_list()]
    assert not any(IDS[0] in row for row in everything)


def test_whoever_has_no_number_has_none_sealed(tmp_path):
    number = link(tmp_path, family())
    without = Person.objects.filter(edition=number, id_kind="none")
    assert without.exists() and set(without.values_list("id_sealed", flat=True)) == {""}


def test_facts_of_a_sensitive_class_are_sealed_and_open_under_the_grant_alone(tmp_path):
    link(tmp_path, family())
    sheet = FactSheet.objects.get(field_class="health")
    assert sheet.facts == [] and sheet.sealed.startswith("v1.") and "bmn_01" not in sheet.sealed
    assert FactSheet.objects.exclude(field_class__in=SEALED_CLASSES).filter(sealed="").exists()
    home = Household.objects.get()
    told = {fact.value for fact in fact_sheets_of(seen(home), ["health"])["health"]}
    assert told == {"fail"}
    FactSheet.objects.filter(pk=sheet.pk).update(household_code="H-OTHER")
    with pytest.raises(Refusal, match="not as it was sealed"):
        open_sheet("H-OTHER", "health", [], sheet.sealed)


def test_facts_keep_their_source_and_say_which_is_in_use(tmp_path):
    rows = family()
    rows[0]["observed_on"] = dt.date(2025, 3, 1)
    rows.append(
        house(
            delivery=8,
            source="college",
            household_key="c1",
            house_code="99010000019",
            village=4,
            bmn_01="pass",
            observed_on=dt.date(2020, 1, 1),
        )
    )
    link(tmp_path, rows)
    home = Household.objects.get()
    sheets = fact_sheets_of(seen(home))
    fact = next(fact for facts in sheets.values() for fact in facts if fact.field.code == "bmn_01")
    assert (fact.value, fact.in_use.source, fact.in_use.agreement, fact.in_use.observed) == (
        "fail",
        "bmn",
        "SAMPLE-2569",
        "2025-03-01",
    )
    assert fact.disputed and fact.others[0].source == "college"
    assert set(fact_sheets_of(seen(home), ["aid"])) == {"aid"}
    with unsealed(editions.folder(current_edition()) / "household_values.parquet") as clear:
        values = pl.read_parquet(clear)
    assert values["bmn_01"].to_list() == ["fail"] and values["bmn_02"].to_list() == [None]
    assert values["bmn_01__record"][0] == rows[0]["record_id"]


def test_the_same_deliveries_again_keep_every_code(tmp_path):
    link(tmp_path, family())
    before = codes()
    link(tmp_path, family(), "again")
    assert codes() == before
    assert IssuedCode.objects.count() == 4 and not IssuedCode.objects.filter(retired_in__isnull=False).exists()


def test_codes_survive_next_months_file(tmp_path):
    """A full list comes again as another delivery: other record ids, the same people."""
    link(tmp_path, family())
    before = codes()
    link(tmp_path, family(delivery=21), "next")
    assert codes() == before


def test_two_who_share_an_id_keep_their_codes_apart_in_next_months_file(tmp_path):
    """Case 46: without full birth dates only the shared id and the name can carry the codes over."""

    def mother_and_child(delivery):
        said = {"delivery": delivery, "household_key": "k1", "id": IDS[0]}
        return [
            person(name="สมหญิง ทดสอบดี", born=dt.date(1985, 1, 1), birth_precision="year", **said),
            person(name="เด็กดี ทดสอบดี", born=dt.date(2019, 1, 1), birth_precision="year", **said),
        ]

    link(tmp_path, mother_and_child(1))
    before = codes()
    assert len(before[0]) == 2
    link(tmp_path, mother_and_child(21), "next")
    assert codes() == before


def test_a_merge_keeps_the_code_with_more_records_and_the_other_leads_to_it(tmp_path):
    rows = [
        person(delivery=1, id=IDS[0], name="ก ข", born=BORN),
        person(delivery=2, source="moph43", id=IDS[0], name="ก ข", born=BORN),
    ]
    alone = person(delivery=7, source="welfare_card", name="ก ค", born=BORN)
    link(tmp_path, [*rows, alone])
    before, _ = codes()
    link(tmp_path, [*rows, alone | {"family_name": "ข", "family_key": "ข"}], "merged")
    after, _ = codes()
    assert after == {"ก ข": before["ก ข"]}
    retired = IssuedCode.objects.get(code=before["ก ค"])
    assert retired.retired_in == 2 and retired.successor == before["ก ข"]


def test_who_comes_back_after_a_withdrawal_has_the_old_code(tmp_path):
    other = person(delivery=7, source="welfare_card", id=IDS[2], name="ง จ", born=BORN)
    link(tmp_path, [*family(), other])
    before, _ = codes()
    link(tmp_path, family(), "withdrawn")
    assert IssuedCode.objects.get(code=before["ง จ"]).retired_in == 2
    link(tmp_path, [*family(), other], "back")
    assert codes()[0] == before
    assert IssuedCode.objects.get(code=before["ง จ"]).retired_in is None


def test_a_split_household_keeps_its_code_on_the_larger_side(tmp_path):
    rows = family()
    link(tmp_path, rows)
    home = codes()[1]["12/3"]
    moved = [dict(row) for row in rows]
    moved[3] |= {"household_key": "k2"}
    moved.append(house(household_key="k2", house_code="99010000027", house="15", village=4))
    link(tmp_path, moved, "split")
    houses = codes()[1]
    assert houses["12/3"] == home and houses["15"] != home


def test_two_ids_with_one_name_stay_two_and_the_row_without_id_stays_apart(tmp_path):
    rows = [person(id=number, name="ก ข", born=BORN) for number in IDS[:2]]
    rows.append(person(delivery=7, source="welfare_card", name="ก ข", born=BORN))
    number = link(tmp_path, rows)
    assert Person.objects.filter(edition=number).count() == 3


def test_registered_here_and_living_there_is_one_person_with_two_memberships(tmp_path):
    rows = [
        person(
            household_key="k1",
            id=IDS[0],
            house_code="99010000019",
            residence="registered",
            village=1,
            source="moph43",
            delivery=2,
        ),
        person(household_key="k9", id=IDS[0], house_code="99010000027", residence="lives", village=2),
    ]
    number = link(tmp_path, rows)
    kinds = {m.kind: m.main for m in Membership.objects.filter(edition=number)}
    assert kinds == {"registered": False, "lives": True}
    assert Person.objects.get(edition=number).area_code == "99010102"


def test_a_person_without_a_dwelling_is_a_household_without_a_house(tmp_path):
    number = link(tmp_path, [person(name="ก", tambon_code=None)])
    home = Household.objects.get(edition=number)
    assert (home.house_no, home.area_code, home.members) == ("", "00000000", 1)


def test_the_dead_stay_in_the_list_but_are_not_counted(tmp_path):
    rows = family()
    rows[1]["life_status"] = "dead"
    number = link(tmp_path, rows)
    home = Household.objects.get(edition=number)
    assert home.members == 2 and len(members_of(seen(home))) == 3 and home.head_name.startswith("สมหญิง")


def test_area_facts_are_kept_with_their_source(tmp_path):
    link(tmp_path, [*family(), registers.area(road="dirt", area_code="99010104")])
    fact = AreaFact.objects.get(field="road")
    assert (fact.area_code, fact.value, fact.source) == ("99010104", "dirt", "nrd2c")


def test_nothing_accepted_is_refused_with_a_sentence():
    with pytest.raises(Refusal) as refused:
        actions.link(by="keeper")
    assert refused.value.code == "nothing_accepted"


def test_a_cut_off_attempt_is_dropped_and_begun_anew(tmp_path, monkeypatch):
    link(tmp_path, family())
    before = codes()

    def dies(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(loading, "_load_sheets", dies)
        with pytest.raises(KeyboardInterrupt):
            actions.link_given(registers.write(tmp_path / "cut", [*family(), person(id=IDS[3])]), by="keeper")
    assert current_edition() == 1 and codes() == before  # readers never saw the half-built one
    number = actions.link_given(registers.write(tmp_path / "anew", family()), by="keeper")
    assert number == 3 and Edition.objects.get(number=2).state == "retired"
    for model in loading.EDITION_MODELS:
        assert not model._default_manager.filter(edition=2).exists()
    assert IssuedCode.objects.count() == 4 and not editions.folder(2).exists()


def test_publishing_again_finishes_what_was_cut_off(tmp_path, monkeypatch):
    link(tmp_path, family())
    number = actions.link_given(registers.write(tmp_path / "two", family()), by="keeper")

    def dies(**_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(people, "drop_edition", dies)
        with pytest.raises(KeyboardInterrupt):
            people.publish(edition=number, by="keeper")
    assert current_edition() == number and Household.objects.filter(edition=1).exists()
    people.publish(edition=number, by="keeper")
    assert not Household.objects.filter(edition=1).exists() and not editions.folder(1).exists()


def test_moves_that_make_no_sense_are_refused(tmp_path):
    number = link(tmp_path, family())
    for move in (
        lambda: people.drop_edition(edition=number, by="keeper"),
        lambda: people.publish(edition=99, by="keeper"),
        lambda: people.store_edition(edition=number, about={}, by="keeper"),
    ):
        with pytest.raises(Refusal):
            move()
    assert current_edition() == number


def test_every_act_is_in_the_trail_without_names(tmp_path):
    link(tmp_path, family())
    acts = list(Event.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["people.open_edition", "people.store_edition", "link.link", "people.publish"]
    assert not any("สมชาย" in str(about) for about in Event.objects.values_list("about", flat=True))


def test_names_are_kept_as_the_search_reads_them(tmp_path):
    """The run writes words by tables, the search reads them by rows: one person, one set of texts."""
    rows = [*family(), person(household_key="k1", name="กานดา แสงดาว", id=IDS[2], given_name="แก้ว กานดา")]
    number = link(tmp_path, rows)
    for someone in Person.objects.filter(edition=number):
        words = NameWord.objects.filter(edition=number, person_code=someone.code)
        assert set(words.values_list("word", flat=True)) == set(found_by(someone.given_name, someone.family_name))
        assert all(word.tambon_code == "990101" and word.area_code == someone.area_code for word in words)


def test_a_household_of_another_area_is_as_absent(tmp_path):
    link(tmp_path, family())
    code = codes()[1]["12/3"]
    assert household_for(PROVINCE, code).code == code
    for scope in (
        wide_scope("stranger", "9902"),
        Scope(username="nobody"),
        wide_scope("governor", "99", sees_persons=False),
        wide_scope("volunteer", "99", houses={"H-2222-2222-2"}),
    ):
        with pytest.raises(Http404):
            household_for(scope, code)
