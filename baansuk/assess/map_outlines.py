"""The outlines that a map is drawn from, with what stands in each area; unchanged ones cost the browser nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.http import quote_etag

from baansuk.assess.geo import collection, feature, point
from baansuk.places.models import Area, Boundary
from baansuk.places.names import TAMBON, VILLAGE

Properties = Mapping[str, object]


def outlines(inside: str, level: int, rows: Mapping[str, Properties]) -> str:
    """Return the GeoJSON of areas of a level inside another, by code with what stands in each; villages are points."""
    features = [feature(geometry, {"role": "backdrop"}) for geometry in _backdrop(inside, level)]
    spots = Area.objects.filter(level=level, code__startswith=inside).values_list("code", "lat", "lon")
    centres = {code: (lat, lon) for code, lat, lon in spots if lat is not None and lon is not None}
    if level == VILLAGE:
        return collection(
            [*features, *(feature(point(*centres[code]), row) for code, row in rows.items() if code in centres)]
        )
    held = Boundary.objects.filter(area__level=level, area__code__startswith=inside)
    for code, geometry in held.order_by("-shared", "area_id").values_list("area_id", "geometry"):
        if code in rows:
            centre = dict(zip(("lat", "lon"), centres.get(code, ()), strict=False))
            features.append(feature(geometry, {**rows[code], **centre}))
    return collection(features)


def _backdrop(inside: str, level: int) -> list[str]:
    """What is drawn without colour: the outline of the area itself, under village points those of the tambons."""
    drawn = Boundary.objects.filter(area=inside[:TAMBON])
    if level == VILLAGE:
        drawn = Boundary.objects.filter(area__level=TAMBON, area__code__startswith=inside[:TAMBON])
    return list(drawn.values_list("geometry", flat=True))


def outlines_answer(request: HttpRequest, edition: int, drawn: str) -> HttpResponse:
    """Answer outlines for whoever asked, and that nothing changed to a browser that has them already."""
    body = drawn.encode()
    etag = quote_etag(f"{edition}-{hashlib.sha256(body).hexdigest()[:20]}")
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Cookie"}
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(body, content_type="application/geo+json", headers=headers)
