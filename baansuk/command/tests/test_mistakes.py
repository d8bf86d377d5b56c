"""Whatever is typed or set wrongly is answered by one clear sentence and an exit code that is not 0."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from baansuk.command import __main__ as command
from baansuk.command.addresses import check_databases, check_listening
from baansuk.runs.engines import check_engine
from baansuk.thai.words import Refusal
from tests.faults.house import House

ROOT = Path(__file__).resolve().parents[3]


def baansuk(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in a process of its own."""
    said = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
    return subprocess.run(
        [sys.executable, "-m", "baansuk.command", *arguments],
        env=said | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "address", ["garbage", "postgres://", "mysql://secret@host/name", "http://[bad", "postgres://u:secret@host:port/x"]
)
def test_an_address_that_is_none_is_refused_without_repeating_it(address, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(Refusal) as refusal:
        check_databases()
    assert refusal.value.code == "database_url"
    assert "DATABASE_URL" in refusal.value.words.en and "secret" not in refusal.value.words.en


@pytest.mark.parametrize(
    "address",
    [
        "",
        "sqlite:////var/x.db",
        "postgres://u:p@host:5432/name",
        "postgresql://postgres:@/postgres?host=/tmp/x",
        "postgres://u:p%40@[::1]/name",
    ],
)
def test_addresses_that_are_some_pass(address, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", address)
    check_databases()


def test_a_garbage_database_address_is_one_sentence_to_the_user(tmp_path):
    done = baansuk("doctor", BAANSUK_VAR=str(tmp_path), DATABASE_URL="garbage", BAANSUK_LANGUAGE="en")
    assert done.returncode == 1
    assert done.stderr.startswith("DATABASE_URL is no address of a database")
    assert done.stderr.count("\n") == 1 and done.stdout == ""


def test_a_setting_that_is_no_number_is_one_sentence(tmp_path):
    done = baansuk("doctor", BAANSUK_VAR=str(tmp_path), BAANSUK_UPLOAD_MAX="much", BAANSUK_LANGUAGE="en")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "A setting of the environment" in done.stderr


@pytest.mark.parametrize("host", ["999.1.1.1", "no-such-host.invalid", "8.8.8.8", "a..b"])
def test_a_host_that_is_not_this_machine_is_not_said_to_be_a_busy_port(host):
    with pytest.raises(Refusal) as refusal:
        check_listening(host, 0)
    assert refusal.value.code == "bad_host"
    assert host in refusal.value.words.th


def test_a_busy_port_is_said_to_be_busy():
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Refusal) as refusal:
            check_listening("127.0.0.1", other.getsockname()[1])
    assert refusal.value.code == "port_taken"


def test_a_port_that_is_no_number_is_bad_usage(monkeypatch, capsys):
    monkeypatch.setenv("PORT", "abc")
    assert command.run(["serve"]) == 2
    assert "abc" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["reciev"], "ไม่มีคำสั่ง reciev หมายถึง receive หรือไม่"),
        (["zzzzz"], "ไม่มีคำสั่ง zzzzz"),
        (["doctor", "x"], "มีค่าเกินมา: x"),
        (["doctor", "x", "y"], "มีค่าเกินมา: x y"),
        (["receive", "absent.csv"], "ไม่พบ absent.csv"),
        (["assess", "--engine", "dask"], "“dask” ไม่อยู่ในรายการที่ใช้ได้"),
        (["assess", "--engine"], "ต้องมีค่าตามหลัง --engine"),
        (["agreements", "--json=x"], "--json ไม่รับค่า"),
        (["serve", "--port", "99999"], "99999 อยู่นอกช่วง"),
        (["serve", "--port", "much"], "“much” ไม่ใช่จำนวนเต็ม"),
        (["breach", "a", "--from", "วานนี้", "--to", "2569-01-01"], "อ่าน “วานนี้” เป็นวันเวลาไม่ได้ พิมพ์อย่าง 2569-11-23"),
        (["breach", "a", "--codes", "/"], "/ เป็นโฟลเดอร์ ต้องเป็นไฟล์"),
        (["backup", __file__], "เป็นไฟล์ ต้องเป็นโฟลเดอร์"),
        (["assess", "--engin", "spark"], "ไม่มีตัวเลือก --engin"),
        (["restore"], "ยังไม่ได้ระบุ DIR"),
    ],
)
def test_what_was_mistyped_is_said_in_thai_alone(typed, said, monkeypatch, capsys):
    monkeypatch.setenv("BAANSUK_LANGUAGE", "th")
    assert command.run(typed) == 2
    told = capsys.readouterr().err
    assert said in told and told.count("\n") == 1 and "--help`" in told
    # All that is left in Latin letters was typed, or is a name to type.
    assert not re.search(r"\b(?:is|not|does|such|Got|a|No|requires)\b", told.split("ดูวิธีใช้")[0].replace("--from", ""))


@pytest.mark.parametrize("group", [[], ["audit"], ["verify"]])
def test_whoever_names_no_verb_is_shown_which_there_are(group, capsys):
    assert command.run(group) == 2
    told = capsys.readouterr().err
    assert "--help" in told and "verify" in told and "(วิธีใช้" not in told and "(Usage" not in told


def test_spark_that_is_not_installed_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr("baansuk.runs.engines.find_spec", lambda name: None)
    with pytest.raises(Refusal) as refusal:
        check_engine("spark")
    assert refusal.value.code == "no_spark" and "--group spark" in refusal.value.words.en


def test_spark_without_java_and_an_unknown_engine_are_said(monkeypatch):
    monkeypatch.setattr("baansuk.runs.engines.find_spec", lambda name: object())
    monkeypatch.setattr("baansuk.runs.engines.shutil.which", lambda name: None)
    with pytest.raises(Refusal, match="Java"):
        check_engine("spark")
    monkeypatch.setenv("BAANSUK_ENGINE", "quantum")
    with pytest.raises(Refusal, match="quantum"):
        check_engine("")


@pytest.mark.parametrize("asked", [["doctor"], ["--help"], ["sample"], ["receive", "--help"]])
@pytest.mark.parametrize("language", ["th", "en"])
def test_a_terminal_that_cannot_show_thai_breaks_no_verb(asked, language, tmp_path):
    plain = {"PYTHONIOENCODING": "ascii", "BAANSUK_LANGUAGE": language, "BAANSUK_VAR": str(tmp_path)}
    done = baansuk(*asked, **plain)
    assert "UnicodeEncodeError" not in done.stderr
    assert done.returncode == {"doctor": 1, "sample": 2}.get(asked[0], 0), done.stderr
    if asked == ["doctor"] and language == "en":
        lines = done.stdout.splitlines()
        assert any(line.startswith("+ ") for line in lines) and any(line.startswith("x ") for line in lines)


@pytest.mark.parametrize("after", [[], [b"keeper\n"]], ids=["at the name", "at the password"])
def test_ctrl_c_at_a_question_of_init_ends_it_with_130_and_one_sentence(after, begun, tmp_path):
    # Tables are there already, which is not what it takes to ask.
    house = House(tmp_path, begun)
    shown, code = _interrupt_init(house.folder / "var", after)
    assert code == 130, shown
    assert shown.count("Interrupted") == 1 and "Traceback" not in shown


def _interrupt_init(folder: Path, answers: list[bytes]) -> tuple[str, int]:
    """Begin ``init`` in a terminal of its own, give the answers, press Ctrl-C at the next question."""
    said = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
    said |= {"BAANSUK_VAR": str(folder), "BAANSUK_LANGUAGE": "en"}
    number, terminal = pty.fork()
    if number == 0:
        os.chdir(ROOT)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.execve(sys.executable, [sys.executable, "-m", "baansuk.command", "init"], said)
    seen, steps = b"", [*zip([b"Username", b"Password"], [*answers, b"\x03"], strict=False)]
    last = time.monotonic() + 120
    while time.monotonic() < last:
        ready, _, _ = select.select([terminal], [], [], 0.2)
        try:
            seen += os.read(terminal, 4096) if ready else b""
        except OSError:
            break  # the terminal closed: it has ended
        if steps and steps[0][0] in seen:
            time.sleep(0.3)
            os.write(terminal, steps.pop(0)[1])
            last = time.monotonic() + 20
    else:
        os.kill(number, signal.SIGKILL)
    _, status = os.waitpid(number, 0)
    return seen.decode(errors="replace"), os.waitstatus_to_exitcode(status)


@pytest.mark.django_db
@pytest.mark.parametrize("question", ["select 1 from no_such_table", "select no_such_column from django_migrations"])
def test_a_database_without_its_tables_is_said_to_be_made_by_init(question):
    with pytest.raises(DatabaseError) as missing, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(question)
    assert "run `baansuk init`" in command._explain(missing.value).en
