"""Planning how many meetings a cycle holds. Each change is a new entry."""

from datetime import datetime
from uuid import UUID

from longarc.care import plan
from longarc.care.access import Actor
from longarc.care.plan import Step
from longarc.records.codec import Sealed, Where, seal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import common, keep, sent
from longarc.records.models import Client, ContactPlan
from longarc.records.queries import contact_plan as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.numbers import of_practice
from longarc.records.scope import rows


@action
def keep_plan(
    client: ClientRef,
    step: Step,
    words: str,
    *,
    by: Actor,
    at: datetime,
    uid: UUID | None = None,
) -> bool:
    """Plan so many meetings, with the support described in `words`; False: it stood like this.

    Raises:
        NotAllowed: a number is lower than what needs no reason, and there is no reason.
    """
    rows(Client, by).select_for_update().get(pk=client.id)  # one writer for each client
    before = queries.of_client(client, viewer=by)
    plan.may_keep(step, before.stands, of_practice(viewer=by)).require()
    if _stands_like_this(step, words, before):
        return False
    _, free = sent(ContactPlan, client, uid or uuid7())

    def sealed(text: str, column: str) -> Sealed | None:
        where = Where(client.practice, client.id, f"contactplan.{column}", free)
        return seal(text, where) if text else None

    row = ContactPlan(
        **common(client, free, by, at),
        needs=step.needs,
        preparation=step.contacts.preparation,
        integration=step.contacts.integration,
        words=sealed(words, "words"),
        why=sealed(step.why, "why"),
    )
    keep(row, by)
    return True


def _stands_like_this(step: Step, words: str, before: queries.Plan) -> bool:
    stands = before.stands
    if stands is None or words != before.words or step.why not in ("", stands.why):
        return False
    return (stands.needs, stands.contacts) == (step.needs, step.contacts)
