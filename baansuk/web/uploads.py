"""Where an upload lies while it is taken in: a file without a name in the private folder, gone when it is closed."""

from __future__ import annotations

import tempfile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from baansuk.vault.private import folder


class PrivateFile(UploadedFile):  # type: ignore[type-arg]  # it takes none outside of the checker
    """An uploaded file too large for memory; it never has a name that another program could open."""

    def __init__(
        self, name: str | None, content_type: str | None, size: int, charset: str | None, extra: Any = None
    ) -> None:
        file = tempfile.TemporaryFile(dir=folder())  # noqa: SIM115 - it lives as long as the upload
        super().__init__(file, name, content_type, size, charset, extra)


class PrivateUploadHandler(TemporaryFileUploadHandler):
    """Streams a large upload into such a file."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin the file."""
        super(TemporaryFileUploadHandler, self).new_file(*args, **kwargs)
        self.file = PrivateFile(self.file_name, self.content_type, 0, self.charset, self.content_type_extra)  # type: ignore[assignment]  # the stubs know Django's own file only

    def upload_interrupted(self) -> None:
        """Let go of the file of a request that broke off; without a name nothing is left of it."""
        if hasattr(self, "file"):
            self.file.close()
