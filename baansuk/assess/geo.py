"""Joins outlines and points with their figures into the GeoJSON that the map draws; no database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any


def feature(geometry: str, properties: Mapping[str, Any]) -> str:
    """Return one feature; the stored geometry is put in as it is, never parsed."""
    return f'{{"type":"Feature","properties":{_json(properties)},"geometry":{geometry}}}'


def point(lat: float, lon: float) -> str:
    """Return a point as GeoJSON text, five decimals (about a metre)."""
    return f'{{"type":"Point","coordinates":[{lon:.5f},{lat:.5f}]}}'


def collection(features: Iterable[str]) -> str:
    """Return a FeatureCollection of features that are text already."""
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'


def _json(value: Mapping[str, Any]) -> str:
    # "</" cannot end a script block even where somebody puts this text into a page.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
