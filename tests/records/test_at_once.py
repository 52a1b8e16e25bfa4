"""Tables made in one go are those that Django makes step by step."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from longarc.records.at_once import AtOnce

KEY = models.BigAutoField(primary_key=True)
TO_PERSON = models.ForeignKey("tried.Person", models.PROTECT)
ONE_EACH = models.UniqueConstraint(fields=["who", "at"], name="one_each")
STEPS = [
    migrations.CreateModel("Told", [("id", KEY), ("at", models.DateTimeField(db_index=True))]),
    migrations.CreateModel("Person", [("id", KEY), ("name", models.CharField(unique=True))]),
    migrations.AddField("told", "who", TO_PERSON),
    migrations.AddField("told", "heard", models.ManyToManyField("tried.Person", "heard")),
    migrations.AddIndex("told", models.Index(fields=["at", "who"], name="told_at_who")),
    migrations.AddConstraint("told", ONE_EACH),
]


def made(kind: type[migrations.Migration]) -> dict[str, list[str]]:
    """Columns, keys and indexes of the tables that a migration of this kind makes; then undone."""
    migration = type("Migration", (kind,), {"operations": STEPS})("0001_initial", "tried")
    with connection.schema_editor() as editor:
        state = migration.apply(ProjectState(), editor)
    with connection.cursor() as cursor:
        told = {name: _facts(cursor, name) for name in _names()}
    with connection.schema_editor() as editor:
        for model in state.apps.get_models():
            editor.delete_model(model)
    assert not _names()
    return told


def _names() -> list[str]:
    return [n for n in connection.introspection.table_names() if n.startswith("tried_")]


def _facts(cursor: object, name: str) -> list[str]:
    read = connection.introspection
    columns = read.get_table_description(cursor, name)
    keys = read.get_constraints(cursor, name).values()
    return sorted(map(repr, columns)) + sorted(repr(sorted(one.items(), key=str)) for one in keys)


@pytest.mark.django_db(transaction=True)
def test_the_tables_are_the_same() -> None:
    at_once, by_steps = made(AtOnce), made(migrations.Migration)
    assert len(at_once) == 3
    assert at_once == by_steps


def test_a_step_that_changes_rows_is_refused() -> None:
    code = migrations.RunPython(migrations.RunPython.noop)
    migration = type("Migration", (AtOnce,), {"operations": [code]})("0001_initial", "tried")
    with pytest.raises(TypeError, match="RunPython"):
        migration.apply(ProjectState(), None)
