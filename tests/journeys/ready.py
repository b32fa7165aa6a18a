"""Drafts that only need to be sent, made beside a running demo on its database."""

import json
import time

from drehscheibe.applications.operations.drafts import save_answers, start_draft
from drehscheibe.applications.operations.submit import digest
from drehscheibe.catalogue.online import offer
from drehscheibe.front import browser
from drehscheibe.kernel import clock
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory
from tests.examples import complete_answers

KEY = "k" * 22


def print_drafts(count: int) -> None:
    """One JSON line per draft of the message form: path, seite, stand."""
    town = directory().by_slug("musterstadt")
    assert town
    for seed in range(count):
        with work_as(town):
            offered = offer("mitteilung")
            assert offered
            now = clock.now()
            raw = complete_answers(offered.document, seed, parameters=offered.parameters, today=clock.day(now))
            draft = start_draft(
                offer=offered, portal=town, browser=browser.hashed(KEY), account=None, language="de", now=now
            )
            save_answers(draft=draft, raw=raw, browser=browser.hashed(KEY), now=now)
            path = f"/antrag/mitteilung/{draft.pk}/pruefen/"
            print(json.dumps({"path": path, "seite": browser.page_token(draft), "stand": digest(raw)}))


def print_state(patience: float = 0) -> None:
    """How many applications, receipts, mails and waiting or failed jobs there are; waits so many seconds for jobs."""
    from procrastinate.contrib.django.models import ProcrastinateJob  # noqa: PLC0415

    from drehscheibe.applications.models import Application  # noqa: PLC0415
    from drehscheibe.demo.models import PostedMail  # noqa: PLC0415

    town = directory().by_slug("musterstadt")
    assert town
    left = ProcrastinateJob.objects.exclude(task_name__contains="delete").exclude(status="succeeded")
    end = time.monotonic() + patience
    while left.exists() and time.monotonic() < end:
        time.sleep(0.3)
    with work_as(town):
        found = Application.objects.all()
        state = {
            "references": sorted(found.values_list("reference", flat=True)),
            "receipts": found.exclude(receipt=None).count(),
            "mails": PostedMail.objects.count(),
            "jobs": left.count(),
        }
    print(json.dumps(state))


def send_one() -> None:
    """Send one application and tell about the database that holds it."""
    from django.db import connection  # noqa: PLC0415

    from drehscheibe.applications.operations.submit import submit  # noqa: PLC0415

    town = directory().by_slug("musterstadt")
    assert town
    with work_as(town):
        offered = offer("mitteilung")
        assert offered
        now = clock.now()
        raw = complete_answers(offered.document, 1, parameters=offered.parameters, today=clock.day(now))
        draft = start_draft(offer=offered, portal=town, browser=b"k" * 32, account=None, language="de", now=now)
        save_answers(draft=draft, raw=raw, browser=b"k" * 32, now=now)
        application = submit(draft=draft, offer=offered, seen=digest(raw), by=None, now=now)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), current_user FROM applications_application WHERE id = %s GROUP BY 2", [application.pk]
            )
            sent, user = cursor.fetchone()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM applications_application")
        (without_scope,) = cursor.fetchone()
    version = connection.pg_version // 10000
    print(json.dumps({"version": version, "sent": sent, "without_scope": without_scope, "user": user}))
