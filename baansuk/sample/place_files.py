"""Writes the map: the area list, villages, zones, retired codes and three files of boundaries."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import shapely

from . import words
from .places import Places

AREA_COLUMNS = [
    "tambon_code",
    "tambon_th",
    "tambon_en",
    "amphoe_code",
    "amphoe_th",
    "amphoe_en",
    "province_code",
    "province_th",
    "province_en",
    "postcode",
    "lat",
    "lon",
    "latlon_source",
    "polygon_code",
]


def write_places(folder: Path, places: Places) -> None:
    """Write the files of DIR/places; columns as in the public area list that ``baansuk places import`` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    parent = places.amphoe.select(pl.all().gather(places.tambons["amphoe"].cast(pl.UInt32)))
    areas = places.tambons.select(
        pl.col("code").alias("tambon_code"),
        pl.col("th").alias("tambon_th"),
        pl.col("en").alias("tambon_en"),
        amphoe_code=parent["code"],
        amphoe_th=parent["th"],
        amphoe_en=parent["en"],
        province_code=pl.lit("99"),
        province_th=pl.lit(words.PROVINCE[0]),
        province_en=pl.lit(words.PROVINCE[1]),
        postcode=pl.col("postcode"),
        lat=pl.col("lat"),
        lon=pl.col("lon"),
        latlon_source=pl.lit("polygon"),
        polygon_code=pl.col("code"),
    ).select(AREA_COLUMNS)
    villages = places.villages.select(
        pl.col("code").alias("village_code"),
        pl.col("no").alias("village_no"),
        pl.col("th").alias("village_th"),
        pl.col("en").alias("village_en"),
        tambon_code=places.tambons["code"].gather(places.villages["tambon"].cast(pl.UInt32)),
        lat=pl.col("lat"),
        lon=pl.col("lon"),
        kind=pl.col("kind"),
        valid_from=pl.lit(None, dtype=pl.String),
    )
    for name, frame in (
        ("areas", areas),
        ("villages", villages),
        ("zones", _one_line_a_zone(places.zones)),
        ("aliases", places.aliases),
    ):
        frame.write_csv(folder / f"{name}.csv", line_terminator="\n")
    shapes = places.shapes
    _geojson(folder / "province.geojson", [("99", *words.PROVINCE)], [shapes.province])
    _geojson(folder / "amphoe.geojson", list(places.amphoe.select("code", "th", "en").iter_rows()), shapes.amphoe)
    _geojson(folder / "tambon.geojson", list(places.tambons.select("code", "th", "en").iter_rows()), shapes.tambons)


def _geojson(path: Path, names: list[tuple[str, str, str]], shapes: list[shapely.geometry.base.BaseGeometry]) -> None:
    features = []
    for (code, th, en), shape in zip(names, shapes, strict=True):
        properties = {"code": code, "th": th, "en": en, "province": "99"}
        if len(code) == 6:
            properties["amphoe"] = code[:4]
        geometry = shapely.geometry.mapping(shapely.normalize(shape))
        features.append({"type": "Feature", "geometry": _rounded(geometry), "properties": properties})
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    path.write_text(
        '{"type":"FeatureCollection","attribution":"เส้นเขตสมมุติ ‖ fictional outlines","features":[\n' + lines + "\n]}\n",
        encoding="utf-8",
    )


def _rounded(part: object) -> object:
    """Coordinates to five decimals (about a metre), as they were drawn."""
    if isinstance(part, float):
        return round(part, 5)
    if isinstance(part, dict):
        return {key: _rounded(value) for key, value in part.items()}
    if isinstance(part, (list, tuple)):
        return [_rounded(value) for value in part]
    return part


def _one_line_a_zone(zones: pl.DataFrame) -> pl.DataFrame:
    """Put a zone's areas into one cell each: those that lie in it whole, and those that lie in it in part."""
    codes = pl.col("area_code")
    return (
        zones.rename({"zone_th": "name_th", "zone_en": "name_en"})
        .group_by("zone_code", "kind", "name_th", "name_en", maintain_order=True)
        .agg(
            pl.col("lat").first(),
            pl.col("lon").first(),
            codes.filter(pl.col("whole")).str.join(" ").alias("member_codes"),
            codes.filter(~pl.col("whole")).str.join(" ").alias("part_codes"),
        )
    )
