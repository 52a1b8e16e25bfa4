"""What a person sets for their own account."""

from datetime import datetime
from enum import StrEnum

from longarc.care.access import Actor
from longarc.records import audit
from longarc.records.db import action
from longarc.records.models import Client, User
from longarc.records.scope import rows


class Theme(StrEnum):
    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"
    DIM = "dim"


@action
def set_screen(*, theme: Theme, zone: str, by: Actor, at: datetime) -> None:
    """Keep how the person wants to see their pages; a client's own days follow their zone."""
    rows(User, by).filter(pk=by.user or 0).update(theme=theme, zone=zone)
    if by.client is not None and zone:
        rows(Client, by).filter(pk=by.client).update(zone=zone)
    audit.write("set_screen", by=by, at=at, client=by.client)
