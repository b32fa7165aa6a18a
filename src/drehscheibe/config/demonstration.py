"""Run the whole demo: database, content, web server, worker, and a port for every town."""

import asyncio
import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import ExitStack, suppress
from pathlib import Path

from drehscheibe.config import demo_state
from drehscheibe.demo.content import district
from drehscheibe.demo.hosts import town_hosts
from drehscheibe.kernel import embedded_postgres
from drehscheibe.kernel.server_user import EmbeddedPostgresError

PROJECT = Path(__file__).resolve().parents[3]
SEED = "from drehscheibe.config.demonstration import fill; fill()"
PATIENCE = 60  # seconds until the first page must have come


class CannotStartError(RuntimeError):
    """The demo cannot start; the message says what to do."""


def fill() -> None:
    """Write the demo's content (within a process that has Django loaded)."""
    from drehscheibe.demo.cases import seed_cases  # noqa: PLC0415  needs Django
    from drehscheibe.demo.models import Filled  # noqa: PLC0415
    from drehscheibe.demo.seed import seed  # noqa: PLC0415
    from drehscheibe.kernel import clock, freshness  # noqa: PLC0415

    source = demo_state.state()
    seed(now=clock.now(), say=lambda step: _say(f"   {step}"))
    freshness.start_listening()  # cases publish nothing: portals and offers are read once
    seed_cases(now=clock.now(), say=lambda step: _say(f"   {step}"))
    Filled.objects.update_or_create(pk=1, defaults={"state": source, "at": clock.now()})


def _say(text: str) -> None:
    with suppress(OSError):  # a full disk under the log must not keep what has died from starting again
        print(text, flush=True)  # noqa: T201  the command line speaks here


def _var() -> Path:
    return Path(os.environ.get("DREHSCHEIBE_VAR", PROJECT / "var")).resolve()


def run(*, port: int, reset: bool) -> None:
    """Start everything, print the addresses, and stay until ended."""
    var = _var()
    var.mkdir(parents=True, exist_ok=True)
    _ports_must_be_free(port)
    with ExitStack() as stack:
        server = None
        if "DATABASE_URL" not in os.environ:
            if reset:
                _throw_away(var)
            _say("1/4 Datenbank startet ...")
            server = stack.enter_context(embedded_postgres.hold(var))
        elif reset:
            raise CannotStartError("--reset leert nur die eingebaute Datenbank. Leeren Sie Ihre eigene bitte selbst.")
        (var / "demo.json").write_text(json.dumps({"port": port}))
        with demo_state.connect(server) as connection:
            is_filled = demo_state.is_filled(connection)
        if is_filled:
            _say("2/4 und 3/4 Tabellen und Inhalte sind auf dem neuesten Stand.")
        else:
            _say("2/4 Tabellen ...")
            _once("migrate")
            _say("3/4 Inhalte ...")
            _once("shell", "-c", SEED)
        _say("4/4 Webserver und Auftragsdienst starten ...")
        with suppress(KeyboardInterrupt):
            asyncio.run(_stay(port, var))


def _throw_away(var: Path) -> None:
    embedded_postgres.stop(var)
    for folder in ("postgres", "media"):
        shutil.rmtree(var / folder, ignore_errors=True)


def _ports_must_be_free(port: int) -> None:
    for number in range(port, port + 1 + len(town_hosts())):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", number))
            except OSError as error:
                raise CannotStartError(
                    f"Der Port {number} ist belegt. Beenden Sie, was dort läuft, "
                    "oder wählen Sie einen anderen: drehscheibe demo --port 8100"
                ) from error


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "drehscheibe", *arguments]


def _once(*arguments: str) -> None:
    done = subprocess.run(_command(*arguments), check=False)  # noqa: S603  our own command
    if done.returncode:
        raise CannotStartError("Die Vorführung konnte nicht starten. Der Grund steht darüber.")


def _end_with_parent() -> None:
    """In the child: ask Linux to end it when the demo's process is killed, so that no port stays taken."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


async def _keep_running(*arguments: str) -> None:
    """Run a child process, and again when it dies, until cancelled."""
    while True:
        child = await asyncio.create_subprocess_exec(*_command(*arguments), preexec_fn=_end_with_parent)
        try:
            await child.wait()
        except asyncio.CancelledError:
            with suppress(ProcessLookupError):
                child.terminate()
            with suppress(TimeoutError):
                await asyncio.wait_for(child.wait(), 15)
            raise
        _say(f"{arguments[0]} ist ausgefallen und startet neu.")
        await asyncio.sleep(0.5)


async def _keep_database(var: Path) -> None:
    """Start the embedded server again when it died."""
    while True:
        await asyncio.sleep(1)
        with suppress(EmbeddedPostgresError):
            await asyncio.to_thread(embedded_postgres.start, var)


async def _forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
    """Hand a connection to a town's own port on to the web server; the Host header says which port was meant."""

    async def pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(65536):
                target.write(data)
                await target.drain()
        with suppress(ConnectionError, RuntimeError):
            target.close()

    try:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        writer.close()
        return
    await asyncio.gather(pump(reader, there_writer), pump(there_reader, writer))


async def _wait_until_ready(port: int) -> None:
    def is_ready() -> bool:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return int(answer.status) == 200
        return False

    for _ in range(PATIENCE * 5):
        if await asyncio.to_thread(is_ready):
            return
        await asyncio.sleep(0.2)
    raise CannotStartError("Der Webserver antwortet nicht. Der Grund steht darüber.")


def _print_addresses(port: int) -> None:
    tenants = district()["tenants"]
    names = {tenant["hosts"][0]: tenant["name"]["de"] for tenant in tenants}
    root = tenants[0]
    _say("\nDas Portal läuft (Vorführung, keine echte Behörde).\n")
    _say(f"  Rundgang in fünf Minuten: http://localhost:{port}/demo/\n")
    _say(f"  {root['name']['de']:<18} http://localhost:{port}/")
    for place, host in enumerate(town_hosts(), start=1):
        _say(f"  {names[host]:<18} http://{host}:{port}/   oder http://localhost:{port + place}/")
    _say(f"\n  E-Mails, die verschickt worden wären: http://localhost:{port}/demo/post/")
    _say("  Als Mitarbeiterin oder Mitarbeiter anmelden: auf jedem Portal unter /anmelden/")
    _say("\nBeenden mit Strg+C.")


async def _stay(port: int, var: Path) -> None:
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    children = [
        asyncio.create_task(_keep_running("serve", "--port", str(port), "--workers", "2")),
        asyncio.create_task(_keep_running("worker")),
    ]
    if "DATABASE_URL" not in os.environ:
        children.append(asyncio.create_task(_keep_database(var)))
    servers = [
        await asyncio.start_server(lambda r, w: _forward(r, w, port), "127.0.0.1", port + place)
        for place in range(1, len(town_hosts()) + 1)
    ]
    waiting = asyncio.create_task(_wait_until_ready(port))
    stopping = asyncio.create_task(ended.wait())
    await asyncio.wait([waiting, stopping], return_when=asyncio.FIRST_COMPLETED)
    if waiting.done() and not ended.is_set():
        waiting.result()
        _print_addresses(port)
        await ended.wait()
    waiting.cancel()
    for server in servers:
        server.close()
    for child in children:
        child.cancel()
    await asyncio.gather(*children, return_exceptions=True)
