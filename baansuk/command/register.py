"""The commands of the main job: places, sample, receive, accept, link, assess, run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from baansuk.command.house import set_up_django
from baansuk.command.terminal import Bars, out, said, tell
from baansuk.thai.words import Refusal, Words

Existing = click.Path(exists=True, path_type=Path)
BY = "command"


def add_to(group: click.Group) -> None:
    """Hang the commands on the group."""
    for command in (places, sample, receive, accept, link, assess, run):
        group.add_command(command)


@click.group()
def places() -> None:
    """Areas and their boundaries."""


@places.command("import")
@click.argument("areas", type=Existing)
@click.option("--boundaries", type=Existing, multiple=True, help="GeoJSON; may be given several times.")
@click.option("--villages", type=Existing, help="CSV of villages (8-digit codes).")
@click.option("--zones", type=Existing, help="CSV of hamlets, communities, local governments, basins, forests.")
@click.option("--aliases", type=Existing, help="CSV of retired codes and the codes that stand for them.")
@click.argument("more_boundaries", type=Existing, nargs=-1)
def places_import(
    areas: Path,
    boundaries: tuple[Path, ...],
    villages: Path | None,
    zones: Path | None,
    aliases: Path | None,
    more_boundaries: tuple[Path, ...],
) -> None:
    """Read AREAS.csv and boundaries (--boundaries F.geojson F2.geojson …)."""
    set_up_django()
    from baansuk.places.actions import import_places

    with Bars() as bars:
        result = import_places(
            areas,
            boundaries=[*boundaries, *more_boundaries],
            villages=villages,
            zones=zones,
            aliases=aliases,
            by=BY,
            progress=bars.show,
        )
    for line in result.lines():
        tell(line)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--persons", type=click.IntRange(100, 2_000_000), default=20_000, show_default=True)
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=2569, show_default=True)
@click.option("--only", multiple=True, metavar="NAME", help="Only this register; may be given several times.")
def sample(folder: Path, persons: int, seed: int, only: tuple[str, ...]) -> None:
    """Make the fictional province and the registers that eight agencies would hold of it."""
    from baansuk.sample import make_sample  # numpy, shapely and the workbook writer: only this verb pays for them

    with Bars() as bars:
        make_sample(folder, persons=persons, seed=seed, only=only, progress=bars.show)
    tell(Words(f"จังหวัดสมมุติพร้อมแล้วที่ {folder}", f"The fictional province lies in {folder}."))


@click.command()
@click.argument("files", metavar="FILE…", type=Existing, nargs=-1, required=True)
@click.option("--source", default=None, help="Code of the source; found by name and headers when not given.")
@click.option("--accept", "accepts", is_flag=True, help="Accept at once what needs no person.")
def receive(files: tuple[Path, ...], source: str | None, accepts: bool) -> None:
    """Take in files of the agencies; a folder means all the files in it."""
    set_up_django()
    refused = _receive_all(_listed(files), source, accepts)
    if refused:
        raise Refusal(
            "refused_files",
            f"ไม่รับ {refused} ไฟล์ ดูเหตุผลด้านบน",
            f"{refused} file(s) were refused; the reasons stand above.",
        )


def _listed(paths: tuple[Path, ...]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found += sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    if not found:
        raise Refusal("no_files", "ไม่พบไฟล์ในโฟลเดอร์ที่ระบุ", "There is no file in the folder that was named.")
    return found


def _receive_all(paths: list[Path], source: str | None, accepts: bool) -> int:
    from baansuk.collect import actions

    refused = 0
    with Bars() as bars:
        for number, path in enumerate(paths, 1):
            stage = Words(f"รับไฟล์ {number}/{len(paths)}: {path.name}", f"Receiving {number}/{len(paths)}: {path.name}")

            def show(_step: str, done: int, stage: Words = stage) -> None:
                bars.show(done, 0, stage)

            show("", 0)
            try:
                delivery = actions.receive(path, filename=path.name, source=source, by=BY, progress=show)
            except Refusal as refusal:
                refused += 1
                out.print(f"✗ {path.name}: {said(refusal.words)}", markup=False)
                continue
            if delivery.state == "refused":
                refused += 1
                out.print(f"✗ {path.name}: {said(Words(delivery.reason_th, delivery.reason_en))}", markup=False)
                continue
            if accepts and delivery.state == "checked":
                delivery = actions.accept(delivery, by=BY)
            out.print(_line(path.name, delivery), markup=False)
    return refused


def _line(name: str, delivery: Any) -> str:
    states = {
        "checked": Words("ตรวจแล้ว รอรับเข้า", "checked, waiting to be accepted"),
        "held": Words("พักไว้ให้คนตัดสิน", "held for a person"),
        "accepted": Words("รับเข้าแล้ว", "accepted"),
    }
    state = said(states.get(delivery.state, Words(delivery.state, delivery.state)))
    counts = Words(
        f"{delivery.rows_clean:,} แถวใช้ได้ {delivery.rows_refused:,} แถวไม่รับ",
        f"{delivery.rows_clean:,} rows taken, {delivery.rows_refused:,} refused",
    )
    return f"  {delivery.receipt}  {name}: {state}; {said(counts)}"


@click.command()
@click.argument("receipts", metavar="RECEIPT…", nargs=-1, required=True)
@click.option("--because", default="", help="Why, where the delivery is held.")
def accept(receipts: tuple[str, ...], because: str) -> None:
    """Accept deliveries that were checked, by their receipts."""
    set_up_django()
    from baansuk.collect import actions
    from baansuk.collect.models import Delivery

    for receipt in receipts:
        delivery = Delivery.objects.filter(receipt=receipt).first()
        if delivery is None:
            raise Refusal("no_receipt", f"ไม่พบใบรับเลขที่ {receipt}", f"There is no receipt {receipt}.")
        delivery = actions.accept(delivery, by=BY, because=because)
        out.print(_line(delivery.filename, delivery), markup=False)


@click.command()
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default=None)
def link(engine: str | None) -> None:
    """Find which records are the same person and household; `assess` then publishes the register."""
    set_up_django("runs")
    _do("link", {"engine": engine or ""})


@click.command()
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default=None)
def assess(engine: str | None) -> None:
    """Work out what each household lacks, count, and publish the newest linked register."""
    set_up_django("runs")
    _do("assess", {"engine": engine or ""})


@click.command()
@click.argument("files", metavar="[FILE…]", type=Existing, nargs=-1)
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default=None)
def run(files: tuple[Path, ...], engine: str | None) -> None:
    """The whole main job: receive FILES and accept what needs nobody, link, assess, publish."""
    set_up_django("runs")
    if files:
        _receive_all(_listed(files), None, accepts=True)
    _do("register", {"engine": engine or ""})


def _do(job: str, arguments: dict[str, Any]) -> None:
    from baansuk.access.database_roles import check_fit
    from baansuk.command.inline import do_now

    check_fit("runs")
    with Bars() as bars:
        done = do_now(job, arguments=arguments, by=BY, listener=bars.hear)
    words = Words(done.said_th, done.said_en)
    if done.state != "done":
        raise Refusal("run_failed", words.th, words.en)
    for line in done.result.get("lines", []):
        tell(Words(*line))
