"""Insert, change and find rows by statements that are put together once per table: half the time that the ORM takes."""

from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


def plan_each() -> None:
    """Let PostgreSQL plan every statement of this transaction anew, for the values it has.

    Connections keep plans that hold for any value. Where values differ much (a name that half a town bears, a
    department with most of the cases), such a plan may take seconds instead of milliseconds.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")


@lru_cache(maxsize=100)
def _insertion(model: type[models.Model], *, once: bool) -> tuple[str, list[models.Field]]:  # type: ignore[type-arg]
    """The statement, and the fields whose values it takes. A number that the database gives is returned."""
    meta = model._meta  # noqa: SLF001  Django documents it
    fields = [field for field in meta.concrete_fields if not isinstance(field, models.AutoField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    conflict = "ON CONFLICT DO NOTHING " if once else ""
    returning = f"{conflict}RETURNING {quote(str(meta.pk.column))}"
    return f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places}) {returning}", fields  # noqa: S608  our own names


def insert(row: models.Model, *, once: bool = False) -> None:
    """Write a new row of our own tables; integrity and walls are the database's, as with `save()`.

    `once`: nothing happens when there is a row already that this one may not stand beside.
    """
    statement, fields = _insertion(type(row), once=once)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        written = cursor.fetchone()
    if written is None:
        return
    row.pk = written[0]
    row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001  as Django notes it


@lru_cache(maxsize=100)
def _change(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[models.Field]]:  # type: ignore[type-arg]
    meta, quote = model._meta, connection.ops.quote_name  # noqa: SLF001  Django documents it
    fields: list[Any] = [meta.get_field(name) for name in names]
    changes = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    return f"UPDATE {quote(meta.db_table)} SET {changes} WHERE {quote(str(meta.pk.column))} = %s", fields  # noqa: S608  our own names


def update(row: models.Model, *names: str) -> None:
    """Write these fields of a row."""
    statement, fields = _change(type(row), names)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, row.pk])


def delete(row: models.Model) -> None:
    """Delete a row that no other refers to."""
    meta, quote = row._meta, connection.ops.quote_name  # noqa: SLF001  Django documents it
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {quote(meta.db_table)} WHERE {quote(str(meta.pk.column))} = %s", [row.pk])  # noqa: S608  our own names


class _Part(NamedTuple):
    """The columns `start` to `end` of a found row are one of `model`, which the foreign key `name` refers to."""

    name: str
    model: type[models.Model]
    names: list[str]
    start: int
    end: int


class _Selection(NamedTuple):
    statement: str
    parts: list[_Part]
    converters: list[tuple[int, Any]]


@lru_cache(maxsize=100)
def _selection(
    model: type[models.Model], related: tuple[str, ...], given: tuple[str, ...], *, lock: bool
) -> _Selection:
    quote = connection.ops.quote_name
    parts: list[_Part] = []
    columns: list[str] = []
    converters: list[tuple[int, Any]] = []
    joins: list[str] = []
    for place, name in enumerate(("", *related)):
        table: Any = model._meta.get_field(name).related_model if name else model  # noqa: SLF001  Django documents it
        fields = table._meta.concrete_fields  # noqa: SLF001
        start = len(columns)
        columns += [f"r{place}.{quote(field.column)}" for field in fields]
        converters += [
            (start + number, field.from_db_value)
            for number, field in enumerate(fields)
            if hasattr(field, "from_db_value")
        ]
        parts.append(_Part(name, table, [field.attname for field in fields], start, len(columns)))
        if name:
            key: Any = model._meta.get_field(name)  # noqa: SLF001
            own, its = quote(key.column), quote(table._meta.pk.column)  # noqa: SLF001
            joins.append(f" LEFT JOIN {quote(table._meta.db_table)} r{place} ON r{place}.{its} = r0.{own}")  # noqa: SLF001
    where = " AND ".join(f"r0.{quote(column)} = %s" for column in given)
    statement = f"SELECT {', '.join(columns)} FROM {quote(model._meta.db_table)} r0{''.join(joins)} WHERE {where}"  # noqa: S608, SLF001  our own names
    return _Selection(statement + (" FOR UPDATE OF r0" if lock else ""), parts, converters)


def find(model: type[Row], *related: str, lock: bool = False, **given: Any) -> Row | None:
    """The row with the `given` values in these columns (of several, one), with the rows of the `related` foreign keys.

    The second wall is the caller's: a tenant-owned table is asked for with its `tenant_id`.
    """
    selection = _selection(model, related, tuple(given), lock=lock)
    with connection.cursor() as cursor:
        cursor.execute(selection.statement, list(given.values()))
        values = cursor.fetchone()
    if values is None:
        return None
    values = list(values)
    for number, convert in selection.converters:
        values[number] = convert(values[number], None, connection)
    own, *others = selection.parts
    found = model.from_db(connection.alias, own.names, values[: own.end])
    for part in others:
        key: Any = model._meta.get_field(part.name)  # noqa: SLF001  Django documents it
        is_there = getattr(found, key.attname) is not None
        row = part.model.from_db(connection.alias, part.names, values[part.start : part.end]) if is_there else None
        setattr(found, part.name, row)
    return found
