"""A server on this machine's loopback that answers each caller in a thread of its own."""

import socket
import socketserver
import threading
from collections.abc import Callable
from contextlib import suppress


class Loopback(socketserver.ThreadingTCPServer):
    """Calls `talk(client)` for whoever connects. `port` is its own at once, but nobody listens there before `start()`.

    A caller who goes away in the middle of the talk is no fault.
    """

    allow_reuse_address = daemon_threads = True
    request_queue_size = 64

    def __init__(self, talk: Callable[[socket.socket], None]) -> None:
        super().__init__(("127.0.0.1", 0), socketserver.BaseRequestHandler, bind_and_activate=False)
        self.talk = talk
        self.serving: threading.Thread | None = None
        self.server_bind()
        self.port = int(self.server_address[1])

    def finish_request(self, request: socket.socket, _address: object) -> None:
        with suppress(OSError):
            self.talk(request)

    def start(self) -> None:
        self.server_activate()
        self.serving = threading.Thread(target=self.serve_forever, args=[0.05], daemon=True)
        self.serving.start()

    def stop(self) -> None:
        if self.serving:
            self.shutdown()
        self.server_close()
