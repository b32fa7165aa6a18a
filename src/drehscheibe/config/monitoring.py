"""Who may read the installation's figures: the operator's monitoring, by token or from its network."""

import hmac
import ipaddress
from typing import Any

from django.conf import settings


def _is_inside(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return False
    return any(found in network for network in settings.METRICS_NETWORKS)


def may_watch(request: Any) -> bool:
    """Whether the token is given, or both the connection and (behind a proxy) the visitor come from the network.

    The proxy appends the visitor's address to X-Forwarded-For, so that nobody becomes loopback by passing through it.
    """
    given = request.META.get("HTTP_AUTHORIZATION", "")
    token = settings.METRICS_TOKEN
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    named = [request.META.get("REMOTE_ADDR", "")]
    if "HTTP_X_FORWARDED_FOR" in request.META:
        named.append(request.META["HTTP_X_FORWARDED_FOR"].rsplit(",", 1)[-1])
    return all(map(_is_inside, named))
