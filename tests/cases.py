"""Drafts and applications made through the real operations, and the jobs that follow."""

import json
from collections.abc import Callable
from contextvars import copy_context
from typing import Any

import pytest
from django.db import connection
from django_scopes import get_scope
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job

from drehscheibe.applications.models import Application, Draft, Outcome
from drehscheibe.applications.operations import casework
from drehscheibe.applications.operations.answering import answer, withdraw
from drehscheibe.applications.operations.drafts import open_answers, save_answers, start_draft
from drehscheibe.applications.operations.submit import digest, submit
from drehscheibe.applications.queries import responsible_body
from drehscheibe.catalogue.online import Offer, offer
from drehscheibe.forms import answers, journey
from drehscheibe.forms.journey import Raw
from drehscheibe.front.browser import hashed
from drehscheibe.identity.models import Account
from drehscheibe.kernel import clock, files
from drehscheibe.mailbox.operations import note_reading
from drehscheibe.tenants.models import Tenant
from drehscheibe.tenants.operations import work_as
from tests.cast import BROWSER_KEY, NOW
from tests.examples import complete_answers
from tests.papers import PDF


def filled_draft(
    slug: str,
    portal: Tenant,
    *,
    seed: int = 1,
    account: Account | None = None,
    language: str = "de",
    change: Callable[[Raw], object] = lambda _raw: None,
) -> tuple[Draft, Offer]:
    """A complete draft within the entered scope. `change` may alter the raw answers before they are saved."""
    found = offer(slug)
    assert found is not None
    with responsible_body(found.body_id):
        draft = start_draft(
            offer=found, portal=portal, browser=hashed(BROWSER_KEY), account=account, language=language, now=NOW
        )
        raw = complete_answers(found.document, seed, parameters=found.parameters, today=clock.day(NOW))
        raw = _with_stored_files(draft, found, raw)
        change(raw)
        save_answers(draft=draft, raw=raw, browser=hashed(BROWSER_KEY), now=NOW)
        return draft, found


def _with_stored_files(draft: Draft, found: Offer, raw: Raw) -> Raw:
    """The example's uploads, really stored."""
    walked = journey.compute(found.document, raw, parameters=found.parameters, today=clock.day(NOW))
    for _, _, field in found.document.fields():
        for name in [control for control in raw if field.type == "upload" and control.split(".")[-1] == field.id]:
            raw = {**raw, name: []}
            if name not in walked.shown:
                continue
            stored = files.store(draft.key, PDF, "application/pdf", NOW)
            known = {
                "file": str(stored.pk),
                "name": "Nachweis.pdf",
                "size": stored.size,
                "media_type": stored.media_type,
            }
            raw = dict(answers.attach(found.document, walked, raw, name, known))
    return raw


@pytest.fixture
def draft(db) -> Callable[..., Draft]:
    """`draft("mitteilung", musterstadt, seed=1, account=None, change=...)`: a complete draft of BROWSER_KEY."""

    def make(slug: str, portal: Tenant, **options: Any) -> Draft:
        with work_as(portal):
            return filled_draft(slug, portal, **options)[0]

    return make


@pytest.fixture
def application(db) -> Callable[..., Application]:
    """`application("hundesteuer-anmelden", musterstadt, ...)`: a sent application; its jobs wait for `run_jobs()`."""

    def make(slug: str, portal: Tenant, **options: Any) -> Application:
        with work_as(portal):
            draft, found = filled_draft(slug, portal, **options)
            with responsible_body(found.body_id):
                return send(draft, found)

    return make


def send(draft: Draft, found: Offer) -> Application:
    """Send a draft as it was read, within the scope of the responsible body."""
    return submit(draft=draft, offer=found, seen=digest(open_answers(draft)), by=draft.account, now=NOW)


def pending_jobs() -> list[Job]:
    """Jobs that wait, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        rows = cursor.fetchall()
    return [
        Job(
            id=number, queue="default", lock=None, queueing_lock=None, task_name=name, task_kwargs=json.loads(arguments)
        )
        for number, name, arguments in rows
    ]


def run_job(job: Job) -> None:
    """Run a job as a worker does: without any scope around it. Raises what the job raises."""
    assert not get_scope(), "a job starts without a scope: leave yours first"
    context = JobContext(app=app, job=job, start_timestamp=0.0, abort_reason=lambda: None)
    copy_context().run(app.tasks[job.task_name].func, context, **job.task_kwargs)


@pytest.fixture
def run_jobs(db, stopped_clock) -> Callable[[], list[str]]:
    """`run_jobs()` runs all waiting jobs and the jobs that follow from them; returns the names of their tasks."""

    def run() -> list[str]:
        done = []
        while jobs := pending_jobs():
            for job in jobs:
                run_job(job)
                with connection.cursor() as cursor:
                    cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.id])
                done.append(job.task_name)
        return done

    return run


@pytest.fixture
def full_case(draft, application, musterstadt, alice, charlie, run_jobs) -> Application:
    """A decided case of Musterstadt with a question and its answer; beside it a draft and a withdrawn one.

    There is a row in every table.
    """
    draft("mitteilung", musterstadt)
    withdrawn = application("mitteilung", musterstadt, seed=2)
    with work_as(musterstadt):
        withdraw(application=withdrawn, reason="Erledigt.", by=None, now=NOW)
    case = application("hundesteuer-anmelden", musterstadt)
    with work_as(musterstadt):
        casework.take(application=case, by=alice, now=NOW)
        casework.ask(application=case, text="Welche Farbe hat der Hund?", by=alice, now=NOW)
        answer(application=case, text="Braun.", attached=(), by=None, now=NOW)
        casework.decide(application=case, outcome=Outcome.GRANTED, text="Viel Freude.", by=alice, now=NOW)
        note_reading(key=case.key, by=charlie, of_office=True, now=NOW)
    run_jobs()
    return case
