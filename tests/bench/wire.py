"""The lean driver: keep-alive connections, one thread, only as much HTTP as the measured server speaks."""

import re
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bench.flow import Answer, Flow, FlowError, Request

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.IGNORECASE)
_COOKIE = re.compile(rb"\r\nset-cookie: *([^=;]+)=([^;\r]*)", re.IGNORECASE)


def _message(request: Request, host: str, cookies: dict[str, str]) -> bytes:
    lines = [f"{'GET' if request.form is None else 'POST'} {request.path} HTTP/1.1", f"Host: {host}"]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    if request.form is None:
        return "\r\n".join([*lines, "", ""]).encode()
    body = request.body
    lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def _size(received: bytes) -> int | None:
    """How long the first answer in `received` is, headers included; None while that cannot be told."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return None
    length = _LENGTH.search(received, 0, end)
    if not length:
        raise FlowError(f"an answer without a length: {received[:end]!r}")
    return end + 4 + int(length[1])


@dataclass
class Sent:
    """What became of a load: `seconds` from the first request to the last answer; latencies in seconds."""

    references: list[str] = field(default_factory=list)
    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    sendings: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


class _Client:
    """One guest after the other on one connection."""

    def __init__(self, port: int, host: str, flow: Callable[[], Flow]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.host, self.new_flow = host, flow
        self.begin()

    def begin(self) -> None:
        self.flow, self.cookies = self.new_flow(), dict[str, str]()
        self.ask(next(self.flow))

    def ask(self, request: Request) -> None:
        self.request, self.received = request, b""
        self.socket.sendall(_message(request, self.host, self.cookies))
        self.since = time.perf_counter()

    def take(self) -> Answer | None:
        """The answer when it is complete."""
        part = self.socket.recv(262144)
        if not part:
            raise FlowError("the server closed the connection")
        self.received += part
        size = _size(self.received)
        if size is None or len(self.received) < size:
            return None
        end = self.received.find(b"\r\n\r\n")
        head = self.received[:end]
        self.cookies |= {name.decode(): value.decode() for name, value in _COOKIE.findall(head)}
        location = _LOCATION.search(head)
        return Answer(int(head[9:12]), location[1].decode() if location else "", self.received[end + 4 :])


def load(port: int, host: str, flow: Callable[[], Flow], *, clients: int, seconds: float) -> Sent:
    """A closed loop without pauses: each client begins anew when its flow is done, until the time is over."""
    done, started = Sent(), time.perf_counter()
    waiting = selectors.DefaultSelector()
    for _ in range(clients):
        client = _Client(port, host, flow)
        waiting.register(client.socket, selectors.EVENT_READ, client)
    while waiting.get_map():
        for key, _ in waiting.select(timeout=30) or _nothing_came():
            _go_on(key.data, done, waiting, is_over=time.perf_counter() - started > seconds)
    done.seconds = time.perf_counter() - started
    return done


def _nothing_came() -> list[tuple[selectors.SelectorKey, int]]:
    raise FlowError("no answer for 30 seconds")


def _go_on(client: _Client, done: Sent, waiting: selectors.DefaultSelector, *, is_over: bool) -> None:
    try:
        answer = client.take()
        if answer is None:
            return
        took = time.perf_counter() - client.since
        done.latencies.append(took)
        if client.request.is_sending:
            done.sendings.append(took)
        client.ask(client.flow.send(answer))
    except StopIteration as end:
        done.references.append(end.value)
        if not is_over:
            client.begin()
            return
    except (FlowError, OSError) as error:
        done.failures.append(str(error))
    else:
        return
    waiting.unregister(client.socket)
    client.socket.close()


def throughput(port: int, request: Request, host: str, *, seconds: float) -> float:
    """Answers a second to one repeated GET: 8 connections, 16 requests in a sending, so that driving costs little."""
    message = _message(request, host, {})
    batch, connections = 16, 8
    with socket.create_connection(("127.0.0.1", port)) as first:
        first.sendall(message)
        received = b""
        while (size := _size(received)) is None or len(received) < size:
            received += first.recv(262144)
    if not received.startswith(b"HTTP/1.1 200"):
        raise FlowError(f"{request.path} answers {received[:40]!r}")
    waiting, answered, missing = selectors.DefaultSelector(), 0, {}
    buffer = bytearray(1 << 20)
    for _ in range(connections):
        opened = socket.create_connection(("127.0.0.1", port))
        waiting.register(opened, selectors.EVENT_READ)
        opened.sendall(message * batch)
        missing[opened] = size * batch
    started = time.perf_counter()
    while (now := time.perf_counter()) - started < seconds:
        for key, _ in waiting.select(timeout=5):
            opened = key.fileobj
            missing[opened] -= opened.recv_into(buffer)
            if missing[opened] <= 0:  # every answer is as long as the first: dates and request ids have one length
                answered += batch
                opened.sendall(message * batch)
                missing[opened] += size * batch
    for opened in missing:
        opened.close()
    return answered / (now - started)
