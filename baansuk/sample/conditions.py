"""Decides how each household truly lives: the 31 indicators, incomes, capitals, health, schooling, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from .draws import Mask, Real, Whole, choose, stream
from .houses import Houses
from .population import People
from .rates import Rates

PASS, FAIL, NOT_APPLICABLE = 1, 0, -1
# TPMAP's five dimensions by indicator of the 2560-2564 set (domain paper section 2, derived from the published file).
DIMENSIONS = {
    "health": (1, 4, 5, 7),
    "living": (8, 9, 10, 11),
    "education": (15, 16, 17, 19),
    "income": (20, 21, 22),
    "access": (27, 28),
}
SCHOOL = ["ไม่ได้เรียน", "อนุบาล", "ประถมศึกษา", "มัธยมศึกษาตอนต้น", "มัธยมศึกษาตอนปลาย/ปวช.", "อนุปริญญา/ปวส.", "ปริญญาตรีขึ้นไป"]
WORK = ["เกษตรกร", "รับจ้างทั่วไป", "ค้าขาย", "รับราชการ", "พนักงานเอกชน", "ไม่มีอาชีพ", "นักเรียน/นักศึกษา"]
DISABILITIES = [
    "ทางการเห็น",
    "ทางการได้ยินหรือสื่อความหมาย",
    "ทางการเคลื่อนไหวหรือร่างกาย",
    "ทางจิตใจหรือพฤติกรรม",
    "ทางสติปัญญา",
    "ทางการเรียนรู้",
    "ออทิสติก",
]


@dataclass(frozen=True)
class Conditions:
    """Answers (households x 31: 1 pass, 0 fail, -1 not applicable), poverty, and the frames that registers print."""

    answers: np.ndarray
    poor: Mask  # MPI-poor household
    strain: Real  # latent hardship, standard deviations; higher is worse
    residents: Whole  # alive and living there
    households: pl.DataFrame
    persons: pl.DataFrame


def judge(seed: int, rates: Rates, houses: Houses, people: People) -> Conditions:
    """Draw every condition from one latent hardship per household, so that lacks go together as they do in life."""
    rng = stream(seed, "conditions")
    effect = rates.poverty["village_effect"]
    strain = rng.normal(0, 1, len(houses.village))
    strain += np.select([houses.kind == k for k in effect], list(effect.values()), 0.0)
    strain += np.where(houses.municipal, effect["municipal"], 0.0) + np.where(houses.dwelling, 0.0, 1.5)
    strain = (strain - strain.mean()) / strain.std()
    personal = _personal(rng, rates, houses, people, strain)
    residents = _sum(houses, people.here)
    applies = _applies(rng, houses, people, personal, residents)
    answers = np.full((len(strain), 31), PASS, dtype=np.int8)
    income_score = strain
    rho = rates.poverty["within_household"]
    for number in range(1, 32):
        score = np.sqrt(rho) * strain + np.sqrt(1 - rho) * rng.normal(0, 1, len(strain))
        income_score = score if number == 22 else income_score
        answers[:, number - 1] = _answer(rates, number, score, applies[:, number - 1], residents)
    poor = np.zeros(len(strain), dtype=bool)
    for numbers in DIMENSIONS.values():
        poor |= (answers[:, [n - 1 for n in numbers]] == FAIL).any(axis=1)
    held = _held(rng, rates, houses, people, personal, poor, strain)
    persons = pl.DataFrame({**_printed(personal), **held})
    money = _money(rng, rates, income_score, answers[:, 21], residents)
    households = pl.DataFrame({**money, **_levels(rng, strain), **_poverty(answers, poor, houses, held)})
    return Conditions(answers, poor, strain, residents, households, persons)


def _sum(houses: Houses, flag: Mask) -> Whole:
    return np.add.reduceat(flag.astype(np.int64), houses.first)


def _personal(
    rng: np.random.Generator, rates: Rates, houses: Houses, people: People, strain: Real
) -> dict[str, np.ndarray]:
    age, home = people.age, people.families.household
    count, hard = len(age), strain[people.families.household]
    p = rates.people
    lift = np.exp(0.25 * hard)
    old = age >= 60
    disabled = rng.random(count) < np.where(old, p["disabled_60_and_over"], p["disabled_under_60"]) * lift
    chronic = (age >= 35) & (rng.random(count) < p["chronic_35_and_over"] * np.where(old, 1.5, 0.7))
    care = (rng.random(count) < np.where(age >= 75, 0.10, np.where(disabled, 0.12, 0.001))).astype(np.int64)
    care += (care == 1) & (rng.random(count) < 0.3)
    learning = (age >= 6) & (age < 22.5) & (rng.random(count) < np.select([age < 15, age < 18.5], [0.985, 0.78], 0.42))
    years = rng.normal(0, 1, count) - 0.7 * hard - 0.045 * (age - 30)
    level = np.digitize(years, (-2.4, -0.6, 0.0, 0.8, 1.2)) + 1
    level = np.where(level == 1, np.where(age < 45, 2, 0), level)
    at_school = np.select([age < 3, age < 6, age < 12, age < 15, age < 18], [0, 1, 2, 3, 4], 9)
    level = np.where(at_school < 9, np.where((age >= 6) & ~learning, np.maximum(at_school - 1, 0), at_school), level)
    level = np.where((at_school == 9) & learning, np.maximum(level, 4), level)
    work = choose(rng, count, (0.52, 0.24, 0.09, 0.05, 0.10))
    idle = (age < 15) | (rng.random(count) < np.select([age < 60, age < 75], [0.05, 0.45], 0.9))
    work = np.where(learning | ((age >= 3) & (age < 6)), 6, np.where(idle, 5, work))
    kind = choose(rng, count, (0.09, 0.18, 0.50, 0.08, 0.08, 0.04, 0.03))
    return {"disabled": disabled, "kind": kind, "chronic": chronic, "care": care, "learning": learning,
            "school": level.astype(np.int64), "work": work, "home": home}  # fmt: skip


def _applies(
    rng: np.random.Generator, houses: Houses, people: People, personal: dict[str, np.ndarray], residents: Whole
) -> Mask:
    """Whom each indicator asks about (domain paper section 1.2); nobody of that age in the house: not applicable."""
    age, here, whole = people.age, people.here, np.floor(people.age)
    working = (whole >= 15) & (whole <= 59)
    ask = {
        1: whole <= 1,
        2: whole <= 1,
        3: whole <= 12,
        6: whole >= 35,
        7: whole >= 6,
        15: (whole >= 3) & (whole <= 5),
        16: (whole >= 6) & (whole <= 14),
        # Left lower secondary school within the last year; left it and neither learns nor works.
        17: (age >= 15) & (age < 16),
        18: (whole >= 15) & (whole <= 18) & ~personal["learning"] & (personal["work"] == 5),
        19: working,
        20: working & ~personal["learning"] & ~personal["disabled"],
        21: whole >= 60,
        26: whole >= 6,
        27: whole >= 60,
        28: personal["disabled"],
        29: personal["chronic"],
    }
    table = np.repeat((residents > 0)[:, None], 31, axis=1)
    for number, who in ask.items():
        table[:, number - 1] = _sum(houses, who & here) > 0
    return table


def _answer(rates: Rates, number: int, score: Real, applies: Mask, residents: Whole) -> np.ndarray:
    """Fail the households of the highest score, as many as the rate says (weighted by residents where it is of people)."""
    answer = np.where(applies, PASS, NOT_APPLICABLE).astype(np.int8)
    rows = np.flatnonzero(applies)
    worst = rows[np.argsort(-score[rows], kind="stable")]
    rate = rates.of_all_households(number)
    if rate is None:
        failing = round((rates.of_applicable(number) or 0.0) * len(rows))
    else:
        failing = int(np.searchsorted(np.cumsum(residents[worst]), rate * residents.sum()))
    answer[worst[:failing]] = FAIL
    return answer


def _held(
    rng: np.random.Generator,
    rates: Rates,
    houses: Houses,
    people: People,
    personal: dict[str, np.ndarray],
    poor: Mask,
    strain: Real,
) -> dict[str, np.ndarray]:
    """Who holds the welfare card, the disability card, the old-age allowance and the pupils' grant."""
    home, age, count = people.families.household, people.age, len(people.age)
    held, citizen = rates.held, ~people.stateless
    grown = age >= 18 + (rates.reference_day - rates.card_day).days / 365.25
    together = np.clip(1 + 0.9 * rng.normal(0, 0.5, len(strain)), 0, 2)[home]
    chance = np.where(
        poor[home], held["card_adult_poor"], held["card_adult_other"] * np.exp(0.35 * strain[home] - 0.06)
    )
    card = grown & citizen & (rng.random(count) < chance * together)
    disability_card = personal["disabled"] & citizen & (rng.random(count) < held["disability_card"])
    elder = (age >= 60) & citizen & (people.registered >= 0) & (rng.random(count) < held["elderly_allowance"])
    amount = np.select([age >= 90, age >= 80, age >= 70], [1000, 800, 700], 600)
    grant = personal["learning"] & (age < 15.5) & poor[home] & (rng.random(count) < held["pupil_grant"])
    return {
        "welfare_card": card,
        "disability_card": disability_card,
        "elderly_allowance": np.where(elder, amount, 0),
        "pupil_grant": grant,
    }


def _printed(personal: dict[str, np.ndarray]) -> dict[str, object]:
    kind = pl.Series(DISABILITIES).gather(pl.Series(personal["kind"], dtype=pl.UInt32))
    return {
        "education": pl.Series(SCHOOL).gather(pl.Series(personal["school"], dtype=pl.UInt32)),
        "occupation": pl.Series(WORK).gather(pl.Series(personal["work"], dtype=pl.UInt32)),
        "learning": personal["learning"],
        "chronic_illness": personal["chronic"],
        "care_level": np.array(["self", "homebound", "bedridden"])[personal["care"]],
        "disability_kind": pl.select(pl.when(pl.Series(personal["disabled"])).then(kind)).to_series(),
    }


def _money(
    rng: np.random.Generator, rates: Rates, score: Real, answer: np.ndarray, residents: Whole
) -> dict[str, Whole]:
    """Incomes whose failures of indicator 22 are exactly those drawn: the line lies between the two groups."""
    line = rates.poverty["income_line"]
    failing = answer == FAIL
    edge = score[failing].min() if failing.any() else score.max() + 0.1
    person = line * np.exp(-0.42 * (score - edge))
    person = np.where(failing, np.minimum(person, line - 1), np.maximum(person, line))
    people = np.maximum(residents, 1)
    total = np.where(failing, np.floor(person * people / 100) * 100, np.ceil(person * people / 100) * 100).astype(
        np.int64
    )
    share = rng.dirichlet((6, 1.5, 2, 1), len(score))
    second, other, own = (np.floor(total * share[:, k] / 100).astype(np.int64) * 100 for k in (1, 2, 3))
    debt = np.where(rng.random(len(score)) < 0.48, np.round(rng.lognormal(11.2, 1.1, len(score)), -3), 0)
    return {
        "income_main": total - second - other - own,
        "income_second": second,
        "income_other": other,
        "income_own": own,
        "income_household_year": total,
        "income_person_year": total // people,
        "expense_household_year": np.round(total * rng.uniform(0.55, 1.1, len(score)), -2).astype(np.int64),
        "debt_household": debt.astype(np.int64),
    }


def _levels(rng: np.random.Generator, strain: Real) -> dict[str, np.ndarray]:
    """Five capitals, 1 to 4, human with decimals; and the happiness score, 0 to 10."""

    def level(cut: tuple[float, float, float]) -> np.ndarray:
        return 1 + np.digitize(-0.7 * strain + rng.normal(0, 0.7, len(strain)), cut)

    human = np.round(np.clip(2.3 - 0.35 * strain + rng.normal(0, 0.4, len(strain)), 1, 4), 2)
    happy = np.clip(np.round(7.6 - 0.7 * strain + rng.normal(0, 1.1, len(strain))), 0, 10).astype(np.int64)
    return {
        "happiness": happy,
        "capital_human": human,
        "capital_physical": level((-1.9, -0.9, 0.9)),
        "capital_financial": level((-0.7, 0.6, 1.6)),
        "capital_natural": level((-1.2, 0.1, 1.2)),
        "capital_social": level((-1.6, -0.2, 1.3)),
    }


def _poverty(answers: np.ndarray, poor: Mask, houses: Houses, held: dict[str, np.ndarray]) -> dict[str, object]:
    words = np.array(["not_applicable", "fail", "pass"])
    columns: dict[str, object] = {
        f"bmn_{n:02}": pl.Series(words[answers[:, n - 1].astype(int) + 1], dtype=pl.Categorical) for n in range(1, 32)
    }
    for name, numbers in DIMENSIONS.items():
        columns[f"poor_{name}"] = (answers[:, [n - 1 for n in numbers]] == FAIL).any(axis=1)
    card = _sum(houses, held["welfare_card"]) > 0
    return columns | {"mpi_poor": poor, "card_in_household": card, "target_poor": poor & card}
