"""What the commands say of the demonstration: its accounts, a fresh code, and that it is never served in earnest."""

from __future__ import annotations

import time

import click

from baansuk.command.terminal import out, said, tell
from baansuk.command.verbs import verb
from baansuk.thai.words import Refusal, Words


def add_to(group: click.Group) -> None:
    """Hang the command on the group."""
    group.add_command(code)


def refuse_in_earnest() -> None:
    """Refuse to serve a demonstration's database as anything but a demonstration on this machine."""
    from baansuk.access.demo_mark import fault_of_the_mark

    fault = fault_of_the_mark()
    if fault is not None:
        raise Refusal("demonstration_in_earnest", fault.th, fault.en)


def show_accounts(host: str, port: int) -> None:
    """Print every account of the demonstration with its password and the code of this moment."""
    from baansuk.access import actions as access
    from baansuk.access.demo_codes import codes_now

    out.print()
    tell(Words(f"บ้านสุข (สาธิต) เปิดที่ http://{host}:{port}", f"Baansuk (demo) on http://{host}:{port}"))
    tell(
        Words(
            "บัญชีสาธิต: ชื่อผู้ใช้ / รหัสผ่าน / รหัส 6 หลักของนาทีนี้ / บทบาท",
            "Demo accounts: username / password / code of this moment / role",
        )
    )
    accounts = access.demo_accounts(by="command")
    codes = codes_now()
    for username, password, words in accounts:
        out.print(f"  {username:<18} {password:<28} {codes.get(username, ''):<8} {said(words)}", markup=False)
    tell(
        Words(
            "รหัสเปลี่ยนทุก 30 วินาที ดูรหัสใหม่ได้ในหน้าเข้าสู่ระบบ หรือสั่ง `.venv/bin/baansuk code register_keeper`",
            "The code changes every 30 s: the sign-in page shows a fresh one, and so does `.venv/bin/baansuk code register_keeper`",
        )
    )
    out.print()


@verb("แสดงรหัส 6 หลักของบัญชีสาธิตในขณะนี้", "Print the one-time code that a demonstration account may use now.")
@click.argument("role", metavar="ROLE")
def code(role: str) -> None:
    """Print the code of one account of the demonstration."""
    from baansuk.command.house import set_up_django

    set_up_django()
    from baansuk.access import one_time
    from baansuk.access.demo_codes import codes_now
    from baansuk.access.questions import is_marked_demonstration

    codes = codes_now() if is_marked_demonstration() else {}
    if role not in codes:
        raise Refusal(
            "no_demo_account",
            f"ไม่มีบัญชีสาธิตชื่อ {role} ในฐานข้อมูลนี้",
            f"There is no demonstration account called {role} in this database",
        )
    left = one_time.seconds_left(time.time())
    out.print(f"{codes[role]}", markup=False)
    tell(Words(f"ใช้ได้อีกราว {left} วินาที", f"Good for about {left} more seconds"))
