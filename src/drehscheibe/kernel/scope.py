"""Enter a tenant's scope: the first wall (row-level security) and the second (django-scopes) rise together.

Inside `enter`, PostgreSQL shows rows of the tenant's own tables and, for shared kinds (services, forms, texts),
also those of its ancestors. Without a scope no tenant-owned row can be read or written. Where holders are named too,
what these accounts hold shows across all tenants, to be read only.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection, models
from django.db.migrations import RunSQL
from django_scopes import get_scope, scope
from django_scopes.manager import DisabledQuerySet
from psycopg.errors import OperationalError, error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus


@dataclass(frozen=True)
class Scope:
    """Who is at work: the tenant's id, and the ids of all tenants whose shared rows it may read (itself included).

    `holders` are ids of accounts; what they hold may be read in all tenants.
    """

    tenant_id: int
    readable: tuple[int, ...]
    holders: tuple[int, ...] = ()


class NoScopeError(RuntimeError):
    """Tenant-owned data was asked for outside a tenant's scope."""


_current: ContextVar[Scope | None] = ContextVar("drehscheibe_scope", default=None)


def current() -> Scope:
    """The scope that is entered now. Raises NoScopeError outside of one."""
    found = _current.get()
    if found is None:
        raise NoScopeError("No tenant scope is entered.")
    return found


def _tell_database(entered: Scope | None) -> None:
    """Set what the policies read, for this transaction; together with its beginning, where nothing was asked yet.

    Each request does this, so it goes past Django's and psycopg's cursors, and in one round trip instead of two.
    """
    tenant, readable, holders = ((entered.tenant_id,), entered.readable, entered.holders) if entered else ((), (), ())
    settings = {"tenant": tenant, "readable": readable, "holders": holders}
    told = "".join(f"SET LOCAL drehscheibe.{name} = '{','.join(map(_digits, ids))}';" for name, ids in settings.items())
    with connection.wrap_database_errors:
        pgconn = connection.connection.pgconn
        begins = pgconn.transaction_status == TransactionStatus.IDLE
        result = pgconn.exec_(f"{'BEGIN;' if begins else ''}{told}".encode())
        if result.status != ExecStatus.COMMAND_OK:
            is_lost = pgconn.status == ConnStatus.BAD
            raise OperationalError("the connection is lost") if is_lost else error_from_result(result)


def _digits(number: int) -> str:
    return f"{number:d}"  # nothing but a number comes into the statement


@contextmanager
def enter(tenant_id: int, readable: Iterable[int] = (), holders: Iterable[int] = ()) -> Iterator[Scope]:
    """Work as `tenant_id`, reading shared rows of `readable` (ancestors) too. Needs an open transaction.

    `holders`: accounts whose drafts and applications may be read in all tenants; an inner scope does not inherit them.
    Scopes nest; leaving one restores the one before. Raises NoScopeError outside of `transaction.atomic()`,
    because the setting must end with the transaction and never leak into the next request.
    """
    if not connection.in_atomic_block:
        raise NoScopeError("A tenant scope needs an open transaction.")
    entered = Scope(tenant_id, tuple(dict.fromkeys((tenant_id, *readable))), tuple(holders))
    before = _current.get()
    _tell_database(entered)
    token = _current.set(entered)
    try:
        with scope(tenant=entered.tenant_id, readable=list(entered.readable), holders=list(entered.holders) or None):
            yield entered
    finally:
        _current.reset(token)
        outermost = before is None and not connection.savepoint_ids
        if not outermost and not connection.needs_rollback:
            _tell_database(before)


Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class _ScopedManager(models.Manager[Row_co]):
    """django-scopes' manager as a class that type checkers can name: no scope, no query."""

    dimension = ""
    column = "tenant_id"

    def get_queryset(self) -> models.QuerySet[Row_co]:
        entered = get_scope().get(self.dimension)
        if entered is None:
            return DisabledQuerySet(self.model, using=self._db, missing_scopes={self.dimension})  # type: ignore[no-any-return]
        wanted = {f"{self.column}__in": entered} if isinstance(entered, list) else {self.column: entered}
        return super().get_queryset().filter(**wanted)

    def all(self) -> models.QuerySet[Row_co]:
        return self.get_queryset().all()  # refuses without a scope


class OwnedManager(_ScopedManager[Row_co]):
    """For tenant-owned tables: own rows only."""

    dimension = "tenant"


class SharedManager(_ScopedManager[Row_co]):
    """For shared kinds: own rows and those of the ancestors."""

    dimension = "readable"


class HeldManager(_ScopedManager[Row_co]):
    """For what an account holds: the rows of the scope's holders, in all tenants, to be read only."""

    dimension = "holders"
    column = "account_id"


_OWN = "tenant_id = NULLIF(current_setting('drehscheibe.tenant', true), '')::bigint"
_READABLE = (
    "tenant_id = ANY (string_to_array(NULLIF(current_setting('drehscheibe.readable', true), ''), ',')::bigint[])"
)
_HELD = "account_id = ANY (string_to_array(NULLIF(current_setting('drehscheibe.holders', true), ''), ',')::bigint[])"


class RowLevelSecurity(RunSQL):
    """Migration step: force row-level security on `table`; `shared_kind` lets descendants read."""

    def __init__(self, table: str, *, shared_kind: bool = False) -> None:
        statements: list[Any] = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY own ON {table} USING ({_OWN}) WITH CHECK ({_OWN})",
        ]
        if shared_kind:
            statements.append(f"CREATE POLICY readable ON {table} FOR SELECT USING ({_READABLE})")
        super().__init__(statements, [f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"])
        self.table, self.shared_kind = table, shared_kind

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return self.__class__.__name__, [self.table], {"shared_kind": self.shared_kind}


class HolderMayRead(RunSQL):
    """Migration step: rows of `table` show in all tenants to the account that holds them (`account_id`)."""

    def __init__(self, table: str) -> None:
        super().__init__(f"CREATE POLICY held ON {table} FOR SELECT USING ({_HELD})", f"DROP POLICY held ON {table}")
        self.table = table

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return self.__class__.__name__, [self.table], {}
