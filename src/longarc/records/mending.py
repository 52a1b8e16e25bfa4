"""A database of an early shape, brought to the shape that its list of migrations says.

Before the first migration was frozen it was made anew eleven times under the same name, each time
with more in it. What a database of those days has not yet is added: tables, columns, rules. Nothing
that stands in it is changed or taken away. Where more or other things stand than are known,
nothing is touched. Everything happens in one transaction: cut off, it has not happened.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.management import call_command
from django.db import IntegrityError, connection, models
from django.db.migrations import Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ModelState, ProjectState

from longarc.records import shape, upkeep
from longarc.records.refused import Refused
from longarc.records.shape import OURS, Difference, Shape

APP = "records"
#: Rows that were there before a column was, and what is true of them in it.
#: - What clients told of their living was read by the care team, and the page said so.
#: - Whoever signed a session signed the lines that were there at that moment.
TRUE_BEFORE = {
    **{
        (f"records_{table}", "shared_at"): f'UPDATE records_{table} SET shared_at = "at"'  # noqa: S608
        for table in (
            *("behaviour", "behaviouranswer", "drinkingday", "drinkmeaning"),
            *("moodinsight", "shift"),
        )
    },
    ("records_sessionsigned", "upto"): """
        UPDATE records_sessionsigned SET upto =
            (SELECT CAST(count(*) AS varchar(9)) FROM records_sessionline AS l
             WHERE l.client_id = records_sessionsigned.client_id
               AND l.session = records_sessionsigned.session
               AND l.received_at <= records_sessionsigned.received_at)
            || '-' ||
            (SELECT CAST(count(*) AS varchar(9)) FROM records_sessionlineback AS b
             WHERE b.client_id = records_sessionsigned.client_id
               AND b.session = records_sessionsigned.session
               AND b.received_at <= records_sessionsigned.received_at)
    """,
}
#: What stands in such a column until `TRUE_BEFORE` has run, where it may not be empty.
MEANWHILE = {("records_sessionsigned", "upto"): "0-0"}


class NotMended(Refused):
    """The database is as it was before."""


def bring_up_to_date() -> None:
    """First the shape that the list of migrations says, then the migrations that wait."""
    mend()
    call_command("migrate", verbosity=0, interactive=False)


def mend() -> list[Difference]:
    """Add what is missing, in one transaction; gives what was.

    Raises:
        NotMended: it holds what this version does not know, or rows that a rule forbids.
    """
    odd = upkeep.differences()
    if not odd:
        return []
    upkeep.refuse_not_understood(odd)
    try:
        _add(odd)
    except IntegrityError as against:
        raise NotMended(
            f"Rows in this database are against a rule of this version ({_first_line(against)}). "
            f"Nothing was changed, and nothing is lost. {upkeep.OTHER_VERSION}"
        ) from against
    return odd


def _first_line(problem: Exception) -> str:
    return str(problem).strip().splitlines()[0]


def _add(odd: list[Difference]) -> None:
    goal = upkeep.state_after(upkeep.applied())
    stands = _as_it_stands(goal, shape.found())
    steps = type("Mending", (Migration,), {"operations": _steps(stands, goal)})("mending", APP)
    with connection.schema_editor(atomic=True) as editor:
        steps.apply(stands, editor)
        tell_rows_before((one.table, one.column) for one in odd)


def tell_rows_before(columns: Iterable[tuple[str, str]]) -> None:
    """Fill columns that came later with what is true of the rows that were there before."""
    with connection.cursor() as cursor:
        for column in columns:
            if column in TRUE_BEFORE:
                cursor.execute(TRUE_BEFORE[column])


def _as_it_stands(goal: ProjectState, found: Shape) -> ProjectState:
    """`goal` without what the database has not yet."""
    state = goal.clone()
    for label, name in [key for key in goal.models if key[0] == APP]:
        model = state.models[label, name]
        columns = found.tables.get(_table(model))
        if columns is None:
            state.remove_model(label, name)
            continue
        for lost in [f for f, one in model.fields.items() if _column(f, one) not in columns]:
            del model.fields[lost]
        for kind in ("indexes", "constraints"):
            there = [one for one in model.options.get(kind, ()) if one.name in found.names]
            model.options[kind] = there
    vars(state).pop("apps", None)
    return state


def _table(model: ModelState) -> str:
    return str(model.options.get("db_table") or f"{OURS}{model.name_lower}")


def _column(name: str, one: Any) -> str:
    return str(one.db_column or (f"{name}_id" if one.is_relation else name))


def _steps(stands: ProjectState, goal: ProjectState) -> list[Any]:
    """What leads from the one to the other, worked out as `makemigrations` does it."""
    made = MigrationAutodetector(stands, goal, _Answers()).changes(MigrationGraph())
    return [step for one in made.get(APP, ()) for step in one.operations]


class _Answers(MigrationQuestioner):
    """What `makemigrations` would ask a person."""

    def ask_initial(self, app_label: str) -> bool:
        return app_label == APP

    def ask_not_null_addition(self, field_name: str, model_name: str) -> Any:
        return _meanwhile(f"{OURS}{model_name}", field_name)


def first_value(table: str, field: "models.Field[Any, Any]") -> Callable[[], Any]:
    """What makes the value that rows from before a column have in it, until `tell_rows_before`."""
    if field.has_default():
        return field.get_default
    if field.null:
        return lambda: None
    if field.blank and field.empty_strings_allowed:
        return str
    told = _meanwhile(table, str(field.column))
    return lambda: told


def _meanwhile(table: str, column: str) -> str:
    """The first value of a column that may not be empty and has none of its own.

    Raises:
        NotMended: nobody has said yet what it would be.
    """
    if (table, column) in MEANWHILE:
        return MEANWHILE[table, column]
    raise NotMended(
        f"Nobody has written down what {table}.{column} is for rows that were there before it. "
        f"Nothing was changed, and nothing is lost. {upkeep.OTHER_VERSION}"
    )
