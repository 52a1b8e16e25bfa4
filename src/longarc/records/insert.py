"""Keeping one new row with one statement, written once for each model.

The path of a check-in is the hottest in the program, and Django's query compiler was most of its
cost. What is written and read back is the same; `benchmarks/write_check_ins.py` measures it.
"""

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model


@cache
def _statement(model: type[Model], vendor: str) -> tuple[str, tuple[Any, ...]]:  # noqa: ARG001
    """The statement for a model, and the fields whose values it takes."""
    meta = model._meta
    quote: Any = connection.ops.quote_name
    fields = tuple(field for field in meta.concrete_fields if not field.primary_key)
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    key = quote(meta.pk.column)
    return (
        f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - names only
        f" ON CONFLICT DO NOTHING RETURNING {key}",
        fields,
    )


def insert(row: Model) -> bool:
    """Keep a row that has no key yet; False when its id is there already, and nothing changed."""
    statement, fields = _statement(type(row), connection.vendor)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        kept = cursor.fetchone()
    if kept is None:
        return False
    row.pk, row._state.adding = kept[0], False
    return True
