"""The commands that keep the house: init, doctor, serve, worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from types import FrameType

import click

from baansuk.access.database_addresses import ACTING_AS
from baansuk.command.terminal import out, said, tell
from baansuk.thai.words import Refusal, Words


def add_to(group: click.Group) -> None:
    """Hang the commands on the group."""
    for command in (init, doctor, serve, worker):
        group.add_command(command)


def set_up_django(acting_as: str = "application") -> None:
    """Load the settings; only commands that need the database pay for it.

    On PostgreSQL ``acting_as`` is the role of the database: ``application``, or ``runs`` for what makes the register.
    """
    import django  # a second of import that `baansuk sample` and `--help` must not pay

    os.environ[ACTING_AS] = acting_as
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baansuk.web.settings")
    django.setup()


@click.command()
@click.option("--no-input", is_flag=True, help="Ask nothing (for scripts).")
@click.option("--demo", is_flag=True, help="Also make one account per role for the sample province.")
def init(no_input: bool, demo: bool) -> None:
    """Make the database, the store and the keys; safe to run again."""
    # The houses of the demonstration's volunteer are looked up in the register, which the pages' role does not see.
    set_up_django("runs")
    from django.conf import settings

    from baansuk.access import actions as access
    from baansuk.access.models import User
    from baansuk.collect import actions as collect
    from baansuk.command.database import migrate_and_protect
    from baansuk.places import actions as places

    settings.STORE.mkdir(parents=True, exist_ok=True, mode=0o700)
    migrate_and_protect()
    places.load_provinces(by="command")
    collect.load_shipped_sources(by="command")
    if demo:
        os.environ["BAANSUK_DEMO"] = "1"
        settings.DEMO = True
        access.demo_accounts(by="command", houses=_houses_of_the_round())
    elif not no_input and not User.objects.exists():
        _first_keeper()
    tell(
        Words(
            f"พร้อมใช้งาน: ฐานข้อมูล คลังไฟล์ {settings.STORE} และกุญแจ", f"Ready: database, store {settings.STORE} and keys."
        )
    )


def _houses_of_the_round() -> list[str] | None:
    """Return a dozen houses of the demonstration volunteer's village, None while there is no register."""
    from baansuk.access.classes import HOUSEHOLD
    from baansuk.access.demonstration import CAST
    from baansuk.access.scope import Granted, Scope
    from baansuk.people.questions import current_edition, households_for

    if not current_edition():
        return None
    village = next(player.area_code for player in CAST if player.role == "volunteer")
    granted = frozenset({Granted("", HOUSEHOLD, village)})
    within = Scope(username="command", granted=granted, sees_persons=True)
    return list(households_for(within).order_by("list_key").values_list("code", flat=True)[:12])


def _first_keeper() -> None:
    from django.utils import timezone

    from baansuk.access import actions as access

    tell(Words("ยังไม่มีผู้ใช้ สร้างผู้ดูแลทะเบียนคนแรก", "There is no user yet; making the first register keeper."))
    username = click.prompt(said(Words("ชื่อผู้ใช้", "Username")))
    password = click.prompt(said(Words("รหัสผ่าน", "Password")), hide_input=True, confirmation_prompt=True)
    area = click.prompt(said(Words("รหัสจังหวัด 2 หลัก", "Province code, 2 digits")))
    user = access.create_user(username=username, password=password, partner="KEEPER", by="command")
    access.give_post(
        user=user,
        role="register_keeper",
        partner="KEEPER",
        area_code=area,
        title_th="ผู้ดูแลทะเบียน",
        title_en="Register keeper",
        valid_from=timezone.localdate(),
        by="command",
    )


@click.command()
def doctor() -> None:
    """Check versions, database, store, keys and disk, and say what to do."""
    set_up_django()
    from baansuk.command.checks import findings

    bad = 0
    for finding in findings():
        mark = {"ok": "✓", "warn": "!", "bad": "✗"}[finding.state]
        out.print(f"{mark} {said(finding.words)}", markup=False)
        bad += finding.state == "bad"
    if bad:
        raise Refusal("doctor", f"พบ {bad} เรื่องที่ต้องแก้ก่อนใช้งาน", f"{bad} thing(s) must be mended before use.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=lambda: int(os.environ.get("PORT", "8000")), type=click.IntRange(1, 65535))
@click.option("--demo", is_flag=True, help="Show the demo accounts and start a worker too; only on this machine.")
@click.option("--with-worker", is_flag=True, help="Also start one worker.")
def serve(host: str, port: int, demo: bool, with_worker: bool) -> None:
    """Serve the pages."""
    if demo:
        if host not in ("127.0.0.1", "localhost", "::1"):
            raise Refusal(
                "demo_host",
                "โหมดสาธิตมีรหัสผ่านที่เปิดเผย จึงเปิดได้เฉพาะ 127.0.0.1",
                "The demo has passwords that everyone knows, so it is served on 127.0.0.1 only.",
            )
        os.environ["BAANSUK_DEMO"] = "1"
    set_up_django()
    from django.conf import settings
    from django.core.management import call_command

    from baansuk.access.database_roles import check_fit

    check_fit("application")
    _free_port(host, port)
    if not (settings.VAR / "assets").is_dir():
        raise Refusal(
            "no_assets",
            "ยังไม่มีไฟล์หน้าเว็บ ให้สั่ง `make assets` ก่อนแล้วเปิดใหม่",
            "The browser's files are missing: run `make assets`, then serve again.",
        )
    call_command("collectstatic", interactive=False, verbosity=0)
    if demo:
        _show_accounts(host, port)
    else:
        tell(Words(f"เปิดที่ http://{host}:{port}", f"Serving on http://{host}:{port}"))
    # In sessions of their own, so that Ctrl-C reaches this process alone and the children are told to end once.
    children = [
        subprocess.Popen(  # noqa: S603 - our own interpreter with fixed words
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
                *("--workers", "1", "--blocking-threads", str(2 * (os.cpu_count() or 1)), "--no-ws"),
                *("--workers-kill-timeout", "5", "--log-level", "error"),
                "baansuk.web.wsgi:application",
            ],
            start_new_session=True,
        )
    ]
    if demo or with_worker:
        children.append(subprocess.Popen([sys.executable, "-m", "baansuk.command", "worker"], start_new_session=True))
    _wait_for(children)


def _free_port(host: str, port: int) -> None:
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(
                "port_taken",
                f"พอร์ต {port} มีโปรแกรมอื่นใช้อยู่ เลือกพอร์ตอื่นด้วย --port หรือ PORT=",
                f"Port {port} is in use; choose another with --port or PORT=.",
            ) from error


def _show_accounts(host: str, port: int) -> None:
    from baansuk.access import actions as access

    out.print()
    tell(Words(f"บ้านสุข (สาธิต) เปิดที่ http://{host}:{port}", f"Baansuk (demo) on http://{host}:{port}"))
    tell(Words("บัญชีสาธิต: ชื่อผู้ใช้ / รหัสผ่าน / บทบาท", "Demo accounts: username / password / role"))
    for username, password, words in access.demo_accounts(by="command"):
        out.print(f"  {username:<18} {password:<18} {said(words)}", markup=False)
    out.print()


def _wait_for(children: list[subprocess.Popen[bytes]]) -> None:
    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    while not ended.wait(0.5):
        if any(child.poll() is not None for child in children):
            break
    failed = [child.returncode for child in children if child.poll() not in (None, 0)]
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            child.kill()
    if failed and not ended.is_set():
        raise Refusal(
            "server_ended",
            "เซิร์ฟเวอร์หยุดเอง ดูข้อความด้านบน แล้วตรวจด้วย `baansuk doctor`",
            "The server ended by itself; see the lines above, then check with `baansuk doctor`.",
        )


@click.command()
@click.option("--once", is_flag=True, help="Do what waits, then leave.")
def worker(once: bool) -> None:
    """Do the background runs."""
    set_up_django("runs")
    from baansuk.access.database_roles import check_fit
    from baansuk.runs.worker import work_until

    check_fit("runs")

    ended = threading.Event()
    busy = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        already = ended.is_set()  # Ctrl-C reaches the whole group, and the server passes it on as well
        ended.set()
        if busy.is_set() and not already:
            # A long run is given back rather than finished: whoever restarts a server does not wait for it.
            raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    work_until(ended, most=1_000_000 if once else 0, busy=busy)
