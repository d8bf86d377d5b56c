"""The command speaks one language, in sentences, with exit codes."""

from types import SimpleNamespace

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
    for verb in ("init", "places", "sample", "receive", "link", "assess", "run", "serve", "worker", "doctor"):
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


def test_interrupt_is_exit_3(monkeypatch, capsys):
    def fail(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(command.baansuk, "main", fail)
    assert command.run([]) == 3
