"""What state the data base is in: its migrations, its shape, and whose practice it holds."""

from collections.abc import Iterable
from functools import cache

from django.db import DatabaseError, OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from longarc.records import shape
from longarc.records.models import Practice
from longarc.records.refused import Refused
from longarc.records.shape import Difference

Migration = tuple[str, str]


OTHER_VERSION = (
    "The Longarc that you used before works with this database as it is: start that version again, "
    "and make a backup with it. Then ask the people who make Longarc, with this message."
)


class NewerDatabase(Refused):
    """The data base was written by a newer Longarc."""


class OtherShape(Refused):
    """What stands in the database is not what its list of migrations says."""


def applied() -> list[Migration]:
    """The migrations that the data base went through, by name."""
    return sorted(MigrationRecorder(connection).applied_migrations())


@cache
def known() -> frozenset[Migration]:
    """The migrations that this version brings."""
    return frozenset(MigrationLoader(None).disk_migrations)


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
    unknown = sorted(set(applied()) - known())
    if unknown:
        names = ", ".join(f"{app}.{name}" for app, name in unknown[:3])
        raise NewerDatabase(
            f"This data base was written by a newer Longarc (it knows {names}). "
            "Nothing was changed. Install that version, or restore a backup made by this one."
        )


def state_after(migrations: Iterable[Migration]) -> ProjectState:
    """The models as they are after these migrations, as far as this version knows them."""
    loader = MigrationLoader(connection)
    return loader.project_state([key for key in migrations if key in loader.graph.nodes])


def wanted(migrations: Iterable[Migration]) -> shape.Shape:
    """The shape that these migrations lead to."""
    told = set(migrations)
    if known() <= told:
        return shape.wanted()  # those of this version: nothing has to be drawn up
    return shape.wanted(state_after(told).apps.get_models(include_auto_created=True))


def differences() -> list[Difference]:
    """In what the database is not as its own list of migrations says."""
    through = applied()
    return shape.differences(shape.found(), wanted(through)) if through else []


def refuse_not_ready() -> None:
    """Stop where this version cannot work with what stands in the database.

    Raises:
        NewerDatabase, OtherShape, Refused: with the reason, and the way on.
    """
    refuse_newer()
    if odd := differences():
        raise OtherShape(other_shape(odd))
    if pending():
        raise Refused("The database is not up to date. Nothing is lost. Run: longarc migrate")


def refuse_not_understood(odd: Iterable[Difference]) -> None:
    """Stop where more, or other, stands in the database than is missing.

    Raises:
        OtherShape: with the first three things, and the way on.
    """
    if not all(one.missing for one in odd):
        raise OtherShape(other_shape(list(odd)))


def other_shape(odd: list[Difference]) -> str:
    strange = [one for one in odd if not one.missing]
    told = "; ".join(one.say for one in (strange or odd)[:3])
    more = f"; and {len(odd) - 3} more" if not strange and len(odd) > 3 else ""
    if strange:
        return (
            f"This database is not one that this version of Longarc knows ({told}). "
            f"Nothing was changed, and nothing is lost. {OTHER_VERSION}"
        )
    return (
        f"This database was made by an early version of Longarc ({told}{more}). Nothing was "
        "changed, and nothing is lost. Stop the server and the worker, then run: longarc migrate. "
        "It makes a backup first, and adds what is missing."
    )


def why(problem: Exception) -> str:
    """The true reason for what a database did not do, where it is the shape; otherwise nothing."""
    if not isinstance(problem, OperationalError | ProgrammingError):
        return ""  # rows against a rule say nothing of the shape
    try:
        refuse_not_ready()
    except Refused as reason:
        return str(reason)
    except DatabaseError:
        pass
    return ""


def has_tables() -> bool:
    return Practice._meta.db_table in connection.introspection.table_names()


def practices() -> list[bool]:
    """One entry for each practice in the data base: whether it is the demonstration."""
    if not has_tables():
        return []
    return list(Practice.objects.order_by("pk").values_list("demo", flat=True))
