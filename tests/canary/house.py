"""A house whose every word is kept: its commands, its server and its worker write into one log, its temp files into one folder."""

from __future__ import annotations

import runpy
import signal
import socket
import subprocess
import time
from pathlib import Path

import requests

from baansuk.vault import private
from tests.canary import files
from tests.faults.house import BAANSUK, House

ASSETS: list[str] = runpy.run_path(str(Path(__file__).resolve().parents[2] / "tools" / "assets.py"))["FILES"]
DECLARE = """
from baansuk.collect.actions import declare
answer = [declare(text, by="command").version for text in {texts!r}]
"""
# What the database says, value by value, with sessions opened: they lie packed.
TELL = """
import json
from django.db import connection
from django.contrib.sessions.models import Session
told = {}
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f'select * from "{table}"')
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            for name, value in zip(names, row):
                if value is not None and not isinstance(value, (int, float)):
                    told.setdefault(f"{table}.{name}", set()).add(str(value))
told["sessions, opened"] = {json.dumps(one.get_decoded(), default=str, ensure_ascii=False) for one in Session.objects.all()}
answer = {name: sorted(values) for name, values in told.items()}
"""


class CanaryHouse(House):
    """A demonstration with two declared sources, served on a port of this machine."""

    def __init__(self, folder: Path, begun: House) -> None:
        super().__init__(folder, begun)
        self.log, self.temporary = folder / "log", folder / "tmp"
        self.temporary.mkdir()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment |= {"TMPDIR": str(self.temporary), "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "default"}

    @classmethod
    def known(cls, folder: Path, environment: dict[str, str]) -> CanaryHouse:
        """Return a house that was made before, perhaps by another process."""
        house = cls.__new__(cls)
        house.folder, house.environment = folder, environment
        house.log, house.temporary = folder / "log", folder / "tmp"
        return house

    def furnish(self) -> None:
        """Make the demonstration, its areas, and how the canary's files are read."""
        assets = self.folder / "var" / "assets"
        assets.mkdir(parents=True)
        for name in ASSETS:
            # What browsers draw with is of no matter here; it must only be there.
            (assets / Path(name).name).write_bytes(b"")
        places = self.folder / "province" / "places"
        # Nobody who bears a mark is there yet, so these three need no process that begins with nothing.
        for arguments in (
            ("sample", str(self.folder / "province"), "--persons", "100", "--only", "places"),
            ("init", "--no-input", "--demo", "--quiet"),
            ("places", "import", str(places / "areas.csv"), "--villages", str(places / "villages.csv")),
        ):
            self._keep(self.done(*arguments))
        self.ask(DECLARE.format(texts=[files.declaration("text"), files.declaration("workbook")]))

    def said(self, *arguments: str, code: int = 0) -> str:
        """Run a command that must end so; what it says goes into the log."""
        result = self.started(*arguments)
        self._keep(result.stdout + result.stderr)
        assert result.returncode == code, result.stdout + result.stderr
        return result.stdout + result.stderr

    def _keep(self, text: str) -> None:
        with self.log.open("a", encoding="utf-8") as log:
            log.write(text)

    def open(self) -> subprocess.Popen[bytes]:
        """Serve the pages, with a worker."""
        with self.log.open("ab") as log:
            server = subprocess.Popen(
                [*BAANSUK, "serve", "--demo", "--port", str(self.port)],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        for _ in range(300):
            try:
                if requests.get(f"{self.url}/health/", timeout=2).ok:
                    return server
            except requests.RequestException:
                assert server.poll() is None, self.log.read_text(encoding="utf-8")
                time.sleep(0.1)
        raise RuntimeError("the house did not open within its time")

    def close(self, server: subprocess.Popen[bytes]) -> None:
        """End the server and its worker as a person does."""
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=40)

    def told(self) -> dict[str, list[str]]:
        """Return every text of the database by table and column, with the sessions opened."""
        result: dict[str, list[str]] = self.ask(TELL)
        return result

    def whole_files(self) -> list[Path]:
        """Return every file that the house has left anywhere: its own folders, and its private one in memory."""
        own = [path for path in self.folder.rglob("*") if path.is_file() and not self._given(path)]
        others = [place for place in private.default_places(self.folder / "var") if place.exists()]
        return own + [path for place in others for path in place.rglob("*") if path.is_file()]

    def _given(self, path: Path) -> bool:
        """Say whether a file is one that the test itself laid there."""
        return (self.folder / "given") in path.parents
