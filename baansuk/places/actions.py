"""What may be written about places: the provinces that the project ships, and imports of lists and outlines."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import transaction

from baansuk.audit import gate
from baansuk.places import placing, questions
from baansuk.places.area_files import AreaList, read_areas
from baansuk.places.import_result import Features, ImportResult
from baansuk.places.models import Area
from baansuk.places.names import VILLAGE
from baansuk.places.outlines import Outline, read_outlines
from baansuk.places.zone_files import AliasRow, ZoneRow, read_aliases, read_zones
from baansuk.thai.words import Words

PROVINCES = Path(__file__).with_name("provinces.csv")

# How much of a stage is done, of how much, and which stage it is: what the terminal's bars take.
Progress = Callable[[int, int, Words], None]
_STEPS = (
    Words("อ่านรายชื่อพื้นที่", "reading the lists"),
    Words("อ่านขอบเขต", "reading the outlines"),
    Words("บันทึกพื้นที่", "writing the areas"),
    Words("บันทึกขอบเขต", "writing the outlines"),
    Words("บันทึกกลุ่มพื้นที่", "writing the zones"),
)


def load_provinces(*, by: str) -> int:
    """Add those of the 77 provinces that are not held yet and return how many; what is held stays as it is."""
    listed = read_areas(PROVINCES)
    with transaction.atomic():
        held = set(Area.objects.values_list("code", flat=True))
        listed.areas = {code: row for code, row in listed.areas.items() if code not in held}
        if not listed.areas:
            return 0  # `init` asks each time; where nothing is added the trail has nothing to tell
        added = placing.place_areas(listed).added
        gate.write("places.load_provinces", by=by, about={"added": len(added)})
    return len(added)


def import_places(
    areas_csv: Path,
    boundaries: Sequence[Path] = (),
    *,
    by: str,
    villages: Path | None = None,
    zones: Path | None = None,
    aliases: Path | None = None,
    origin: str = "",
    progress: Progress | None = None,
) -> ImportResult:
    """Take an area list with its outlines, villages, zones and retired codes; all of it or nothing.

    Formats are described in the room's README. ``origin`` is the credit that maps show for the outlines. The same
    files again change nothing. Raises Refusal naming file, row and column for anything that cannot be right.
    """
    tell = progress or (lambda *_: None)
    tell(0, 1, _STEPS[0])
    listed = read_areas(areas_csv)
    if villages:
        read_areas(villages, listed, only=VILLAGE)
    retired = read_aliases(aliases) if aliases else []
    grouped = read_zones(zones) if zones else {}
    tell(0, 1, _STEPS[1])
    outlines = read_outlines(list(boundaries), origin)
    files = [path for path in (areas_csv, *boundaries, villages, zones, aliases) if path]
    with transaction.atomic():
        result = _place(listed, retired, outlines, grouped, tell)
        gate.write(
            "places.import",
            by=by,
            subjects=[("file", hashlib.sha256(path.read_bytes()).hexdigest()) for path in files],
            about={"held": {str(level): count for level, count in result.held.items()}, "added": result.added,
                   "changed": result.changed, "retired": len(result.retired), "boundaries": result.boundaries},
        )  # fmt: skip
    tell(1, 1, _STEPS[-1])
    return result


def _place(
    listed: AreaList,
    retired: list[AliasRow],
    outlines: dict[str, Outline],
    grouped: dict[str, ZoneRow],
    tell: Progress,
) -> ImportResult:
    tell(0, 1, _STEPS[2])
    placed = placing.place_areas(listed)
    held = Area.objects.values_list("code", flat=True)
    ended = placing.place_aliases([*placing.split_aliases(listed, held), *retired])
    tell(0, 1, _STEPS[3])
    features = placing.place_outlines(outlines, listed) if outlines else Features()
    tell(0, 1, _STEPS[4])
    placing.place_zones(grouped)
    counted = questions.counts()
    return ImportResult(
        held=counted.areas,
        zones=counted.zones,
        aliases=counted.aliases,
        boundaries=counted.boundaries,
        added=len(placed.added),
        changed=len(placed.changed),
        renamed=tuple(placed.renamed),
        retired=tuple(ended),
        features=features,
        without_boundary=questions.without_boundary() if outlines else {},
    )
