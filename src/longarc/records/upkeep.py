"""What state the data base is in: its migrations, and whose practice it holds."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from longarc.records.models import Practice
from longarc.records.refused import Refused

Migration = tuple[str, str]


class NewerDatabase(Refused):
    """The data base was written by a newer Longarc."""


def applied() -> list[Migration]:
    """The migrations that the data base went through, by name."""
    return sorted(MigrationExecutor(connection).loader.applied_migrations)


def pending() -> list[Migration]:
    """The migrations that this version brings and the data base has not gone through yet."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [(step.app_label, step.name) for step, _ in plan]


def refuse_newer() -> None:
    """Stop before a data base of a newer version is touched.

    Raises:
        NewerDatabase: it went through migrations that this version does not have.
    """
    loader = MigrationExecutor(connection).loader
    unknown = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    if unknown:
        names = ", ".join(f"{app}.{name}" for app, name in unknown[:3])
        raise NewerDatabase(
            f"This data base was written by a newer Longarc (it knows {names}). "
            "Nothing was changed. Install that version, or restore a backup made by this one."
        )


def has_tables() -> bool:
    return Practice._meta.db_table in connection.introspection.table_names()


def practices() -> list[bool]:
    """One entry for each practice in the data base: whether it is the demonstration."""
    if not has_tables():
        return []
    return list(Practice.objects.order_by("pk").values_list("demo", flat=True))
