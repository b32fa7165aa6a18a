"""Cases on a clerk's desk, and what is known about them."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
from django.test import Client

from drehscheibe.applications.models import Application, Assignment, Decision, Outcome, Question
from drehscheibe.applications.operations import answering, casework
from drehscheibe.applications.queries import declaration
from drehscheibe.identity.models import Account
from drehscheibe.kernel import audit
from tests.cast import NOW, account


@pytest.fixture
def case(application, musterstadt) -> Application:
    """A new dog tax application in Musterstadt."""
    return application("hundesteuer-anmelden", musterstadt, seed=1)


@dataclass
class DecidedCase:
    application: Application
    file_id: uuid.UUID


@pytest.fixture
def decided_case(application, musterstadt, office, alice) -> DecidedCase:
    """A granted application with an uploaded file."""
    for seed in range(1, 30):
        found = application("hundesteuer-anmelden", musterstadt, seed=seed)
        with office():
            uploaded = declaration(found).files
            if uploaded:
                casework.decide(application=found, outcome=Outcome.GRANTED, text="Alles da.", by=alice, now=NOW)
                return DecidedCase(found, uuid.UUID(uploaded[0]["file"]))
    raise AssertionError("no example has an upload")


@pytest.fixture
def browser(client_for, alice) -> Client:
    """Alice's browser, signed in."""
    return client_for(alice)


@pytest.fixture
def office(scope_of, musterstadt) -> Callable[[], AbstractContextManager[None]]:
    """Enter Musterstadt's scope, in a `with`."""
    return lambda: scope_of(musterstadt)


@pytest.fixture
def lead(db) -> Account:
    """Leads all departments of Musterstadt."""
    return account("leitstelle@musterstadt")


@dataclass
class Act:
    """What happens to cases: `act.take(case)`, `act.ask(case)`, `act.answer(case)`."""

    office: Callable[[], AbstractContextManager[None]]
    clerk: Account

    def take(self, case: Application, by: Account | None = None) -> None:
        with self.office():
            casework.take(application=case, by=by or self.clerk, now=NOW)

    def ask(self, case: Application) -> None:
        with self.office():
            casework.ask(application=case, text="Wie alt?", by=self.clerk, now=NOW)

    def answer(self, case: Application) -> None:
        with self.office():
            answering.answer(application=case, text="Drei Jahre.", attached=[], by=None, now=NOW)

    def write(self, case: Application) -> None:
        with self.office():
            answering.write(application=case, text="Der Hund heißt jetzt Rex.", attached=[], by=None, now=NOW)

    def withdraw(self, case: Application) -> None:
        with self.office():
            answering.withdraw(application=case, reason="", by=None, now=NOW)


@pytest.fixture
def act(office, alice) -> Act:
    """By Alice, unless said otherwise."""
    return Act(office, alice)


@pytest.fixture
def facts(office) -> Callable[[Application], dict[str, object]]:
    """`facts(case)`: its status and how many decisive acts there are, and the verbs of its audit."""

    def read(case: Application) -> dict[str, object]:
        with office():
            found = Application.objects.get(pk=case.pk)
            return {
                "status": found.status,
                "assignee": found.assignee_id,
                "assignments": Assignment.objects.filter(application=case).count(),
                "questions": Question.objects.filter(application=case).count(),
                "decisions": Decision.objects.filter(application=case).count(),
                "verbs": [event.verb for event in audit.history(case.pk)],
            }

    return read
