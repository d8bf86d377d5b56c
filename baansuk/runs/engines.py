"""Says in a sentence when the engine that was chosen for the table steps is not there."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec

from baansuk.thai.words import Refusal

ENGINES = ("duckdb", "spark")


def check_engine(name: str = "") -> None:
    """Raise Refusal ``no_such_engine``, ``no_spark`` or ``no_java`` when runs cannot use the engine (see ``open_engine``)."""
    chosen = name or os.environ.get("BAANSUK_ENGINE", "") or "duckdb"
    if chosen not in ENGINES:
        raise Refusal(
            "no_such_engine",
            f"ไม่รู้จักเครื่องคำนวณ “{chosen}” ใช้ duckdb หรือ spark (--engine หรือ BAANSUK_ENGINE)",
            f"There is no engine “{chosen}”: use duckdb or spark (--engine or BAANSUK_ENGINE).",
        )
    if chosen == "spark" and find_spec("pyspark") is None:
        raise Refusal(
            "no_spark",
            "เลือกใช้ Spark แต่ยังไม่ได้ติดตั้งกลุ่ม spark ให้สั่ง `.venv/bin/uv sync --frozen --inexact --group spark` หรือใช้ duckdb",
            "Spark was chosen but its group is not installed: run `.venv/bin/uv sync --frozen --inexact --group spark`, or use duckdb.",
        )
    if chosen == "spark" and shutil.which("java") is None:
        raise Refusal(
            "no_java",
            "เลือกใช้ Spark แต่ไม่มี Java ให้ติดตั้ง Java 17 (openjdk-17-jre-headless) หรือใช้ duckdb",
            "Spark was chosen but there is no Java: install Java 17 (openjdk-17-jre-headless), or use duckdb.",
        )
