"""The Postkorb of whoever is signed in: what they and their organisations hold, in all tenants."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from drehscheibe.applications import holdings
from drehscheibe.identity.models import Account
from drehscheibe.identity.queries import acts_for


@contextmanager
def held(request: Any) -> Iterator[list[Account]]:
    """Read what the person and the organisations they act for hold; gives these accounts, the person first."""
    accounts = acts_for(request.account)
    with holdings.of(accounts):
        yield accounts


def waiting(request: Any) -> int:
    """How much in the Postkorb waits for the person, for the header of every page; 0 for guests, without asking."""
    if not request.account or connection.needs_rollback:
        return 0
    with held(request):
        return holdings.waiting(reader=request.account, now=request.now)
