"""Run the web server and the job worker of this installation."""

import asyncio
from contextlib import suppress
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

from drehscheibe.catalogue.search import upkeep
from drehscheibe.config import garbage, webserver
from drehscheibe.identity.models import Account
from drehscheibe.kernel import freshness, jobs, measures

HEARTBEAT = 1.0
STALLED_AFTER = 4.0


class UnsafeError(RuntimeError):
    """The installation must not serve like this; the message says what to do."""


def refuse_unsafe() -> None:
    """Raise UnsafeError on a login that bypasses row-level security, and on demo accounts in production."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        row = cursor.fetchone()
    if row and row[0]:
        raise UnsafeError(
            "The database login may bypass row-level security. Give DATABASE_URL a login without SUPERUSER and "
            "BYPASSRLS, and DATABASE_OWNER_URL the one that owns the tables."
        )
    if not settings.DEMO and Account.objects.filter(is_demo=True).exists():
        raise UnsafeError("This database holds demo accounts. Use an empty database for production.")
    connection.close()


def serve(*, port: int, workers: int) -> None:
    """Serve until ended. Killed workers come back by themselves.

    They are forked from this process, which has loaded what they need: that is loaded once, lies in memory once, and a
    worker is back in no time. What may not be shared (threads, connections) each begins for itself, in `config.wsgi`.
    """
    refuse_unsafe()
    measures.forget_the_dead()
    get_wsgi_application()
    import_module(settings.ROOT_URLCONF)
    garbage.settle()
    webserver.main(port, workers)


def work() -> None:
    """Run jobs until ended; jobs of a killed worker start again within seconds."""
    refuse_unsafe()
    if not isinstance(app.connector, DjangoConnector):
        raise TypeError("the job queue is not the database's")
    freshness.start_listening()  # so that jobs, too, keep in memory what is published
    upkeep.start()
    garbage.settle()
    with app.replace_connector(app.connector.get_worker_connector()):
        asyncio.run(_work())


async def _work() -> None:
    async with app.open_async():
        rescuing = asyncio.create_task(_rescue())
        try:
            await app.run_worker_async(
                concurrency=2,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALLED_AFTER,
                delete_jobs="successful",
                install_signal_handlers=True,
                additional_context={jobs.IN_A_ROW: True},
            )
        finally:
            rescuing.cancel()


async def _rescue() -> None:
    """Start jobs again whose worker no longer gives a sign of life. They are idempotent, so twice is no harm."""
    while True:
        await asyncio.sleep(HEARTBEAT)
        with suppress(ConnectorException):  # the database is away: the next round tries again
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
                await app.job_manager.retry_job(job)
