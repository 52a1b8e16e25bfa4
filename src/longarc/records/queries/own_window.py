"""The estimated window alone, for the client's own page: what answers about getting back tell."""

from datetime import datetime

from longarc.analytics import picture
from longarc.care.access import Actor
from longarc.care.own_window import Estimate
from longarc.care.window import LEAST_REPORTS
from longarc.records.queries import check_ins
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.window import sessions


def estimate(client: ClientRef, *, viewer: Actor, at: datetime) -> Estimate:
    """As in the whole picture, without the rest of it. Three queries.

    Nothing before `LEAST_REPORTS` (decision 7).
    """
    began = [one.starts_at for one in sessions(client, viewer=viewer)]
    known = [one for one in check_ins.of_client(client, viewer=viewer) if one.at <= at]
    times = [one.at for one in known if one.position is not None]
    if len(times) < LEAST_REPORTS:
        return Estimate()
    anchor = picture.anchor_of(began, times)
    found = picture.edges(known, anchor, times[-1])
    chance = found.get("widened_chance")
    return Estimate(found["lower"], found["upper"], chance, anchor)
