"""What an import of places did, in figures and in sentences ready to print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from baansuk.places.names import AMPHOE, LEVELS, PROVINCE, TAMBON, VILLAGE
from baansuk.thai.words import Words

LEVEL_NAMES = {
    PROVINCE: Words("จังหวัด", "provinces"),
    AMPHOE: Words("อำเภอ/เขต", "amphoe/khet"),
    TAMBON: Words("ตำบล/แขวง", "tambons/khwaeng"),
    VILLAGE: Words("หมู่บ้าน", "villages"),
}
# A sentence names a few codes, so that a person can look; the full lists are in the result.
_NAMED = 8


@dataclass(frozen=True, slots=True)
class Features:
    """What became of the outlines in the boundary files, as area codes."""

    read: int = 0
    matched: int = 0
    shared: tuple[str, ...] = ()
    without_area: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """``held`` counts the areas by level after the import; ``added``, ``changed`` and ``renamed`` what the import did."""

    held: Mapping[int, int]
    zones: int
    aliases: int
    boundaries: int
    added: int = 0
    changed: int = 0
    renamed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    features: Features = field(default_factory=Features)
    without_boundary: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def lines(self) -> list[Words]:
        """Return the sentences that the command prints, the most wanted first."""
        return [self._held(), self._done(), *self._beside(), *self._outlines()]

    def _held(self) -> Words:
        pairs = [(LEVEL_NAMES[level], self.held.get(level, 0)) for level in LEVELS]
        return Words(
            "มีในทะเบียน: " + ", ".join(f"{name.th} {count:,}" for name, count in pairs),
            "now held: " + ", ".join(f"{count:,} {name.en}" for name, count in pairs),
        )

    def _done(self) -> Words:
        return Words(
            f"เพิ่ม {self.added:,} แก้ไข {self.changed:,} เปลี่ยนชื่อ {len(self.renamed):,} เลิกใช้ {len(self.retired):,}",
            f"added {self.added:,}, changed {self.changed:,}, renamed {len(self.renamed):,}, retired {len(self.retired):,}",
        )

    def _beside(self) -> list[Words]:
        return [
            Words(
                f"กลุ่มพื้นที่ {self.zones:,} รหัสเดิมที่เลิกใช้ {self.aliases:,}",
                f"zones {self.zones:,}, retired codes {self.aliases:,}",
            )
        ]

    def _outlines(self) -> list[Words]:
        if not self.features.read:
            return []
        lines = [
            Words(
                f"ขอบเขตในไฟล์ {self.features.read:,} ตรงกับพื้นที่ {self.features.matched:,} มีในทะเบียน {self.boundaries:,}",
                f"outlines in the files {self.features.read:,}, matched {self.features.matched:,}, held {self.boundaries:,}",
            )
        ]
        if self.features.shared:
            named = _some(self.features.shared)
            lines.append(
                Words(f"ใช้ขอบเขตของพื้นที่เดิมก่อนแยก: {named}", f"drawn with the outline from before their split: {named}")
            )
        if self.features.without_area:
            named = _some(self.features.without_area)
            lines.append(Words(f"ขอบเขตที่ไม่มีพื้นที่ในทะเบียน: {named}", f"outlines without an area: {named}"))
        for level, codes in self.without_boundary.items():
            if codes:
                lines.append(_without_outline(level, codes))
        return lines


def _without_outline(level: int, codes: tuple[str, ...]) -> Words:
    """Say which areas have no outline; that a province's register lacks those of other provinces is no fault."""
    if level == PROVINCE:
        return Words(
            f"อีก {len(codes):,} จังหวัดไม่มีเส้นเขตในไฟล์ ไม่ต้องแก้ไข เพราะแผนที่วาดเฉพาะพื้นที่ที่มีข้อมูล",
            f"{len(codes):,} other provinces have no outline in these files; nothing to mend, as the map draws only what the register holds",
        )
    name = LEVEL_NAMES[level]
    return Words(f"{name.th}ที่ไม่มีขอบเขต: {_some(codes)}", f"{name.en} without an outline: {_some(codes)}")


def _some(codes: tuple[str, ...]) -> str:
    named = ", ".join(codes[:_NAMED])
    return f"{len(codes):,} ({named}, …)" if len(codes) > _NAMED else f"{len(codes):,} ({named})"
