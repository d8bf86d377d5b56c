"""Verbs that explain themselves in the language of the terminal: their help, their options, and what was typed wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from baansuk.command.terminal import language, said
from baansuk.thai.words import Words

# What click itself says, as far as help shows it.
PIECES = {
    "[OPTIONS]": "[ตัวเลือก]",
    "COMMAND [ARGS]...": "คำสั่ง [ค่า]...",
    "[default: ": "[ถ้าไม่ระบุ: ",
    "[required]": "[ต้องระบุ]",
}
THIS_HELP = Words("แสดงวิธีใช้นี้แล้วจบ", "Show this message and exit.")


class _Spoken(click.Command):
    """A command whose help has headings in both languages."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows how it is typed."""
        pieces = _told(" ".join(self.collect_usage_pieces(ctx)))
        formatter.write_usage(ctx.command_path, pieces, prefix=said(Words("วิธีใช้: ", "Usage: ")))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options with their help."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section(said(Words("ตัวเลือก", "Options"))):
            formatter.write_dl([(name, _told(text)) for name, text in records])
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give ``--help`` its words."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = said(THIS_HELP)
        return option


class Verb(_Spoken):
    """One verb."""


class Verbs(_Spoken, click.Group):
    """A verb that has verbs of its own."""

    command_class = Verb

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs, each with the first sentence of its help."""
        listed = [(name, command) for name in self.list_commands(ctx) if (command := self.get_command(ctx, name))]
        with formatter.section(said(Words("คำสั่ง", "Commands"))):
            # Thai has no full stop to cut at: the whole line stands.
            formatter.write_dl([(name, (command.help or "").split("\n")[0]) for name, command in listed])


def verb(th: str, en: str, **how: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a function a verb with help in both languages; the language is that of the terminal when it starts."""
    return click.command(cls=Verb, help=said(Words(th, en)), **how)


def verbs(th: str, en: str, **how: Any) -> Callable[[Callable[..., Any]], click.Group]:
    """Make a function a group of verbs with help in both languages."""
    return click.group(cls=Verbs, help=said(Words(th, en)), **how)


def hint(th: str, en: str) -> str:
    """The help of one option."""
    return said(Words(th, en))


def mistyped(error: click.ClickException) -> Words:
    """Say what was typed wrong, and where the right way stands."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "baansuk"
    words = _mistake(error)
    return Words(f"{words.th} ดูวิธีใช้: `{path} --help`", f"{words.en} See `{path} --help`.")


def _mistake(error: click.ClickException) -> Words:
    english = error.format_message()
    if isinstance(error, click.NoSuchOption):
        return Words(f"ไม่มีตัวเลือก {error.option_name}", english)
    if isinstance(error, click.MissingParameter):
        return Words(f"ยังไม่ได้ระบุ {_hint_of(error)}", english)
    if isinstance(error, click.BadParameter):
        return Words(f"ค่าของ {_hint_of(error)} ใช้ไม่ได้ ({error.message})", english)
    return Words(f"พิมพ์คำสั่งไม่ถูกต้อง ({english})", english)


def _hint_of(error: click.BadParameter) -> str:
    if error.param is not None and error.ctx is not None:
        return str(error.param.get_error_hint(error.ctx)).strip("'")
    return str(error.param_hint or "").strip("'")


def _told(text: str) -> str:
    if language().startswith("en"):
        return text
    for english, thai in PIECES.items():
        text = text.replace(english, thai)
    return text
