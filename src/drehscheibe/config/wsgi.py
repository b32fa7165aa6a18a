"""The WSGI application. Each web worker starts to listen for publications when it is loaded."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drehscheibe.config.settings")
_django = get_wsgi_application()

from drehscheibe.catalogue.search import upkeep  # noqa: E402  needs the settings
from drehscheibe.config import garbage  # noqa: E402  as above
from drehscheibe.kernel import freshness  # noqa: E402  as above

freshness.start_listening()
upkeep.start()
garbage.settle()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a request. A finished page is a list of one piece: Granian then sends it at once and with its length."""
    response: Any = _django(environ, start_response)
    if response.streaming:
        return response  # type: ignore[no-any-return]
    try:
        return [response.content]
    finally:
        response.close()
