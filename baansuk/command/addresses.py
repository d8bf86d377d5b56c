"""Looks at the addresses a person typed (of a database, of this machine) before anything is built on them."""

from __future__ import annotations

import errno
import os
import socket
from urllib.parse import urlsplit

from baansuk.access.database_addresses import ADDRESSES
from baansuk.thai.words import Refusal

SCHEMES = ("sqlite", "postgres", "postgresql", "psql", "pgsql")


def check_databases() -> None:
    """Raise Refusal ``database_url`` for an address that is none; what it says is never repeated, it may hold a password."""
    for name in ADDRESSES.values():
        address = os.environ.get(name, "")
        if address and not _is_address(address):
            raise Refusal(
                "database_url",
                f"ค่าของ {name} ไม่ใช่ที่อยู่ฐานข้อมูล ต้องเป็น postgres://ผู้ใช้:รหัสผ่าน@เครื่อง:พอร์ต/ชื่อ หรือ sqlite:////โฟลเดอร์/ไฟล์ "
                "หรือลบออกเพื่อใช้ SQLite",
                f"{name} is no address of a database: write postgres://user:password@host:port/name or "
                "sqlite:////folder/file, or unset it to use SQLite.",
            )


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return False
    return parts.scheme in SCHEMES and (parts.path.strip("/") != "" or address == "sqlite://:memory:")


def check_listening(host: str, port: int) -> None:
    """Raise Refusal ``bad_host``, ``port_denied`` or ``port_taken`` when this machine cannot listen there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except UnicodeError as error:
            raise _bad_host(host) from error
        except OSError as error:
            raise _cannot_listen(error, host, port) from error


def _cannot_listen(error: OSError, host: str, port: int) -> Refusal:
    if error.errno == errno.EADDRINUSE:
        return Refusal(
            "port_taken",
            f"พอร์ต {port} มีโปรแกรมอื่นใช้อยู่ เลือกพอร์ตอื่นด้วย --port หรือ PORT=",
            f"Port {port} is in use; choose another with --port or PORT=.",
        )
    if error.errno == errno.EACCES:
        return Refusal(
            "port_denied",
            f"บัญชีนี้เปิดพอร์ต {port} ไม่ได้ (พอร์ตต่ำกว่า 1024 สงวนไว้) เลือกพอร์ตอื่นด้วย --port หรือ PORT=",
            f"This account may not open port {port} (those below 1024 are reserved); choose another with --port or PORT=.",
        )
    return _bad_host(host)


def _bad_host(host: str) -> Refusal:
    return Refusal(
        "bad_host",
        f"--host {host} ไม่ใช่ที่อยู่ของเครื่องนี้ ใช้ 127.0.0.1 (เฉพาะเครื่องนี้) หรือ 0.0.0.0 (ทุกที่อยู่ของเครื่อง)",
        f"--host {host} is no address of this machine: use 127.0.0.1 (this machine only) or 0.0.0.0 (all its addresses).",
    )
