"""The web process's entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "movierec.settings")
os.environ.setdefault("MOVIEREC_ROLE", "web")
application = get_wsgi_application()

from movierec.background import work_at_start  # noqa: E402  (needs the apps)
from movierec.indexes import open_at_start  # noqa: E402

open_at_start()
work_at_start()
