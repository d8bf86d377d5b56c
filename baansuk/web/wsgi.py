"""The door through which a web server calls Baansuk."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baansuk.web.settings")
application = get_wsgi_application()
