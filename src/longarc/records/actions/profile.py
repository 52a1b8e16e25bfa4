"""The jurisdiction profile that a practice works by, and the papers that it asks for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.jurisdiction import Code
from longarc.records import audit
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import common, keep, sent
from longarc.records.models import PaperThere, ProfileSetting
from longarc.records.queries import screening as queries
from longarc.records.queries.clients import ClientRef


@action
def set_profile(profile: Code, *, by: Actor, at: datetime) -> bool:
    """The practice chooses its jurisdiction profile. False when it is in use already."""
    if queries.profile(viewer=by).code is profile:
        return False
    who: dict[str, Any] = {"practice_id": by.practice, "by_id": by.user}
    ProfileSetting(**who, at=at, profile=profile).save()
    audit.write("set_profile", by=by, at=at, detail=profile)
    return True


@action
def mark_paper(
    client: ClientRef,
    paper: str,
    *,
    there: bool,
    by: Actor,
    at: datetime,
    uid: UUID | None = None,
) -> bool:
    """Record that a paper the profile asks for is there, or is not. False when nothing is new."""
    asked = {one.code for one in queries.profile(viewer=by).papers}
    stands = queries.papers(client, viewer=by).get(paper)
    if paper not in asked or (stands.there if stands else False) == there:
        return False
    _, free = sent(PaperThere, client, uid or uuid7())
    keep(PaperThere(**common(client, free, by, at), paper=paper, there=there), by)
    return True
