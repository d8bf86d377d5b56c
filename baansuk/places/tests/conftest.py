"""A small fictional country for the tests of places: two provinces, names that repeat, a code that was split."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from baansuk.places.names import AreaName
from baansuk.places.resolver import Resolver

HEADINGS = "tambon_code,tambon_th,tambon_en,amphoe_code,amphoe_th,amphoe_en,province_code,province_th,province_en,postcode,lat,lon,latlon_source,polygon_code"
AREAS_CSV = f"""{HEADINGS}
990101,ดาวเหนือ,Dao Nuea,9901,เมืองฟ้าใส,Mueang Fa Sai,99,ฟ้าใส,Fa Sai,99000,19.1,99.1,polygon,990101
990102,หนองดาว,Nong Dao,9901,เมืองฟ้าใส,Mueang Fa Sai,99,ฟ้าใส,Fa Sai,99000,19.2,99.2,polygon,990102
990201,หนองดาว,Nong Dao,9902,จันทร์ฉาย,Chan Chai,99,ฟ้าใส,Fa Sai,99100,19.3,99.3,polygon,990201
990203,บ้านเมฆ,Ban Mek,9902,จันทร์ฉาย,Chan Chai,99,ฟ้าใส,Fa Sai,99100,19.4,99.4,parent_polygon,990209
990204,ปลายเมฆ,Plai Mek,9902,จันทร์ฉาย,Chan Chai,99,ฟ้าใส,Fa Sai,99100,19.4,99.4,parent_polygon,990209
980101,หนองดาว,Nong Dao,9801,เมืองรุ้งงาม,Mueang Rung Ngam,98,รุ้งงาม,Rung Ngam,98000,18.1,98.1,polygon,980101
980102,จันทร์ฉาย,Chan Chai,9801,เมืองรุ้งงาม,Mueang Rung Ngam,98,รุ้งงาม,Rung Ngam,98000,18.2,98.2,polygon,980102
"""
VILLAGES_CSV = """village_code,village_th,village_en,lat,lon
99010101,บ้านแสงดาว,Ban Saeng Dao,19.11,99.11
99010102,ทุ่งดาว,Thung Dao,19.12,99.12
99010103,บ้านแสงดาว,Ban Saeng Dao,,
"""
ZONES_CSV = """zone_code,kind,name_th,name_en,member_codes,lat,lon
HM-01,hamlet,หย่อมปลายฟ้า,Plai Fa hamlet,99010102,19.13,99.13
LG-01,local_government,อบต.ดาวเหนือ,Dao Nuea TAO,990101 990102,,
RB-01,basin,ลุ่มน้ำดาว,Dao basin,9902 TH980101,,
"""
ALIASES_CSV = """old_code,new_code,retired_on,reason
990103,990101,2001-06-01,merged
9903,9902,,renumbered
990301,990201,,renumbered
99010109,99010101,,village merged
"""


def square(west: float, south: float, side: float = 0.1) -> dict[str, Any]:
    """Return a square polygon by its south-west corner, in degrees."""
    corners = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    return {"type": "Polygon", "coordinates": [corners]}


def collection(*features: tuple[dict[str, Any], dict[str, Any] | None]) -> str:
    """Return a FeatureCollection as text from pairs of properties and geometry."""
    listed = [{"type": "Feature", "properties": names, "geometry": shape} for names, shape in features]
    return json.dumps({"type": "FeatureCollection", "features": listed})


class Desk:
    """A folder where a test lays files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def lay(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_text(text, encoding=encoding)
        return path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture(scope="session")
def fiction() -> Resolver:
    areas: dict[str, AreaName] = {}
    for line in AREAS_CSV.splitlines()[1:]:
        cells = line.split(",")
        for code, th, en in (cells[0:3], cells[3:6], cells[6:9]):
            areas[code] = AreaName(code, th, en)
    for line in VILLAGES_CSV.splitlines()[1:]:
        code, th, en, *_ = line.split(",")
        areas[code] = AreaName(code, th, en)
    aliases = [(old, new) for old, new, *_ in (line.split(",") for line in ALIASES_CSV.splitlines()[1:])]
    split = [("990209", "990203"), ("990209", "990204")]
    return Resolver(areas.values(), [*aliases, *split], [("990201", "หนองเดือน")])
