"""The mail server is away for a simulated day: afterwards each mail goes out once; the operator was told (bar 11)."""

import asyncio
import json
from datetime import timedelta

from tests.bench.report import Row
from tests.journeys.portal import Portal
from tests.proof.delivering import Receiver, held

MAILS = 20
DAY = timedelta(hours=24)
SOON = timedelta(minutes=15)


def run(portal: Portal) -> list[Row]:
    """Beside a portal whose own worker is held."""
    with held(portal):
        printed = portal.shell("from tests.proof.mail import print_day; print_day()", patience=1800)
    found = json.loads(printed.splitlines()[-1])
    told = found["alarm"]
    return [
        Row("mail server away: tries in a simulated day", "", f"{found['rounds']} of each of {MAILS} mails"),
        Row("mail: operator's alarm after", "<= 15 min", f"{told} s", met=0 <= told <= SOON.total_seconds()),
        Row("mail: sent once it was back, by Message-ID", f"{MAILS}", f"{found['letters']}, {found['doubled']} doubled",
            met=(found["letters"], found["doubled"]) == (MAILS, 0)),
        Row("mail: given up or left", "0", str(found["left"]), met=not found["left"]),
    ]  # fmt: skip


def print_day() -> None:
    """Within Django: try, let the clock run to the next try, and so on for a day; then the server is there."""
    from django.conf import settings  # noqa: PLC0415
    from procrastinate.contrib.django.models import ProcrastinateJob  # noqa: PLC0415

    from drehscheibe.kernel import clock, jobs  # noqa: PLC0415
    from drehscheibe.upkeep.alarms import Kind, alarms  # noqa: PLC0415
    from tests.proof.delivering import send_many  # noqa: PLC0415

    receiver = Receiver(kills=0, every=1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    send_many(MAILS)
    _work_once()
    waiting = ProcrastinateJob.objects.filter(status="todo", task_name__in=jobs.mail_tasks())
    passed, rounds, alarm = timedelta(0), 1, -1
    while passed < DAY:
        if alarm < 0 and any(one.kind == Kind.MAIL for one in alarms(clock.now())):
            alarm = int(passed.total_seconds())
        latest = waiting.order_by("-scheduled_at").values_list("scheduled_at", flat=True)[0]
        passed += latest - clock.now()
        _let_pass()
        _work_once()
        rounds += 1
    settings.EMAIL_PORT = receiver.port
    _let_pass()
    _work_once()
    receiver.close()
    left = ProcrastinateJob.objects.filter(task_name__in=jobs.mail_tasks()).exclude(status="succeeded").count()
    doubled = sum(receiver.letters.values()) - len(receiver.letters)
    told = {"rounds": rounds, "alarm": alarm, "letters": len(receiver.letters), "doubled": doubled, "left": left}
    print(json.dumps(told))


def _let_pass() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")


def _work_once() -> None:
    """Do what is due, as the worker does."""
    from procrastinate.contrib.django import app  # noqa: PLC0415

    async def due() -> None:
        async with app.open_async():
            once = {"wait": False, "install_signal_handlers": False}
            await app.run_worker_async(concurrency=2, delete_jobs="successful", **once)

    with app.replace_connector(app.connector.get_worker_connector()):
        asyncio.run(due())
