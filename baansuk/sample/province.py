"""The whole fictional province in one call: map, truth and registers into a folder, the same bytes for the same seed."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from baansuk.thai.words import Refusal, Words

from .place_files import write_places
from .registers import REGISTERS
from .tables import Table
from .text_files import DRESSES, write_text
from .truth import Truth, make_truth
from .truth_files import write_records, write_truth
from .workbooks import Book, Spool, write_books

FEWEST, MOST = 100, 2_000_000
NAMES = ("places", "truth", *REGISTERS)
MAKING = ".making"
OURS = {"places", "truth", "registers", "MANIFEST.json", MAKING}

Progress = Callable[[int, int, Words], None]


def make_sample(
    folder: Path, *, persons: int, seed: int, only: Sequence[str] = (), progress: Progress | None = None
) -> None:
    """Make the province of this many persons under ``folder``.

    ``only`` names what to write (places, truth, or codes of registers); what is written has the same bytes as in a full
    run. ``progress(done, total, words)`` is called as the work goes on. Raises Refusal with a sentence when the number
    of persons, a name or the folder cannot be used. The same call again writes the same files again.
    """
    wanted = _wanted(only)
    _check(folder, persons, seed)
    making = folder / MAKING
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    try:
        _make(folder, making, persons, seed, wanted, _Steps(len(wanted) + 2, progress))
    finally:
        shutil.rmtree(making, ignore_errors=True)


class _Steps:
    """Counts the steps of the work for whoever watches."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self.done, self.total, self.progress = 0, total, progress

    def begin(self, th: str, en: str) -> None:
        if self.progress:
            self.progress(self.done, self.total, Words(th, en))

    def end(self, th: str, en: str) -> None:
        self.done += 1
        self.begin(th, en)


def _make(folder: Path, making: Path, persons: int, seed: int, wanted: list[str], steps: _Steps) -> None:
    steps.begin("กำลังสร้างจังหวัดสมมุติ", "Making the fictional province")
    truth = make_truth(seed, persons)
    steps.end("สร้างประชากรสมมุติแล้ว", "The fictional people are made")
    if "places" in wanted:
        write_places(folder / "places", truth.places)
        steps.end("เขียนข้อมูลพื้นที่แล้ว", "Places written")
    if "truth" in wanted:
        write_truth(folder / "truth", truth)
        steps.end("เขียนความจริงแล้ว", "Truth written")
    aside = Spool(making)
    # Rows of every register are needed for the truth about them, even where the register itself is not wanted.
    made = _registers(folder, truth, list(REGISTERS) if "truth" in wanted else wanted, wanted, aside, steps)
    if "truth" in wanted:
        write_records(folder / "truth" / "records.parquet", made)
    else:
        for _ in made:
            pass
    del truth
    _write_books(aside.books(folder / "registers"), steps)
    _manifest(folder, persons, seed)
    steps.end("เสร็จแล้ว", "Done")


def _registers(
    folder: Path, truth: Truth, needed: list[str], wanted: list[str], aside: Spool, steps: _Steps
) -> Iterator[Table]:
    """Draw each register, write it if it is text, put it aside if it is a workbook, and hand its tables on."""
    for code in needed:
        if code not in REGISTERS:
            continue
        for table in REGISTERS[code](truth):
            if code in wanted and code in DRESSES:
                write_text(folder / "registers", table)
            elif code in wanted:
                aside.add(table)
            yield table
            del table  # a table of a million rows must be gone before the next is drawn
        if code in wanted and code in DRESSES:
            steps.end(f"เขียนทะเบียน {code} แล้ว", f"Register {code} written")


def _write_books(books: list[Book], steps: _Steps) -> None:
    left: dict[str, int] = {}
    for book in books:
        left[book.path.parent.name] = left.get(book.path.parent.name, 0) + 1

    def done(book: Book) -> None:
        code = book.path.parent.name
        left[code] -= 1
        if left[code]:
            steps.begin(f"เขียน {book.path.name} แล้ว", f"{book.path.name} written")
        else:
            steps.end(f"เขียนทะเบียน {code} แล้ว", f"Register {code} written")

    write_books(books, done)


def _wanted(only: Sequence[str]) -> list[str]:
    unknown = [name for name in only if name not in NAMES]
    if unknown:
        raise Refusal(
            "sample.unknown_name",
            f"ไม่มีส่วนชื่อ “{unknown[0]}” ใช้ได้เฉพาะ {', '.join(NAMES)}",
            f"There is no part named “{unknown[0]}”; use {', '.join(NAMES)}.",
        )
    return [name for name in NAMES if not only or name in only]


def _check(folder: Path, persons: int, seed: int) -> None:
    if not FEWEST <= persons <= MOST:
        raise Refusal(
            "sample.persons",
            f"จำนวนคนต้องอยู่ระหว่าง {FEWEST:,} ถึง {MOST:,}",
            f"The number of persons must be from {FEWEST:,} to {MOST:,}.",
        )
    if seed < 0:
        raise Refusal("sample.seed", "เลขตั้งต้น (seed) ต้องไม่ติดลบ", "The seed must not be negative.")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise Refusal("sample.not_folder", f"{folder} ไม่ใช่โฟลเดอร์", f"{folder} is not a folder.")
    foreign = sorted(path.name for path in folder.iterdir() if path.name not in OURS)
    if foreign:
        raise Refusal(
            "sample.foreign",
            f"โฟลเดอร์ {folder} มีแฟ้มอื่นอยู่ (เช่น {foreign[0]}) โปรดเลือกโฟลเดอร์ว่าง",
            f"The folder {folder} holds other files (such as {foreign[0]}); choose an empty folder.",
        )
    manifest = _old_manifest(folder)
    if manifest and (manifest.get("persons"), manifest.get("seed")) != (persons, seed):
        raise Refusal(
            "sample.other_sample",
            f"โฟลเดอร์ {folder} มีจังหวัดสมมุติอีกชุดอยู่แล้ว โปรดเลือกโฟลเดอร์ว่าง",
            f"The folder {folder} already holds another sample province; choose an empty folder.",
        )


def _old_manifest(folder: Path) -> dict[str, object]:
    path = folder / "MANIFEST.json"
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}  # none yet, or cut off by an interrupted run: the files are then written anew
    return read if isinstance(read, dict) else {}


def _manifest(folder: Path, persons: int, seed: int) -> None:
    """Write MANIFEST.json: what this is, how it was made, and the SHA-256 of every file."""
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "MANIFEST.json" and MAKING not in path.parts:
            with path.open("rb") as file:
                files[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    about = {
        "what": "ข้อมูลสมมุติทั้งหมด ไม่มีบุคคลหรือหมู่บ้านจริง / Everything here is fictional: no real person, no real village",
        "agreement": "SAMPLE-2569",
        "province": "99",
        "persons": persons,
        "seed": seed,
        "files": files,
    }
    (folder / "MANIFEST.json").write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
