"""What a client's phone talks to: sending entries, reading own check-ins, who is signed in."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care import reports
from longarc.care.access import Actor
from longarc.records.actions.entries import keep
from longarc.records.queries import check_ins as check_in_queries
from longarc.records.queries import clients
from longarc.web.words import say

MOST_ENTRIES = 200
LONGEST_LOOK = 3660


class Refused(Exception):
    """A whole request that cannot be taken: nothing of it was kept."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(code)
        self.status, self.code, self.sentence = status, code, sentence

    def answer(self) -> JsonResponse:
        return JsonResponse({"error": self.code, "say": self.sentence}, status=self.status)


def entries(request: HttpRequest) -> HttpResponse:
    """Keep a batch of the client's own entries; one result for each, in the order sent.

    Takes `{client, sent_at, entries: [...]}`, gives `{results: [{uid, outcome, say?}]}`.
    Sending a batch again is always right.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    received = timezone.now()
    try:
        batch, sent = _batch(request)
        told = [_parse(raw, received, sent) for raw in batch]
    except Refused as refused:
        return refused.answer()
    understood = [entry for entry in told if not isinstance(entry, dict)]
    kept = iter(keep(understood, by=actor, at=received) if understood else ())
    results = [entry if isinstance(entry, dict) else _result(next(kept)) for entry in told]
    return JsonResponse({"results": results})


def _batch(request: HttpRequest) -> tuple[list[Any], datetime | None]:
    body = _body(request)
    owner: Any = request.user
    if body.get("client") != str(owner.client.public_id):
        raise Refused(
            409,
            "other_person",
            _("Nothing was changed. These answers are another person's. They stay on this phone."),
        )
    batch = body.get("entries")
    if not isinstance(batch, list):
        raise _unreadable()
    if len(batch) > MOST_ENTRIES:
        raise Refused(
            413, "too_many", _("Nothing was changed. That is more than we can take at once.")
        )
    return batch, _sent(body.get("sent_at"))


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except RequestDataTooBig:
        raise Refused(
            413, "too_big", _("Nothing was changed. That is more than we can take at once.")
        ) from None
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if not isinstance(body, dict):
        raise _unreadable()
    return body


def _unreadable() -> Refused:
    return Refused(400, "unreadable", _("Nothing was changed. We could not read what was sent."))


def _sent(told: object) -> datetime | None:
    """The device's time of sending; None when it is not said in a way that can be used."""
    try:
        sent = datetime.fromisoformat(str(told))
    except ValueError:
        return None
    return sent if sent.tzinfo else None


def _parse(raw: Any, received: datetime, sent: datetime | None) -> reports.New | dict[str, Any]:
    try:
        return reports.parse(raw, received=received, sent=sent)
    except reports.NotUnderstood as problem:
        uid = raw.get("uid") if isinstance(raw, dict) else None
        return {"uid": uid, "outcome": "not_understood", "say": say(problem.text)}


def _result(kept: Any) -> dict[str, Any]:
    result: dict[str, Any] = {"uid": str(kept.uid), "outcome": kept.outcome}
    if kept.outcome == "conflict":
        result["say"] = _("Nothing was changed. Another answer was kept in this place before.")
    return result


def check_ins(request: HttpRequest) -> HttpResponse:
    """The client's own check-ins of the last `days` (90 when left out), oldest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    days = request.GET.get("days", "90")
    if not days.isascii() or not days.isdigit() or not 1 <= int(days[:9]) <= LONGEST_LOOK:
        return _unreadable().answer()
    since = timezone.now() - timedelta(days=int(days))
    own = clients.own(viewer=actor)
    return JsonResponse({"check_ins": check_in_queries.plain(own, viewer=actor, since=since)})


def hello(request: HttpRequest) -> HttpResponse:
    """Who is signed in here, by the opaque id, and the token that a sending needs."""
    owner: UUID | None = getattr(getattr(request.user, "client", None), "public_id", None)
    return JsonResponse(
        {
            "signed_in": request.user.is_authenticated,
            "client": str(owner) if owner else None,
            "csrf": get_token(request),
        }
    )
