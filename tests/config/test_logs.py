"""The log tells what happened by patterns, counts and ids: nothing that people write or carry shows in it."""

import io
import json
import logging
import re

import pytest

from drehscheibe.kernel import jobs, logs
from drehscheibe.kernel.jobs import JobFailedError
from tests.cases import pending_jobs, run_job
from tests.kernel.test_jobs import job, stumble  # noqa: F401  registers the task that fails

CANARY = "kanarie7f3a"


@pytest.fixture
def written():
    """What a production process would write to standard error."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLine())
    root, ours = logging.getLogger(), logging.getLogger("drehscheibe")
    quiet = ours.level  # the tests run as a demo does
    ours.setLevel(logs.configuration(is_plain=False)["loggers"]["drehscheibe"]["level"])
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    ours.setLevel(quiet)


def test_a_request_leaves_one_line_by_the_pattern_of_its_address(guest, full_case, written, monkeypatch):
    monkeypatch.setattr("drehscheibe.config.observing.SLOW", 60.0)  # however busy the machine is
    answer = guest().get(f"/vorgang/{full_case.reference}/?code={CANARY}")
    (line,) = written()
    assert {key: line[key] for key in ("level", "logger", "event", "portal", "method", "route", "status")} == {
        "level": "info",
        "logger": "drehscheibe.request",
        "event": "request",
        "portal": "musterstadt",
        "method": "GET",
        "route": "/vorgang/<str:reference>/",
        "status": 404,
    }
    assert line["request"] == answer.headers["X-Request-Id"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d", line["at"])
    assert line["statements"] > 0
    assert line["ms"] > 0


def test_a_page_from_memory_keeps_its_pattern(guest, written, monkeypatch):
    monkeypatch.setattr("drehscheibe.kernel.freshness.stamp", lambda: 1)
    visitor = guest()
    for _ in range(2):
        visitor.get("/leistungen/hundesteuer-anmelden/")
    lines = [(line["route"], line["portal"], line["status"]) for line in written()]
    assert lines == [("/leistungen/<slug:slug>/", "musterstadt", 200)] * 2
    assert written()[1]["statements"] == 0


def test_what_people_send_never_shows(guest, full_case, written):
    visitor = guest()
    carried = {"User-Agent": CANARY, "Referer": f"http://x/{CANARY}", "Cookie": f"x={CANARY}", "X-Request-Id": CANARY}
    addresses = [f"/{CANARY}/", f"/suche/?q={CANARY}", f"/vorgang/{CANARY}/", f"/?sprache=en&x={CANARY}", "/vorgang/"]
    for address in addresses:
        visitor.get(address, headers=carried)
        visitor.post(address, {"nummer": CANARY, "code": CANARY, "text": CANARY}, headers=carried)
    visitor.generic(CANARY.upper(), "/", headers=carried)
    visitor.get("/", headers={"Host": f"{CANARY}.example"})
    visitor.post("/anmelden/demo/", {"person": CANARY, f"{CANARY}@postfach.example": "1"})
    visitor.get(f"/vorgang/{full_case.reference}/")
    text = json.dumps(written())
    assert len(written()) == 14
    assert CANARY not in text.lower()
    assert full_case.reference not in text


def test_a_broken_page_tells_kind_and_place_only(guest, written, monkeypatch):
    def break_down(*_arguments, **_options):
        raise ValueError(CANARY)

    monkeypatch.setattr("drehscheibe.front.views.finding.render", break_down)
    visitor = guest()
    visitor.raise_request_exception = False
    assert visitor.get(f"/suche/?q={CANARY}").status_code == 500
    lines = written()
    assert [line["level"] for line in lines] == ["error", "error"]
    assert (lines[0]["logger"], lines[0]["error"]) == ("django.request", "ValueError")
    assert lines[0]["stack"][-1].endswith("break_down")
    assert CANARY not in json.dumps(lines)


def test_a_slow_request_is_marked(guest, written, monkeypatch):
    monkeypatch.setattr("drehscheibe.config.observing.SLOW", 0.0)
    guest().get("/healthz")
    (line,) = written()
    assert (line["level"], line["event"], line["route"]) == ("warning", "slow request", "/healthz")


def test_a_job_leaves_one_line(application, musterstadt, stopped_clock, written):
    sent = application("mitteilung", musterstadt)
    (waiting,) = pending_jobs()
    run_job(waiting)
    (line,) = [line for line in written() if line["event"].startswith("job")]
    told = {"event": "job done", "task": "applications.acknowledge", "attempt": 1, "tenant": musterstadt.pk}
    assert {key: line[key] for key in told} == told
    assert line["ms"] > 0
    assert str(sent.pk) not in json.dumps(line)


def test_a_failed_job_tells_kind_and_place_only(db, stopped_clock, written):
    with pytest.raises(JobFailedError):
        run_job(job("tests.stumble"))
    (line,) = written()
    assert (line["level"], line["event"], line["attempt"]) == ("warning", "job failed", 1)
    assert line["reason"].startswith("ValueError in stumble (test_jobs.py:")
    assert "Erika" not in json.dumps(line)


def test_messages_of_strange_loggers_lose_what_was_put_into_them(written):
    logging.getLogger("strange").warning("Address %s is odd", CANARY)
    logging.getLogger("strange").warning(f"Address {CANARY} is odd")  # noqa: G004  as strangers do
    assert [line["event"] for line in written()] == [
        "Address %s is odd",
        "test_logs:" + written()[1]["event"].split(":")[1],
    ]
    assert CANARY not in json.dumps(written())


def test_the_demo_tells_the_same_in_words(guest):
    record = logging.LogRecord("drehscheibe.request", logging.INFO, "x.py", 1, "request", (), None)
    record.fields = {"route": "/suche/", "status": 200}
    assert logs.PlainLine().format(record).endswith(" info request route=/suche/ status=200")


def test_periodic_jobs_are_measured_too(db, stopped_clock, written):
    assert jobs.every_hour.args == ("7 * * * *",)
    run_job(job_without_tenant("kernel.tidy_up"))
    assert [(line["event"], line["task"]) for line in written()] == [("job done", "kernel.tidy_up")]


def job_without_tenant(name: str):
    waiting = job(name)
    waiting.task_kwargs.clear()
    waiting.task_kwargs["timestamp"] = 0
    return waiting
