"""Counted within one process, as a web worker would run: statements of pages, and of a whole application.

Run beside the bench's demo with its environment; prints JSON. Scope settings do not count, and neither do BEGIN and
COMMIT, which Django does not see.
"""

import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "drehscheibe.config.settings"
from django.db import connection
from django.test import Client

from drehscheibe.config import wsgi
from drehscheibe.forms import journey
from drehscheibe.forms.presentation import view_step
from drehscheibe.forms.schema import load
from drehscheibe.kernel import clock, freshness
from tests.bench import flow

_WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b|.*\bprocrastinate_defer", re.IGNORECASE | re.DOTALL)
SERVICE = "/leistungen/hundesteuer-anmelden/"


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that Django executes within the block."""
    statements: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if "set_config('drehscheibe." not in sql:
            statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements


def carry(client: Client, going: flow.Flow) -> Iterator[tuple[flow.Request, flow.Answer]]:
    """Carry a flow through the application; yields each request with its answer."""
    request = next(going)
    while True:
        sent = client.get(request.path) if request.form is None else client.post(request.path, request.form)
        answer = flow.Answer(sent.status_code, sent.headers.get("Location", ""), sent.content)
        yield request, answer
        try:
            request = going.send(answer)
        except StopIteration:
            return


def a_flow(seed: int) -> flow.Flow:
    return flow.apply(flow.pages(seed, clock.day(clock.now())))


def one_application(seed: int) -> dict[str, Any]:
    requests = []
    with counted() as statements:
        before = 0
        for request, answer in carry(Client(HTTP_HOST=flow.HOST), a_flow(seed)):
            method = "GET" if request.form is None else "POST"
            path = re.sub(r"[0-9a-f-]{36}", "…", request.path)
            requests.append([f"{method} {path}", answer.status, len(statements) - before])
            before = len(statements)
    writes = [sql for sql in statements if _WRITE.match(sql)]
    shown = [re.sub(r"\s+", " ", sql)[:110] for sql in statements]
    return {"requests": requests, "statements": len(statements), "writes": len(writes), "sql": shown}


def service_page() -> int:
    client = Client(HTTP_HOST=flow.HOST)
    client.get(f"{SERVICE}?warm=1")
    with counted() as statements:
        assert client.get(f"{SERVICE}?frisch=1").status_code == 200
    return len(statements)


def milliseconds(work: Callable[[], object], times: int) -> float:
    """The median time of `work`."""
    took = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return statistics.median(took) * 1000


def engine() -> dict[str, float]:
    """The form engine: the pages of the dog form, and a synthetic form of 200 fields with conditions."""
    from drehscheibe.demo import content  # noqa: PLC0415  reads many files
    from tests.examples import complete_answers  # noqa: PLC0415

    today = clock.day(clock.now())
    dogs = load(next(one for one in content.forms() if one["slug"] == "hundesteuer-anmelden"))
    rates = dict.fromkeys(dogs.parameters, 10000)
    raw = complete_answers(dogs, 1, parameters=rates, today=today)
    walked = journey.compute(dogs, raw, parameters=rates, today=today)
    step = max(dogs.steps, key=lambda one: sum(len(block.fields) for block in one.blocks)).id

    def page() -> None:
        again = journey.compute(dogs, raw, parameters=rates, today=today)
        view_step(dogs, again, step, raw, lang="de")

    fields = [
        {"id": f"f{i}", "type": "text" if i % 2 else "number", "label": f"Feld {i}"}
        | ({"visible": {"not": {"empty": {"answer": f"f{i - 1}"}}}} if i % 5 == 1 else {})
        for i in range(200)
    ]
    steps = [
        {"id": f"s{i}", "title": f"Schritt {i}", "blocks": [{"fields": fields[i * 10 : i * 10 + 10]}]}
        for i in range(20)
    ]
    large = load({"slug": "gross", "title": "Groß", "purpose": "Messen", "legal_basis": "keine", "steps": steps})
    typed = complete_answers(large, 1, parameters={}, today=today)
    assert walked.is_complete
    assert journey.compute(large, typed, parameters={}, today=today).is_complete
    return {
        "dog_step": milliseconds(page, 100),
        "large": milliseconds(lambda: journey.compute(large, typed, parameters={}, today=today), 50),
    }


def main() -> None:
    end = time.monotonic() + 5
    while freshness.stamp() is None and time.monotonic() < end:
        time.sleep(0.01)
    assert freshness.stamp() is not None, "not listening for publications"
    assert wsgi.application
    one_application(1)  # fills what a serving process keeps in memory
    found = {"application": one_application(2), "service": service_page(), "engine": engine()}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
