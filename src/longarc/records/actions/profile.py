"""The jurisdiction profile that a practice works by."""

from datetime import datetime
from typing import Any

from longarc.care.access import Actor
from longarc.care.jurisdiction import Code
from longarc.records import audit
from longarc.records.db import action
from longarc.records.models import ProfileSetting
from longarc.records.queries import screening as queries


@action
def set_profile(profile: Code, *, by: Actor, at: datetime) -> bool:
    """The practice chooses its jurisdiction profile. False when it is in use already."""
    if queries.profile(viewer=by).code is profile:
        return False
    who: dict[str, Any] = {"practice_id": by.practice, "by_id": by.user}
    ProfileSetting(**who, at=at, profile=profile).save()
    audit.write("set_profile", by=by, at=at, detail=profile)
    return True
