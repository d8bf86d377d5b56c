"""The commands that keep the house: init, doctor, serve, worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType

import click

from baansuk.access.database_addresses import ACTING_AS
from baansuk.command.addresses import check_databases, check_listening
from baansuk.command.demo import refuse_in_earnest, show_accounts
from baansuk.command.first_keeper import make_first_keeper
from baansuk.command.terminal import mark, out, said, tell
from baansuk.command.verbs import hint, verb
from baansuk.thai.words import Refusal, Words
from baansuk.vault.private import empty_the_dead


def add_to(group: click.Group) -> None:
    """Hang the commands on the group."""
    for command in (init, doctor, serve, worker):
        group.add_command(command)


def set_up_django(acting_as: str = "application", *, keys: bool = True) -> None:
    """Load the settings; only commands that need the database pay for it.

    On PostgreSQL ``acting_as`` is the role of the database: ``application``, or ``runs`` for what makes the register.
    Raises Refusal when a key is missing, wrong or of another house, unless ``keys`` says that the command looks itself.
    """
    import django  # a second of import that `baansuk sample` and `--help` must not pay
    from django.core.exceptions import ImproperlyConfigured

    check_databases()
    os.environ[ACTING_AS] = acting_as
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baansuk.web.settings")
    try:
        django.setup()
    except (ImproperlyConfigured, ValueError) as error:
        raise Refusal(
            "settings",
            "ค่าที่ตั้งไว้ในสภาพแวดล้อม (BAANSUK_… หรือ DATABASE_URL) มีบางค่าใช้ไม่ได้ ตรวจค่าเหล่านั้น หรือตั้ง BAANSUK_TRACE=1 เพื่อดูว่าค่าใด",
            "A setting of the environment (BAANSUK_… or DATABASE_URL) is not right; check them, or set BAANSUK_TRACE=1 to see which.",
        ) from error
    from baansuk.audit.setting import settle

    settle("command")
    # What a killed run or upload left lying clear goes at the next start of anything.
    empty_the_dead()
    if keys:
        from baansuk.access.key_marks import check_keys
        from baansuk.access.restored_mark import check_ready

        check_keys()
        check_ready()


@verb("สร้างฐานข้อมูล คลังไฟล์ และกุญแจ สั่งซ้ำได้", "Make the database, the store and the keys; safe to run again.")
@click.option("--no-input", is_flag=True, help=hint("ไม่ถามอะไรเลย (สำหรับสคริปต์)", "Ask nothing (for scripts)."))
@click.option(
    "--demo",
    is_flag=True,
    help=hint("สร้างบัญชีสาธิตทุกบทบาทของจังหวัดสมมุติด้วย", "Also make one account per role for the sample province."),
)
@click.option(
    "--partner",
    default="",
    help=hint("รหัสหน่วยงานที่ดูแลทะเบียน เช่น MSDHS", "Code of the office that keeps the register, such as MSDHS."),
)
@click.option("--partner-name", default="", help=hint("ชื่อหน่วยงานนั้น", "Name of that office."))
@click.option("--quiet", is_flag=True, help=hint("ไม่พูดอะไรเมื่อเรียบร้อยดี", "Say nothing when all is well."))
def init(no_input: bool, demo: bool, partner: str, partner_name: str, quiet: bool) -> None:
    """Make the database, the store and the keys; safe to run again."""
    # The houses of the demonstration's volunteer are looked up in the register, which the pages' role does not see.
    set_up_django("runs", keys=False)
    from django.conf import settings

    from baansuk.access import actions as access
    from baansuk.access.key_actions import mark_keys
    from baansuk.access.models import User
    from baansuk.access.restored_mark import check_ready
    from baansuk.collect import actions as collect
    from baansuk.command.agreements import know_the_sample, load_shipped
    from baansuk.command.database import migrate_and_protect
    from baansuk.command.printed_passwords import hashed_quickly
    from baansuk.places import actions as places

    check_ready()
    settings.STORE.mkdir(parents=True, exist_ok=True, mode=0o700)
    migrate_and_protect()
    mark_keys(by="command")
    places.load_provinces(by="command")
    collect.load_shipped_sources(by="command")
    load_shipped(sample=demo)
    know_the_sample()
    if demo:
        os.environ["BAANSUK_DEMO"] = "1"
        settings.DEMO = True
        access.mark_demonstration(by="command")
        with hashed_quickly():
            access.demo_accounts(by="command", houses=_houses_of_the_round())
    elif not no_input and not User.objects.exists():
        make_first_keeper(partner, partner_name)
    if not quiet:
        store = settings.STORE
        tell(Words(f"พร้อมใช้งาน: ฐานข้อมูล คลังไฟล์ {store} และกุญแจ", f"Ready: database, store {store} and keys."))


def _houses_of_the_round() -> list[str] | None:
    """Return a dozen houses of the demonstration volunteer's village, None while there is no register."""
    from baansuk.access.classes import HOUSEHOLD
    from baansuk.access.demonstration import CAST
    from baansuk.access.scope import Granted, Scope
    from baansuk.people.models import Edition
    from baansuk.people.questions import households_for

    edition = Edition.objects.filter(state="current").first()
    if edition is None:
        return None
    village = next(player.area_code for player in CAST if player.role == "volunteer")
    under = {agreement for _source, agreement in edition.about.get("deliveries", {}).values()} or {""}
    granted = frozenset(Granted(agreement, HOUSEHOLD, village) for agreement in under)
    within = Scope(username="command", granted=granted, sees_persons=True)
    return list(households_for(within).order_by("list_key").values_list("code", flat=True)[:12])


@verb(
    "ตรวจรุ่น ฐานข้อมูล คลังไฟล์ กุญแจ และดิสก์ แล้วบอกว่าต้องทำอะไร",
    "Check versions, database, store, keys and disk, and say what to do.",
)
def doctor() -> None:
    """Check versions, database, store, keys and disk, and say what to do."""
    set_up_django(keys=False)
    from baansuk.command.checks import findings

    bad = 0
    for finding in findings():
        out.print(f"{mark(finding.state)} {said(finding.words)}", markup=False)
        bad += finding.state == "bad"
    if bad:
        raise Refusal("doctor", f"พบ {bad} เรื่องที่ต้องแก้ก่อนใช้งาน", f"{bad} thing(s) must be mended before use.")


@verb("เปิดหน้าเว็บ", "Serve the pages.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help=hint("ที่อยู่ของเครื่องนี้", "An address of this machine.")
)
@click.option(
    "--port",
    default=8000,
    show_default=True,
    envvar="PORT",
    type=click.IntRange(1, 65535),
    help=hint("พอร์ต (หรือ PORT=)", "The port (or PORT=)."),
)
@click.option(
    "--demo",
    is_flag=True,
    help=hint(
        "แสดงบัญชีสาธิตและเปิดงานเบื้องหลังด้วย เฉพาะในเครื่องนี้",
        "Show the demo accounts and start a worker too; only on this machine.",
    ),
)
@click.option("--with-worker", is_flag=True, help=hint("เปิดงานเบื้องหลังด้วยหนึ่งตัว", "Also start one worker."))
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
    from django.db import connections

    from baansuk.access.database_roles import check_fit
    from baansuk.audit.days import seal_quietly

    check_fit("application")
    refuse_in_earnest()
    check_listening(host, port)
    if not (settings.VAR / "assets").is_dir():
        raise Refusal(
            "no_assets",
            "ยังไม่มีไฟล์หน้าเว็บ ให้สั่ง `make assets` ก่อนแล้วเปิดใหม่",
            "The browser's files are missing: run `make assets`, then serve again.",
        )
    call_command("collectstatic", interactive=False, verbosity=0)
    if demo:
        show_accounts(host, port)
        _say_how_long()
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
    try:
        _wait_for(children)
    finally:
        # The connection of the start may have gone stale meanwhile.
        connections.close_all()
        seal_quietly(by="command")


def _say_how_long() -> None:
    """Close what `make demo` printed with the time since it began (it gives the moment in seconds)."""
    began = os.environ.get("BAANSUK_BEGAN", "")
    if not began.isdigit():
        return
    minutes, seconds = divmod(max(0, int(time.time()) - int(began)), 60)
    tell(
        Words(
            f"เตรียมเสร็จใน {minutes} นาที {seconds} วินาที กด Ctrl-C เพื่อหยุด",
            f"Made ready in {minutes} min {seconds} s. Press Ctrl-C to stop.",
        )
    )


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


@verb("ทำงานเบื้องหลัง", "Do the background runs.")
@click.option("--once", is_flag=True, help=hint("ทำงานที่รออยู่แล้วจบ", "Do what waits, then leave."))
def worker(once: bool) -> None:
    """Do the background runs."""
    set_up_django("runs")
    from baansuk.access.database_roles import check_fit
    from baansuk.audit.days import seal_quietly
    from baansuk.audit.setting import settle
    from baansuk.collect import actions as collect
    from baansuk.command.unfinished import finish_what_was_cut_off
    from baansuk.runs.worker import work_until

    settle("worker")
    check_fit("runs")
    collect.sweep(by="worker")
    finish_what_was_cut_off()

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
    try:
        work_until(ended, most=1_000_000 if once else 0, busy=busy)
    finally:
        # Between two heads the end of the trail could be cut off unseen: the last of a process is made as it leaves.
        seal_quietly(by="worker")
