"""A whole house in a folder of its own, driven from outside as a person or a power cut would."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from tests.three_roles import new_database
from tests.warm import warm

BAANSUK = [sys.executable, "-m", "baansuk.command"]
# Lines of Python that need the house to be known begin so.
_SET_UP = """import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baansuk.web.settings")
import django
django.setup()
"""


class House:
    """Database, store and keys under one folder; PostgreSQL when the tests run on it, else SQLite."""

    def __init__(self, folder: Path, like: House | None = None) -> None:
        """``like``: with all that another house holds, in which nothing is at work; made in a moment."""
        self.folder = folder
        if like:
            shutil.copytree(like.folder / "var", folder / "var")
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("BAANSUK_", "DATABASE_"))
        }
        self.environment |= {
            "BAANSUK_VAR": str(folder / "var"),
            "BAANSUK_STORE": str(folder / "var" / "store"),
            "BAANSUK_RUN_TMP": str(folder / "private"),
            "BAANSUK_LANGUAGE": "en",
        }
        given = os.environ.get("DATABASE_URL", "")
        if given.startswith("postgres"):
            # The commands are driven, and the register is looked at, as the roles that a real house has.
            known = urlparse(like.environment["DATABASE_URL"]).path[1:] if like else "template1"
            self.environment |= new_database(given, known) | {"BAANSUK_DATABASE_AS": "runs"}

    @classmethod
    def known(cls, folder: Path, environment: dict[str, str]) -> House:
        """Return a house that was made before, perhaps by another process."""
        house = cls.__new__(cls)
        house.folder, house.environment = folder, environment
        return house

    def run(self, *arguments: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
        """Run one command to its end, in a process that has loaded the house before."""
        return warm().run({"arguments": arguments, "environment": self.environment}, timeout)

    def started(self, *arguments: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
        """Run one command to its end in a process that begins with nothing, as a person does."""
        return subprocess.run(
            [*BAANSUK, *arguments], env=self.environment, capture_output=True, text=True, timeout=timeout, check=False
        )

    def seconds(self, *arguments: str) -> float:
        """Run one command that must succeed as a person does; return how long it took, its start included."""
        began = time.monotonic()
        result = self.started(*arguments)
        assert result.returncode == 0, result.stdout + result.stderr
        return time.monotonic() - began

    def done(self, *arguments: str) -> str:
        """Run one command that must succeed; return what it said."""
        result = self.run(*arguments)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def killed(self, *arguments: str, after: float, when: Callable[[], bool] = lambda: True, first: str = "") -> bool:
        """Start a command and kill -9 it with all its children after so many seconds; False when it was faster.

        ``when``: and not before this is so; a machine may be half as fast from one minute to the next. ``first``: lines of
        Python that the process runs before the command.
        """
        program = f"{_SET_UP}{first}\nimport runpy\nrunpy.run_module('baansuk.command', run_name='__main__')"
        process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments] if first else [*BAANSUK, *arguments],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(after)
        while process.poll() is None and not when():
            time.sleep(0.01)
        alive = process.poll() is None
        if alive:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return alive

    def ask(self, code: str) -> Any:
        """Run some lines of Python inside the house that set ``answer``; return it (by way of JSON)."""
        script = f"import json\n{_SET_UP}{code}\nprint('ANSWER' + json.dumps(answer))"
        result = warm().run({"code": script, "environment": self.environment}, timeout=300)
        assert result.returncode == 0, result.stderr[-3000:]
        return json.loads(result.stdout.rsplit("ANSWER", 1)[1])
