"""Reading an account with its client record by one statement that is written once.

Every request of a signed-in person reads this row. Through the query compiler it took two
fifths of the time of a check-in; the row and its values are the same (a test compares them).
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model

from longarc.records.models import Client, User

Convert = Callable[[Any, Any, Any], Any]


@cache
def _statement(vendor: str) -> tuple[str, tuple[tuple[Any, tuple[Convert, ...]], ...]]:  # noqa: ARG001
    """The statement, and for each column its place in a row and what turns it into a value."""
    quote: Any = connection.ops.quote_name
    fields: Any = (*User._meta.concrete_fields, *Client._meta.concrete_fields)
    columns = [field.get_col(field.model._meta.db_table) for field in fields]
    named = ", ".join(f"{quote(c.alias)}.{quote(c.target.column)}" for c in columns)
    user, client = quote(User._meta.db_table), quote(Client._meta.db_table)
    return (
        f"SELECT {named} FROM {user} LEFT JOIN {client} ON {client}.user_id = {user}.id"  # noqa: S608
        f" WHERE {user}.id = %s AND {user}.is_active",
        tuple((column, _converters(column)) for column in columns),
    )


def _converters(column: Any) -> tuple[Convert, ...]:
    return (*connection.ops.get_db_converters(column), *column.get_db_converters(connection))


def _value(stored: Any, column: Any, converters: tuple[Convert, ...]) -> Any:
    for convert in converters:
        stored = convert(stored, column, connection)
    return stored


def _made(model: Any, values: list[Any]) -> Model:
    names = [field.attname for field in model._meta.concrete_fields]
    made: Model = model.from_db("default", names, values)
    return made


def read(pk: int) -> User | None:
    """The active account with this key, its client record beside it; None when there is none."""
    statement, columns = _statement(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(statement, [pk])
        row = cursor.fetchone()
    if row is None:
        return None
    values = [_value(stored, *how) for stored, how in zip(row, columns, strict=True)]
    split = len(User._meta.concrete_fields)
    user: Any = _made(User, values[:split])
    client = _made(Client, values[split:]) if values[split] is not None else None
    related: Any = User._meta.get_field("client")
    related.set_cached_value(user, client)
    if client:
        related.field.set_cached_value(client, user)
    found: User = user
    return found
