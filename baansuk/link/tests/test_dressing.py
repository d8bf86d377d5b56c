"""The order of the household list is the order of doors, and nobody falls out of it."""

import polars as pl

from baansuk.link.dressing import list_homes


def _homes(*places: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [(area, house, f"H-AAAA-AA{number:02}-2") for number, (area, house) in enumerate(places)],
        schema=["area_code", "house_no", "household_code"],
        orient="row",
    )


def test_a_house_stands_before_those_behind_it_and_nine_before_ten():
    doors = ["10", "1/2", "9", "1", "1/1", "๒"]
    listed = list_homes(_homes(*[("99010101", door) for door in doors]))
    assert listed["house_no"].to_list() == ["1", "1/1", "1/2", "๒", "9", "10"]
    assert listed["h"].to_list() == list(range(6))


def test_an_area_is_one_range_of_keys():
    listed = list_homes(_homes(("990102", "5"), ("99010101", "7"), ("99010203", "1")))
    assert [key[:8] for key in listed["list_key"]] == ["99010101", "99010200", "99010203"]


def test_whom_no_record_places_stands_somewhere_in_the_province():
    listed = list_homes(_homes(("", "3"), ("99010101", "7")), home="99")
    assert listed["area_code"].to_list() == ["99000000", "99010101"]
    assert list_homes(_homes(("", "3")))["area_code"].to_list() == ["00000000"], "with several provinces nobody can say"
