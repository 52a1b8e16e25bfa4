"""Reporting an adverse event, and following it up."""

from datetime import datetime
from uuid import UUID

from longarc.care import adverse
from longarc.care.access import Actor
from longarc.care.adverse import LONGEST_FIELD, Grade, NotAGrade
from longarc.care.text import Text, msg
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.keeping import both, common, holds, keep, says, sent, unused
from longarc.records.models import AdverseFollowUp, AdverseReport, Client
from longarc.records.queries import adverse as queries
from longarc.records.queries import window
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows


class ChangedMeanwhile(Exception):
    """Somebody wrote a follow-up since the form was opened; nothing was kept."""


@action
def report(
    client: ClientRef, words: str, session: UUID | None, *, uid: UUID, by: Actor, at: datetime
) -> bool:
    """Something that harmed or worries, by the client or the care team. False: kept before.

    Raises:
        NotAGrade: no words, or too many.
    """
    if not words.strip():
        raise NotAGrade(Text(_NO_WORDS))
    if len(words) > LONGEST_FIELD:
        raise NotAGrade(Text(_TOO_LONG, {"limit": LONGEST_FIELD}))
    known = {one.uid for one in window.sessions(client, viewer=by)}
    about = {"session": session if session in known else None}
    same = both(holds(about), says("words", words.strip()))
    free = unused(AdverseReport, client, uid, same)
    if free is None:
        return False
    row = AdverseReport(**common(client, free, by, at), **about)
    row.words = seal(words.strip(), row.where)
    keep(row, by)
    return True


@action
def follow_up(
    client: ClientRef,
    event: UUID,
    grade: Grade,
    *,
    seen: str,
    uid: UUID,
    by: Actor,
    at: datetime,
) -> bool:
    """How it stands now. False: this form was kept before, or they have no such event.

    Raises:
        ChangedMeanwhile: another follow-up was written since `seen` (`Event.upto`), and not by
            this very form.
        NotAGrade: it cannot be kept, with a sentence.
    """
    rows(Client, by).select_for_update().get(pk=client.id)
    found, told = queries.find(client, event, viewer=by), adverse.written(grade)
    same = both(holds({"event": event, "status": grade.status}), says("told", told))
    free = unused(AdverseFollowUp, client, uid, same)
    if found is None or free is None:
        return False
    adverse.checked(grade)
    mine = {one.uid for one in sent(AdverseFollowUp, client, uid)[0]}
    if found.upto_without(mine) != seen:
        raise ChangedMeanwhile
    row = AdverseFollowUp(**common(client, free, by, at), event=event, status=grade.status)
    row.told = seal(told, row.where)
    keep(row, by)
    return True


_NO_WORDS = msg("Nothing was kept yet. A few words are enough.")
_TOO_LONG = msg("Nothing was kept yet. The most we can keep here is %(limit)s letters.")
