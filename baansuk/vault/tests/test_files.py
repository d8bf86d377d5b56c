"""Sealed files: whatever is not as it was sealed is found, and any place can be read."""

from __future__ import annotations

import io
import os

import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baansuk.thai.words import Refusal
from baansuk.vault.files import TAG, SealedReader, SealedWriter, is_sealed, key_id_of, read_header
from baansuk.vault.keys import Keyring

CHUNK = 64
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK - 1, 3 * CHUNK]
HOUSE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def key(keyring):
    return keyring.new_key(place="deliveries/1")


def sealed(content: bytes, key, label: str = "raw", pieces: int = 0) -> bytes:
    out = io.BytesIO()
    with SealedWriter(out, key, label, CHUNK) as writer:
        for at in range(0, len(content), pieces or len(content) or 1):
            writer.write(content[at : at + (pieces or len(content))])
    return out.getvalue()


def read(content: bytes, keyring: Keyring) -> bytes:
    return SealedReader(io.BytesIO(content), keyring, "raw").read()


def refused(content: bytes, keyring: Keyring) -> str:
    with pytest.raises(Refusal) as caught:
        read(content, keyring)
    return caught.value.code


def parts(content: bytes) -> tuple[bytes, list[bytes]]:
    """The header and the chunks of a sealed file."""
    header = read_header(io.BytesIO(content), "raw").raw
    body = content[len(header) :]
    return header, [body[at : at + CHUNK + TAG] for at in range(0, len(body), CHUNK + TAG)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("pieces", [0, 1, 7, CHUNK, CHUNK + 3])
def test_what_was_sealed_is_what_is_read(key, keyring, size, pieces):
    content = os.urandom(size)
    made = sealed(content, key, pieces=pieces)
    assert read(made, keyring) == content
    assert len(parts(made)[1]) == max(1, -(-size // CHUNK))


def test_nothing_of_the_content_stands_in_the_file_and_two_files_of_the_same_content_differ(key):
    content = b"1234567890123" * 20
    one, two = sealed(content, key), sealed(content, key)
    assert b"1234567890123" not in one
    assert parts(one)[1] != parts(two)[1]


@pytest.mark.parametrize("size", SIZES)
def test_every_edited_bit_is_found(key, keyring, size):
    content = sealed(os.urandom(size), key)
    for at in range(len(content)):
        edited = bytearray(content)
        edited[at] ^= 1 << (at % 8)
        assert refused(bytes(edited), keyring) in {"file_damaged", "file_not_sealed", "key_missing", "key_wrong"}


@pytest.mark.parametrize("size", SIZES)
def test_every_cut_is_found(key, keyring, size):
    content = sealed(os.urandom(size), key)
    for length in range(len(content)):
        assert refused(content[:length], keyring) in {"file_damaged", "file_not_sealed", "key_missing", "key_wrong"}


def test_chunks_cannot_be_swapped_repeated_left_out_or_added(key, keyring):
    header, chunks = parts(sealed(os.urandom(4 * CHUNK), key))
    other = parts(sealed(os.urandom(4 * CHUNK), key))[1]
    for wrong in (
        [chunks[1], chunks[0], *chunks[2:]],
        [chunks[0], chunks[0], *chunks[2:]],
        [chunks[0], *chunks[2:]],
        chunks[:3],
        [*chunks, chunks[3]],
        [*chunks, other[3]],
        [chunks[0], other[1], *chunks[2:]],
        [*chunks, b"x"],
        [*chunks, b"x" * TAG],
        [*chunks, b"x" * (CHUNK + TAG)],
    ):
        assert refused(header + b"".join(wrong), keyring) == "file_damaged"


def test_a_cut_is_found_though_only_the_beginning_is_wanted(key, keyring):
    header, chunks = parts(sealed(os.urandom(4 * CHUNK), key))
    with pytest.raises(Refusal, match="not as it was sealed"):
        SealedReader(io.BytesIO(header + b"".join(chunks[:2])), keyring, "raw")


def test_the_label_cannot_be_changed(key, keyring):
    made = sealed(b"content", key, label="issues.parquet")
    assert refused(made.replace(b"issues.parquet", b"people.parquet"), keyring) == "file_damaged"


def test_another_key_of_the_same_name_does_not_open_it(tmp_path, key, keyring):
    made = sealed(b"content", key)
    other = Keyring(tmp_path / "other")
    other.keep(type(key)(key.id, key.kind, key.place, os.urandom(32)))
    assert refused(made, other) == "file_damaged"
    assert refused(made, Keyring(tmp_path / "third")) == "key_missing"
    keyring.destroy(key.id)
    assert refused(made, keyring) == "key_destroyed"


def test_a_clear_and_an_empty_file_are_said_to_be_clear(tmp_path, keyring, key):
    assert refused(b"", keyring) == "file_not_sealed"
    assert refused(b"a,b\r\n1,2\r\n", keyring) == "file_not_sealed"
    path = tmp_path / "file"
    path.write_bytes(b"a,b")
    assert not is_sealed(path)
    path.write_bytes(sealed(b"a,b", key))
    assert is_sealed(path)
    assert key_id_of(path) == key.id


def test_a_writer_that_fails_leaves_a_file_that_does_not_open(key, keyring):
    out = io.BytesIO()
    with pytest.raises(RuntimeError), SealedWriter(out, key, "raw", CHUNK) as writer:
        writer.write(os.urandom(3 * CHUNK))
        raise RuntimeError
    assert refused(out.getvalue(), keyring) == "file_damaged"


@HOUSE
@given(
    size=st.integers(0, 5 * CHUNK),
    steps=st.lists(
        st.tuples(st.integers(0, 6 * CHUNK), st.sampled_from([0, 1, 2]), st.integers(-1, 3 * CHUNK)), max_size=12
    ),
)
def test_any_place_reads_as_in_a_clear_file(key, keyring, size, steps):
    content = os.urandom(size)
    reader, clear = SealedReader(io.BytesIO(sealed(content, key)), keyring), io.BytesIO(content)
    assert reader.size == size
    for offset, whence, length in steps:
        by = offset if whence == 0 else min(offset, 3) if whence == 1 else -min(offset, size)
        assert reader.seek(by, whence) == clear.seek(by, whence)
        assert reader.read(length) == clear.read(length)
        assert reader.tell() == clear.tell()


@HOUSE
@given(st.binary(max_size=400), st.data())
def test_random_tampering_is_found(key, keyring, content, data):
    made = sealed(content, key)
    begin = data.draw(st.integers(0, len(made)))
    end = data.draw(st.integers(begin, len(made)))
    wrong = made[:begin] + data.draw(st.binary(max_size=100)) + made[end:]
    if wrong == made:
        assert read(wrong, keyring) == content
    else:
        assert refused(wrong, keyring)


def test_parquet_is_read_through_the_seal(key, keyring, tmp_path):

    table = pl.DataFrame({"n": range(50_000), "name": ["สมมติ"] * 50_000})
    table.write_parquet(tmp_path / "clear.parquet", row_group_size=5_000)
    made = sealed((tmp_path / "clear.parquet").read_bytes(), key)
    assert pl.read_parquet(io.BufferedReader(SealedReader(io.BytesIO(made), keyring))).equals(table)
    groups = pq.ParquetFile(SealedReader(io.BytesIO(made), keyring))
    assert groups.read_row_group(3, columns=["n"])["n"][0].as_py() == 15_000
