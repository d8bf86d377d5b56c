"""Work that names what is not there is refused, and the exit code tells a script of files that are not in the result."""

from __future__ import annotations

import errno
import os

import pytest

from baansuk.command import __main__ as command
from baansuk.command import receiving, register
from baansuk.thai.system_faults import reason_of
from baansuk.verify.models import Round


@pytest.fixture
def jobs(monkeypatch):
    """The jobs that a command asked for, none of them done; files called "bad" are refused."""
    asked: list[str] = []
    monkeypatch.setenv("BAANSUK_LANGUAGE", "en")
    monkeypatch.setattr(register, "set_up_django", lambda acting_as="": None)
    monkeypatch.setattr(register, "_do", lambda job, _arguments: asked.append(job))
    monkeypatch.setattr(receiving, "_received", lambda path, *_rest: "bad" not in path.name)
    return asked


@pytest.mark.parametrize(
    ("names", "code", "done", "said"),
    [
        (["good.csv"], 0, ["register"], ""),
        (
            ["good.csv", "bad.csv"],
            1,
            ["register"],
            "1 file(s) were refused; the reasons stand above. The new edition was made",
        ),
        (["bad.csv", "bad2.csv"], 1, [], "2 file(s) were refused; the reasons stand above. No new edition was made."),
        ([], 0, ["register"], ""),
    ],
    ids=["none refused", "some refused", "all refused", "no file"],
)
def test_run_tells_of_refused_files_and_makes_no_edition_of_nothing_new(
    names, code, done, said, jobs, tmp_path, capsys
):
    paths = [tmp_path / name for name in names]
    for path in paths:
        path.write_text("a,b\n1,2\n")
    assert command.run(["run", *map(str, paths)]) == code
    assert jobs == done
    assert capsys.readouterr().err.startswith(said)


@pytest.mark.django_db
@pytest.mark.parametrize("area", ["123456", "9", "98", "จังหวัด"])
def test_a_round_of_a_province_that_there_is_not_is_refused(area, monkeypatch, capsys):
    monkeypatch.setenv("BAANSUK_LANGUAGE", "en")
    monkeypatch.setattr("baansuk.command.verify._set_up", lambda: None)
    assert command.run(["verify", "open", "r-1", "--title", "x", "--area", area, "--order", "1"]) == 1
    assert f"no province {area}" in capsys.readouterr().err
    assert not Round.objects.exists()


def test_why_a_file_cannot_be_had_is_said_in_thai(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("BAANSUK_LANGUAGE", "th")
    said = []
    for name, path in {"absent": tmp_path / "ก.csv", "folder": tmp_path}.items():
        assert command.run(["link-files", str(path), "--out", str(tmp_path / "out")]) == 2, name
        said.append(capsys.readouterr().err)
    assert "(ไม่พบ)" in said[0] and "(เป็นโฟลเดอร์)" in said[1]
    strange = OSError(errno.ENOTTY, "x")
    assert reason_of(strange).th == reason_of(strange).en == os.strerror(errno.ENOTTY)
    assert reason_of(OSError("without a number")).en == "OSError"
