"""The demo's cases: made through the real operations, in every state, of nobody real, and only once."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from drehscheibe.applications import queries
from drehscheibe.applications.models import Application, Outcome, Status
from drehscheibe.demo import cases, content
from drehscheibe.demo.cases import seed_cases
from drehscheibe.demo.filling import UnfitAnswersError, typed
from drehscheibe.kernel import audit, clock
from drehscheibe.mailbox.queries import conversation
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory
from tests.cast import account

NOW = timezone.now().astimezone(clock.BERLIN)  # the forms of the seed count from today


def test_every_body_has_cases_in_every_state_and_a_second_run_adds_none(db):
    said: list[str] = []
    made = seed_cases(now=NOW, say=said.append)
    assert len(said) == 4
    total = 0
    for tenant in directory().tenants.values():
        with work_as(tenant):
            found = list(Application.objects.select_related("key", "decision", "department"))
            total += len(found)
            assert len(found) >= 20
            assert set(Counter(case.status for case in found)) == {
                Status.RECEIVED,
                Status.IN_PROGRESS,
                Status.QUESTION_OPEN,
                Status.DECIDED,
                Status.WITHDRAWN,
            }
            outcomes = {case.decision.outcome for case in found if case.status == Status.DECIDED}
            is_town = tenant.parent_id is not None  # the district has messages and housing benefit, granted or not
            assert outcomes == set(Outcome.values) - (set() if is_town else {Outcome.PARTLY})
            for case in found:
                look_at(case)
    assert made == total
    assert seed_cases(now=NOW + timedelta(days=1), say=said.append) == 0
    owned = Counter(
        case.account_id for tenant in directory().tenants.values() for case in cases_with_an_account(tenant)
    )
    assert set(owned) == {account("buergerin").pk, account("unternehmen").pk}
    assert min(owned.values()) >= 2


def cases_with_an_account(tenant) -> list[Application]:
    with work_as(tenant):
        return list(Application.objects.exclude(account=None))


def look_at(case: Application) -> None:
    """In the last ninety days, act after act, all filled in, by somebody who cannot exist."""
    assert NOW - timedelta(days=90) < case.submitted < NOW
    events = audit.history(case.pk)
    moments = [event.at for event in events]
    assert moments == sorted(moments)
    assert moments[-1] < NOW
    assert audit.is_unbroken(events)
    values = queries.declaration(case).values
    known = {person["last"] for person in [*content.cases()["people"], *content.cases()["owners"].values()]}
    assert values["nachname"] in known
    said = f"{values} {[message.text for message in conversation(case.key)]}"
    assert not re.search(r"[{]\w+[}]", said)


def test_acts_follow_each_other_within_ninety_days():
    assert max(case["days"] for case in content.cases()["cases"]) < 90
    for case in content.cases()["cases"]:
        days = [next(iter(act.values())) for act in case.get("then", [])]
        assert [case["days"], *days] == sorted([case["days"], *days], reverse=True), case["id"]


def test_every_case_has_a_name_of_its_own():
    names = [case["id"] for case in content.cases()["cases"]]
    assert sorted(names) == sorted(set(names))


def test_telephone_numbers_are_those_kept_free_for_fiction():
    ranges = ("030 23125", "040 66969", "069 90009", "089 99998")
    assert {place["phone"] for place in content.cases()["places"].values()} == set(ranges)


def test_a_case_that_does_not_fit_its_form_is_refused_by_name(db, monkeypatch):
    broken = {"id": "kaputt", "where": ["musterstadt"], "service": "mitteilung", "days": 1, "answers": {"betreff": ""}}
    known = {**content.cases(), "cases": [broken]}
    monkeypatch.setattr(content, "cases", lambda: known)
    with pytest.raises(UnfitAnswersError, match=r"kaputt in musterstadt.*betreff"):
        seed_cases(now=NOW, say=lambda _step: None)


def test_an_answer_to_no_question_is_refused(db, musterstadt, scope_of):
    with scope_of(musterstadt):
        document = cases.offer("mitteilung").document
    with pytest.raises(UnfitAnswersError, match="has no field gibtsnicht"):
        typed(document, {"gibtsnicht": "x"}, parameters={}, today=NOW.date())
