"""The command speaks one language, in sentences, with exit codes."""

import os
import subprocess
import sys
from types import SimpleNamespace

import click
import pytest

from baansuk.command import __main__ as command
from baansuk.command.terminal import language
from baansuk.thai.words import Refusal


def test_thai_unless_the_locale_is_english(monkeypatch):
    for name in ("BAANSUK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("baansuk.command.terminal.sys.stdout", SimpleNamespace(encoding="utf-8"))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert language() == "en"
    monkeypatch.setenv("BAANSUK_LANGUAGE", "th")
    assert language() == "th"


def test_english_where_the_terminal_cannot_show_thai(monkeypatch):
    for name in ("BAANSUK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("baansuk.command.terminal.sys.stdout", SimpleNamespace(encoding="ascii"))
    assert language() == "en"


def test_help_names_every_verb(capsys):
    assert command.run(["--help"]) == 0
    shown = capsys.readouterr().out
    for verb in (
        "init",
        "places",
        "sample",
        "sources",
        "receive",
        "link",
        "assess",
        "run",
        "serve",
        "worker",
        "doctor",
    ):
        assert verb in shown


def test_bad_usage_is_exit_2(capsys):
    assert command.run(["sample"]) == 2
    assert "DIR" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Refusal("x", "ไม่ได้", "No: do this instead."), "No: do this instead."),
        (FileNotFoundError(2, "gone", "/somewhere/list.csv"), "/somewhere/list.csv"),
        (RuntimeError("นางสาวลับมาก"), "RuntimeError"),
    ],
)
def test_every_error_is_one_sentence(monkeypatch, capsys, error, expected):
    monkeypatch.setenv("BAANSUK_LANGUAGE", "en")

    def fail(**_):
        raise error

    monkeypatch.setattr(command.baansuk, "main", fail)
    assert command.run([]) == 1
    shown = capsys.readouterr().err
    assert expected in shown
    assert "Traceback" not in shown
    assert "ลับมาก" not in shown, "a message may quote a person"


def test_interrupt_is_exit_130(monkeypatch, capsys):
    def fail(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(command.baansuk, "main", fail)
    assert command.run([]) == 130


@pytest.mark.parametrize(
    ("language", "heading", "sentence"),
    [
        ("th", "วิธีใช้: baansuk receive [ตัวเลือก]", "รับไฟล์ของหน่วยงาน"),
        ("en", "Usage: baansuk receive [OPTIONS]", "Take in files"),
    ],
)
def test_help_speaks_the_language_that_is_asked_for(language, heading, sentence):
    asked = os.environ | {"BAANSUK_LANGUAGE": language, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "baansuk.command", "receive", "--help"],
        env=asked,
        capture_output=True,
        text=True,
        check=True,
    )
    assert heading in done.stdout and sentence in done.stdout
    assert ("Options" in done.stdout) == (language == "en")
    assert done.stdout.count("FILE…") == 1, "an argument is no option"


def test_every_verb_and_option_has_help_of_its_own():
    def verbs(group, path=()):
        for name, verb in group.commands.items():
            yield (*path, name), verb
            if hasattr(verb, "commands"):
                yield from verbs(verb, (*path, name))

    assert "measure" in command.baansuk.list_commands(click.Context(command.baansuk))
    for path, verb in verbs(command.baansuk):
        assert verb.help, path
        for option in verb.params:
            if option.param_type_name == "option" and option.name != "help":
                assert option.help, (path, option.name)


def test_a_mistyped_word_is_one_sentence_that_says_where_to_look(monkeypatch, capsys):
    monkeypatch.setenv("BAANSUK_LANGUAGE", "th")
    assert command.run(["receive", "--sourse", "x"]) == 2
    shown = capsys.readouterr().err
    assert "ไม่มีตัวเลือก --sourse" in shown and "baansuk receive --help" in shown
