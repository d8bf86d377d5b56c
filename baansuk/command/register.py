"""The commands of the main job: places, sample, receive, accept, link, assess, run."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import click

from baansuk.collect.looking_ahead import LookingAhead
from baansuk.command.house import set_up_django
from baansuk.command.receiving import line_of, listed, receive_all
from baansuk.command.terminal import Bars, out, said, tell
from baansuk.command.verbs import hint, verb, verbs
from baansuk.runs.engines import ENGINES, check_engine
from baansuk.thai.words import Refusal, Words

Existing = click.Path(exists=True, path_type=Path)
BY = "command"
ENGINE_HINT = hint(
    "เครื่องคำนวณ ถ้าไม่ระบุใช้ BAANSUK_ENGINE หรือ duckdb", "What computes; BAANSUK_ENGINE or duckdb when not given."
)


def add_to(group: click.Group) -> None:
    """Hang the commands on the group."""
    for command in (places, sample, sources, receive, accept, link, assess, run):
        group.add_command(command)


@verbs("พื้นที่และเส้นเขต", "Areas and their boundaries.")
def places() -> None:
    """Areas and their boundaries."""


@places.command(
    "import",
    help=hint(
        "นำเข้าพื้นที่จาก AREAS.csv และเส้นเขต (--boundaries F.geojson F2.geojson …)",
        "Read AREAS.csv and boundaries (--boundaries F.geojson F2.geojson …).",
    ),
)
@click.argument("areas", type=Existing)
@click.option(
    "--boundaries",
    type=Existing,
    multiple=True,
    help=hint("ไฟล์ GeoJSON ระบุได้หลายครั้ง", "GeoJSON; may be given several times."),
)
@click.option("--villages", type=Existing, help=hint("CSV ของหมู่บ้าน (รหัส 8 หลัก)", "CSV of villages (8-digit codes)."))
@click.option(
    "--zones",
    type=Existing,
    help=hint("CSV ของหย่อมบ้าน ชุมชน อปท. ลุ่มน้ำ ป่า", "CSV of hamlets, communities, local governments, basins, forests."),
)
@click.option(
    "--aliases",
    type=Existing,
    help=hint("CSV ของรหัสที่เลิกใช้กับรหัสที่ใช้แทน", "CSV of retired codes and the codes that stand for them."),
)
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


@verb(
    "สร้างจังหวัดสมมุติและทะเบียนที่แปดหน่วยงานจะมีของจังหวัดนั้น",
    "Make the fictional province and the registers that eight agencies would hold of it.",
)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--persons",
    type=click.IntRange(100, 2_000_000),
    default=20_000,
    show_default=True,
    help=hint("จำนวนคน", "How many persons."),
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    default=2569,
    show_default=True,
    help=hint("เลขตั้งต้น เลขเดิมได้ไฟล์เดิม", "The same seed gives the same files."),
)
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    help=hint("เฉพาะทะเบียนนี้ ระบุได้หลายครั้ง", "Only this register; may be given several times."),
)
def sample(folder: Path, persons: int, seed: int, only: tuple[str, ...]) -> None:
    """Make the fictional province and the registers that eight agencies would hold of it."""
    from baansuk.sample import make_sample  # numpy, shapely and the workbook writer: only this verb pays for them

    with Bars() as bars:
        make_sample(folder, persons=persons, seed=seed, only=only, progress=bars.show)
    tell(Words(f"จังหวัดสมมุติพร้อมแล้วที่ {folder}", f"The fictional province lies in {folder}."))


@verb(
    "แสดงแหล่งข้อมูลที่รู้จัก พร้อมจำนวนไฟล์ที่นับอยู่และที่รอพิจารณา",
    "List the sources that are known, with how many files of each count and wait.",
)
def sources() -> None:
    """List the sources that are known."""
    set_up_django()
    from baansuk.collect.questions import counts_per_source

    listed = counts_per_source()
    if not listed:
        tell(Words("ยังไม่มีแหล่งข้อมูล ให้สั่ง `baansuk init` ก่อน", "There is no source yet: run `baansuk init` first."))
    for one in listed:
        rows = one["rows"] or 0
        counts = Words(
            f"นับอยู่ {one['accepted']:,} ไฟล์ ({rows:,} แถว) รอพิจารณา {one['waiting']:,}",
            f"{one['accepted']:,} files count ({rows:,} rows), {one['waiting']:,} wait",
        )
        name = said(Words(one["name_th"], one["name_en"]))
        out.print(f"  {one['code']:<16} {name} · {one['partner']} · {said(counts)}", markup=False)


@verb(
    "รับไฟล์ของหน่วยงาน ถ้าเป็นโฟลเดอร์จะรับทุกไฟล์ในนั้น",
    "Take in files of the agencies; a folder means all the files in it.",
)
@click.argument("files", metavar="FILE…", type=Existing, nargs=-1, required=True)
@click.option(
    "--source",
    default=None,
    help=hint(
        "รหัสแหล่งข้อมูล (ดู `baansuk sources`) ถ้าไม่ระบุจะดูจากชื่อไฟล์และหัวตาราง",
        "Code of the source (see `baansuk sources`); found by name and headers when not given.",
    ),
)
@click.option(
    "--accept",
    "accepts",
    is_flag=True,
    help=hint("รับเข้าทันทีถ้าไม่ต้องให้คนพิจารณา", "Accept at once what needs no person."),
)
def receive(files: tuple[Path, ...], source: str | None, accepts: bool) -> None:
    """Take in files of the agencies; a folder means all the files in it."""
    # What is loaded for it stays: not even once is there rubbish to be found among it.
    gc.set_threshold(400_000, 20, 20)
    paths = listed(files)
    look = LookingAhead(paths[0])
    from baansuk.engine.memory import keep_freed_memory  # only here, and before Polars: the other verbs need it not

    keep_freed_memory()
    set_up_django()
    if source is not None:
        from baansuk.collect.known_sources import check_source

        check_source(source)
    refused = receive_all(paths, source, accepts, by=BY, first_look=look)
    if refused:
        raise _refused(refused)


def _refused(files: int, th: str = "", en: str = "") -> Refusal:
    """Return what is said of files that were refused, and of what came of the job nevertheless."""
    return Refusal(
        "refused_files",
        f"ไม่รับ {files} ไฟล์ ดูเหตุผลด้านบน{th}",
        f"{files} file(s) were refused; the reasons stand above.{en}",
    )


@verb("รับชุดข้อมูลที่ตรวจแล้วเข้าทะเบียน ตามเลขที่ใบรับ", "Accept deliveries that were checked, by their receipts.")
@click.argument("receipts", metavar="RECEIPT…", nargs=-1, required=True)
@click.option("--because", default="", help=hint("เหตุผล กรณีที่พักไว้", "Why, where the delivery is held."))
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
        out.print(line_of(delivery.filename, delivery), markup=False)


@verb(
    "หาว่าระเบียนใดเป็นคนและครัวเรือนเดียวกัน แล้ว `assess` จะออกทะเบียน",
    "Find which records are the same person and household; `assess` then publishes the register.",
)
@click.option("--engine", type=click.Choice(ENGINES), default=None, help=ENGINE_HINT)
def link(engine: str | None) -> None:
    """Find which records are the same person and household; `assess` then publishes the register."""
    set_up_django("runs")
    _do("link", {"engine": engine or ""})


@verb(
    "ประเมินว่าแต่ละครัวเรือนขาดอะไร นับ และออกทะเบียนที่เชื่อมโยงล่าสุด",
    "Work out what each household lacks, count, and publish the newest linked register.",
)
@click.option("--engine", type=click.Choice(ENGINES), default=None, help=ENGINE_HINT)
def assess(engine: str | None) -> None:
    """Work out what each household lacks, count, and publish the newest linked register."""
    set_up_django("runs")
    _do("assess", {"engine": engine or ""})


@verb(
    "งานหลักทั้งหมด: รับไฟล์และรับเข้าที่ไม่ต้องพิจารณา เชื่อมโยง ประเมิน ออกทะเบียน",
    "The whole main job: receive FILES and accept what needs nobody, link, assess, publish.",
)
@click.argument("files", metavar="[FILE…]", type=Existing, nargs=-1)
@click.option("--engine", type=click.Choice(ENGINES), default=None, help=ENGINE_HINT)
def run(files: tuple[Path, ...], engine: str | None) -> None:
    """The whole main job: receive FILES and accept what needs nobody, link, assess, publish."""
    paths = listed(files) if files else []
    look = LookingAhead(paths[0]) if paths else None
    set_up_django("runs")
    refused = receive_all(paths, None, accepts=True, by=BY, first_look=look) if look else 0
    if paths and refused == len(paths):
        # The same edition again under a new number would look as if the files were in it.
        raise _refused(refused, " จึงไม่จัดทำทะเบียนฉบับใหม่", " No new edition was made.")
    _do("register", {"engine": engine or ""})
    if refused:
        raise _refused(refused, " ทะเบียนฉบับใหม่ทำจากไฟล์อื่นแล้ว", " The new edition was made without them.")


def _do(job: str, arguments: dict[str, Any]) -> None:
    from baansuk.access.database_roles import check_fit
    from baansuk.command.agreements import know_the_sample
    from baansuk.command.inline import do_now

    check_engine(arguments.get("engine", ""))
    check_fit("runs")
    know_the_sample()
    with Bars() as bars:
        done = do_now(job, arguments=arguments, by=BY, listener=bars.hear)
    words = Words(done.said_th, done.said_en)
    if done.state != "done":
        raise Refusal("run_failed", words.th, words.en)
    for line in done.result.get("lines", []):
        tell(Words(*line))
