"""43 แฟ้ม: PERSON and HOME of the health ministry's standard, pipe-separated text of every health station."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import polars as pl

from .. import dates
from ..draws import Whole, stream
from ..ids import SERIALS, SPREAD
from ..rows import Rows
from ..tables import Table, whole
from ..truth import Truth
from .kin_columns import put_kin

SOURCE = "moph43"
BOTH, REGISTERED, LIVES, OUTSIDE, ROAMING = 1, 2, 3, 4, 5
DEAD, MOVED, PRESENT = 1, 2, 9
PRENAMES = {"เด็กชาย": "001", "เด็กหญิง": "002", "นาย": "003", "นางสาว": "004", "นาง": "005"}
MARITAL = {"single": "1", "married": "2", "widowed": "3", "divorced": "4"}
EDUCATION = {
    "ไม่ได้เรียน": "01",
    "อนุบาล": "01",
    "ประถมศึกษา": "02",
    "มัธยมศึกษาตอนต้น": "03",
    "มัธยมศึกษาตอนปลาย/ปวช.": "04",
    "อนุปริญญา/ปวส.": "05",
    "ปริญญาตรีขึ้นไป": "06",
}
WORK = {
    "เกษตรกร": "6111",
    "รับจ้างทั่วไป": "9622",
    "ค้าขาย": "5221",
    "รับราชการ": "1112",
    "พนักงานเอกชน": "4110",
    "ไม่มีอาชีพ": "9999",
    "นักเรียน/นักศึกษา": "9998",
}
WHO = ["national_id", "title", "given_name", "family_name", "sex", "marital", "occupation", "education", "relation"]
WHERE = ["house_code", "house_no", "village", "village_no", "tambon_code"]


def tables(truth: Truth) -> Iterator[Table]:
    """PERSON: everyone a station knows, with how the person stands to the house; HOME: the houses."""
    rng = stream(truth.seed, "register", SOURCE)
    rows = _person(truth, rng)
    yield Table(SOURCE, "PERSON", rows, whole(rows, "moph43/PERSON.txt"))
    rows = _home(truth, rng)
    yield Table(SOURCE, "HOME", rows, whole(rows, "moph43/HOME.txt"))


def _standing(truth: Truth, rng: np.random.Generator) -> tuple[Whole, Whole, Whole, Whole]:
    """Person, house, type of area and discharge of every row, before the share that stations do not know is left out."""
    life, home = truth.people, truth.home
    everyone = np.arange(len(home))
    alive = life.died == 0
    there = np.where(life.registered == home, BOTH, LIVES)
    there = np.where(truth.houses.dwelling[home], there, ROAMING)
    still = rng.random(len(home)) < truth.rates.faults[SOURCE]["moved_still_listed"]
    outside = rng.random(len(home)) < truth.rates.coverage["moph43_outside"]
    groups = [
        (life.here, home, there, np.full(len(home), PRESENT)),
        (alive & (life.registered >= 0) & ((life.lives < 0) | (life.registered != home)), life.registered,
         np.full(len(home), REGISTERED), np.full(len(home), PRESENT)),
        (alive & (life.former >= 0), life.former, np.full(len(home), BOTH), np.where(still, PRESENT, MOVED)),
        (~alive, home, there, np.full(len(home), DEAD)),
        (life.here & outside, rng.permutation(home), np.full(len(home), OUTSIDE), np.full(len(home), PRESENT)),
    ]  # fmt: skip
    taken = [(everyone[who], house[who], area[who], left[who]) for who, house, area, left in groups]
    person, house, area, left = (np.concatenate(column).astype(np.int64) for column in zip(*taken, strict=True))
    known = rng.random(len(person)) < truth.rates.coverage["moph43"]
    twice = known & (rng.random(len(person)) < truth.rates.faults[SOURCE]["double_row"])
    rows = np.concatenate([np.flatnonzero(known), np.flatnonzero(twice)])
    rows = rows[np.lexsort((person[rows], house[rows]))]
    return person[rows], house[rows], area[rows], left[rows]


def _stations(truth: Truth, household: Whole) -> pl.Series:
    """The code of the health station of each house's tambon; codes 99xxx are in no list of stations."""
    tambon = truth.places.villages["tambon"].to_numpy()[truth.houses.village[household]]
    return "99" + pl.Series(tambon + 1).cast(pl.String).str.zfill(3)


def _house_keys(household: Whole) -> pl.Series:
    return pl.Series((household * SPREAD + 5) % SERIALS).cast(pl.String).str.zfill(7)


def _person(truth: Truth, rng: np.random.Generator) -> Rows:
    person, house, area, left = _standing(truth, rng)
    rows = Rows(truth, SOURCE, rng, person, house)
    same = np.concatenate([[False], (person[1:] == person[:-1]) & (house[1:] == house[:-1])])
    rows.mark(same, "double_row")
    rows.mark((left == PRESENT) & (house == truth.people.former[person]) & (area == BOTH), "moved_still_listed")
    forgotten = (left == DEAD) & (rng.random(len(rows)) < rows.rates["dead_still_listed"])
    rows.mark(forgotten, "dead_still_listed")
    left = np.where(forgotten, PRESENT, left)
    who = rows.people(*WHO)
    station = _stations(truth, house)
    roaming = pl.Series((area == ROAMING) | (area == OUTSIDE))
    rows.put(
        {
            "HOSPCODE": station,
            "CID": who["national_id"],
            "PID": pl.Series(np.arange(len(rows)) + 1).cast(pl.String).str.zfill(7),
            "HID": pl.when(~roaming).then(_house_keys(house)),
            "PRENAME": who["title"],
            "NAME": who["given_name"],
            "LNAME": who["family_name"],
            "SEX": who["sex"].replace_strict({"male": "1", "female": "2"}),
        }
    )
    rows.births("BIRTH", "compact")
    status = pl.Series(truth.people.stateless[person])
    discharged = np.where(left == DEAD, truth.people.died[person], truth.people.moved_on[person])
    gone = pl.Series(left != PRESENT)
    arrived = pl.Series((truth.people.moved_on[person] > 0) & (house == truth.home[person]))
    updated = dates.some_days(rng, len(rows), dt.date(2024, 10, 1), dt.date(2026, 3, 31))
    rows.put(
        {
            "MSTATUS": who["marital"].replace_strict(MARITAL),
            "OCCUPATION_NEW": who["occupation"].replace_strict(WORK),
            "RACE": pl.when(status).then(pl.lit("999")).otherwise(pl.lit("099")),
            "NATION": pl.when(status).then(pl.lit("999")).otherwise(pl.lit("099")),
            "EDUCATION": who["education"].replace_strict(EDUCATION),
            "FSTATUS": pl.when(who["relation"] == "head").then(pl.lit("1")).otherwise(pl.lit("2")),
        }
    )
    put_kin(rows)
    rows.put(
        {
            "VSTATUS": "5",
            "MOVEIN": pl.when(arrived).then(dates.show(dates.from_numbers(truth.people.moved_on[person]), "compact")),
            "DISCHARGE": pl.Series(left).cast(pl.String),
            "DDISCHARGE": pl.when(gone).then(dates.show(dates.from_numbers(discharged), "compact")),
            "LABOR": pl.when(status).then(pl.lit("2")),
            "TYPEAREA": pl.Series(area).cast(pl.String),
            "D_UPDATE": dates.show(updated, "compact") + "083000",
            "MOBILE": truth.houses.frame["phone"].gather(house),
        }
    )
    rows.former_names("LNAME")
    rows.spoil_text("NAME", "LNAME")
    rows.spoil_titles("PRENAME")
    rows.spoil_ids("CID")
    rows.put({"PRENAME": rows.frame["PRENAME"].replace_strict(PRENAMES, default=None)})
    return rows


def _home(truth: Truth, rng: np.random.Generator) -> Rows:
    household = np.flatnonzero(truth.houses.dwelling & (rng.random(len(truth.houses.dwelling)) < 0.98)).astype(np.int64)
    rows = Rows(truth, SOURCE, rng, np.full(len(household), -1, dtype=np.int64), household)
    where, house = rows.address(*WHERE), truth.houses.frame
    answers = truth.conditions.answers[household]
    families = np.maximum.reduceat(truth.people.families.family_no, truth.houses.first)[household]
    rows.put(
        {
            "HOSPCODE": _stations(truth, household),
            "HID": _house_keys(household),
            "HOUSE_ID": where["house_code"],
            "HOUSETYPE": "1",
            "HOUSE": where["house_no"],
            "VILLANAME": where["village"],
            "VILLAGE": where["village_no"].str.zfill(2),
            "TAMBON": where["tambon_code"].str.slice(4, 2),
            "AMPUR": where["tambon_code"].str.slice(2, 2),
            "CHANGWAT": where["tambon_code"].str.slice(0, 2),
            "LATITUDE": house["lat"].gather(household).cast(pl.String),
            "LONGITUDE": house["lon"].gather(household).cast(pl.String),
            "NFAMILY": pl.Series(families).cast(pl.String),
            "LOCATYPE": np.where(truth.houses.municipal[household], "1", "2"),
            "TOILET": _seen(rng, answers[:, 10]),
            "WATER": _seen(rng, answers[:, 8]),
            "WATERTYPE": pl.Series(rng.integers(1, 7, len(rows))).cast(pl.String),
            "HOUSING": _seen(rng, answers[:, 10]),
            "DURABILITY": _seen(rng, answers[:, 7]),
            "D_UPDATE": dates.show(
                dates.some_days(rng, len(rows), dt.date(2024, 10, 1), dt.date(2026, 3, 31)), "compact"
            )
            + "083000",
        }
    )
    rows.blank("HOUSE_ID", "house_code_missing")
    missing = rows.blank("LATITUDE", "position_missing")
    rows.put({"LONGITUDE": pl.when(pl.Series(~missing)).then(pl.col("LONGITUDE"))})
    rows.spoil_text("VILLANAME")
    return rows


def _seen(rng: np.random.Generator, answer: np.ndarray) -> np.ndarray:
    """A station's own look at the house: mostly as the truth has it, sometimes not known (9)."""
    return np.where(
        rng.random(len(answer)) < 0.05, "9", np.where((answer == 0) & (rng.random(len(answer)) < 0.8), "0", "1")
    )
