"""The balance: what the audit received is delivered, open or withdrawn, and a single missing case is missed."""

import json
import logging
from datetime import date, timedelta

import pytest

from drehscheibe.applications.models import Outcome
from drehscheibe.applications.operations import casework
from drehscheibe.config import upkeep_commands
from drehscheibe.tenants.operations import work_as
from drehscheibe.upkeep import balance
from drehscheibe.upkeep.models import Balance
from tests.cases import filled_draft, send
from tests.cast import NOW, account, tenant

TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def cases(committing_database, stopped_clock):
    """Three open cases and a decided one of Musterstadt; the value opens connections as the owner of the tables."""
    town = tenant("musterstadt")
    with work_as(town):
        sent = [send(*filled_draft("mitteilung", town, seed=seed)) for seed in range(4)]
        casework.decide(
            application=sent[0], outcome=Outcome.GRANTED, text="Gern.", by=account("buergerbuero@musterstadt"), now=NOW
        )
    return committing_database


def numbers(found: Balance) -> tuple[int, int, int, int, int]:
    return found.received, found.delivered, found.open, found.withdrawn, found.difference


def drawn(slug: str = "musterstadt") -> tuple[int, int, int, int, int]:
    with work_as(tenant(slug)):
        return numbers(balance.drawn(TOMORROW))


def tamper(cases, *statements: str) -> None:
    with cases() as owner:
        for statement in statements:
            owner.execute(statement)


FIRST_OPEN = "(SELECT id FROM applications_application WHERE status = 'received' ORDER BY id LIMIT 1)"


def test_every_case_is_somewhere(cases):
    assert drawn() == (4, 1, 3, 0, 0)
    assert drawn("auenfeld") == (0, 0, 0, 0, 0)


def test_a_removed_application_is_missed(cases):
    tamper(cases, f"DELETE FROM applications_application WHERE id = {FIRST_OPEN}")
    assert drawn() == (4, 1, 2, 0, 1)


def test_an_invented_application_is_one_too_many(cases):
    columns = "*, gen_random_uuid() AS new_id"
    tamper(
        cases,
        f"CREATE TABLE forged AS SELECT {columns} FROM applications_application WHERE id = {FIRST_OPEN}",
        "UPDATE forged SET id = new_id, reference = 'MUS-0000-0000-1'",
        "ALTER TABLE forged DROP COLUMN new_id",
        "INSERT INTO applications_application SELECT * FROM forged",
        "DROP TABLE forged",
    )
    assert drawn() == (4, 1, 4, 0, 1)


def test_a_swapped_application_is_seen_though_the_sums_agree(cases):
    tamper(cases, f"UPDATE applications_application SET id = gen_random_uuid() WHERE id = {FIRST_OPEN}")
    assert drawn() == (4, 1, 3, 0, 2)


def test_a_status_without_its_fact_is_seen(cases):
    tamper(cases, f"UPDATE applications_application SET status = 'decided' WHERE id = {FIRST_OPEN}")
    assert drawn() == (4, 2, 2, 0, 1)


def test_the_daily_balance_is_kept_once_and_logged(cases, caplog):
    caplog.set_level(logging.INFO, logger="drehscheibe.upkeep")
    assert len(balance.draw_daily(now=TOMORROW)) == 4
    assert balance.draw_daily(now=TOMORROW + timedelta(hours=3)) == []
    with work_as(tenant("musterstadt")):
        (kept,) = Balance.objects.all()
    assert (kept.day, numbers(kept)) == (date(2027, 3, 10), (4, 1, 3, 0, 0))
    told = [record.fields for record in caplog.records if record.message == "balance"]
    assert [fields["received"] for fields in told if fields["portal"] == "musterstadt"] == [4]
    assert {record.levelname for record in caplog.records} == {"INFO"}


def test_a_difference_is_an_error_in_the_log_and_in_the_figures(cases, caplog):
    tamper(cases, f"DELETE FROM applications_application WHERE id = {FIRST_OPEN}")
    balance.draw_daily(now=TOMORROW)
    errors = [record.fields for record in caplog.records if record.levelname == "ERROR"]
    assert [(fields["portal"], fields["difference"]) for fields in errors] == [("musterstadt", 1)]
    assert [found.difference for found in balance.latest()] == [0, 1, 0, 0]


def test_the_command_prints_and_refuses_on_a_difference(cases, capsys):
    upkeep_commands.show_balance()
    assert json.dumps(capsys.readouterr().out.split("\n")[2].split()) == '["musterstadt", "4", "1", "3", "0", "0"]'
    tamper(cases, f"DELETE FROM applications_application WHERE id = {FIRST_OPEN}")
    with pytest.raises(RuntimeError, match="1"):
        upkeep_commands.show_balance()


def test_the_balance_needs_few_statements_for_1_and_for_30_cases(db, musterstadt, django_assert_num_queries):
    for more in (1, 29):
        with work_as(musterstadt):
            for seed in range(more):
                send(*filled_draft("mitteilung", musterstadt, seed=seed))
            with django_assert_num_queries(2):
                balance.drawn(TOMORROW)
