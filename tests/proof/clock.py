"""A machine clock that jumps, and the nights in which it is put forward and back (bar 10)."""

import json
import random
from datetime import UTC, datetime, timedelta

from drehscheibe.kernel import clock
from tests.bench.report import Row
from tests.journeys.portal import Portal

JUMPS = [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1)]
NIGHTS = [(2027, 3, 28, 2, 30), (2027, 10, 31, 2, 30), (2028, 2, 29, 23, 59), (2027, 12, 31, 23, 59)]
CASES = 200


def run(portal: Portal) -> list[Row]:
    """Applications under every clock, sent beside the running portal; then two hundred periods."""
    printed = portal.shell("from tests.proof.clock import print_jumps; print_jumps()")
    found = json.loads(printed.splitlines()[-1])
    wrong = wrong_periods()
    return [
        Row("clock jumps and special nights: applications sent", "", str(found["sent"])),
        Row("clock: references used twice", "0", str(found["reused"]), met=found["reused"] == 0),
        Row("clock: histories broken or out of order", "0", str(found["broken"]), met=found["broken"] == 0),
        Row("clock: periods that end at the wrong local time", f"0 of {CASES}", str(len(wrong)), met=not wrong),
    ]


def moments() -> list[datetime]:
    """Now, forth and back, and the nights; each after the other, so that time runs backwards too."""
    now = clock.now()
    nights = [datetime(*night, tzinfo=clock.BERLIN, fold=fold) for night in NIGHTS for fold in (0, 1)]
    return [now, *(now + jump for jump in JUMPS), *nights]


def print_jumps() -> None:
    """Send one application at each moment and work on it at the next; prints what went wrong."""
    from drehscheibe.applications.models import Application  # noqa: PLC0415  needs Django
    from drehscheibe.applications.operations import casework  # noqa: PLC0415
    from drehscheibe.applications.operations.drafts import save_answers, start_draft  # noqa: PLC0415
    from drehscheibe.applications.operations.submit import digest, submit  # noqa: PLC0415
    from drehscheibe.catalogue.online import offer  # noqa: PLC0415
    from drehscheibe.identity.models import ExternalIdentity  # noqa: PLC0415
    from drehscheibe.kernel import audit  # noqa: PLC0415
    from drehscheibe.tenants.operations import work_as  # noqa: PLC0415
    from drehscheibe.tenants.queries import directory  # noqa: PLC0415
    from tests.examples import complete_answers  # noqa: PLC0415

    town = directory().by_slug("musterstadt")
    assert town
    clerk = ExternalIdentity.objects.get(provider="demo", subject="buergerbuero@musterstadt").account
    times = moments()
    references, broken = [], 0
    for number, moment in enumerate(times):
        with work_as(town):
            offered = offer("mitteilung")
            assert offered
            raw = complete_answers(offered.document, number, parameters=offered.parameters, today=clock.day(moment))
            draft = start_draft(offer=offered, portal=town, browser=b"k" * 32, account=None, language="de", now=moment)
            save_answers(draft=draft, raw=raw, browser=b"k" * 32, now=moment)
            sent = submit(draft=draft, offer=offered, seen=digest(raw), by=None, now=moment)
            casework.take(application=sent, by=clerk, now=times[(number + 1) % len(times)])
            chain = audit.history(sent.pk)
            broken += not audit.is_unbroken(chain) or [event.verb for event in chain] != ["submitted", "taken"]
            references.append(Application.objects.get(pk=sent.pk).reference)
    reused = len(references) - len(set(references))
    print(json.dumps({"sent": len(references), "reused": reused, "broken": broken}))


def wrong_periods() -> list[str]:
    """Periods in days end at the same time on the wall, whatever nights lie between (§ 187 BGB)."""
    dice, wrong = random.Random(1), []
    for _ in range(CASES):
        start = datetime(2027, 1, 1, tzinfo=clock.BERLIN) + timedelta(minutes=dice.randrange(0, 3 * 365 * 24 * 60))
        days = dice.randrange(1, 400)
        end = clock.days_after(start, days)
        local = end.astimezone(clock.BERLIN)
        wanted = start.replace(tzinfo=None) + timedelta(days=days)
        on_the_wall = wanted.replace(tzinfo=clock.BERLIN)
        exists = on_the_wall.astimezone(UTC).astimezone(clock.BERLIN).replace(tzinfo=None) == wanted
        if clock.day(end) != wanted.date() or (exists and local.replace(tzinfo=None) != wanted):
            wrong.append(f"{start} + {days} d = {end}")
    return wrong
