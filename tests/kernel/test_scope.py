"""No scope, no rows; and no scope outlives its block or its transaction."""

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django_scopes.exceptions import ScopeError

from drehscheibe.kernel import scope
from drehscheibe.kernel.scope import NoScopeError, Scope
from drehscheibe.tenants.models import Department
from tests.cast import tenant
from tests.database import at_once


def departments() -> int:
    """Rows that raw SQL sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tenants_department")
        return cursor.fetchone()[0]


def owners() -> set[int]:
    """Tenants whose departments Django sees."""
    return set(Department.objects.values_list("tenant_id", flat=True))


def setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('drehscheibe.tenant', true), '')")
        return cursor.fetchone()[0]


def test_without_a_scope_raw_sql_sees_nothing(db):
    assert departments() == 0


def test_without_a_scope_django_refuses(db):
    with pytest.raises(ScopeError):
        list(Department.objects.all())


def test_without_a_scope_there_is_no_current_one(db):
    with pytest.raises(NoScopeError):
        scope.current()


def test_scope_shows_own_rows_and_shared_ones_of_ancestors(musterstadt, kreis, scope_of):
    with scope_of(musterstadt):
        assert owners() == {musterstadt.pk, kreis.pk}
        assert scope.current() == Scope(musterstadt.pk, (musterstadt.pk, kreis.pk))


def test_district_does_not_see_its_towns(kreis, scope_of):
    with scope_of(kreis):
        assert owners() == {kreis.pk}


def test_inner_scope_hides_the_outer_one_and_gives_it_back(musterstadt, auenfeld, kreis, scope_of):
    with scope_of(musterstadt):
        outside = departments()
        with scope_of(auenfeld):
            assert owners() == {auenfeld.pk, kreis.pk}
        with scope.enter(auenfeld.pk):
            assert owners() == {auenfeld.pk}
        assert owners() == {musterstadt.pk, kreis.pk}
        assert departments() == outside


def test_after_the_block_the_rows_are_gone(musterstadt, scope_of):
    with scope_of(musterstadt):
        assert departments() > 0
    assert departments() == 0


def test_scope_is_left_when_its_block_fails(musterstadt, auenfeld, kreis, scope_of):
    with scope_of(musterstadt):
        with pytest.raises(ZeroDivisionError), scope_of(auenfeld):
            _ = 1 // 0
        assert owners() == {musterstadt.pk, kreis.pk}


def test_database_error_in_an_inner_scope_comes_out_as_itself(musterstadt, auenfeld, kreis, scope_of):
    with scope_of(musterstadt):
        with pytest.raises(IntegrityError), transaction.atomic(), scope.enter(auenfeld.pk):
            Department.objects.create(tenant=auenfeld, slug="steuern", name={})
        assert owners() == {musterstadt.pk, kreis.pk}


def test_scope_needs_a_transaction(committing_database):
    with pytest.raises(NoScopeError), scope.enter(1):
        pass


def test_scope_does_not_leak_into_the_next_transaction(committing_database):
    town = tenant("musterstadt")
    with transaction.atomic(), scope.enter(town.pk):
        assert setting() == str(town.pk)
        server_process = connection.connection.info.backend_pid
    assert connection.connection.info.backend_pid == server_process
    assert setting() == ""
    assert departments() == 0


def test_scope_does_not_leak_out_of_a_failed_transaction(committing_database):
    town = tenant("musterstadt")
    with pytest.raises(ZeroDivisionError), transaction.atomic(), scope.enter(town.pk):
        _ = 1 // 0
    assert setting() == ""


def test_scope_belongs_to_its_thread(committing_database):
    town = tenant("musterstadt")
    with transaction.atomic(), scope.enter(town.pk):
        assert at_once(2, lambda _number: departments()) == [0, 0]


def test_scope_and_transaction_begin_together_and_end_together(committing_database):
    town = tenant("musterstadt").pk
    with transaction.atomic(), scope.enter(town):
        assert setting() == str(town)
    assert setting() == ""


def test_lost_connection_is_told_as_such(committing_database):
    town = tenant("musterstadt").pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()

    def end(_number: int) -> None:
        with connection.cursor() as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])

    at_once(1, end)
    with pytest.raises(OperationalError), transaction.atomic(), scope.enter(town):
        departments()
    connection.close()
    with transaction.atomic(), scope.enter(town):
        assert departments() > 0
