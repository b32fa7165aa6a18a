"""Whether an address on the web can still be reached, asked politely and from outside of the house.

Addresses come from editors, so the server must not be led to anything internal: every name is resolved once, every
address behind it must be public, and the connection goes to just that one. Redirects are followed by the same rules.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable
from contextlib import closing
from enum import StrEnum
from http.client import HTTPConnection, HTTPException
from urllib.parse import urljoin, urlsplit

PATIENCE = 6.0  # seconds for each answer
REDIRECTS = 4
PORTS = frozenset({80, 443})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_HEADERS = {"User-Agent": "Drehscheibe link check", "Accept": "*/*", "Connection": "close"}


class Problem(StrEnum):
    """Why an address cannot be reached."""

    GONE = "gone"
    UNKNOWN_HOST = "unknown_host"
    NO_ANSWER = "no_answer"
    INSECURE = "insecure"
    INTERNAL = "internal"
    ENDLESS = "endless"
    BROKEN = "broken"
    MALFORMED = "malformed"


class _UnreachableError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def is_public(address: str, port: int) -> bool:
    """Whether an IP address and port belong to the public web: no private, loopback, link-local or reserved network."""
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else ip.ipv4_mapped or ip.sixtofour
        ip = inner or ip
    return port in PORTS and ip.is_global and not ip.is_multicast


def reach(address: str, *, may_reach: Callable[[str, int], bool] = is_public) -> Problem | None:
    """Ask for the address and say what is wrong with it; None when it leads somewhere.

    An answer that wants to know who asks (401, 403) or wants us to wait (429) is a page that is there.
    """
    try:
        for _ in range(REDIRECTS + 1):
            status, onward = _ask(address, may_reach)
            if status not in {301, 302, 303, 307, 308} or not onward:
                return _judged(status)
            address = urljoin(address, onward)
    except _UnreachableError as error:
        return error.problem
    return Problem.ENDLESS


def _judged(status: int) -> Problem | None:
    if status in {404, 410}:
        return Problem.GONE
    return Problem.BROKEN if status >= 400 and status not in {401, 403, 405, 407, 429} else None


def _ask(address: str, may_reach: Callable[[str, int], bool]) -> tuple[int, str]:
    """Status and, of a redirect, where it leads. Servers that do not like HEAD are asked again with GET."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError as error:
        raise _UnreachableError(Problem.MALFORMED) from error
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None:
        raise _UnreachableError(Problem.MALFORMED)
    port = port or (443 if parts.scheme == "https" else 80)
    place = _resolved(host, port, may_reach)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    status, onward = _answer("HEAD", host, place, path, is_secure=parts.scheme == "https")
    if status >= 400 and status not in {410, 429}:
        status, onward = _answer("GET", host, place, path, is_secure=parts.scheme == "https")
    return status, onward


def _resolved(host: str, port: int, may_reach: Callable[[str, int], bool]) -> tuple[str, int]:
    """The address to connect to; all that the name stands for must be allowed."""
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise _UnreachableError(Problem.UNKNOWN_HOST) from error
    if not all(may_reach(ip, port) for ip in found):
        raise _UnreachableError(Problem.INTERNAL)
    return found[0], port


def _answer(method: str, host: str, place: tuple[str, int], path: str, *, is_secure: bool) -> tuple[int, str]:
    connection = HTTPConnection(host, place[1], timeout=PATIENCE)
    quoted = path.encode("ascii", "ignore").decode().replace(" ", "%20")
    named = host if place[1] in PORTS else f"{host}:{place[1]}"
    try:
        plain = socket.create_connection(place, PATIENCE)
        with closing(
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) if is_secure else plain
        ) as sock:
            connection.sock = sock  # connected by us, so that nobody resolves the name again
            connection.request(method, quoted, headers={**_HEADERS, "Host": named})
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Location", "")
    except ssl.SSLError as error:
        raise _UnreachableError(Problem.INSECURE) from error
    except (OSError, HTTPException, ValueError) as error:
        raise _UnreachableError(Problem.NO_ANSWER) from error
