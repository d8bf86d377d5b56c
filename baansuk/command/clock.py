"""The command about the day: which day this house has reached, and setting it right after a wrong clock."""

from __future__ import annotations

from datetime import date

import click

from baansuk.command.house import set_up_django
from baansuk.command.terminal import tell
from baansuk.command.verbs import hint, verb
from baansuk.thai.words import Words


def add_to(group: click.Group) -> None:
    """Hang the command on the group."""
    group.add_command(clock)


@verb(
    "แสดงวันของนาฬิกาและวันล่าสุดที่ระบบเคยถึง และแก้เมื่อวันนั้นล้ำหน้าไป",
    "Show the day of the clock and the latest day this house has reached, and set it right where it lies ahead.",
)
@click.option(
    "--because",
    default="",
    help=hint("แก้วันที่ล้ำหน้า พร้อมเหตุผล", "Set the day reached back to that of the clock, with a reason."),
)
def clock(because: str) -> None:
    """Show both days; with a reason, set the day reached right."""
    set_up_django()
    from django.utils import timezone

    from baansuk.access import day_actions
    from baansuk.access.questions import today

    if because:
        made = day_actions.correct_day(because=because, by="command")
        tell(
            Words(
                f"แก้วันของระบบจาก {_thai(made.day_before)} เป็น {_thai(made.day_after)} แล้ว และบันทึกไว้ในร่องรอย",
                f"The day reached was {made.day_before} and is {made.day_after} again; the trail says so.",
            )
        )
    day, reached = timezone.localdate(), today()
    tell(Words(f"นาฬิกา: {_thai(day)}", f"Clock: {day}"))
    tell(Words(f"วันของระบบ: {_thai(reached)}", f"Day reached: {reached}"))
    if reached > day:
        tell(
            Words(
                'วันของระบบล้ำหน้านาฬิกา ถ้านาฬิกาเคยผิด สั่ง `baansuk clock --because "เหตุผล"`',
                'The day reached lies ahead of the clock: if the clock was wrong, run `baansuk clock --because "the reason"`.',
            )
        )


def _thai(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year + 543}"
