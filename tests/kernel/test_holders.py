"""What an account holds shows in all tenants, to be read only; tried to cross by raw SQL as the application role."""

import pytest
from django.db import DataError, connection, transaction
from django_scopes.exceptions import ScopeError

from drehscheibe.applications.models import Application, Draft
from drehscheibe.kernel import scope
from drehscheibe.mailbox.models import Reading
from tests.cases import filled_draft, send
from tests.cast import account, tenant
from tests.kernel.test_walls import WALL, touched

HELD = {"applications_application", "applications_draft", "mailbox_reading"}


def tenants_seen(table: str = "applications_application") -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT tenant_id FROM {table}")
        return {tenant_id for (tenant_id,) in cursor.fetchall()}


def setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('drehscheibe.holders', true), '')")
        return cursor.fetchone()[0]


@pytest.fixture
def held(application, draft, charlie, alice, musterstadt, auenfeld, kreis):
    """Charlie has applied in two towns and begun a draft in one; others have applied there too. Gives both towns."""
    for town in (musterstadt, auenfeld):
        application("hundesteuer-anmelden", town, account=charlie)
        application("hundesteuer-anmelden", town, account=alice, seed=2)
        application("hundesteuer-anmelden", town, seed=3)
    draft("hundesteuer-anmelden", auenfeld, account=charlie)
    return {musterstadt.pk, auenfeld.pk}


def test_the_holders_cases_of_all_tenants_show_in_a_third_ones_scope(held, charlie, kreis):
    with scope.enter(kreis.pk, holders=[charlie.pk]):
        assert tenants_seen() == held
        assert set(Application.held.values_list("tenant_id", flat=True)) == held
        assert set(Application.held.values_list("account_id", flat=True)) == {charlie.pk}
        assert Draft.held.count() == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT account_id FROM applications_application")
            assert cursor.fetchall() == [(charlie.pk,)]


def test_nothing_but_three_tables_shows_to_a_holder(full_case, application, charlie, musterstadt, kreis):
    application("hundesteuer-anmelden", musterstadt, account=charlie)
    with scope.enter(kreis.pk, holders=[charlie.pk]):
        seen = touched("SELECT 1 FROM {table} WHERE tenant_id = %s", musterstadt.pk)
    assert {table for table, rows in seen.items() if rows} == {"applications_application", "mailbox_reading"}


@pytest.mark.parametrize("holders", [(), (0,), (-1,), (2_000_000_000,)])
def test_nobody_named_and_nobody_known_show_nothing_extra(held, kreis, holders):
    with scope.enter(kreis.pk, holders=holders):
        assert tenants_seen() == set()


def test_another_account_sees_its_own_cases_only(held, bob, alice, kreis):
    with scope.enter(kreis.pk, holders=[bob.pk]):
        assert tenants_seen() == set()
    with scope.enter(kreis.pk, holders=[alice.pk]):
        assert set(Application.held.values_list("account_id", flat=True)) == {alice.pk}


def test_cases_of_guests_belong_to_no_holder(held, kreis):
    with connection.cursor() as cursor, scope.enter(kreis.pk, holders=[0]):
        cursor.execute("SELECT count(*) FROM applications_application WHERE account_id IS NULL")
        assert cursor.fetchone() == (0,)


def test_a_holder_changes_nothing_in_another_tenant(held, charlie, kreis):
    with scope.enter(kreis.pk, holders=[charlie.pk]):
        for statement in ("UPDATE {table} SET tenant_id = tenant_id", "DELETE FROM {table}"):
            assert touched(statement, tables=HELD) == dict.fromkeys(HELD, 0)
        stolen = f"UPDATE {{table}} SET tenant_id = {kreis.pk} WHERE account_id = {charlie.pk}"
        assert touched(stolen, tables=HELD) == dict.fromkeys(HELD, 0)
        assert touched("SELECT 1 FROM {table} FOR UPDATE", tables=HELD) == dict.fromkeys(HELD, 0)
        assert Application.held.update(status="decided") == 0


def test_a_holder_writes_nothing_in_another_tenants_name(held, charlie, kreis):
    copied = "INSERT INTO {table} SELECT * FROM {table} WHERE account_id IS NOT NULL"
    with scope.enter(kreis.pk, holders=[charlie.pk]):
        refused = touched(copied, tables={"applications_application", "applications_draft"})
    assert set(refused.values()) == {WALL}


def test_an_inner_scope_does_not_inherit_the_holders(held, charlie, kreis, musterstadt):
    with scope.enter(kreis.pk, holders=[charlie.pk]):
        with scope.enter(musterstadt.pk):
            assert (setting(), tenants_seen()) == ("", {musterstadt.pk})
            with pytest.raises(ScopeError):
                Application.held.count()
        assert (setting(), tenants_seen()) == (str(charlie.pk), held)


def test_without_holders_the_program_refuses_too(held, kreis):
    for model in (Application, Draft, Reading):
        with pytest.raises(ScopeError):
            model.held.count()
        with scope.enter(kreis.pk), pytest.raises(ScopeError):
            model.held.count()


def test_what_is_no_number_names_no_holder(held, charlie, kreis):
    with scope.enter(kreis.pk), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('drehscheibe.holders', %s, true)", [f"{charlie.pk}) OR (true"])
        with pytest.raises(DataError, match="invalid input syntax"), transaction.atomic():
            tenants_seen()


def test_holders_do_not_outlive_their_transaction_on_the_same_connection(committing_database):
    town, other, citizen = tenant("musterstadt"), tenant("auenfeld"), account("buergerin")
    with transaction.atomic(), scope.enter(town.pk, [town.parent_id]):
        send(*filled_draft("hundesteuer-anmelden", town, account=citizen))
    with transaction.atomic(), scope.enter(other.pk, holders=[citizen.pk]):
        assert tenants_seen() == {town.pk}
        process = connection.connection.info.backend_pid
    with transaction.atomic():
        assert connection.connection.info.backend_pid == process
        assert (setting(), tenants_seen()) == ("", set())
    with pytest.raises(ZeroDivisionError), transaction.atomic(), scope.enter(other.pk, holders=[citizen.pk]):
        _ = 1 // 0
    assert setting() == ""
    with transaction.atomic(), scope.enter(other.pk):
        assert tenants_seen() == set()
