"""Reads what people have decided about pairs, and refuses decisions that cannot all hold."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from baansuk.engine import Engine
from baansuk.link.linkage.bad_input import BadInput
from baansuk.link.linkage.columns import doubled, header_name
from baansuk.link.linkage.csv_files import open_csv
from baansuk.thai.system_faults import reason_of

SAME, DIFFERENT, UNSURE = "same", "different", "unsure"
DECISIONS: Final = (SAME, DIFFERENT, UNSURE)
NEEDED: Final = ("left", "right", "decision")
_SHOWN: Final = 3
_LONGEST_SHOWN: Final = 60


class Judgement(NamedTuple):
    """A decision about two records by their record_id; left < right."""

    left: str
    right: str
    decision: str


def read_judgements(path: Path, work: Path) -> list[Judgement]:
    """Return every pair of ``path`` once, in order of the pairs.

    ``path`` is a CSV (UTF-8 or Windows-874) with the columns left, right, decision (same, different or unsure); reason,
    by and at may stand beside them. ``work`` is a private folder. Raises BadInput for a file that is none, an unknown
    decision and decisions that contradict each other.
    """
    return agreed(_lines(path, work), path.name)


def beside(earlier: Iterable[Judgement], new: Sequence[Judgement], name: str) -> list[Judgement]:
    """Return the decisions of ``new`` that ``earlier`` does not hold already, once both are known to agree.

    Raises BadInput as ``agreed`` does: what was decided for an earlier result holds for what is added to it.
    """
    held = {Judgement(min(left, right), max(left, right), decision) for left, right, decision in earlier}
    agreed([*sorted(held), *new], f"{name}, together with the decisions of the earlier result,")
    return [one for one in new if one not in held]


def _lines(path: Path, work: Path) -> Iterator[Judgement]:
    try:
        # A pipe can be read once only, and its encoding is seen from the bytes first.
        found = open_csv(path if path.is_file() else _kept(path, work), work)
    except OSError as fault:
        raise BadInput(
            f"{path} cannot be read ({reason_of(fault).en}): check its name and its permissions.",
            f"อ่าน {path} ไม่ได้ ({reason_of(fault).th}) โปรดตรวจชื่อไฟล์และสิทธิ์",
        ) from fault
    places = _places(path, found.names)
    with found.readable.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter=found.delimiter, strict=True)
        try:
            next(rows)
            for row in rows:
                if any(row):
                    yield _judgement(path.name, rows.line_num, row, places)
        except (csv.Error, UnicodeDecodeError) as fault:
            raise BadInput(
                f"{path.name}, after line {rows.line_num}: what follows is no CSV in one encoding; export it again.",
                f"{path.name} หลังบรรทัดที่ {rows.line_num}: อ่านต่อไม่ได้ ให้ส่งออกไฟล์ใหม่",
            ) from fault


def _kept(pipe: Path, work: Path) -> Path:
    kept = work / "judgements.csv"
    with pipe.open("rb") as told, kept.open("wb") as written:
        shutil.copyfileobj(told, written)
    return kept


def _places(path: Path, names: Sequence[str]) -> tuple[int, int, int]:
    told = [header_name(name) for name in names]
    missing = [name for name in NEEDED if name not in told]
    if missing or doubled(names):
        what = f"no column {', '.join(missing)}" if missing else f"two columns named {doubled(names)}"
        raise BadInput(
            f"{path.name} has {what}: its header must be left,right,decision.",
            f"{path.name}: หัวตารางต้องเป็น left,right,decision ({what})",
        )
    left, right, decision = (told.index(name) for name in NEEDED)
    return left, right, decision


def _judgement(name: str, line: int, row: Sequence[str], places: tuple[int, int, int]) -> Judgement:
    left, right, decision = (row[place].strip() if place < len(row) else "" for place in places)
    decision = decision.lower()
    if decision not in DECISIONS:
        raise BadInput(
            f"{name}, line {line}: the decision must be same, different or unsure, not “{_short(decision)}”.",
            f"{name} บรรทัดที่ {line}: decision ต้องเป็น same, different หรือ unsure ไม่ใช่ “{_short(decision)}”",
        )
    if not left or not right or left == right:
        raise BadInput(
            f"{name}, line {line}: left and right must name two different records.",
            f"{name} บรรทัดที่ {line}: left และ right ต้องเป็นระเบียนสองระเบียนที่ต่างกัน",
        )
    return Judgement(min(left, right), max(left, right), decision)


def agreed(judgements: Iterable[Judgement], name: str = "the judgements") -> list[Judgement]:
    """Return each pair once, sorted; ``name`` is what a refusal calls their file.

    Two decisions contradict each other when one pair has both, or when a "different" stands between two records that a
    chain of "same" joins. Raises BadInput that names the records.
    """
    decided: dict[tuple[str, str], str] = {}
    for left, right, decision in judgements:
        if decided.setdefault((left, right), decision) != decision:
            both = f"{decided[left, right]}, {decision}"
            raise BadInput(
                f"{name} contradicts itself: {_short(left)} and {_short(right)} are called both {both}; keep one decision.",
                f"{name} ขัดแย้งกันเอง: {_short(left)} กับ {_short(right)} มีทั้ง {both} ให้เหลือคำตัดสินเดียว",
            )
    found = sorted(Judgement(*pair, decision) for pair, decision in decided.items())
    _check_chains(found, name)
    return found


def _check_chains(found: Sequence[Judgement], name: str) -> None:
    group = _joined(found)
    for one in found:
        if one.decision == DIFFERENT and _top(group, one.left) == _top(group, one.right):
            chain = " = ".join(map(_short, _chain(found, one.left, one.right)))
            raise BadInput(
                f"{name} contradicts itself: {chain} are the same by its decisions, yet {_short(one.left)} and "
                f"{_short(one.right)} are called different; change one of these.",
                f"{name} ขัดแย้งกันเอง: {chain} เป็นคนเดียวกันตามคำตัดสิน แต่ {_short(one.left)} กับ "
                f"{_short(one.right)} ถูกตัดสินว่าต่างคน ให้แก้คำตัดสินหนึ่งข้อ",
            )


def _joined(found: Iterable[Judgement]) -> dict[str, str]:
    """Each record's next one on the way to the one that stands for its group (union-find)."""
    group: dict[str, str] = {}
    for left, right, decision in found:
        if decision == SAME:
            group[_top(group, left)] = _top(group, right)
    return group


def _top(group: dict[str, str], record: str) -> str:
    while (above := group.setdefault(record, record)) != record:
        group[record] = group.setdefault(above, above)  # the way is halved as it is walked
        record = above
    return record


def _chain(found: Iterable[Judgement], start: str, end: str) -> list[str]:
    """The fewest records by which "same" leads from ``start`` to ``end``."""
    beside: dict[str, list[str]] = {}
    for left, right, decision in found:
        if decision == SAME:
            beside.setdefault(left, []).append(right)
            beside.setdefault(right, []).append(left)
    came_from = {start: start}
    waiting = [start]
    for record in waiting:  # grows while it is walked: nearest first
        for other in beside.get(record, ()):
            if other not in came_from:
                came_from[other] = record
                waiting.append(other)
    chain = [end]
    while chain[-1] != start:
        chain.append(came_from[chain[-1]])
    return chain[::-1]


def check_known(
    engine: Engine,
    judgements: Sequence[Judgement | tuple[str, str, str]],
    among: Sequence[str] = ("cleaned",),
    name: str = "the judgements",
) -> None:
    """Check that one of the tables ``among`` (record_id) has every record that was judged. Raises BadInput naming them."""
    judged = sorted({record for left, right, _ in judgements for record in (left, right)})
    if not judged:
        return
    engine.give("records_judged", {"record_id": "varchar"}, {"record_id": judged})
    records = " union all ".join(f"select record_id from {table}" for table in among)
    unknown = f"""select j.record_id from records_judged j
        left join (select distinct record_id from ({records}) as r) as k on j.record_id = k.record_id
        where k.record_id is null order by j.record_id"""
    missing = [str(row[0]) for row in engine.rows(unknown)]
    engine.drop("records_judged")
    if missing:
        listed = ", ".join(map(_short, missing[:_SHOWN])) + (" …" if len(missing) > _SHOWN else "")
        raise BadInput(
            f"{name} names {len(missing):,} record(s) that no file has ({listed}): remove these rows or add the file.",
            f"{name} อ้างถึง {len(missing):,} ระเบียนที่ไม่มีในไฟล์ใด ({listed}) ให้ตัดแถวเหล่านี้หรือเพิ่มไฟล์",
        )


def _short(text: str) -> str:
    """A text as a refusal shows it: on one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else line[:_LONGEST_SHOWN] + "…"
