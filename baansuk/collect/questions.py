"""What may be asked of sources and deliveries: which count, which wait, what their rows and issues look like."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum

from baansuk.access.scope import Scope
from baansuk.collect.comparing import Comparison, compare
from baansuk.collect.declaration import SourceDeclaration, read_declaration
from baansuk.collect.issues import no_issues
from baansuk.collect.models import Delivery, Source
from baansuk.collect.openings import open_file
from baansuk.collect.place_reading import Places
from baansuk.collect.store import place, raw_path, reading_folder
from baansuk.places import questions as places
from baansuk.thai.words import Refusal
from baansuk.vault.shelf import unsealed


@dataclass(frozen=True, slots=True)
class AcceptedTable:
    """One clean table that counts, with what is needed to read it and to say where a fact comes from."""

    delivery: int
    source: str
    unit: str
    table: str
    path: Path
    agreement: str
    observed_last: date | None


def accepted_tables() -> list[AcceptedTable]:
    """Return the tables of all accepted deliveries, oldest delivery first."""
    accepted = Delivery.objects.filter(state="accepted").select_related("declaration").order_by("pk")
    return [
        AcceptedTable(
            delivery.pk,
            str(delivery.source_id),
            about["unit"],
            about["name"],
            table_path(delivery, about["name"]),
            delivery.agreement,
            delivery.observed_last,
        )
        for delivery in accepted
        for about in tables_of(delivery)
    ]


def table_path(delivery: Delivery, table: str) -> Path:
    """Return where a clean table of a delivery lies."""
    return folder_of(delivery) / f"{table}.parquet"


def folder_of(delivery: Delivery) -> Path:
    """Return the folder of what was read from a delivery; the delivery must have a source."""
    assert delivery.declaration is not None
    return reading_folder(Path(settings.STORE), delivery.sha256, str(delivery.source_id), delivery.declaration.version)


def raw_file(delivery: Delivery) -> Path:
    """Return where the file lies as it was received."""
    return raw_path(Path(settings.STORE), delivery.sha256)


def deliveries_for(scope: Scope) -> QuerySet[Delivery]:
    """Return the deliveries that a scope may see, newest first: all for who keeps the register, none for others."""
    seen = Delivery.objects.select_related("source", "declaration").order_by("-received_at", "-pk")
    return seen if scope.keeps_register else seen.none()


def delivery_for(scope: Scope, receipt: str) -> Delivery:
    """Return one delivery by its receipt; raises Delivery.DoesNotExist also where the scope may not see it."""
    return deliveries_for(scope).get(receipt=receipt)


def waiting() -> QuerySet[Delivery]:
    """Return the deliveries that wait for a person: checked or held."""
    return Delivery.objects.select_related("source").filter(state__in=("checked", "held")).order_by("received_at")


def unfinished() -> QuerySet[Delivery]:
    """Return the deliveries that a crash left half read; ``actions.resume`` takes them up again."""
    return Delivery.objects.filter(state="received").order_by("pk")


def counts_per_source() -> list[dict[str, Any]]:
    """Return for each source: code, names, partner, deliveries and rows that count, how many wait, last day received."""
    accepted = Q(deliveries__state="accepted")
    sources = Source.objects.annotate(
        accepted=Count("deliveries", filter=accepted),
        rows=Sum("deliveries__rows_clean", filter=accepted),
        waiting=Count("deliveries", filter=Q(deliveries__state__in=("checked", "held"))),
        refused=Count("deliveries", filter=Q(deliveries__state="refused")),
    )
    shown = ("code", "name_th", "name_en", "partner", "accepted", "rows", "waiting", "refused")
    return [dict(one) for one in sources.order_by("code").values(*shown)]


def declaration_of(delivery: Delivery) -> SourceDeclaration | None:
    """Return the declaration under which a delivery was read."""
    return read_declaration(delivery.declaration.text) if delivery.declaration else None


def load_places() -> Places:
    """Return what is known of areas: names and codes, the province where there is only one, and its box."""
    held = places.provinces_held()
    province = held.pop() if len(held) == 1 else ""
    points = [
        point
        for point in places.current_areas().filter(code__startswith=province).values_list("lat", "lon")
        if province and point[0] is not None and point[1] is not None
    ]
    return Places(places.load_place_table(), province, _box(points))


def _box(points: list[tuple[Any, Any]]) -> tuple[float, float, float, float] | None:
    """Return the box of the area points, a quarter of a degree (some 28 km) wider on each side; None without points."""
    if not points:
        return None
    lats, lons = [float(lat) for lat, _ in points], [float(lon) for _, lon in points]
    return min(lats) - 0.25, min(lons) - 0.25, max(lats) + 0.25, max(lons) + 0.25


# Columns for joining: what they are made of is shown.
NOT_FOR_EYES = ("record_id", "given_key", "family_key", "house_key")


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a table, cleaned beside raw: ``columns`` in order, ``rows`` as dictionaries by column."""

    table: str
    columns: list[str]
    raw_columns: list[str]
    rows: list[dict[str, Any]]


def preview(delivery: Delivery, most: int = 10) -> list[Preview]:
    """Return the first rows of each table of a delivery, without columns that are empty in all of them."""
    return [
        preview_of(str(about["name"]), _first_rows(table_path(delivery, about["name"]), most))
        for about in tables_of(delivery)
    ]


def _first_rows(path: Path, most: int) -> pl.DataFrame:
    with unsealed(path) as clear:
        return pl.scan_parquet(clear).head(most).collect()


def preview_of(name: str, frame: pl.DataFrame) -> Preview:
    """Return a preview of some clean rows."""
    filled = [c for c in frame.columns if frame[c].null_count() < len(frame) and c not in NOT_FOR_EYES]
    shown = [column for column in filled if not column.startswith("raw.")]
    raw = [column for column in filled if column.startswith("raw.")]
    return Preview(name, shown, raw, frame.select(*shown, *raw).to_dicts())


@contextmanager
def issues(delivery: Delivery) -> Iterator[pl.LazyFrame]:
    """Give the issues of a delivery as a lazy table (see ``issues.SHAPE``) that is read within the context."""
    if delivery.declaration is None or not (folder_of(delivery) / "issues.parquet").exists():
        yield no_issues().lazy()
        return
    with unsealed(folder_of(delivery) / "issues.parquet") as clear:
        yield pl.scan_parquet(clear)


def issues_page(delivery: Delivery, *, first: int = 0, most: int = 50, code: str = "") -> pl.DataFrame:
    """Return one page of the issues, in the order of the file, perhaps of one code only."""
    with issues(delivery) as found:
        return (found.filter(pl.col("code") == code) if code else found).slice(first, most).collect()


def comparison(delivery: Delivery) -> Comparison | None:
    """Compare a delivery with the list that it would replace (or replaced); None when there is none."""
    earlier = (
        Delivery.objects.filter(source=delivery.source_id, part=delivery.part, tables=delivery.tables)
        .filter(state__in=("accepted", "superseded"), pk__lt=delivery.pk)
        .order_by("-pk")
        .first()
    )
    declaration = declaration_of(delivery)
    if earlier is None or declaration is None or delivery.rows == 0:
        return None
    with ExitStack() as stack:
        old, new = (
            {about["name"]: stack.enter_context(unsealed(table_path(one, about["name"]))) for about in tables_of(one)}
            for one in (earlier, delivery)
        )
        return compare(declaration, old, new, earlier.receipt)


def tables_of(delivery: Delivery) -> list[dict[str, Any]]:
    """Return what was counted of each table of a delivery; nothing where it was not read."""
    return list(delivery.summary.get("tables", []))


def issues_workbook(delivery: Delivery) -> Path:
    """Return the workbook for the agency, made when it is first asked for and kept beside the issues."""
    if not delivery.has_raw:
        raise Refusal(
            "raw_erased",
            "ไฟล์ต้นฉบับถูกลบแล้ว จึงทำไฟล์แถวที่มีปัญหาไม่ได้ รายการปัญหายังดูได้ในหน้านี้",
            "The file as it came was erased, so no marked workbook can be made; the issues are still listed on this page.",
        )
    path = folder_of(delivery) / "issues.xlsx"
    declaration = declaration_of(delivery)
    if not path.exists() and declaration is not None:
        # Loaded when an agency asks for its workbook: no start of a command should pay for what writes one.
        from baansuk.collect.issues_book import write_book

        sheet = str(delivery.summary.get("asked_sheet", ""))
        with unsealed(raw_file(delivery)) as raw, issues(delivery) as found, place(path) as temporary:
            write_book(open_file(raw, delivery.filename), declaration, found.collect(), temporary, sheet)
    return path
