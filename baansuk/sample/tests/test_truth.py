"""What is so in the province: rates near the published ones, numbers that cannot be real, lives that add up."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from baansuk.sample import words
from baansuk.sample.areas import count_areas
from baansuk.sample.conditions import DIMENSIONS
from baansuk.sample.rates import read_rates
from baansuk.sample.tests.conftest import PERSONS
from baansuk.thai import ids as thai_ids

MARKERS = [th for th, _ in words.MARKERS]


@pytest.fixture(scope="session")
def persons(folder):
    return pl.read_parquet(folder / "truth" / "persons.parquet")


@pytest.fixture(scope="session")
def households(folder):
    return pl.read_parquet(folder / "truth" / "households.parquet")


@pytest.mark.parametrize(
    ("persons", "expected"), [(20_000, (4, 12, 80)), (1_000_000, (18, 150, 2_000)), (100, (2, 3, 6))]
)
def test_areas_grow_with_the_persons(persons, expected):
    counted = count_areas(persons)
    assert counted[:2] == expected[:2]
    assert counted[2] == pytest.approx(expected[2], rel=0.01)


def test_exactly_as_many_persons_as_asked(persons, households):
    assert len(persons) == PERSONS
    assert persons["person_no"].to_list() == list(range(1, PERSONS + 1))
    assert set(persons["household_no"]) == set(households["household_no"])
    assert (persons.group_by("household_no").agg((pl.col("relation") == "head").sum())["relation"] == 1).all()


def test_poverty_is_of_the_order_of_the_published_row(larger):
    rates = read_rates()
    lived = larger.conditions.residents
    poor = lived[larger.conditions.poor].sum() / lived.sum()
    assert poor == pytest.approx(rates.poverty["mpi_poor"] / rates.poverty["surveyed"], rel=0.2)
    here = larger.people.here
    card = larger.persons["welfare_card"].to_numpy()
    of_poor = card[here & larger.conditions.poor[larger.home]].mean()
    assert 0.3 < of_poor < 0.52
    assert 0.1 < card[here & ~larger.conditions.poor[larger.home]].mean() < of_poor


@pytest.mark.parametrize("number", range(1, 32))
def test_each_indicator_fails_at_its_rate(larger, number):
    rates, answers = read_rates(), larger.conditions.answers[:, number - 1]
    lived = larger.conditions.residents
    applies = answers >= 0
    of_all = rates.of_all_households(number)
    if of_all is None:
        assert (answers == 0).sum() == pytest.approx(rates.of_applicable(number) * applies.sum(), abs=1)
    else:
        # Whole households fail, so the sum may miss the rate by one household's members.
        assert lived[answers == 0].sum() == pytest.approx(of_all * lived.sum(), abs=int(lived.max()))


def test_lacks_go_together_in_poor_households(larger):
    failing = larger.conditions.answers == 0
    water, income = failing[:, 8], failing[:, 22]
    assert income[water].mean() > 1.3 * income.mean()


def test_indicators_ask_only_those_they_are_about(truth):
    people, answers = truth.people, truth.conditions.answers
    age = np.floor(people.age)
    for number, low, high in (
        (3, 0, 12),
        (6, 35, 200),
        (7, 6, 200),
        (15, 3, 5),
        (16, 6, 14),
        (19, 15, 59),
        (21, 60, 200),
    ):
        who = people.here & (age >= low) & (age <= high)
        living = np.bincount(truth.home[who], minlength=len(answers)) > 0
        assert ((answers[:, number - 1] >= 0) == living).all(), number
    assert (answers[truth.conditions.residents == 0] == -1).all()


def test_income_fails_exactly_below_the_line(households):
    line = read_rates().poverty["income_line"]
    asked = households.filter(pl.col("bmn_22") != "not_applicable")
    assert ((asked["income_person_year"] < line) == (asked["bmn_22"] == "fail")).all()
    parts = pl.sum_horizontal("income_main", "income_second", "income_other", "income_own")
    assert households.select((parts == pl.col("income_household_year")).all()).item()
    assert (
        households.select(
            pl.min_horizontal("income_main", "income_second", "income_own", "debt_household").min()
        ).item()
        >= 0
    )


def test_the_five_dimensions_are_unions_of_their_indicators(households):
    for name, numbers in DIMENSIONS.items():
        failing = pl.any_horizontal(pl.col(f"bmn_{n:02}") == "fail" for n in numbers)
        assert households.select((failing == pl.col(f"poor_{name}")).all()).item()
    poor = pl.any_horizontal(f"poor_{name}" for name in DIMENSIONS)
    assert households.select((poor == pl.col("mpi_poor")).all()).item()


def test_capitals_and_happiness_keep_their_scales(households):
    for capital in ("physical", "financial", "natural", "social"):
        assert set(households[f"capital_{capital}"]) <= {1, 2, 3, 4}
    assert households["capital_human"].is_between(1, 4).all()
    assert households["happiness"].is_between(0, 10).all()


def test_numbers_are_right_in_form_and_of_no_real_office(larger):
    numbers = larger.persons.filter(pl.col("national_id").is_not_null())
    assert numbers["national_id"].is_unique().all()
    assert (numbers["national_id"].str.slice(1, 4) == "0000").all()
    for digits in numbers["national_id"].to_list():
        assert int(digits[12]) == thai_ids.check_digit(digits[:12])
    assert set(numbers["national_id"].str.slice(0, 1)) >= {"0", "1", "3", "5", "6", "7"}
    groups = {(n[0], n[5:7]) for n in numbers["national_id"].to_list() if n[0] in "067"}
    assert groups == {("0", "89"), ("6", "50"), ("7", "50")}
    assert set(larger.persons["id_kind"]) == {"thai_id", "zero_number", "none"}
    codes = larger.persons["g_code"].drop_nulls()
    assert len(codes) > 5
    assert codes.str.contains(r"^G0000\d{8}$").all()


def test_house_codes_belong_to_no_real_office(households):
    codes = households["house_code"].drop_nulls()
    assert codes.is_unique().all()
    assert codes.str.contains(r"^9900\d{7}$").all()
    assert (
        households.filter(pl.col("dwelling") == "none")["house_code"].null_count()
        == (households["dwelling"] == "none").sum()
    )


def test_houses_in_every_kind_of_register_and_people_without_a_house(larger):
    assert set(larger.houses.frame["register_kind"]) == {"tr14", "tr13", "temporary", "central", "none"}
    assert (larger.houses.frame["dwelling"] == "none").sum() > 0
    numbered = larger.houses.frame.filter(pl.col("house_no").is_not_null())
    assert not numbered.select("village_code", "house_no").is_duplicated().any()


def test_names_are_plainly_invented(persons):
    marked = pl.any_horizontal(pl.col("family_name").str.contains(m, literal=True) for m in MARKERS)
    assert persons.filter(pl.col("family_name").is_not_null()).select(marked.all()).item()
    # People of one name carry the marker in it.
    single = persons.filter(pl.col("family_name").is_null())["given_name"].to_list()
    assert single
    assert all(any(marker in name for marker in MARKERS) for name in single)
    assert len(set(words.family_names())) == len(words.family_names()) > 5_000


def test_place_names_are_plainly_invented(truth):
    for frame in (truth.places.amphoe, truth.places.tambons, truth.places.villages):
        assert all(any(marker in name for marker in MARKERS) for name in frame["th"].to_list())
    assert truth.places.amphoe["th"].is_unique().all()
    # A tambon's name may return under another amphoe, never under the same.
    assert truth.places.tambons.select("amphoe", "th").is_unique().all()


def test_titles_fit_age_and_sex(persons):
    day = read_rates().reference_day
    age = (pl.lit(day) - pl.col("birth_date")).dt.total_days() / 365.25
    child = persons.filter(age < 14.9)
    assert set(child["title"]) == {"เด็กชาย", "เด็กหญิง"}
    grown = persons.filter(age > 15.1)
    assert set(grown.filter(sex="female")["title"]) == {"นาง", "นางสาว"}
    assert set(grown.filter(sex="male")["title"]) <= {"นาย", "พระ", "ว่าที่ร้อยตรี"}


def test_kin_are_of_the_household_and_older_or_married_to_each_other(persons):
    told = persons.select("person_no", "household_no", "relation", "sex", "birth_date")
    for column, sex in (("father_no", "male"), ("mother_no", "female")):
        pairs = persons.drop_nulls(column).join(told, left_on=column, right_on="person_no", suffix="_kin")
        assert len(pairs) > PERSONS / 10
        assert set(pairs["sex_kin"]) == {sex} and (pairs["household_no"] == pairs["household_no_kin"]).all()
        assert (pairs["birth_date"] - pairs["birth_date_kin"]).dt.total_days().min() > 12 * 365
    wed = persons.drop_nulls("spouse_no")
    assert len(wed) > PERSONS / 4
    assert set(wed.select("person_no", "spouse_no").rows()) == set(wed.select("spouse_no", "person_no").rows())
    assert (wed["person_no"] != wed["spouse_no"]).all()
    # Grandchildren who live with their grandparents alone have no parents here.
    assert (
        persons.filter(relation="grandchild")
        .select(pl.col("father_no").is_null() & pl.col("mother_no").is_null())
        .to_series()
        .any()
    )


def test_lives_add_up(folder, persons):
    spells = pl.read_parquet(folder / "truth" / "memberships.parquet")
    assert (spells.filter(pl.col("end").is_not_null()).select((pl.col("end") >= pl.col("start")).all())).item()
    lived = spells.filter(kind="lives")
    now = lived.filter(pl.col("ends").is_null())
    assert now["person_no"].is_unique().all()
    alive = persons.filter((pl.col("life_status") == "alive") & (pl.col("residence") != "registered"))
    assert set(now["person_no"]) == set(alive["person_no"])
    dead = persons.filter(life_status="dead")
    assert len(dead) > 0
    assert set(lived.filter(ends="death")["person_no"]) == set(dead["person_no"])
    moved = lived.filter(ends="moved_out")
    assert len(moved) > 0
    assert set(persons["residence"]) == {"both", "registered", "lives"}
    assert set(spells["begins"]) == {"birth", "moved_in"}


def test_families_sum_to_their_household(folder, persons):
    families = pl.read_parquet(folder / "truth" / "families.parquet")
    assert families["persons"].sum() == len(persons)
    assert families.group_by("household_no").len()["len"].max() == 2


def test_nobody_is_born_after_the_reference_day_or_is_very_old(persons):
    day = read_rates().reference_day
    assert persons["birth_date"].max() <= day
    assert persons["birth_date"].min().year > day.year - 102
