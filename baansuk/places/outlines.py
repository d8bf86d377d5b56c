"""Outlines of areas from GeoJSON files: which feature is which area, and whether its numbers can be degrees."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import shapely

from baansuk.places.names import LEVELS, written_code
from baansuk.places.refusals import refuse

# Where files keep the code of a feature: ours, then OCHA's from the deepest level up, then other common words.
_CODE_PROPERTIES = ("code", "adm4_pcode", "adm3_pcode", "adm2_pcode", "adm1_pcode", "area_code", "pcode")
_OUR_PROPERTIES = ("village_code", "tambon_code", "amphoe_code", "province_code")
MOST_LETTERS_OF_ORIGIN = 200


@dataclass(frozen=True, slots=True)
class Outline:
    """One area's outline: a Polygon or MultiPolygon as compact GeoJSON text, and where it comes from."""

    geometry: str
    origin: str


def read_outlines(paths: list[Path], origin: str = "") -> dict[str, Outline]:
    """Return the outlines of all files by area code; of one area in two files the later file's is used.

    ``origin`` is what maps show as the source; without it the file's own ``attribution`` or its name. Raises Refusal
    when a file is no GeoJSON FeatureCollection of polygons in WGS84 degrees, or a feature carries no area code.
    """
    outlines: dict[str, Outline] = {}
    for path in paths:
        outlines |= _read_file(path, origin)
    return outlines


def _read_file(path: Path, origin: str) -> dict[str, Outline]:
    collection = _parse(path)
    credit = origin or str(collection.get("attribution") or path.name)
    pieces: dict[str, list[dict[str, Any]]] = {}
    for number, feature in enumerate(collection["features"], start=1):
        code, geometry = _feature(path, number, feature)
        if geometry not in pieces.setdefault(code, []):
            pieces[code].append(geometry)
    texts = {code: _compact(geometries) for code, geometries in pieces.items()}
    _check_degrees(path, texts)
    return {code: Outline(text, credit[:MOST_LETTERS_OF_ORIGIN]) for code, text in texts.items()}


def _parse(path: Path) -> dict[str, Any]:
    try:
        read = json.loads(path.read_bytes())
    except OSError as fault:
        refuse("places.unreadable", f"เปิดไฟล์ {path.name} ไม่ได้", f"{path.name} cannot be opened", cause=fault)
    except (ValueError, RecursionError) as fault:
        _refuse_not_geojson(path, fault)
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list):
        _refuse_not_geojson(path)
    if not features:
        refuse("places.empty_file", f"ไฟล์ {path.name} ว่าง ไม่มีขอบเขตพื้นที่", f"{path.name} is empty: it has no features")
    return dict(read)


def _feature(path: Path, number: int, feature: Any) -> tuple[str, dict[str, Any]]:
    """Return the code and geometry of one feature."""
    held = feature if isinstance(feature, dict) else {}
    properties = {str(name).lower(): value for name, value in (held.get("properties") or {}).items()}
    named = next((name for name in (*_CODE_PROPERTIES, *_OUR_PROPERTIES) if properties.get(name)), "")
    code = written_code(str(properties[named])) if named else ""
    if len(code) not in LEVELS:
        found = f"{named}={properties[named]}" if named else ", ".join(properties)
        refuse(
            "places.no_code",
            f"ไฟล์ {path.name} ขอบเขตที่ {number} ไม่มีรหัสพื้นที่ (พบ: {found}) ให้ใส่ code หรือ ADM3_PCODE",
            f"{path.name} feature {number} carries no area code (found: {found}); give it code or ADM3_PCODE",
        )
    geometry = held.get("geometry")
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        refuse(
            "places.not_polygon",
            f"ไฟล์ {path.name} ขอบเขตที่ {number} รหัส {code} ไม่ใช่รูปหลายเหลี่ยม",
            f"{path.name} feature {number}, code {code}, is not a polygon",
        )
    return code, {"type": geometry["type"], "coordinates": geometry.get("coordinates")}


def _compact(geometries: list[dict[str, Any]]) -> str:
    """Return one geometry as text; an area drawn as several features becomes one MultiPolygon."""
    if len(geometries) > 1:
        parts = [
            part
            for one in geometries
            for part in (one["coordinates"] if one["type"] == "MultiPolygon" else [one["coordinates"]])
        ]
        geometries = [{"type": "MultiPolygon", "coordinates": parts}]
    return json.dumps(geometries[0], separators=(",", ":"))


def _check_degrees(path: Path, texts: dict[str, str]) -> None:
    """Refuse outlines that are broken, in metres, or with latitude first: Thailand lies east of 90 degrees."""
    try:
        bounds = shapely.bounds(shapely.from_geojson(list(texts.values())))
    except (shapely.GEOSException, ValueError, TypeError) as fault:
        _refuse_not_geojson(path, fault)
    for code, (west, south, east, north) in zip(texts, bounds.tolist(), strict=True):
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            refuse(
                "places.not_degrees",
                f"ไฟล์ {path.name} รหัส {code}: พิกัดต้องเป็นองศา WGS84 ลองจิจูดก่อนละติจูด",
                f"{path.name} code {code}: coordinates must be WGS84 degrees, longitude before latitude",
            )


def _refuse_not_geojson(path: Path, cause: BaseException | None = None) -> NoReturn:
    refuse(
        "places.not_geojson",
        f"ไฟล์ {path.name} ไม่ใช่ GeoJSON FeatureCollection ให้ส่งออกเป็น GeoJSON (WGS84) แล้วนำเข้าใหม่",
        f"{path.name} is not a GeoJSON FeatureCollection; export it as GeoJSON (WGS84) and import again",
        cause=cause,
    )


def points_inside(outlines: dict[str, str]) -> dict[str, tuple[float, float]]:
    """Return for each outline (GeoJSON text) a point that surely lies inside it: latitude, longitude, 5 decimals."""
    shapes = shapely.point_on_surface(shapely.from_geojson(list(outlines.values())))
    lats, lons = shapely.get_y(shapes).tolist(), shapely.get_x(shapes).tolist()
    return {
        code: (round(lat, 5), round(lon, 5))
        for code, lat, lon in zip(outlines, lats, lons, strict=True)
        if lat == lat  # an outline without surface has no point
    }
