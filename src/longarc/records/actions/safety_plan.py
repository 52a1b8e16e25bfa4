"""Writing the safety plan: a new version each time, and nothing typed is lost."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.safety_plan import SafetyPlan, Section, Words, together, written
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.keeping import common, keep, sent
from longarc.records.models import Client, SafetyPlanVersion
from longarc.records.queries import safety_plan as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


class ChangedMeanwhile(Exception):
    """Somebody else changed a section of this form in their own way; nothing was kept.

    `now` is their version, `words` what the form is to show, `both` the sections that clash.
    """

    def __init__(self, now: SafetyPlan, words: Words, both: frozenset[Section]) -> None:
        super().__init__(str(now.uid))
        self.now, self.words, self.both = now, words, both


@action
def keep_plan(
    client: ClientRef, mine: Words, *, base: UUID | None, uid: UUID, by: Actor, at: datetime
) -> bool:
    """A new version; False when nothing is different, or when this form was kept before.

    Args:
        base: the version that the form was made from; None: there was none.

    Raises:
        ChangedMeanwhile: somebody changed a section that this form changes, too; not this form
            itself, when somebody went back and wrote on.
    """
    rows(Client, by).select_for_update().get(pk=client.id)  # one writer for each client
    versions = queries.versions(client, viewer=by)
    now = versions[-1] if versions else SafetyPlan()
    kept, free = sent(SafetyPlanVersion, client, uid)
    words, both = together(_known(base, kept, versions), now.words, mine)
    if both:
        raise ChangedMeanwhile(now, words, both)
    if words == now.words:
        return False
    row = SafetyPlanVersion(**common(client, free, by, at), base=now.uid)
    row.words = seal(written(words), row.where)
    keep(row, by)
    return True


def _known(
    base: UUID | None, kept: list[SafetyPlanVersion], versions: Sequence[SafetyPlan]
) -> Words:
    """What the form was made from, with what it wrote itself when it was sent before."""
    words = {one.uid: one.words for one in versions}
    known = dict(words.get(base, {}))
    for row in kept:
        before = words.get(row.base, {})
        wrote = {part: words[row.uid].get(part, "") for part in Section}
        known |= {part: text for part, text in wrote.items() if text != before.get(part, "")}
    return known
