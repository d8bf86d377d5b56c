"""The door through which a web server calls Baansuk."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from baansuk.access.database_addresses import ACTING_AS
from baansuk.web.quiet import quiet

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baansuk.web.settings")
os.environ[ACTING_AS] = "application"
application = quiet(get_wsgi_application())

from django.db import connection  # noqa: E402  # only now are the settings there to ask the database

from baansuk.access.database_roles import check_fit  # noqa: E402
from baansuk.access.key_marks import check_keys  # noqa: E402
from baansuk.access.restored_mark import check_ready  # noqa: E402
from baansuk.vault.private import empty_the_dead  # noqa: E402

# Whoever starts the web server by hand meets the same refusal as `baansuk serve`.
check_fit("application")
check_keys()
check_ready()
empty_the_dead()
connection.close()
# What is loaded by now stays: to look through all of it for garbage took a twentieth of each page's time.
gc.collect()
gc.freeze()
