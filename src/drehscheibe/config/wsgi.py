"""The WSGI application. Each web worker starts to listen for publications when it is loaded."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drehscheibe.config.settings")
application = get_wsgi_application()

from drehscheibe.kernel import freshness  # noqa: E402  needs the settings

freshness.start_listening()
