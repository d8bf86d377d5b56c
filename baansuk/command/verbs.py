"""Verbs that explain themselves in the language of the terminal: their help, their options, and what was typed wrong."""

from __future__ import annotations

import re
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
# What click says of a mistake: the words of the pattern are put into the sentence in their order.
MISTAKES = (
    (r"No such command '(.+?)'\. Did you mean '(.+?)'\?", "ไม่มีคำสั่ง {} หมายถึง {} หรือไม่"),
    (r"No such command '(.+?)'\..*", "ไม่มีคำสั่ง {}"),
    (r"Got unexpected extra arguments? \((.*)\)", "มีค่าเกินมา: {}"),
    (r"Option '(.+?)' requires an argument\.", "ต้องมีค่าตามหลัง {}"),
    (r"Option '(.+?)' does not take a value\.", "{} ไม่รับค่า"),
    (r"'(.*)' is not one of (.+?)\.?", "“{}” ไม่อยู่ในรายการที่ใช้ได้: {}"),
    (r"(\S+) is not in the range (.+?)\.", "{} อยู่นอกช่วง {}"),
    (r"'(.*)' is not a valid integer(?: range)?\.", "“{}” ไม่ใช่จำนวนเต็ม"),
    (r"'(.*)' does not match the formats? .*", "อ่าน “{}” เป็นวันเวลาไม่ได้ พิมพ์อย่าง 2569-11-23 หรือ 2569-11-23 14:30"),
    (r"(?:Path|File|Directory) '(.*)' does not exist\.", "ไม่พบ {}"),
    (r"(?:Path|File|Directory) '(.*)' is a directory\.", "{} เป็นโฟลเดอร์ ต้องเป็นไฟล์"),
    (r"(?:Path|File|Directory) '(.*)' is a file\.", "{} เป็นไฟล์ ต้องเป็นโฟลเดอร์"),
    (r"(?:Path|File|Directory) '(.*)' is not readable\.", "ไม่มีสิทธิ์อ่าน {}"),
    (r"(?:Path|File|Directory) '(.*)' is not writable\.", "ไม่มีสิทธิ์เขียน {}"),
)
# No year of the register is that far ahead, and none of its Buddhist years that far back.
BUDDHIST_FROM = 2400
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


class Moment(click.DateTime):
    """A day, or a day and its time, as an officer writes it: the year is Buddhist or Christian."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the moment. A Buddhist year is turned first: its leap days stand in no Christian calendar."""
        year = re.match(r"\d{4}(?=-)", value) if isinstance(value, str) else None
        if year and int(year[0]) >= BUDDHIST_FROM:
            value = f"{int(year[0]) - 543}{value[4:]}"
        return super().convert(value, param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return what stands for it in the help: an example, not the letters by which Python reads it."""
        return "2569-11-23 14:30" if len(self.formats) > 1 else "2569-11-23"


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
        return Words(f"ค่าของ {_hint_of(error)} ใช้ไม่ได้ ({_in_thai(error.message)})", english)
    return Words(f"พิมพ์คำสั่งไม่ถูกต้อง ({_in_thai(english)})", english)


def _in_thai(english: str) -> str:
    """Return what click says in Thai; a sentence that it never said before stays as it is."""
    for pattern, thai in MISTAKES:
        if found := re.fullmatch(pattern, english):
            return thai.format(*found.groups())
    return english


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
