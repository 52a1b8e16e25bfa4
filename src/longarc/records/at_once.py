"""The first migration, made in one go instead of a hundred steps.

Django draws up every model anew after each step of a migration. Nearly all of ours belong to a
client, so that a new data base took ten seconds, most of it drawing. The tables of a first
migration are those of its last state: one drawing is enough.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

#: Steps that `create_model` covers, given the last state. Nothing else may be among them.
COVERED = (
    migrations.CreateModel,
    migrations.AddField,
    migrations.AddIndex,
    migrations.AddConstraint,
    migrations.AlterUniqueTogether,
)


class AtOnce(migrations.Migration):
    """A migration of an app that has no tables yet."""

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,  # noqa: ARG002 - the editor collects by itself
    ) -> ProjectState:
        """Make the tables that the steps lead to; gives the state after them.

        Raises:
            TypeError: there is a step that changes rows, or tables that were there before.
        """
        others = [step for step in self.operations if not isinstance(step, COVERED)]
        if others:
            raise TypeError(f"not a step of a first migration: {others}")
        vars(project_state).pop("apps", None)  # what is drawn is drawn anew at each step
        state = self.mutate_state(project_state, preserve=False)
        for step in self.operations:
            if isinstance(step, migrations.CreateModel):
                schema_editor.create_model(state.apps.get_model(self.app_label, step.name))
        return state
