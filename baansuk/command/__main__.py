"""Runs the baansuk command: finds the verb, says errors in one sentence, and gives the exit code."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import Final

import click

from baansuk.command.terminal import err, said, show_what_can_be_shown
from baansuk.command.verbs import Verbs, hint, mistyped
from baansuk.thai.system_faults import reason_of
from baansuk.thai.words import Refusal, Words

# 130 is what a shell expects of whatever Ctrl-C ended.
FAILED, USAGE, INTERRUPTED = 1, 2, 130


# The analysts' verbs know neither the house nor its keys, so that nothing of these is loaded for them.
_ANALYSTS: Final = {"link-files": "link_files", "measure": "measure"}
_ROOMS: Final = (
    *("house", "register", "database", "agreements", "clock", "keys", "audit", "backup", "breach", "demo", "verify"),
    *_ANALYSTS.values(),
)


class _Baansuk(Verbs):
    """All verbs; one of the analysts' is found without loading the others."""

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        self._load((_ANALYSTS[name],) if name in _ANALYSTS else _ROOMS)
        return super().get_command(ctx, name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        self._load(_ROOMS)
        return super().list_commands(ctx)

    def _load(self, rooms: tuple[str, ...]) -> None:
        for room in rooms:
            import_module(f"baansuk.command.{room}").add_to(self)


@click.group(
    cls=_Baansuk,
    help=said(
        Words(
            "บ้านสุข: ทะเบียนเดียวและแผนเดียวของจังหวัด ครัวเรือนต่อครัวเรือน",
            "Baansuk: one shared register and one plan, household by household.",
        )
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="baansuk", help=hint("แสดงรุ่นแล้วจบ", "Show the version and exit."))
def baansuk() -> None:
    """Hold the verbs together."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its exit code: 0 done, 1 failed, 2 bad usage, 130 interrupted."""
    code = run(arguments)
    _leave_at_once(code)
    # All that is left goes with the process; looking through it for rubbish on the way out takes a third of a second.
    # DuckDB's binding takes what is frozen for lost and fills the terminal with a complaint, so there it is looked through.
    if "duckdb" not in sys.modules:
        gc.freeze()
    elif code:
        # A refusal's traceback still holds tables of it, of which it complains as well: one sentence is promised, not thirty.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _leave_at_once(code: int) -> None:
    """Leave, where neither a house nor Spark was opened: an analysts' verb has put its folder in place and only its words are to go out.

    Taking down by turns what goes with the process anyway is a tenth of what such a verb takes.
    """
    if {"django", "pyspark"} & sys.modules.keys():
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        return  # the ordinary way out says that nobody hears
    os._exit(code)


def run(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code; never lets a traceback reach the user."""
    show_what_can_be_shown()
    # A start makes two hundred thousand things that stay; looking through them for rubbish again and again costs a sixth of it.
    gc.set_threshold(100_000, 20, 20)
    try:
        result = baansuk.main(args=arguments, prog_name="baansuk", standalone_mode=False)
    except Refusal as refusal:
        _complain(refusal.words)
        return FAILED
    except click.exceptions.NoArgsIsHelpError as error:
        # Nothing was mistyped yet: whoever names no verb is shown which there are.
        click.echo(error.format_message(), err=True)
        return USAGE
    except click.ClickException as error:
        _complain(mistyped(error))
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        _complain(
            Words(
                "หยุดกลางคันตามคำสั่ง สั่งซ้ำได้ งานจะทำต่อโดยไม่บันทึกซ้ำ",
                "Interrupted; run it again and it goes on without doubling anything.",
            )
        )
        return INTERRUPTED
    except Exception as error:  # the last door: whatever went wrong, a person gets a sentence
        if os.environ.get("BAANSUK_TRACE"):
            raise
        _complain(_explain(error))
        return FAILED
    return result if isinstance(result, int) else 0


def _explain(error: Exception) -> Words:
    kind = type(error).__name__
    if kind == "NotWritten":
        return error.words  # type: ignore[attr-defined, no-any-return]  # known by its name: no command pays for Django
    # SQLite calls a missing table an operational error, PostgreSQL an undefined one.
    if kind == "OperationalError" or type(error.__cause__).__name__ in {"UndefinedTable", "UndefinedColumn"}:
        return Words(
            "ติดต่อฐานข้อมูลไม่ได้ หรือยังไม่ได้สร้างฐานข้อมูล ให้สั่ง `baansuk init` แล้วตรวจด้วย `baansuk doctor`",
            "The database does not answer or was not made yet: run `baansuk init`, then `baansuk doctor` to check.",
        )
    if isinstance(error, OSError):
        where = error.filename or ""
        reason = reason_of(error)
        return Words(
            f"อ่านหรือเขียนไฟล์ไม่ได้: {where} ({reason.th}) โปรดตรวจชื่อไฟล์ สิทธิ์ และพื้นที่ดิสก์",
            f"A file could not be read or written: {where} ({reason.en}). Check its name, its permissions and the free disk space.",
        )
    # The message itself may quote a value of a person, so only its kind is shown.
    return Words(
        f"เกิดความผิดพลาดของระบบ ({kind}) ข้อมูลเดิมยังครบ ตรวจด้วย `baansuk doctor` หรือตั้ง BAANSUK_TRACE=1 เพื่อดูรายละเอียด",
        f"A fault of the system ({kind}); what was there before is whole. Run `baansuk doctor`, or set BAANSUK_TRACE=1 to see the details.",
    )


def _complain(words: Words) -> None:
    err.print(said(words), markup=False, style="bold")


if __name__ == "__main__":
    main()
