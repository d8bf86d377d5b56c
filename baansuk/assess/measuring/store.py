"""Keeps packed rows between measurements, by the data and the rules they were judged by; weights and cut-offs may change."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import numpy as np

from baansuk import __version__
from baansuk.assess.measuring.framework import Framework
from baansuk.assess.measuring.packed_counting import Totals
from baansuk.assess.measuring.packing import Packed

# Raise it when what is kept changes its meaning: older folders are then no longer found.
FORMAT: Final = 3
_ARRAYS: Final = tuple(one.name for one in fields(Packed) if one.name not in ("keys", "values"))
_TOTALS: Final = tuple(one.name for one in fields(Totals))


def key_of(data_sha256: str, framework: Framework) -> str:
    """Return the name under which packed rows are kept: of the data, the rules, and the columns that make the cells."""
    said = {
        "format": FORMAT,
        "version": __version__,
        "data": data_sha256,
        "rules": [[one.deprived_if, one.applies_if] for one in framework.indicators],
        "available": framework.available,
        "cells": [*framework.groups, framework.time, framework.year],
        "size": framework.design.size,
    }
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:40]


def find(store: Path, key: str) -> tuple[Packed, Totals, dict[str, Any]] | None:
    """Return what is kept under ``key``; None when nothing is, or nothing whole. Arrays are read where they are used."""
    folder = store / key
    try:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        arrays = {name: _load(folder, name, about) for name in (*_ARRAYS, *(f"total_{one}" for one in _TOTALS))}
    except (OSError, ValueError, KeyError):
        return None
    keys = {name: np.array(places, dtype=np.int64) for name, places in about["keys"].items()}
    packed = Packed(**{name: arrays[name] for name in _ARRAYS}, keys=keys, values=about["values"])
    return packed, Totals(**{name: arrays[f"total_{name}"] for name in _TOTALS}), about["facts"]


def _load(folder: Path, name: str, about: dict[str, Any]) -> Any:
    """An array as it was kept, None where it was none. Raises ValueError when it is not of the size that was told."""
    if about["bytes"][name] is None:
        return None
    path = folder / f"{name}.npy"
    if path.stat().st_size != about["bytes"][name]:
        raise ValueError(name)
    return np.load(path, mmap_mode="r")


def keep(store: Path, key: str, packed: Packed, totals: Totals, facts: dict[str, Any]) -> None:
    """Keep packed rows under ``key``, and ``facts`` that were looked up beside them: the folder appears whole, or not at all, or somebody else's of the same stays."""
    store.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{key}.", dir=store))
    try:
        sizes: dict[str, int | None] = {}
        arrays = {name: getattr(packed, name) for name in _ARRAYS}
        arrays |= {f"total_{name}": getattr(totals, name) for name in _TOTALS}
        for name, array in arrays.items():
            sizes[name] = None
            if array is not None:
                np.save(folder / f"{name}.npy", array)
                sizes[name] = (folder / f"{name}.npy").stat().st_size
        about = {
            "bytes": sizes,
            "keys": {name: one.tolist() for name, one in packed.keys.items()},
            "values": packed.values,
            "facts": facts,
        }
        (folder / "about.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        place = store / key
        if place.exists():  # a damaged one: a whole one would have been found
            shutil.rmtree(place)
        folder.rename(place)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
