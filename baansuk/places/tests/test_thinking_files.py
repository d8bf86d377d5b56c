"""The files that think about places work without Django, so that the analysts' commands can use them."""

import subprocess
import sys

THINKING = (
    "names",
    "resolver",
    "place_tables",
    "place_text",
    "sheets",
    "area_files",
    "zone_files",
    "outlines",
    "import_result",
)


def test_no_django_is_imported() -> None:
    look = f"import sys; from baansuk.places import {', '.join(THINKING)}; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], check=False, timeout=60).returncode == 0
