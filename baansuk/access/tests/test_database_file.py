"""The database of SQLite holds names: its file is its owner's alone, also where an older version made it open to all."""

from __future__ import annotations

import stat

from baansuk.access.database_addresses import close_to_others


def test_an_open_file_and_its_journal_are_closed(tmp_path):
    files = [tmp_path / f"house.sqlite3{end}" for end in ("", "-wal", "-shm")]
    for file in files:
        file.write_bytes(b"x")
        file.chmod(0o644)
    close_to_others(files[0])
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600] * 3


def test_a_database_that_is_not_there_yet_is_no_fault(tmp_path):
    close_to_others(tmp_path / "none.sqlite3")
    assert list(tmp_path.iterdir()) == []
