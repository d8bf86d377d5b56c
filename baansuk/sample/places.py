"""Names the areas and puts villages, hamlets, communities and local governments on the map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from shapely.geometry.base import BaseGeometry

from . import words
from .areas import Shapes, count_areas, draw_shapes
from .draws import Whole, choose, stream
from .rates import Rates


@dataclass(frozen=True)
class Places:
    """The area tree as frames, each row's place in the frame being its number elsewhere.

    amphoe: code th en lat lon · tambons: code amphoe th en postcode lat lon · villages: code tambon no th en lat lon kind
    municipal weight local_government · hamlets and communities: code village th en lat lon · zones: see zones.csv ·
    aliases: old_code new_code retired_on reason.
    """

    shapes: Shapes
    amphoe: pl.DataFrame
    tambons: pl.DataFrame
    villages: pl.DataFrame
    hamlets: pl.DataFrame
    communities: pl.DataFrame
    zones: pl.DataFrame
    aliases: pl.DataFrame


def make_places(seed: int, persons: int, rates: Rates) -> Places:
    """Make the whole map for a province of this many persons."""
    rng = stream(seed, "places")
    amphoe_count, tambon_count, village_count = count_areas(persons)
    shapes = draw_shapes(rng, amphoe_count, tambon_count)
    amphoe = _amphoe(shapes)
    tambons = _tambons(rng, shapes, amphoe)
    villages = _villages(rng, shapes, tambons, village_count, rates)
    hamlets = _hamlets(rng, villages)
    communities = _communities(rng, villages)
    zones = _zones(amphoe, tambons, villages, hamlets, communities)
    return Places(shapes, amphoe, tambons, villages, hamlets, communities, zones, _aliases(villages))


def _middle(shapes: list[BaseGeometry]) -> dict[str, list[float]]:
    points = [shape.representative_point() for shape in shapes]
    return {"lat": [round(p.y, 5) for p in points], "lon": [round(p.x, 5) for p in points]}


def _amphoe(shapes: Shapes) -> pl.DataFrame:
    names = [words.AMPHOE[n] for n in range(len(shapes.amphoe))]
    return pl.DataFrame(
        {
            "code": [f"99{n + 1:02}" for n in range(len(names))],
            "th": [th for th, _ in names],
            "en": [en for _, en in names],
            **_middle(shapes.amphoe),
        }
    )


def _tambons(rng: np.random.Generator, shapes: Shapes, amphoe: pl.DataFrame) -> pl.DataFrame:
    """Name the tambons; a few names are used in two amphoe, as in life, never twice in one."""
    every = [(a + b, f"{x} {y}") for a, x in words.LANDFORMS for b, y in words.MARKERS]
    order = rng.permutation(len(every))
    taken: dict[int, set[str]] = {}
    names: list[tuple[str, str]] = []
    codes: list[str] = []
    for number, parent in enumerate(shapes.amphoe_of_tambon.tolist()):
        used = taken.setdefault(parent, set())
        again = number == len(shapes.amphoe_of_tambon) - 1 and names[1][0] not in used
        name = names[1] if again else every[order[number % len(every)]]
        if number == 0:
            name = ("ในเมืองสมมุติ", "Nai Mueang Sommut")
        used.add(name[0])
        names.append(name)
        codes.append(f"{amphoe['code'][parent]}{len(used):02}")  # the number within its amphoe
    return pl.DataFrame(
        {
            "code": codes,
            "amphoe": shapes.amphoe_of_tambon,
            "th": [th for th, _ in names],
            "en": [en for _, en in names],
            "postcode": [f"99{int(parent) + 1:02}0" for parent in shapes.amphoe_of_tambon],
            **_middle(shapes.tambons),
        }
    )


def _villages(
    rng: np.random.Generator, shapes: Shapes, tambons: pl.DataFrame, count: int, rates: Rates
) -> pl.DataFrame:
    """Spread villages over tambons; the west is high, forests lie at the edge, each amphoe's seat is a municipality."""
    share = 0.6 + rng.random(len(tambons))
    per_tambon = np.clip(np.round(count * share / share.sum()), 2, CAP).astype(np.int64)
    seat_of_amphoe = np.concatenate([[True], shapes.amphoe_of_tambon[1:] != shapes.amphoe_of_tambon[:-1]])
    every = [(f"บ้าน{a}{b}", f"Ban {x} {y}") for a, x in words.MARKERS for b, y in words.VILLAGE_ENDS]
    rows = []
    for tambon, number in enumerate(per_tambon.tolist()):
        names = rng.permutation(len(every))
        points = shapes.cells[tambon]
        places = np.sort(rng.choice(len(points), size=number, replace=number > len(points)))
        for no, place in enumerate(places.tolist(), start=1):
            th, en = every[names[no - 1]]
            # In the capital the whole tambon is a town; in the other seats only its three innermost villages are.
            municipal = bool(seat_of_amphoe[tambon]) and (tambon == 0 or no <= 3)
            lon, lat = points[place]
            rows.append((f"{tambons['code'][tambon]}{no:02}", tambon, no, th, en, lat, lon, municipal))
    columns = ["code", "tambon", "no", "th", "en", "lat", "lon", "municipal"]
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    kind = _kinds(rng, frame, rates)
    weight = np.exp(rng.normal(0, 0.45, len(frame))) * np.where(frame["municipal"], 2.2, 1.0)
    weight *= np.where(kind == "forest", 0.45, np.where(kind == "highland", 0.7, 1.0))
    tambon_code = tambons["code"].gather(frame["tambon"])
    town = frame["municipal"].to_numpy()
    return frame.with_columns(
        pl.col("lat").round(5),
        pl.col("lon").round(5),
        pl.Series("kind", kind),
        pl.Series("weight", weight),
        pl.Series("local_government", np.where(town, "LM" + tambon_code.to_numpy(), "LG" + tambon_code.to_numpy())),
    )


CAP = 60


def _kinds(rng: np.random.Generator, villages: pl.DataFrame, rates: Rates) -> np.ndarray:
    lon = villages["lon"].to_numpy()
    town = villages["municipal"].to_numpy()
    kind = np.full(len(villages), "ordinary", dtype=object)
    height = -lon + rng.normal(0, 0.05, len(lon)) - np.where(town, 9.0, 0.0)
    high = max(1, round(rates.people["highland_villages"] * len(lon)))
    kind[np.argsort(-height, kind="stable")[:high]] = "highland"
    wild = rng.random(len(lon)) + np.where(town | (kind == "highland"), 9.0, 0.0)
    forest = max(1, round(rates.people["forest_villages"] * len(lon)))
    kind[np.argsort(wild, kind="stable")[:forest]] = "forest"
    return kind


def _hamlets(rng: np.random.Generator, villages: pl.DataFrame) -> pl.DataFrame:
    """One or two hamlets, hours from their village, for every village in the hills or the forest."""
    rows = []
    for number, (code, th, en, kind, lat, lon) in enumerate(
        villages.select("code", "th", "en", "kind", "lat", "lon").iter_rows()
    ):
        many = 0 if kind == "ordinary" else int(rng.integers(1, 3))
        for turn in range(1, many + 1):
            # Steps of about two kilometres: far on foot, still inside the province for nearly every village.
            dy, dx = rng.normal(0, 0.012, 2)
            name = f"หย่อมบ้าน{th.removeprefix('บ้าน')} {turn}"
            rows.append(
                (f"HM{code}-{turn}", number, name, f"{en} hamlet {turn}", round(lat + dy, 5), round(lon + dx, 5))
            )
    return pl.DataFrame(rows, schema=["code", "village", "th", "en", "lat", "lon"], orient="row")


def _communities(rng: np.random.Generator, villages: pl.DataFrame) -> pl.DataFrame:
    rows = []
    for number, (code, th, en, town, lat, lon) in enumerate(
        villages.select("code", "th", "en", "municipal", "lat", "lon").iter_rows()
    ):
        for turn in range(1, 3 if town else 1):
            dy, dx = rng.normal(0, 0.003, 2)
            name = f"ชุมชน{th.removeprefix('บ้าน')} {turn}"
            rows.append(
                (f"CM{code}-{turn}", number, name, f"{en[4:]} community {turn}", round(lat + dy, 5), round(lon + dx, 5))
            )
    return pl.DataFrame(rows, schema=["code", "village", "th", "en", "lat", "lon"], orient="row")


def _zones(
    amphoe: pl.DataFrame,
    tambons: pl.DataFrame,
    villages: pl.DataFrame,
    hamlets: pl.DataFrame,
    communities: pl.DataFrame,
) -> pl.DataFrame:
    rows: list[tuple[object, ...]] = []
    codes = villages["code"].to_list()
    for kind, frame in (("hamlet", hamlets), ("community", communities)):
        for code, village, th, en, lat, lon in frame.iter_rows():
            rows.append((code, kind, th, en, lat, lon, codes[village], False))
    rows += _local_governments(tambons, villages)
    middle = float(tambons["lat"].median())  # type: ignore[arg-type]
    for code, lat in tambons.select("code", "lat").iter_rows():
        side = (
            ("BN9901", "ลุ่มน้ำสมมุติเหนือ", "Upper Sommut basin")
            if lat >= middle
            else ("BN9902", "ลุ่มน้ำสมมุติใต้", "Lower Sommut basin")
        )
        rows.append((side[0], "basin", side[1], side[2], None, None, code, True))
    for code, lat, kind in villages.select("code", "lat", "kind").iter_rows():
        if kind == "forest":
            side = (
                ("FR9901", "ป่าสงวนสมมุติเหนือ", "Upper Sommut forest")
                if lat >= middle
                else ("FR9902", "ป่าสงวนสมมุติใต้", "Lower Sommut forest")
            )
            rows.append((side[0], "forest", side[1], side[2], None, None, code, False))
    columns = ["zone_code", "kind", "zone_th", "zone_en", "lat", "lon", "area_code", "whole"]
    schema = dict.fromkeys(columns, pl.String) | {"lat": pl.Float64, "lon": pl.Float64, "whole": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _local_governments(tambons: pl.DataFrame, villages: pl.DataFrame) -> list[tuple[object, ...]]:
    """Each tambon's local governments with their villages; a seat's tambon holds both a municipality and a TAO."""
    rows: list[tuple[object, ...]] = []
    named = tambons.select("th", "en", "lat", "lon").rows()
    for code, tambon, town, lg in villages.select("code", "tambon", "municipal", "local_government").iter_rows():
        th, en, lat, lon = named[tambon]
        name = (f"เทศบาลตำบล{th}", f"{en} municipality") if town else (f"อบต.{th}", f"{en} TAO")
        rows.append((lg, "local_government", *name, lat, lon, code, True))
    return rows


def _aliases(villages: pl.DataFrame) -> pl.DataFrame:
    """Villages that got a new number when their village was split: the old code (number 90 and up) stands for today's."""
    last = villages.group_by("tambon", maintain_order=True).last()
    rows = [(f"{code[:6]}90", code, "2022-01-01", "แยกหมู่บ้าน") for code in last["code"].to_list()[::3]]
    return pl.DataFrame(rows, schema=["old_code", "new_code", "retired_on", "reason"], orient="row")


def house_points(
    rng: np.random.Generator, places: Places, village: Whole, hamlet: Whole
) -> tuple[np.ndarray, np.ndarray]:
    """Scatter houses around their village, or around their hamlet where one is given (-1: none); about 400 metres."""
    spots = []
    for axis in ("lat", "lon"):
        centre = places.villages[axis].to_numpy()[village]
        if len(places.hamlets):
            far = places.hamlets[axis].to_numpy()[np.maximum(hamlet, 0)]
            centre = np.where(hamlet >= 0, far, centre)
        spots.append(np.round(centre + rng.normal(0, 0.0018, len(village)), 6))
    return spots[0], spots[1]


def choose_villages(rng: np.random.Generator, places: Places, households: int) -> Whole:
    """Draw a village for each household, in village order so that house numbers run along the lanes."""
    return np.sort(choose(rng, households, places.villages["weight"].to_numpy()))
