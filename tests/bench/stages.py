"""The measures, one function each, each bounded in time."""

import json
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

import psycopg

from drehscheibe.exchange.fim.genericode import Lists
from drehscheibe.exchange.reading import read
from drehscheibe.kernel import embedded_postgres
from tests.bench import flow, processes, report, wire
from tests.bench.flow import Request
from tests.bench.report import Row, at_least, at_most
from tests.exchange import schemata
from tests.journeys.portal import PROJECT, Portal, free_ports

SERVICE = "/leistungen/hundesteuer-anmelden/"
QUERIES = [
    "hund",
    "hundesteuer",
    "parken anwohner",
    "wohngeld",
    "umzug",
    "ausweis",
    "müll",
    "kind",
    "dog",
    "steuer zahlen",
]
_UNFINISHED = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
_PROCESSED = """
SELECT count(*) FROM applications_application a JOIN kernel_storedfile f ON f.id = a.receipt_id
WHERE a.reference = ANY(%s)
  AND (SELECT count(*) FROM kernel_auditevent e WHERE e.chain = a.id AND e.verb = 'submitted') = 1
"""
_STORED = "SELECT count(*), count(DISTINCT reference) FROM applications_application WHERE reference = ANY(%s)"
_MAILED = """
SELECT count(*) FROM demo_postedmail
WHERE substring(subject FROM '[A-Z]+-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]') = ANY(%s)
"""


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


@contextmanager
def portal(folder: Path) -> Iterator[tuple[Portal, list[Row]]]:
    """A demo that has started for the second time, and how long both starts took."""
    started = time.monotonic()
    Portal(folder).end()
    first = time.monotonic() - started
    started = time.monotonic()
    running = Portal(folder)
    later = time.monotonic() - started
    rows = [
        at_most("start of the demo, first ever (its ending included), to the first page", 30, first, " s"),
        at_most("start of the demo, later, to the first page", 10, later, " s"),
    ]
    try:
        running.shell(flow.PUBLISH)
        yield running, rows
    finally:
        running.end()


@contextmanager
def _database(running: Portal) -> Iterator[psycopg.Connection[tuple[int, ...]]]:
    """A connection as the owner, who sees all rows."""
    with (
        embedded_postgres.hold(running.var) as server,
        psycopg.connect(
            host=server.host, user=embedded_postgres.OWNER, dbname=embedded_postgres.DATABASE, autocommit=True
        ) as connection,
    ):
        yield connection


def service_page(running: Portal) -> list[Row]:
    """A public page from memory and rendered anew, beside a bare Django response on the same server."""
    port = free_ports()
    server = [sys.executable, "-m", "drehscheibe.config.webserver"]  # as the demo's own, with as many workers
    command = [*server, str(port), "2", "tests.bench.bare:application"]
    bare = subprocess.Popen(command, cwd=PROJECT, env=running.environment)
    try:
        _until_open(port)
        figures = {"bare": [], "kept": [], "anew": []}
        for _ in range(2):  # alternating, so that a busy moment of the machine meets all three
            figures["bare"].append(wire.throughput(port, Request("/"), flow.HOST, seconds=2))
            figures["kept"].append(wire.throughput(running.port, Request(SERVICE), flow.HOST, seconds=2))
            figures["anew"].append(wire.throughput(running.port, Request(f"{SERVICE}?frisch=1"), flow.HOST, seconds=2))
    finally:
        bare.terminate()
        bare.wait(10)
    best = {name: max(values) for name, values in figures.items()}
    rows = [Row("bare Django response, the yardstick", "", f"{report.number(best['bare'])}/s")]
    for name, words, share in (("kept", "from memory", 0.5), ("anew", "uncached", 0.15)):
        ratio = best[name] / best["bare"]
        measured = f"{report.number(best[name])}/s"
        rows.append(
            Row(f"service page {words}", f">= {share:.0%} of bare", measured, f"{ratio:.2f} of bare", ratio >= share)
        )
    return rows


def _until_open(port: int) -> None:
    for _ in range(100):
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2):
            return
        time.sleep(0.1)
    raise RuntimeError("the bare server does not answer")


def _told_by(module: str, seconds: int, environment: dict[str, str] | None) -> Any:
    """What a module of the bench counts in a process of its own and prints as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}"],
        cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


def inside(running: Portal) -> list[Row]:
    """What is counted in one process."""
    found = _told_by("inside", 60, running.environment)
    application = found["application"]
    return [
        at_most("service page uncached, SQL statements", 4, found["service"]),
        at_most("whole application (3 steps of 4 fields, guest), requests", 11, len(application["requests"])),
        at_most("whole application, SQL statements", 60, application["statements"]),
        at_most("whole application, of them writes", 15, application["writes"]),
        Row("form engine: fullest page of the dog form", "", f"{found['engine']['dog_step']:.2f} ms"),
        at_most("form engine: journey through a form of 200 fields", 5, found["engine"]["large"], " ms"),
    ]


def fields(running: Portal) -> list[Row]:
    """Random answers to each field type, and a step of 30 fields."""
    found = _told_by("fields", 150, running.environment)
    junk, step = found["junk"], found["step"]
    return [
        at_most(f"10,000 random answers to each of {junk['types']} field types, exceptions", 0, junk["crashed"]),
        at_most("step of 30 fields shown, SQL statements", 6, step["shown_statements"]),
        at_most("step of 30 fields shown, server time", 15, step["shown_ms"], " ms"),
        at_most("step of 30 fields saved and shown again, SQL statements", 6, step["saved_statements"]),
        Row("step of 30 fields saved and shown again, server time", "", f"{step['saved_ms']:.1f} ms"),
    ]


def applications(running: Portal, *, seconds: float, clients: int = 32) -> tuple[list[Row], list[str]]:
    """Applications in a closed loop without pauses, until the last job is done; and what they cost."""
    typed = [flow.pages(seed, date.today()) for seed in range(16)]  # noqa: DTZ011  a day for answers, any will do
    numbers = count()
    web = running.port

    def a_flow() -> flow.Flow:
        return flow.apply(typed[next(numbers) % len(typed)])

    with _database(running) as database:
        warm = wire.load(web, flow.HOST, a_flow, clients=8, seconds=1)
        _wait_for_jobs(database)
        before = _costs(running)
        own = time.process_time()
        started = time.monotonic()
        sent = wire.load(web, flow.HOST, a_flow, clients=clients, seconds=seconds)
        own = time.process_time() - own
        if not sent.references:
            raise flow.FlowError(f"not one application arrived: {sent.failures[:3]}")
        accepting = time.monotonic() - started
        _wait_for_jobs(database)
        whole = time.monotonic() - started
        after = _costs(running)
        references = [*warm.references, *sent.references]
        stored, distinct = database.execute(_STORED, [references]).fetchone() or (0, 0)
        (processed,) = database.execute(_PROCESSED, [references]).fetchone() or (0,)
        (mailed,) = database.execute(_MAILED, [references]).fetchone() or (0,)
        (failed,) = database.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'").fetchone() or (
            0,
        )
    accepted = len(sent.references)
    acknowledged = len(references)
    whole_truth = stored == distinct == processed == mailed == acknowledged and not failed and not sent.failures
    told = f"{acknowledged} = {stored}, processed {processed}, mails {mailed}"
    if failed or sent.failures:
        told += f", failed jobs {failed}, failed flows {len(sent.failures)}: {sent.failures[:1]}"
    rows = [
        at_least(
            f"applications a second, accepted and processed to the end, {clients} clients", 40, accepted / whole, "/s"
        ),
        Row("of these, accepted while clients were sending", "", f"{accepted / accepting:.1f}/s"),
        Row("jobs done after the last client", "", f"{whole - accepting:.1f} s"),
        at_most("final submit under that load, p95", 200, p95(sent.sendings) * 1000, " ms"),
        Row("final submit under that load, p50", "", f"{statistics.median(sent.sendings) * 1000:.0f} ms"),
        Row(
            "every request of the flow, p50 and p95",
            "",
            f"{statistics.median(sent.latencies) * 1000:.0f} and {p95(sent.latencies) * 1000:.0f} ms",
        ),
        Row("acknowledged = stored, exactly once", "always", told, "", whole_truth),
    ]
    cost = {role: (after[role] - before.get(role, 0)) / max(accepted, 1) * 1000 for role in after} | {
        "driver": own / max(accepted, 1) * 1000
    }
    shares = ", ".join(
        f"{role} {spent:.1f} ms" for role, spent in sorted(cost.items(), key=lambda one: -one[1]) if spent >= 0.05
    )
    return rows, [f"{report.COST} {sum(cost.values()):.1f} ms of processor time: {shares}."]


def _wait_for_jobs(database: psycopg.Connection[tuple[int, ...]]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        (left,) = database.execute(_UNFINISHED).fetchone() or (0,)
        if not left:
            return
        time.sleep(0.05)
    raise RuntimeError("the jobs are not done after a minute")


def _postgres(running: Portal) -> int:
    return int((running.var / "postgres/postmaster.pid").read_text().split()[0])


def _costs(running: Portal) -> dict[str, float]:
    return processes.seconds_by_role(processes.below(running.process.pid, _postgres(running)))


def memory(running: Portal) -> list[Row]:
    """Memory of every process, the database's counted by their own share."""
    found = processes.below(running.process.pid, _postgres(running))
    ours = [one for one in found if one.role in {"web", "jobs", "demo"}]
    database = sum(one.own for one in found if one.role == "database")
    largest = max(ours, key=lambda one: one.resident)
    each = ", ".join(f"{one.role} {one.resident:.0f}" for one in ours)
    return [
        at_most(f"memory of the largest process ({largest.role}; resident)", 250, largest.resident, " MB"),
        Row("memory of all processes, resident", "", f"{each} MB; database {database:.0f} MB together"),
        Row("memory of the whole demo, shared pages counted once", "", f"{sum(one.own for one in found):.0f} MB"),
    ]


def search(running: Portal) -> list[Row]:
    """Searches one after the other, as the server's client sees them."""
    took = []
    for query in QUERIES * 10:
        request = urllib.request.Request(
            f"http://127.0.0.1:{running.port}/suche/?q={quote(query)}", headers={"Host": flow.HOST}
        )
        started = time.perf_counter()
        with urllib.request.urlopen(request, timeout=5) as answer:
            answer.read()
        took.append((time.perf_counter() - started) * 1000)
    return [at_most("search over the demo's services, p95, connection included", 20, p95(took), " ms")]


def findability() -> list[Row]:
    """36 portals with the OZG and LeiKa lists: import, index, search, and how well it finds."""
    found = _told_by("findability", 150, None)
    rows = [
        at_most("import of the OZG and LeiKa lists into one portal", 10, found["import"], " s"),
        at_most(f"index of 36 portals, {found['documents']} documents, made anew", 10, found["build"], " s"),
        at_most("search in 36 portals x 557 services, p95", 20, found["search_p95"], " ms"),
        at_most("page of results, rendered in the process, p95", 60, found["page_p95"], " ms"),
        at_least("/api/v1/leistungen?q= a second and core, in the process", 50, 1000 / found["api_ms"], "/s"),
        at_most(
            f"figures of 36 portals for the lead ({found['portals_statements']} statements)",
            1,
            found["portals_s"],
            " s",
        ),
        at_most("memory of the process that built and searched it", 250, found["memory"], " MB"),
    ]
    if "hit3" not in found:
        return [
            *rows,
            Row("how well everyday phrases find (the lists are not beside the checkout)", "", "not measured"),
        ]
    return [
        *rows,
        at_least(
            "everyday phrases that lead to the service within the first three (hit@3)", 92, found["hit3"] * 100, " %"
        ),
        Row("of these, the half kept apart", "", f"{found['held_hit3'] * 100:.0f} %"),
        Row("hit@1 and mean reciprocal rank", "", f"{found['hit1'] * 100:.0f} % and {found['mrr']:.2f}"),
    ]


def schema_import() -> list[Row]:
    """A FIM schema of 150 fields read and made a form, in this process."""
    content, took = schemata.long(), []
    for _ in range(5):
        started = time.process_time()
        read(content, Lists())
        took.append(time.process_time() - started)
    return [at_most("import of a FIM schema of 150 fields, processor time", 3, min(took), " s")]


def first_view(running: Portal) -> list[Row]:
    """What a browser loads for its first page, as sent: the page, what its markup names, all fonts."""
    seen, total, kinds = set(), 0, dict[str, int]()
    todo = ["/"]
    while todo:
        path = todo.pop()
        if path in seen or path.startswith("data:"):
            continue
        seen.add(path)
        size, body = _fetch(running, path)
        kind = path.rsplit(".", 1)[-1] if "." in path else "html"
        kinds[kind] = kinds.get(kind, 0) + size
        total += size
        if kind == "html":
            todo += [m[1] for m in re.finditer(r'<(?:link|script|img)\b[^>]*?(?:href|src)="([^"]+)"', body)]
        elif kind == "css":
            todo += [
                urljoin(path, m[1]) for m in re.finditer(r"url\(['\"]?([^'\")]+)", body) if not m[1].startswith("data:")
            ]
    parts = ", ".join(f"{kind} {size / 1024:.1f}" for kind, size in sorted(kinds.items(), key=lambda one: -one[1]))
    return [
        at_most(f"first page view over the wire, every font counted ({parts} KB)", 150, total / 1024, " KB"),
        at_most("style sheets of the first page", 1, sum(path.endswith(".css") for path in seen)),
    ]


def _fetch(running: Portal, path: str) -> tuple[int, str]:
    """Bytes over the wire, headers included, and the text."""
    address = f"http://127.0.0.1:{running.port}{path}"
    headers = {"Host": flow.HOST}
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10) as answer:
        text = answer.read().decode(errors="replace")
    headers["Accept-Encoding"] = "br, gzip"
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10) as answer:
        return len(answer.read()) + len(str(answer.headers)) + 17, text
