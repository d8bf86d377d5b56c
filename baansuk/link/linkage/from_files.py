"""The story of linking files: read what people decided, open the registers, link, write, and tell what it took."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from baansuk.engine import Engine
from baansuk.engine.watch import Watch
from baansuk.link.linkage import linking
from baansuk.link.linkage.bad_input import BadInput
from baansuk.link.linkage.inputs import Register, open_registers, roughly
from baansuk.link.linkage.judgements import Judgement, beside, check_known, read_judgements
from baansuk.link.linkage.laying import pieces
from baansuk.link.linkage.outputs import write_outputs
from baansuk.link.linkage.reporting import costs, report, write_report

STATE: Final = "state"
REPORT: Final = "report.json"
# What DuckDB may hold; the rest goes to the disk. A million records do not feel this limit, three million a little. Beside
# it stand Python, the libraries and what was cleaned: 200 MB at one million, 400 MB at three.
LEAST_MEGABYTES: Final = 600
MEGABYTES_A_MILLION: Final = 130


@dataclass(frozen=True, slots=True)
class Given:
    """What is given to a linkage of files; ``existing`` is the folder of an earlier result."""

    files: Sequence[Path]
    judgements: Path | None = None
    existing: Path | None = None
    refit: bool = False


def link_files(engine: Engine, given: Given, folder: Path, work: Path, watch: Watch) -> dict[str, Any]:
    """Link ``given.files`` and write the result into ``folder``; return what its report.json says.

    ``work`` is a private folder that the caller removes. Raises BadInput for what cannot be linked; ``folder`` then
    holds nothing of use.
    """
    _check_existing(given.existing)
    with watch("read"):
        judgements = _judgements(given, work)
        registers = open_registers(engine, given.files, work)
        _allow(engine, registers)
    linked = _linked(engine, given, registers, judgements, folder, watch)
    if given.judgements:
        check_known(engine, judgements, name=given.judgements.name)
    with watch("write"):
        rows = write_outputs(engine, folder, linked, given.existing)
        told = report(engine, registers, linked, rows)
    told |= costs(watch)
    write_report(told, folder / REPORT)
    return told


def _allow(engine: Engine, registers: Sequence[Register]) -> None:
    """Let DuckDB hold what so many records need, up to half of the machine's memory."""
    if engine.name != "duckdb":  # Spark would run a job to count, and could not change its size
        return
    wanted = LEAST_MEGABYTES + MEGABYTES_A_MILLION * roughly(registers) // 1_000_000
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_000_000
    engine.allow(min(wanted, machine // 2))


def _judgements(given: Given, work: Path) -> list[Judgement]:
    """What was decided since the earlier result; it must agree with what was decided for that."""
    if given.judgements is None:
        return []
    judgements = read_judgements(given.judgements, work)
    if given.existing is None:
        return judgements
    try:
        about = json.loads((given.existing / STATE / "state.json").read_text(encoding="utf-8"))
        earlier = [Judgement(*one) for one in about["judgements"]]
    except (OSError, ValueError, KeyError, TypeError):  # the linkage refuses it, and says why
        return judgements
    return beside(earlier, judgements, given.judgements.name)


def _linked(
    engine: Engine,
    given: Given,
    registers: Sequence[Register],
    judgements: Sequence[Judgement],
    folder: Path,
    watch: Watch,
) -> linking.Linked:
    state = folder / STATE
    state.mkdir()
    asked = linking.Asked(
        sources=[register.name for register in registers],
        judgements=judgements,
        existing=given.existing,
        refit=given.refit,
        state=state,
    )
    return linking.link(engine, pieces(engine, registers), asked, watch)


def _check_existing(existing: Path | None) -> None:
    if existing is not None and not (existing / STATE).is_dir():
        raise BadInput(
            f"{existing} holds no earlier result: name the --out of a link-files that has ended well.",
            f"{existing} ไม่มีผลเดิม ให้ระบุโฟลเดอร์ --out ของ link-files ที่ทำเสร็จแล้ว",
        )
