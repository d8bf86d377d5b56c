"""An upload too large for memory lies in the private folder and has no name there."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from baansuk.vault import private
from baansuk.web.uploads import PrivateUploadHandler


def test_a_large_upload_has_no_name_anywhere(settings):
    content = b"1234567890123," * 250_000
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("list.csv", content)})
    file: Any = request.FILES["file"]
    assert not hasattr(file, "temporary_file_path")
    assert file.size == len(content)
    assert file.read() == content
    assert [path.name for path in private.folder().iterdir()] == ["lock"]
    file.close()
    assert file.closed


def test_a_broken_upload_leaves_nothing():

    handler = PrivateUploadHandler(HttpRequest())
    handler.new_file("file", "list.csv", "text/csv", 10, None, None)
    handler.receive_data_chunk(b"half", 0)
    handler.upload_interrupted()
    assert handler.file.closed
