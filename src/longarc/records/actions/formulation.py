"""Writing the shared formulation: a new version each time, and nothing typed is lost."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.formulation import EMPTY, Formulation, Section, Together, together, written
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import common, keep, sent, take_back
from longarc.records.models import Client, FormulationAgreed, FormulationVersion
from longarc.records.queries import formulation as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import standing
from longarc.records.queries.formulation import Shared, Version
from longarc.records.scope import rows


class ChangedMeanwhile(Exception):
    """Somebody kept a version that changes this form; nothing was kept.

    `now` is their version, `together` what the form is to show.
    """

    def __init__(self, now: Version, found: Together) -> None:
        super().__init__(str(now.uid))
        self.now = now
        self.together = found


@action
def keep_version(
    client: ClientRef,
    mine: Formulation,
    *,
    form: Collection[Section],
    base: UUID | None,
    by: Actor,
    at: datetime,
    uid: UUID | None = None,
) -> bool:
    """A new version from a form that shows the sections `form`; False when nothing is different.

    Args:
        mine: what the form holds; its other sections are not looked at.
        base: the version that the form was made from; None: there was none.
        uid: made by the page: what it wrote itself, before somebody went back, is no clash.

    Raises:
        ChangedMeanwhile: somebody changed a section of this form since `base`.
    """
    rows(Client, by).select_for_update().get(pk=client.id)  # one writer for each client
    shared = queries.load(client, viewer=by)
    kept, free = sent(FormulationVersion, client, uid or uuid7())
    found = together(_known(shared, base, kept), shared.value, mine, form)
    if found.theirs and shared.now:
        raise ChangedMeanwhile(shared.now, found)
    if found.value == shared.value:
        return False
    before = shared.now.uid if shared.now else None
    row = FormulationVersion(**common(client, free, by, at), base=before)
    row.sections = seal(written(found.value), row.where)
    keep(row, by)
    return True


def _known(shared: Shared, base: UUID | None, kept: list[FormulationVersion]) -> Formulation:
    """What the form was made from, with what it wrote itself when it was sent before."""
    known = _value(shared, base)
    for row in kept:
        before, after = _value(shared, row.base), _value(shared, row.uid)
        source = {one: known if after.of(one) == before.of(one) else after for one in Section}
        words = {one: text for one in Section if (text := source[one].words.get(one))}
        known = Formulation(words, source[Section.ADAPTATIONS].adaptations)
    return known


def _value(shared: Shared, uid: UUID | None) -> Formulation:
    found = shared.find(uid)
    return found.value if found else EMPTY


@action
def agree(client: ClientRef, version: UUID, *, by: Actor, at: datetime) -> bool:
    """The client says: this version is right for me. False when there is no such version."""
    if not rows(FormulationVersion, by).filter(client_id=client.id, uid=version).exists():
        return False
    if not standing(FormulationAgreed, by, client).filter(version=version).exists():
        keep(FormulationAgreed(**common(client, uuid7(), by, at), version=version), by)
    return True


@action
def no_longer(client: ClientRef, version: UUID, *, by: Actor, at: datetime) -> bool:
    """The client takes that back. False when they had not said so."""
    said = list(standing(FormulationAgreed, by, client).filter(version=version))
    return all([take_back(FormulationAgreed, client, row.uid, by, at) for row in said] or [False])
