"""How a client's own pages look: their words for the states, the fine ladder, the light."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from longarc.care.access import Actor
from longarc.records import audit
from longarc.records.codec import seal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.keeping import sent
from longarc.records.models import Client, StateWords, User
from longarc.records.queries.today import Own
from longarc.records.scope import rows

THEMES = ("auto", "light", "dark", "dim")


@action
def name_states(own: Own, *, by: Actor, at: datetime, uid: UUID | None = None) -> None:
    """Keep the client's own label and hint for each state; a state left out has Longarc's."""
    told = json.dumps({str(state): list(words) for state, words in own.items()})
    who: dict[str, Any] = {"practice_id": by.practice, "client_id": by.client, "by_id": by.user}
    _, free = sent(StateWords, by.client, uid or uuid7())
    row = StateWords(**who, uid=free, at=at, received_at=at)
    row.labels = seal(told, row.where)
    row.save()
    audit.write("named_states", by=by, at=at, client=by.client, target=row.uid)


@action
def set_view(*, fine: bool, theme: str, by: Actor, at: datetime) -> None:
    """Whether the height of a tap counts, and the light of the pages.

    Raises:
        ValueError: there is no such theme.
    """
    if theme not in THEMES:
        raise ValueError(f"{theme!r} is not a theme")
    own_client: dict[str, Any] = {"pk": by.client}
    own_account: dict[str, Any] = {"pk": by.user}
    rows(Client, by).filter(**own_client).update(fine=fine)
    rows(User, by).filter(**own_account).update(theme=theme)
    audit.write("set_view", by=by, at=at, client=by.client)
