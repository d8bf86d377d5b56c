"""Linking as the office does it: editions, codes that stay, facts with their sources, and what a crash leaves."""

from __future__ import annotations

import datetime as dt
import random
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.http import Http404

from baansuk.access.scope import Scope
from baansuk.access.tests.cast import wide_scope
from baansuk.audit.models import Event
from baansuk.link import actions
from baansuk.link.models import PersonEvent
from baansuk.link.tests import registers
from baansuk.link.tests.registers import IDS, house, person
from baansuk.link.tests.side_by_side import Row, apart
from baansuk.link.tests.small import many_rows, thai_id
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
from baansuk.vault import house as vault
from baansuk.vault.files import is_sealed
from baansuk.vault.shelf import unsealed, unsealed_folder
from tests.kept import written_once

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


def codes(area=""):
    """Person name -> code and house number -> code of the current edition, in an area or everywhere."""
    here = {"edition": current_edition(), "area_code__startswith": area}
    persons = {f"{p.given_name} {p.family_name}": p.code for p in Person.objects.filter(**here)}
    return persons, {h.house_no: h.code for h in Household.objects.filter(**here)}


def _register() -> None:
    """The family and a road, as the first edition."""
    with tempfile.TemporaryDirectory() as name:
        link(Path(name), [*family(), registers.area(road="dirt", area_code="99010104")])


register = written_once(_register)


@pytest.fixture
def publishing(register, own_vault, tmp_path):
    """The register, and keys of which the edition before may lose its own: the tests after this one open it still."""
    shutil.copytree(own_vault / "keys", tmp_path / "keys")
    vault.configure(tmp_path / "keys", own_vault / "private")
    yield
    vault.configure(own_vault / "keys", own_vault / "private")


def test_nothing_accepted_is_refused_with_a_sentence():
    with pytest.raises(Refusal) as refused:
        actions.link(by="keeper")
    assert refused.value.code == "nothing_accepted"


@pytest.mark.usefixtures("register")
def test_four_records_of_a_couple_and_child_are_three_persons_in_one_household():
    number = current_edition()
    assert Person.objects.filter(edition=number).count() == 3
    home = Household.objects.get(edition=number)
    assert (home.area_code, home.house_no, home.house_code, home.members) == ("99010104", "12/3", "99010000019", 3)
    assert home.head_name == "สมชาย ทดสอบดี" and home.sources == "bmn,welfare_card"
    members = members_of(seen(home))
    assert [m.relation for m, _ in members] == ["head", "spouse", "child"]
    assert all(m.main and p is not None for m, p in members)
    rules = {(link.source, link.rule) for link in links_of(seen(home)) if link.person_code == members[0][0].person_code}
    assert rules == {("bmn", "name_birth_tambon"), ("welfare_card", "name_birth_tambon")}


@pytest.mark.usefixtures("register")
def test_the_id_number_lies_clear_neither_in_the_database_nor_in_the_edition():
    number = current_edition()
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


@pytest.mark.usefixtures("register")
def test_whoever_has_no_number_has_none_sealed():
    without = Person.objects.filter(edition=current_edition(), id_kind="none")
    assert without.exists() and set(without.values_list("id_sealed", flat=True)) == {""}


@pytest.mark.usefixtures("register")
def test_facts_of_a_sensitive_class_are_sealed_and_open_under_the_grant_alone():
    sheet = FactSheet.objects.get(field_class="health")
    assert sheet.facts == [] and sheet.sealed.startswith("v1.") and "bmn_01" not in sheet.sealed
    assert FactSheet.objects.exclude(field_class__in=SEALED_CLASSES).filter(sealed="").exists()
    home = Household.objects.get()
    told = {fact.value for fact in fact_sheets_of(seen(home), ["health"])["health"]}
    assert told == {"fail"}
    FactSheet.objects.filter(pk=sheet.pk).update(household_code="H-OTHER")
    with pytest.raises(Refusal, match="not as it was sealed"):
        open_sheet("H-OTHER", "health", [], sheet.sealed)


@pytest.mark.usefixtures("register")
def test_area_facts_are_kept_with_their_source():
    fact = AreaFact.objects.get(field="road")
    assert (fact.area_code, fact.value, fact.source) == ("99010104", "dirt", "nrd2c")


@pytest.mark.usefixtures("register")
def test_every_act_is_in_the_trail_without_names():
    acts = list(Event.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["people.open_edition", "people.store_edition", "link.link", "people.publish"]
    assert not any("สมชาย" in str(about) for about in Event.objects.values_list("about", flat=True))


@pytest.mark.usefixtures("register")
def test_a_household_of_another_area_is_as_absent():
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


@pytest.mark.usefixtures("register")
def test_moves_that_make_no_sense_are_refused():
    number = current_edition()
    for move in (
        lambda: people.drop_edition(edition=number, by="keeper"),
        lambda: people.publish(edition=99, by="keeper"),
        lambda: people.store_edition(edition=number, about={}, by="keeper"),
    ):
        with pytest.raises(Refusal):
            move()
    assert current_edition() == number


@pytest.mark.usefixtures("publishing")
def test_the_same_deliveries_again_keep_every_code(tmp_path):
    before = codes()
    link(tmp_path, family(), "again")
    assert codes() == before
    assert IssuedCode.objects.count() == 4 and not IssuedCode.objects.filter(retired_in__isnull=False).exists()


@pytest.mark.usefixtures("publishing")
def test_a_cut_off_attempt_is_dropped_and_begun_anew(tmp_path, monkeypatch):
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


@pytest.mark.usefixtures("publishing")
def test_publishing_again_finishes_what_was_cut_off(tmp_path, monkeypatch):
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


@dataclass
class World:
    """Three editions of cases that have nothing to do with each other, each in an amphoe of its own."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    """The rows of each case in the last edition."""
    codes: list[dict[str, tuple[dict[str, str], dict[str, str]]]] = field(default_factory=list)
    """Of each edition the codes of each case."""
    retired: list[dict[str, list[Any]]] = field(default_factory=list)
    """Of each edition the codes that ended with it or before, with the edition and what leads on."""

    def persons(self, case: str) -> list[dict[str, str]]:
        """The codes of a case's persons in each edition."""
        return [codes[case][0] for codes in self.codes]

    def houses(self, case: str) -> list[dict[str, str]]:
        """The codes of a case's households in each edition."""
        return [codes[case][1] for codes in self.codes]


def next_month():
    """A full list comes again as another delivery: other record ids, the same people."""
    return family(), family(delivery=21)


def one_id_for_two():
    """Case 46: without full birth dates only the shared id and the name can carry the codes over."""

    def mother_and_child(delivery):
        said = {"delivery": delivery, "household_key": "k1", "id": IDS[0]}
        return [
            person(name="สมหญิง ทดสอบดี", born=dt.date(1985, 1, 1), birth_precision="year", **said),
            person(name="เด็กดี ทดสอบดี", born=dt.date(2019, 1, 1), birth_precision="year", **said),
        ]

    return mother_and_child(1), mother_and_child(21)


def merged():
    rows = [
        person(delivery=1, id=IDS[0], name="ก ข", born=BORN),
        person(delivery=2, source="moph43", id=IDS[0], name="ก ข", born=BORN),
    ]
    alone = person(delivery=7, source="welfare_card", name="ก ค", born=BORN)
    return [*rows, alone], [*rows, alone | {"family_name": "ข", "family_key": "ข"}]


def withdrawn():
    other = person(delivery=12, source="welfare_card", id=IDS[2], name="ง จ", born=BORN)
    return [*family(), other], family(), [*family(), other]


def split():
    moved = family()
    moved[3] |= {"household_key": "k2"}
    moved.append(house(delivery=10, household_key="k2", house_code="99010000027", house="15", village=4))
    return family(), moved


def two_ids():
    rows = [person(id=number, name="ก ข", born=BORN) for number in IDS[:2]]
    return ([*rows, person(delivery=7, source="welfare_card", name="ก ข", born=BORN)],)


def two_houses():
    registered = {"household_key": "k1", "house_code": "99010000019", "residence": "registered", "village": 1}
    lives = {"household_key": "k9", "house_code": "99010000027", "residence": "lives", "village": 2}
    return ([person(id=IDS[0], source="moph43", delivery=2, **registered), person(id=IDS[0], **lives)],)


def no_dwelling():
    return ([person(name="ก", tambon_code=None)],)


def a_death():
    rows = family()
    rows[1]["life_status"] = "dead"
    return (rows,)


def two_given_names():
    more = person(household_key="k1", name="กานดา แสงดาว", id=IDS[2], given_name="แก้ว กานดา")
    return ([*family(), more],)


def two_surveys():
    rows = family()
    rows[0]["observed_on"] = dt.date(2025, 3, 1)
    college = {"delivery": 8, "source": "college", "household_key": "c1", "observed_on": dt.date(2020, 1, 1)}
    rows.append(house(house_code="99010000019", village=4, bmn_01="pass", **college))
    return (rows,)


# Those last of which a delivery brings nothing in the next edition: the rows of all others keep their numbers.
CASES = (
    *(merged, withdrawn, split, two_ids, two_houses, no_dwelling, a_death, two_given_names, two_surveys),
    *(next_month, one_id_for_two),
)


def area_of(case):
    """The amphoe of a case."""
    return f"99{CASES.index(case) + 1:02d}"


def _world() -> World:
    world = World()
    for number in range(3):
        for place, case in enumerate(CASES, start=1):
            editions_of_case = case()
            rows = editions_of_case[min(number, len(editions_of_case) - 1)]
            world.rows[case.__name__] = [apart(row, place) for row in rows]
        with tempfile.TemporaryDirectory() as name:
            link(Path(name), [row for rows in world.rows.values() for row in rows])
        world.codes.append({case.__name__: codes(area_of(case)) for case in CASES})
        retired = IssuedCode.objects.filter(retired_in__isnull=False)
        world.retired.append({code: told for code, *told in retired.values_list("code", "retired_in", "successor")})
    return world


world = written_once(_world)


def test_codes_survive_next_months_file(world):
    before, after, _ = world.codes
    assert [len(told) for told in before["next_month"]] == [3, 1]
    assert after["next_month"] == before["next_month"]


def test_two_who_share_an_id_keep_their_codes_apart_in_next_months_file(world):
    before, after, _ = world.persons("one_id_for_two")
    assert len(before) == 2 and after == before


def test_a_merge_keeps_the_code_with_more_records_and_the_other_leads_to_it(world):
    before, after, _ = world.persons("merged")
    assert after == {"ก ข": before["ก ข"]}
    assert world.retired[1][before["ก ค"]] == [2, before["ก ข"]]


def test_who_comes_back_after_a_withdrawal_has_the_old_code(world):
    before, without, back = world.persons("withdrawn")
    assert "ง จ" not in without and world.retired[1][before["ง จ"]] == [2, ""]
    assert back == before
    assert before["ง จ"] not in world.retired[2]


def all_said() -> dict[str, list[str]]:
    """Everything that the current edition says of people and houses; a household is named by its first record.

    Households that came together and part again are given new codes: the old ones lead to where they went.
    """
    here = current_edition()
    told: dict[str, list[str]] = {}
    first = dict(
        RecordLink.objects.filter(edition=here).order_by("-record_id").values_list("household_code", "record_id")
    )
    named = {part: f"house of {record}" for code, record in first.items() for part in (code, code[-6:])}
    for model in (Household, Person, Membership, RecordLink, FactSheet, NameWord, AreaFact):
        sealed = {"id", "edition", "sealed", "id_sealed"}
        names = [one.attname for one in model._meta.concrete_fields if one.attname not in sealed]
        rows = map(repr, model.objects.filter(edition=here).values_list(*names))
        told[model.__name__] = sorted(CODE.sub(lambda found: named.get(found[0], found[0]), row) for row in rows)
    return told


CODE = re.compile(r"\bH(?:-\w{4}){2}-\w|\b\w{4}-\w\b")


def test_a_withdrawn_delivery_leaves_all_as_if_it_had_never_come(tmp_path):
    rows = many_rows(random.Random(11), 30)
    link(tmp_path, rows, "before")
    before, log = all_said(), PersonEvent.objects.count()
    # It says again, later and otherwise, what a third of the rosters say, and names people of other houses and one more.
    again = {"delivery": 30, "source": "eef", "observed_on": dt.date(2027, 1, 1), "occupation": "ค้าขาย"}
    more = [row | again for row in rows[::3] if row["unit"] == "person"]
    more += [person(id=thai_id(number), name=f"คนใหม่ {number}", born=BORN, **again) for number in (2, 5, 900)]
    link(tmp_path, [*rows, *more], "with")
    assert all_said() != before
    came_and_went = set(Person.objects.values_list("code", flat=True)) - set(
        re.findall(r"P(?:-\w{4}){2}-\w", str(before))
    )
    link(tmp_path, rows, "without")
    assert all_said() == before
    assert PersonEvent.objects.count() > log, "the log remembers what came and went"
    assert (
        came_and_went
        == set(IssuedCode.objects.filter(kind="person", retired_in=3).values_list("code", flat=True))
        != set()
    )


def test_a_split_household_keeps_its_code_on_the_larger_side(world):
    before, after, _ = world.houses("split")
    assert after["12/3"] == before["12/3"] != after["15"]


def in_edition(case):
    """What in the current edition stands in the amphoe of a case."""
    return {"edition": current_edition(), "area_code__startswith": area_of(case)}


@pytest.mark.usefixtures("world")
def test_two_ids_with_one_name_stay_two_and_the_row_without_id_stays_apart():
    assert Person.objects.filter(**in_edition(two_ids)).count() == 3


@pytest.mark.usefixtures("world")
def test_registered_here_and_living_there_is_one_person_with_two_memberships():
    someone = Person.objects.get(**in_edition(two_houses))
    memberships = Membership.objects.filter(edition=someone.edition, person_code=someone.code)
    assert {m.kind: m.main for m in memberships} == {"registered": False, "lives": True}
    assert someone.area_code == f"{area_of(two_houses)}0102"


@pytest.mark.usefixtures("world")
def test_a_person_without_a_dwelling_is_a_household_without_a_house():
    home = Household.objects.get(edition=current_edition(), area_code="00000000")
    assert (home.house_no, home.members) == ("", 1)


@pytest.mark.usefixtures("world")
def test_the_dead_stay_in_the_list_but_are_not_counted():
    home = Household.objects.get(**in_edition(a_death))
    assert home.members == 2 and len(members_of(seen(home))) == 3 and home.head_name.startswith("สมหญิง")


@pytest.mark.usefixtures("world")
def test_names_are_kept_as_the_search_reads_them():
    """The run writes words by tables, the search reads them by rows: one person, one set of texts."""
    here = Person.objects.filter(**in_edition(two_given_names))
    assert here.count() == 4
    for someone in here:
        words = NameWord.objects.filter(edition=someone.edition, person_code=someone.code)
        assert set(words.values_list("word", flat=True)) == set(found_by(someone.given_name, someone.family_name))
        tambon = f"{area_of(two_given_names)}01"
        assert all(word.tambon_code == tambon and word.area_code == someone.area_code for word in words)


def test_facts_keep_their_source_and_say_which_is_in_use(world):
    home = Household.objects.get(**in_edition(two_surveys))
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
        values = pl.read_parquet(clear).filter(household_code=home.code)
    assert values["bmn_01"].to_list() == ["fail"] and values["bmn_02"].to_list() == [None]
    assert values["bmn_01__record"][0] == world.rows["two_surveys"][0]["record_id"]
