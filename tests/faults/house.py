"""A whole house in a folder of its own, driven from outside as a person or a power cut would."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
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
# A command whose steps are counted from its own beginning on.
IN_STEPS = """
from pathlib import Path
from tests.faults.steps import Steps, lies_clear
{first}
steps = Steps({folder!r}, {dies})
if {work}:
    steps.count_work()
steps.count()
from baansuk.command.__main__ import main
try:
    main({arguments!r})
finally:
    print("STEPS", steps.taken, flush=True)
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

    def done(self, *arguments: str) -> str:
        """Run one command that must succeed; return what it said."""
        result = self.run(*arguments)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def steps(self, *arguments: str) -> int:
        """Run one command that must succeed; return in how many steps."""
        result = self._in_steps(arguments, dies="lambda step: False", first="")
        assert result.returncode == 0, result.stdout + result.stderr
        return int(result.stdout.rsplit("STEPS", 1)[1])

    def killed(self, *arguments: str, at: int | None = None, first: str = "") -> bool:
        """Kill a command with all its children (kill -9) at a step; False when it was done before.

        Without a step, as soon as a table lies clear in the private folder. ``first``: lines of Python before the command.
        """
        clear = f"lambda step: lies_clear(Path({str(self.folder / 'private')!r}))"
        result = self._in_steps(arguments, clear if at is None else f"lambda step: step == {at}", first)
        assert result.returncode in (0, -signal.SIGKILL), result.stdout + result.stderr
        return result.returncode != 0

    def _in_steps(self, arguments: tuple[str, ...], dies: str, first: str) -> subprocess.CompletedProcess[str]:
        code = IN_STEPS.format(
            folder=str(self.folder), dies=dies, first=first, work=arguments[0] == "run", arguments=list(arguments)
        )
        return warm().run({"code": code, "environment": self.environment}, timeout=300)

    def ask(self, code: str) -> Any:
        """Run some lines of Python inside the house that set ``answer``; return it (by way of JSON)."""
        script = f"import json\n{_SET_UP}{code}\nprint('ANSWER' + json.dumps(answer))"
        result = warm().run({"code": script, "environment": self.environment}, timeout=300)
        assert result.returncode == 0, result.stderr[-3000:]
        return json.loads(result.stdout.rsplit("ANSWER", 1)[1])
